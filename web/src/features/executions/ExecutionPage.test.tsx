import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { backend, execution, file, origin, problem, withBackend } from '../../test/backend';
import { FakeEventSource } from '../../test/FakeEventSource';
import { expectAccessible, renderApp } from '../../test/render';

withBackend();
beforeEach(() => { FakeEventSource.opened = []; vi.stubGlobal('EventSource', FakeEventSource); });
afterEach(() => { vi.unstubAllGlobals(); });

const items = (of: unknown[]) => HttpResponse.json({ items: of, nextCursor: null });
const artifacts = (...files: object[]) => http.get(`${origin}/api/executions/e1/artifacts`, () => items(files));
const question = { index: 2, kind: 'approval', name: 'run_shell', status: 'waiting', startTime: '2026-11-22T05:00:00Z', endTime: null, input: '{"command":"rm \u202egpj.photo"}', output: null };

/** A run that waits for a person, and the decisions that it gets. */
function waitingRun(steps: object[] = [question]) {
  const decisions: unknown[] = [];
  backend.use(
    http.get(`${origin}/api/executions/e1`, () => HttpResponse.json({ ...execution, status: 'waiting', endTime: null, result: null })),
    http.get(`${origin}/api/executions/e1/steps`, () => items(steps)),
    artifacts(),
    http.post(`${origin}/api/executions/e1/approvals/:index`, async ({ request, params }) => {
      decisions.push([params.index, await request.json()]);
      return HttpResponse.json({ ...execution, status: 'queued' }, { status: 202 });
    }),
  );
  return decisions;
}

it('asks before a call, shows exactly what it will be called with, and sends the decision with its note', async () => {
  const decisions = waitingRun();
  const { container } = await renderApp('/executions/e1');
  const card = within(await screen.findByRole('region', { name: '승인이 필요합니다: 셸 명령 실행' }));

  expect(card.getByText('rm ⟨U+202E⟩gpj.photo')).toBeInTheDocument();
  expect(screen.getByText('승인 대기')).toBeInTheDocument();
  await expectAccessible(container);
  await userEvent.type(card.getByRole('textbox', { name: '메모 (선택)' }), '안 됩니다');
  await userEvent.click(card.getByRole('button', { name: '거절' }));

  await waitFor(() => expect(decisions).toEqual([['2', { approve: false, note: '안 됩니다' }]]));
  expect(await card.findByText('결정을 전달했습니다')).toBeInTheDocument();
  expect(card.getByRole('button', { name: '승인' })).toBeDisabled();
});

it('explains in plain words that a call may or may not have happened, and takes the card away once it is decided', async () => {
  const decisions = waitingRun([]);
  await renderApp('/executions/e1', 'en');
  await screen.findByText('Waiting for the first step');
  const source = FakeEventSource.opened.at(-1)!;
  const event = { index: 4, name: 'notify', input: { text: 'hello' }, reason: 'unknownOutcome' };

  source.emit('step', { ...question, index: 4, name: 'notify', input: '{"text":"hello"}' });
  source.emit('approval', { ...event, status: 'waiting' });
  const card = within(await screen.findByRole('region', { name: 'It may or may not have happened: Send a notification' }));
  expect(card.getByText(/The process died while this ran; it may or may not have happened/)).toBeInTheDocument();
  expect(card.getByText('hello')).toBeInTheDocument();
  await userEvent.click(card.getByRole('button', { name: 'Do it again' }));
  await waitFor(() => expect(decisions).toEqual([['4', { approve: true }]]));
  source.emit('approval', { ...event, status: 'success' });

  expect(screen.queryByRole('region', { name: /It may or may not/ })).toBeNull();
});

it('shows why a decision was refused', async () => {
  waitingRun();
  backend.use(http.post(`${origin}/api/executions/e1/approvals/2`, () => problem(409, 'conflict', 'The step was refused before.')));
  await renderApp('/executions/e1');

  await userEvent.click(await screen.findByRole('button', { name: '승인' }));

  expect(await screen.findByText('The step was refused before.')).toBeInTheDocument();
});

it('shows files in the page: text, tables, images and markdown', async () => {
  const texts: Record<string, string> = { 'data/prices.csv': '이름,값\n"Kim, A.",3\n', 'weekly.md': '**강조**', 'page.html': '<img src=x onerror=alert(1)>' };
  backend.use(
    artifacts(file('data/prices.csv', 'text/csv'), file('weekly.md', 'text/markdown'), file('page.html', 'text/html'), file('chart 1.png', 'image/png'), file('all.zip', 'application/zip', 3_400_000)),
    http.get(`${origin}/api/executions/e1/artifacts/*`, ({ request }) => HttpResponse.text(texts[decodeURIComponent(new URL(request.url).pathname.split('/artifacts/')[1]!)] ?? '')),
  );
  const { container } = await renderApp('/executions/e1');

  for (const path of ['data/prices.csv', 'weekly.md', 'page.html', 'chart 1.png']) await userEvent.click(await screen.findByRole('button', { name: `${path} 미리보기` }));

  expect(await screen.findByRole('cell', { name: 'Kim, A.' })).toBeInTheDocument();
  expect(await screen.findByText('강조')).toContainHTML('<strong>강조</strong>');
  expect(await screen.findByText('<img src=x onerror=alert(1)>')).toBeInTheDocument();
  expect(await screen.findByRole('img', { name: 'chart 1.png' })).toHaveAttribute('src', '/api/executions/e1/artifacts/chart%201.png');
  expect(screen.queryByRole('button', { name: 'all.zip 미리보기' })).toBeNull();
  expect(screen.getByRole('link', { name: 'all.zip 내려받기' })).toHaveAttribute('href', '/api/executions/e1/artifacts/all.zip');
  expect(screen.getByText('3.4MB')).toBeInTheDocument();
  await expectAccessible(container);
});

it.each([[true, '기록과 똑같습니다'], [false, '기록과 다릅니다']])('tells whether the record gives the same run again (%s)', async (identical, text) => {
  backend.use(http.get(`${origin}/api/executions/e1/replay`, () => HttpResponse.json({ identical, eventHash: 'sha256:0a1b' })));
  await renderApp('/executions/e1');

  await userEvent.click(await screen.findByRole('button', { name: '다시 계산해 보기' }));

  expect(await screen.findByText(text)).toBeInTheDocument();
  expect(screen.getByText('sha256:0a1b')).toBeInTheDocument();
});
