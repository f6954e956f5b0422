import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import { backend, execution, origin, problem, quietWorkspace, session, withBackend } from '../test/backend';
import { expectAccessible, renderApp } from '../test/render';

withBackend();
beforeEach(() => backend.use(quietWorkspace));

const pages = [
  ['/chat', '어떤 일을 맡겨 드릴까요?'],
  ['/chat/c1', '반갑습니다'],
  ['/agents', '주간 주식 요약'],
  ['/agents/a1', '지시문'],
  ['/agents/a1?tab=schedule', '일정 기록'],
  ['/agents/a1?tab=files', 'notes.md'],
  ['/agents/a1?tab=versions', '현재'],
  ['/agents/a1?tab=executions', '걸린 시간'],
  ['/executions/e1', '좋습니다.'],
  ['/usage', '일별 사용량'],
  ['/secrets', 'WEATHER_API_KEY'],
] as const;

it.each(pages)('%s shows its content and is accessible', async (path, text) => {
  const { container } = await renderApp(path);

  expect((await screen.findAllByText(text))[0]).toBeInTheDocument();

  expect(screen.getAllByRole('heading', { level: 1 }).length).toBe(1);
  await expectAccessible(container);
});

it('says that the model is simulated, in the language that is chosen, and tells the server the language', async () => {
  const locales: unknown[] = [];
  backend.use(http.post(`${origin}/api/session`, async ({ request }) => {
    locales.push(((await request.json()) as { locale: string }).locale);
    return HttpResponse.json(session);
  }));
  await renderApp('/chat');
  expect(await screen.findByText('모의 모델: 답변은 규칙으로 만들어지며 AI를 호출하지 않습니다')).toBeInTheDocument();

  await userEvent.click(screen.getByRole('button', { name: '언어: 한국어' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'English' }));

  expect(await screen.findByText('Simulated model: answers are made up by rules, no AI is called')).toBeInTheDocument();
  expect(document.documentElement.lang).toBe('en');
  await waitFor(() => expect(locales).toEqual(['ko', 'en']));
});

it('creates the conversation with its first message and shows it as pending', async () => {
  backend.use(
    http.post(`${origin}/api/conversations`, () => HttpResponse.json({ id: 'c2', title: '요약해줘' }, { status: 201 })),
    http.get(`${origin}/api/conversations/c2/messages`, () => HttpResponse.json({ items: [], nextCursor: null })),
  );
  const { router } = await renderApp('/chat');

  await userEvent.type(await screen.findByRole('textbox'), '요약해줘{Enter}');

  expect(await screen.findByText('요약해줘', { selector: 'article *' })).toBeInTheDocument();
  expect(screen.getByText('보내는 중')).toBeInTheDocument();
  expect(router.state.location.pathname).toBe('/chat/c2');
});

it('shows what a run failed of, and a page that is not there as such', async () => {
  backend.use(
    http.get(`${origin}/api/executions/e1`, () => HttpResponse.json({ ...execution, status: 'failed', result: null, error: { code: 'model-unavailable', message: 'No answer' } })),
    http.get(`${origin}/api/agents/gone`, () => problem(404, 'not-found', 'Not found')),
  );
  const { unmount } = await renderApp('/executions/e1', 'en');
  expect(await screen.findByText('No answer')).toBeInTheDocument();
  unmount();

  await renderApp('/agents/gone', 'en');

  expect(await screen.findByText('It may have moved or been deleted.')).toBeInTheDocument();
});
