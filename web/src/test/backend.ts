import { http, HttpResponse, ws } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';

export const origin = 'http://localhost:3000';
export const workspace = ws.link('ws://localhost:3000/workspace');

const instant = '2026-11-22T05:00:00Z';
const usage = { input: 1200, output: 300, cacheRead: 0, cacheWrite: 0 };
const cost = { amount: '0.0123', currency: 'USD' };

export const session = { userId: 'u', kind: 'guest', name: 'Guest', locale: 'ko', timeZone: 'Asia/Seoul', createdAt: instant, model: { provider: 'simulated', name: 'rules-1', simulated: true } };
export const schedule = { phrase: '매주 월요일 아침 8시', cron: '0 8 * * 1', timeZone: 'Asia/Seoul', overlap: 'skip', catchUp: 'last', text: { ko: '매주 월요일 오전 8:00', en: 'Every Monday at 8:00 AM' }, nextRuns: ['2026-11-29T23:00:00Z', '2026-12-06T23:00:00Z'] };
export const agent = {
  id: 'a1', name: '주간 주식 요약', description: '지난주 시장을 정리합니다.', finalAgentPrompt: '요약한다.', model: null, tools: ['clock'], schedule,
  limits: { maxTokensPerRun: 50000, maxTokensPerMonth: 1000000, maxRunSeconds: 600, maxSteps: 20 }, status: 'active', statusReason: null, version: 2,
  totalTokenUsage: { input: 10, output: 5 }, totalCost: cost, lastExecution: { id: 'e1', status: 'success', endTime: instant }, createdAt: instant, updatedAt: instant,
};
export const execution = {
  id: 'e1', agentId: 'a1', agentVersion: 2, trigger: { kind: 'schedule', scheduledFor: instant }, input: null, status: 'success', startTime: instant, endTime: instant,
  result: '## 결과\n\n좋습니다.', error: null, tokenUsage: usage, cost, stepCount: 1, attempt: 1,
};
const step = { index: 0, kind: 'tool', name: 'clock', status: 'success', startTime: instant, endTime: instant, input: { zone: 'Asia/Seoul' }, output: '14:00', error: null };
const tool = (name: string, effect: string, more: object = {}) => ({ name, description: `${name}…`, effect, available: true, ...more });
export const toolReport = {
  items: [
    tool('run_python', 'sideEffecting', { available: false, reason: 'bubblewrap is not installed.' }), tool('read_file', 'readOnly'), tool('write_file', 'idempotent'),
    tool('fetch_url', 'readOnly'), tool('notify', 'idempotent', { available: false, reason: 'The outbox is full.' }), tool('clock', 'readOnly'), tool('paint', 'sideEffecting', { description: 'Paints.' }),
  ],
  sandbox: { available: false, kind: 'none', reason: 'bubblewrap is not installed.' },
  engines: [{ name: 'loop', available: true }, { name: 'claude-code', available: false, reason: 'The claude command was not found.' }],
};
export const secret = { name: 'WEATHER_API_KEY', hosts: ['api.weather.example'], createdAt: instant, updatedAt: instant };
export const file = (path: string, contentType: string, size = 10) => ({ path, contentType, size, modifiedAt: instant });
export const draft = { name: '주간 주식 요약', description: '지난주 시장', finalAgentPrompt: '요약한다.', tools: ['clock'], schedule, limits: null };
export const history = [
  { id: 'm1', role: 'user', content: '안녕', parts: [], status: 'complete', timestamp: instant },
  {
    id: 'm2', role: 'assistant', content: '**반갑습니다**', status: 'complete', timestamp: instant, tokenUsage: usage,
    parts: [
      { id: 'p1', type: 'agentDraft', draft, agentId: null, agentStatus: null, testExecutionId: null },
      { id: 'p2', type: 'choices', question: '언제 할까요?', options: [{ label: '아침', value: 'am' }], chosen: null },
      { id: 'p3', type: 'hologram', unknown: true },
    ],
  },
];

const list = (items: unknown[]) => HttpResponse.json({ items, nextCursor: null });
const usageItems = ['chat', 'runs'].map((source) => ({ key: '2026-11-22', label: null, source, tokenUsage: usage, cost, count: 1 }));

/** A socket that is ready and says no more. Not a default: every handler that matches a socket hears it. */
export const quietWorkspace = workspace.addEventListener('connection', ({ client }) => {
  client.send(JSON.stringify({ type: 'ready', conversationId: 'c1', seq: 9 }));
});

export const backend = setupServer(
  http.post(`${origin}/api/session`, () => HttpResponse.json(session)),
  http.get(`${origin}/api/conversations`, () => list([{ id: 'c1', title: '첫 대화', createdAt: instant }])),
  http.get(`${origin}/api/conversations/c1/messages`, () => list(history)),
  http.get(`${origin}/api/agents`, () => list([agent])),
  http.get(`${origin}/api/agents/a1`, () => HttpResponse.json(agent, { headers: { etag: '"2"' } })),
  http.get(`${origin}/api/agents/a1/versions`, () => list([{ ...agent, version: 2 }, { ...agent, version: 1 }])),
  http.get(`${origin}/api/schedules`, () => list([{ agentId: 'a1', agentName: agent.name, schedule, paused: false, nextRunAt: schedule.nextRuns[0], lastRunAt: instant, lastStatus: 'success' }])),
  http.get(`${origin}/api/schedules/a1/occurrences`, () => list([{ occurrenceId: 'o', scheduledFor: instant, outcome: 'fired', executionId: 'e1', firedAt: instant }])),
  http.post(`${origin}/api/schedules/preview`, () => HttpResponse.json({ schedule, runs: schedule.nextRuns.map((at) => ({ at, local: at })) })),
  http.get(`${origin}/api/executions`, () => list([execution])),
  http.get(`${origin}/api/executions/e1`, () => HttpResponse.json(execution)),
  http.get(`${origin}/api/executions/e1/steps`, () => list([step])),
  http.get(`${origin}/api/executions/e1/artifacts`, () => list([file('weekly.md', 'text/markdown')])),
  http.get(`${origin}/api/workspaces/a1`, () => HttpResponse.json({ items: [file('notes.md', 'text/markdown', 2_048)], nextCursor: null, totalBytes: 2_048, totalFiles: 1 })),
  http.get(`${origin}/api/tools`, () => HttpResponse.json(toolReport)),
  http.get(`${origin}/api/secrets`, () => list([secret])),
  http.get(`${origin}/api/budget`, () => HttpResponse.json({ day: { limit: 1_000_000, used: 250_000, reserved: 4_000, resetsAt: '2026-11-23T00:00:00Z' } })),
  http.get(`${origin}/api/usage`, () => HttpResponse.json({ items: usageItems, total: { tokenUsage: usage, cost } })),
  http.get(`${origin}/api/templates`, () => HttpResponse.json({ items: [] })),
);

export const problem = (status: number, code: string, detail: string, more: object = {}) =>
  HttpResponse.json({ type: `urn:agentplatform:problem:${code}`, title: detail, status, code, detail, ...more }, { status, headers: { 'content-type': 'application/problem+json' } });

/** The platform as a test file sees it; a request that nobody expected fails the test. */
export function withBackend() {
  beforeAll(() => backend.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => backend.resetHandlers());
  afterAll(() => backend.close());
}
