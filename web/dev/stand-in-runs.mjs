// What the stand-in knows of tools, secrets, files, approvals and budgets.
import * as data from './stand-in-data.mjs';

const ok = (body, status = 200) => ({ status, body });
const page = (items, more = {}) => ok({ items, nextCursor: null, ...more });
const tool = (name, effect, reason) => ({ name, description: `${name} of the stand-in`, effect, available: !reason, reason });
const noSandbox = process.env.NO_SANDBOX ? 'bubblewrap is not installed on this machine.' : undefined;

const secrets = [{ name: 'WEATHER_API_KEY', hosts: ['api.weather.example'], createdAt: data.ago(50), updatedAt: data.ago(20) }];
const bytes = new Map([
  ['out/weekly.md', ['text/markdown', '# 주간 요약\n\n**1.8%** 상승했습니다.']],
  ['out/prices.csv', ['text/csv', '지수,주간 등락,비고\n코스피,+1.8%,"반도체, 강세"\n나스닥,-0.6%,금리 부담\n']],
  ['out/chart.svg', ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><polyline fill="none" stroke="#4453b8" stroke-width="2" points="2,34 30,20 60,26 90,10 118,6"/></svg>']],
  ['notes/2026-11-16.md', ['text/markdown', '- 반도체 강세']],
]);
const files = (prefix = '') => [...bytes].filter(([path]) => path.startsWith(prefix)).map(([path, [contentType, text]]) => ({ path: path.slice(prefix.length), size: Buffer.byteLength(text), contentType, modifiedAt: data.ago(9) }));
const file = (path) => { const found = bytes.get(decodeURIComponent(path)); return found ? { status: 200, raw: found[1], headers: { 'content-type': found[0] } } : { status: 404, body: { code: 'not-found', title: 'Not found', status: 404 } }; };

/** A run that waits: one call asks first, of the other nobody knows whether it has happened. */
const question = (index, name, input) => ({ index, kind: 'approval', name, status: 'waiting', startTime: data.ago(0.1), endTime: null, input: JSON.stringify(input), output: null });
data.executions.push({ ...data.executions[0], id: 'e4', status: 'waiting', endTime: null, result: null });
data.steps.set('e4', [...data.steps.get('e1').slice(0, 2), question(2, 'run_shell', { command: 'npm install\nnode build.mjs' }), question(3, 'notify', { text: '주간 요약이 준비되었습니다.' })]);
export const waitingEvents = [['approval', { index: 3, name: 'notify', input: { text: '주간 요약이 준비되었습니다.' }, reason: 'unknownOutcome', status: 'waiting' }]];

export const runRoutes = [
  ['GET /api/tools', () => ok({
    items: [tool('run_python', 'sideEffecting', noSandbox), tool('run_node', 'sideEffecting', noSandbox), tool('run_shell', 'sideEffecting', noSandbox), tool('read_file', 'readOnly'), tool('list_files', 'readOnly'),
      tool('write_file', 'idempotent'), tool('edit_file', 'sideEffecting'), tool('fetch_url', 'readOnly'), tool('notify', 'idempotent'), tool('clock', 'readOnly')],
    sandbox: noSandbox ? { available: false, kind: 'none', reason: noSandbox } : { available: true, kind: 'bubblewrap', memoryLimit: 'cgroup' },
    engines: [{ name: 'loop', available: true }, { name: 'claude-code', available: false, reason: 'The claude command was not found.' }],
  })],
  ['GET /api/budget', () => ok({ day: { limit: 2_000_000, used: 482_113, reserved: 8_000, resetsAt: new Date(Date.now() + 5 * 3_600_000).toISOString() } })],
  ['GET /api/secrets', () => page(secrets)],
  ['PUT /api/secrets/:name', ({ name, body }) => {
    const known = secrets.find((secret) => secret.name === name) ?? (secrets.push({ name, createdAt: new Date().toISOString() }), secrets.at(-1));
    return ok(Object.assign(known, { hosts: body.hosts, updatedAt: new Date().toISOString() }));
  }],
  ['DELETE /api/secrets/:name', ({ name }) => { secrets.splice(secrets.findIndex((secret) => secret.name === name), 1); return { status: 204 }; }],
  ['GET /api/workspaces/:id', () => page(files(), { totalFiles: bytes.size, totalBytes: files().reduce((sum, { size }) => sum + size, 0) })],
  ['DELETE /api/workspaces/:id', () => { bytes.clear(); return { status: 204 }; }],
  ['GET /api/workspaces/:id/files/(?<path>.+)', ({ path }) => file(path)],
  ['DELETE /api/workspaces/:id/files/(?<path>.+)', ({ path }) => { bytes.delete(decodeURIComponent(path)); return { status: 204 }; }],
  ['GET /api/executions/:id/artifacts', () => page(files('out/'))],
  ['GET /api/executions/:id/artifacts/(?<path>.+)', ({ path }) => file(`out/${path}`)],
  ['GET /api/executions/:id/replay', () => ok({ identical: true, eventHash: '8b1a9953c4611296a827abf8c47804d7e6c49c6b2a9f3f0f9d1f6a4b5c7d8e9f' })],
  ['POST /api/executions/:id/approvals/:index', ({ id, index, body }) => {
    const steps = data.steps.get(id);
    Object.assign(steps.find((step) => step.index === Number(index)), { status: body.approve ? 'success' : 'failed', endTime: new Date().toISOString(), output: body.note ?? null });
    if (!steps.some((step) => step.status === 'waiting')) data.finish(id, 'success');
    return ok({}, 202);
  }],
];
