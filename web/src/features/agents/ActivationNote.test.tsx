import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import { agent, backend, origin, problem, quietWorkspace, withBackend } from '../../test/backend';
import { expectAccessible, renderApp } from '../../test/render';

withBackend();
beforeEach(() => backend.use(quietWorkspace, http.get(`${origin}/api/agents/a1`, () => HttpResponse.json({ ...agent, status: 'inactive' }, { headers: { etag: '"2"' } }))));

const measured = { runs: 3, seconds: { p50: 2, p95: 4 }, tokens: { p50: 1500, p95: 2000 }, cost: { p50: '0.01', p95: '0.02', currency: 'USD' } };
const forecast = {
  days: 30, instants: 730, fires: 720, skipped: 10, overlaps: 10, waited: 0, waiting: 0, cancelled: 0, measured,
  tokens: { p50: 1_080_000, p95: 1_440_000 }, cost: { p50: '7.2', p95: '14.4', currency: 'USD' },
};
const activate = async (language: 'ko' | 'en') => {
  const { container } = await renderApp('/agents/a1', language);
  await userEvent.click(await screen.findByRole('button', { name: language === 'ko' ? '활성화' : 'Activate' }));
  return container;
};
const answers = (more: object) => backend.use(http.post(`${origin}/api/agents/a1/activate`, () => HttpResponse.json({ ...agent, ...more })));

it.each([
  ['ko', '앞으로 30일 예상', '실행 약 720회, 토큰 1,080,000개, US$7.20.', '10회는 앞선 실행이 끝나지 않아 건너뜁니다.'],
  ['en', 'Forecast for the next 30 days', 'About 720 runs, 1,080,000 tokens, $7.20.', '10 are skipped while a run before them goes on.'],
] as const)('tells what the coming month will cost once the agent is switched on (%s)', async (language, title, text, skipped) => {
  answers({ forecast });

  const container = await activate(language);

  const note = (await screen.findByText(title)).closest('[role=status]')!;
  expect(note).toHaveTextContent(text);
  expect(note).toHaveTextContent('1,440,000');
  expect(note).toHaveTextContent(skipped);
  await expectAccessible(container);
});

it.each([
  ['ko', '예상 사용량이 한 달 한도를 넘어 활성화하지 않았습니다', '앞으로 30일 동안 실행 약 720회에 한 번에 1,500개씩 토큰 1,080,000개를 쓸 것으로 보이는데, 에이전트의 한도는 한 달에 1,000,000개입니다.'],
  ['en', 'Not activated: the forecast passes the month’s limit', 'In the next 30 days about 720 runs of 1,500 tokens each would use 1,080,000 tokens; the agent’s limit is 1,000,000 a month.'],
] as const)('says in the page’s language why switching on was refused (%s)', async (language, title, text) => {
  backend.use(http.post(`${origin}/api/agents/a1/activate`, () => problem(402, 'budget-exceeded', 'Too much.', { forecast, maxTokensPerMonth: 1_000_000 })));

  const container = await activate(language);

  expect((await screen.findByText(title)).closest('[role=alert]')).toHaveTextContent(text);
  expect(screen.queryByText('Too much.')).not.toBeInTheDocument();
  await expectAccessible(container);
});

it('keeps in view why switching on was refused and what to change', async () => {
  const detail = 'The schedule would use about 1,440,000 tokens in 30 days (720 runs of 2,000), and limits.maxTokensPerMonth allows 1,000,000.';
  backend.use(http.post(`${origin}/api/agents/a1/activate`, () => problem(402, 'budget-exceeded', detail)));

  await activate('ko');

  expect(await screen.findByText('예상 사용량이 한 달 한도를 넘어 활성화하지 않았습니다')).toBeInTheDocument();
  expect(screen.getAllByText(detail)).toHaveLength(1);
});

it('shows nothing where nothing was measured, and other refusals as ever', async () => {
  answers({});
  await activate('ko');
  await waitFor(() => expect(screen.getByText('활성화했습니다')).toBeInTheDocument());
  expect(screen.queryByText(/예상/)).not.toBeInTheDocument();

  backend.use(http.post(`${origin}/api/agents/a1/activate`, () => problem(409, 'conflict', 'An agent needs a prompt.')));
  await userEvent.click(screen.getByRole('button', { name: '활성화' }));
  expect(await screen.findByText('An agent needs a prompt.')).toBeInTheDocument();
});
