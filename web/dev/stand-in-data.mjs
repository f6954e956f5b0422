// Canned data of the stand-in.
import { randomUUID } from 'node:crypto';

export const newId = () => randomUUID().replaceAll('-', '').slice(0, 20);
export const ago = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();
export const remove = (list, id) => list.splice(list.findIndex((item) => item.id === id), 1);

export const session = { userId: 'u1', kind: 'guest', name: 'Guest', locale: 'ko', timeZone: 'Asia/Seoul', createdAt: ago(100), model: { provider: 'simulated', name: 'rules-1', simulated: true } };

/** Next Mondays at 08:00 in Seoul, whatever was asked. */
export function resolve(given) {
  const next = new Date();
  next.setUTCHours(23, 0, 0, 0);
  next.setUTCDate(next.getUTCDate() + ((7 - next.getUTCDay()) % 7 || 7));
  const nextRuns = Array.from({ length: 10 }, (_, i) => new Date(next.getTime() + i * 7 * 86_400_000).toISOString().replace('.000', ''));
  const kept = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  return { timeZone: 'Asia/Seoul', overlap: 'skip', catchUp: 'last', cron: '0 8 * * 1', ...kept, text: { ko: '매주 월요일 오전 8:00에 실행', en: 'Every Monday at 8:00 AM' }, nextRuns };
}

const prompt = '지난주(월~금) 코스피와 나스닥의 움직임을 요약한다.\n\n1. 작업 폴더의 기록을 읽는다.\n2. 주간 등락률과 이유를 세 문단으로 쓴다.\n3. 이번 주에 볼 일정을 표로 정리해 out/weekly.md에 저장한다.';
export const draft = { name: '주간 주식 시장 요약', description: '매주 월요일 아침, 지난주 주식 시장을 한 페이지로 정리합니다.', finalAgentPrompt: prompt, tools: ['clock', 'read_file', 'write_file'], schedule: resolve({ phrase: '매주 월요일 아침 8시' }), limits: { maxTokensPerRun: 50_000, maxTokensPerMonth: 2_000_000, maxRunSeconds: 600, maxSteps: 20 } };

export const agent = (fields) => ({
  id: newId(), description: '', finalAgentPrompt: '', tools: [], schedule: null, limits: draft.limits, model: null, status: 'active', version: 3,
  totalTokenUsage: { input: 0, output: 0 }, totalCost: { amount: '0', currency: 'USD' }, lastExecution: null, createdAt: ago(900), updatedAt: ago(5), ...fields,
});

export const agents = [
  agent({ ...draft, id: 'a1', totalTokenUsage: { input: 482_113, output: 61_204 }, totalCost: { amount: '2.364499', currency: 'USD' }, lastExecution: { id: 'e1', status: 'success', endTime: ago(9) } }),
  agent({ id: 'a2', name: 'AI 논문 레이더', description: '평일 아침마다 새 논문 다섯 편을 골라 소개합니다.', tools: ['clock', 'write_file'], finalAgentPrompt: prompt, schedule: resolve({ phrase: '평일 아침 9시' }), totalTokenUsage: { input: 1_204_551, output: 210_340 }, totalCost: { amount: '6.768753', currency: 'USD' }, lastExecution: { id: 'e2', status: 'failed', endTime: ago(3) } }),
  agent({ id: 'a3', name: 'Monthly expense report', description: 'Reads the month’s notes and writes a report with totals by category.', status: 'inactive', statusReason: 'Paused after 3 failed runs in a row.', finalAgentPrompt: prompt, schedule: resolve({ cron: '0 18 L * *' }), lastExecution: { id: 'e3', status: 'cancelled', endTime: ago(500) }, totalTokenUsage: { input: 80_100, output: 9_020 }, totalCost: { amount: '0.3756', currency: 'USD' } }),
  agent({ id: 'a4', name: '회의록 정리', description: '', status: 'draft', version: 1, finalAgentPrompt: '' }),
];

export const templates = [
  { id: 't1', locale: 'ko', name: '주간 주식 시장 요약', description: '지난주 시장을 한 페이지로 정리합니다.', finalAgentPrompt: prompt, tools: ['clock', 'write_file'], schedule: { phrase: '매주 월요일 아침 8시' } },
  { id: 't2', locale: 'ko', name: '아침 브리핑', description: '오늘 할 일을 한 문단으로 정리합니다.', finalAgentPrompt: prompt, tools: ['clock'], schedule: { phrase: '매일 아침 7시' } },
  { id: 't3', locale: 'en', name: 'Weekly stock summary', description: 'Last week’s market on one page.', finalAgentPrompt: prompt, tools: ['clock', 'write_file'], schedule: { phrase: 'every Monday at 8 am' } },
];

export const paused = new Set();
export const scheduleEntries = () => agents.filter((a) => a.schedule).map((a) => ({ agentId: a.id, agentName: a.name, schedule: a.schedule, paused: paused.has(a.id), pausedReason: null, nextRunAt: paused.has(a.id) ? null : a.schedule.nextRuns[0], lastRunAt: ago(9), lastStatus: 'success' }));
export const occurrences = [
  { occurrenceId: 'o1', scheduledFor: ago(168), outcome: 'fired', executionId: 'e1', firedAt: ago(168) },
  { occurrenceId: 'o2', scheduledFor: ago(336), outcome: 'skipped', reason: 'The run before it had not ended.' },
  { occurrenceId: 'o3', scheduledFor: ago(504), outcome: 'missed', reason: 'Later than the catch-up window of 24 h.' },
];

const report = '## 주간 시장 요약\n\n코스피는 한 주 동안 **1.8% 상승**했습니다. 반도체가 지수를 이끌었고, 금요일에는 차익 실현으로 폭을 줄였습니다.\n\n| 지수 | 주간 등락 | 비고 |\n| --- | --- | --- |\n| 코스피 | +1.8% | 반도체 강세 |\n| 나스닥 | -0.6% | 금리 부담 |\n\n- 수요일: 미국 소비자물가 발표\n- 금요일: 옵션 만기\n\n결과는 `out/weekly.md`에 저장했습니다.';
const usageOf = (input, output) => ({ input, output, cacheRead: Math.round(input / 3), cacheWrite: 0 });
const execution = (fields) => ({ agentId: 'a1', agentVersion: 3, trigger: { kind: 'schedule', scheduledFor: ago(9) }, input: null, status: 'success', startTime: ago(9.02), endTime: ago(9), result: report, error: null, tokenUsage: usageOf(8_412, 1_204), cost: { amount: '0.043296', currency: 'USD' }, stepCount: 4, attempt: 1, ...fields });
export const executions = [
  execution({ id: 'e1' }),
  execution({ id: 'e2', agentId: 'a2', status: 'failed', result: null, error: { code: 'model-unavailable', message: 'The model did not answer within 60 s (3 attempts).' }, attempt: 3, startTime: ago(3.01), endTime: ago(3) }),
  execution({ id: 'e3', status: 'cancelled', trigger: { kind: 'manual' }, result: null, startTime: ago(500.1), endTime: ago(500) }),
];
export const steps = new Map();
const stepsOf = (from) => [
  { index: 0, kind: 'model', name: 'rules-1', output: '작업 폴더를 먼저 살펴보겠습니다.', tokenUsage: usageOf(2_104, 180) },
  { index: 1, kind: 'tool', name: 'list_files', input: { path: '.' }, output: 'notes/2026-11-16.md\nnotes/2026-11-17.md' },
  { index: 2, kind: 'tool', name: 'write_file', input: { path: 'out/weekly.md', content: '# 주간 시장 요약…' }, output: 'wrote 2,048 bytes' },
  { index: 3, kind: 'model', name: 'rules-1', output: report, tokenUsage: usageOf(6_308, 1_024) },
].map((step, i) => ({ status: 'success', startTime: new Date(from + i * 700).toISOString(), endTime: new Date(from + i * 700 + 640).toISOString(), input: null, ...step }));
for (const e of executions) steps.set(e.id, stepsOf(Date.parse(e.startTime)).slice(0, e.status === 'success' ? 4 : 1));
steps.get('e2').push({ index: 1, kind: 'model', name: 'rules-1', status: 'failed', startTime: ago(3.005), endTime: ago(3), input: null, output: null, error: { code: 'model-unavailable', message: 'The model did not answer within 60 s.' } });

export function startExecution(trigger, input = null, agentId = 'a1') {
  const started = execution({ id: newId(), agentId, trigger, input, status: 'running', startTime: new Date().toISOString(), endTime: null, result: null, tokenUsage: usageOf(0, 0), cost: { amount: '0', currency: 'USD' } });
  executions.unshift(started);
  steps.set(started.id, []);
  return started;
}
export function finish(id, status) {
  return Object.assign(executions.find((e) => e.id === id), { status, endTime: new Date().toISOString(), result: status === 'success' ? report : null, tokenUsage: usageOf(8_412, 1_204), cost: { amount: '0.043296', currency: 'USD' } });
}

export function streamExecution(id, response, waitingEvents) {
  let last = 0;
  const emit = (event, body) => response.write(`id: ${++last}\nevent: ${event}\ndata: ${JSON.stringify(body)}\n\n`);
  const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const play = async () => {
    if (executions.find((e) => e.id === id)?.status === 'waiting') { for (const [event, body] of waitingEvents) emit(event, body); return; }
    emit('status', { status: 'running' });
    for (const step of stepsOf(Date.now())) {
      emit('step', { ...step, status: 'running', endTime: null, output: null });
      await pause(500);
      if (step.kind === 'model') for (const part of step.output.match(/[^]{1,12}/g)) { emit('delta', { text: part }); await pause(20); }
      steps.get(id)?.push(step);
      emit('step', step);
      emit('usage', { tokenUsage: usageOf(step.index * 2_800 + 2_000, step.index * 400 + 180), cost: { amount: '0.02', currency: 'USD' } });
    }
    if (executions.find((e) => e.id === id)?.status === 'running') finish(id, 'success');
    const { status, result, error } = executions.find((e) => e.id === id);
    emit('done', { status, result, error });
  };
  play();
}

export function usage(from, to, groupBy) {
  const keys = groupBy === 'agent' ? [['a1', '주간 주식 시장 요약'], ['a2', 'AI 논문 레이더'], ['a3', 'Monthly expense report']]
    : groupBy === 'model' ? [['claude-sonnet', 'claude-sonnet'], ['rules-1', 'rules-1']]
    : Array.from({ length: (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1 }, (_, i) => [new Date(Date.parse(from) + i * 86_400_000).toISOString().slice(0, 10), null]);
  const items = keys.flatMap(([key, label], i) => ['chat', 'runs'].map((source) => {
    const input = (source === 'runs' ? 24_000 : 6_000) + ((i * 7_919) % 31) * 1_900;
    return { key, label, source, tokenUsage: usageOf(input, Math.round(input / 6)), cost: { amount: (input * 0.000005).toFixed(6), currency: 'USD' }, count: 3 };
  }));
  const sum = (of) => items.reduce((total, item) => total + of(item), 0);
  return { items, total: { tokenUsage: { input: sum((i) => i.tokenUsage.input), output: sum((i) => i.tokenUsage.output), cacheRead: sum((i) => i.tokenUsage.cacheRead), cacheWrite: 0 }, cost: { amount: sum((i) => Number(i.cost.amount)).toFixed(6), currency: 'USD' } } };
}

export const conversations = [
  { id: 'c1', title: '매주 월요일 아침 8시에 지난주 주식 시장을 요약해줘', createdAt: ago(2) },
  { id: 'c2', title: 'AI 논문 레이더 만들기', createdAt: ago(30) },
  { id: 'c3', title: 'Monthly expense report', createdAt: ago(60) },
];
export const answerText = '좋습니다. **매주 월요일 오전 8시**(서울)에 지난주 시장을 정리하는 에이전트를 설계했습니다.\n\n1. 작업 폴더의 기록을 읽고\n2. 주간 등락과 이유를 세 문단으로 쓴 뒤\n3. `out/weekly.md`에 저장합니다.\n\n먼저 **테스트 실행**으로 결과를 확인해 보시고, 괜찮으면 활성화해 주세요.';
export const messages = new Map([['c1', [
  { id: 'm1', role: 'user', content: '매주 월요일 아침 8시에 지난주 주식 시장을 요약해줘', parts: [], status: 'complete', timestamp: ago(2) },
  { id: 'm2', role: 'assistant', content: answerText, status: 'complete', timestamp: ago(2), tokenUsage: usageOf(1_204, 388), cost: { amount: '0.009432', currency: 'USD' }, parts: [
    { id: 'p0', type: 'tool', name: 'set_schedule', state: 'done', detail: '매주 월요일 오전 8:00' },
    { id: 'p1', type: 'agentDraft', draft, agentId: null, agentStatus: null, testExecutionId: 'e1' },
    { id: 'run-e1', type: 'run', executionId: 'e1', agentId: null, status: 'success', result: report, error: null, tokenUsage: usageOf(8_412, 1_204) },
    { id: 'p3', type: 'choices', question: '결과를 어디에 남길까요?', options: [{ label: '파일로 저장', value: 'file' }, { label: '대화로만 보기', value: 'chat' }], chosen: null },
    { id: 'p4', type: 'notice', level: 'info', text: '네트워크가 꺼져 있어 작업 폴더의 기록만 사용합니다.' },
  ] },
]]]);
