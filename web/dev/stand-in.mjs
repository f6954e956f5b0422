// A stand-in for the Gateway with canned data, for work on the pages only: `npm run stand-in`, then `npm run dev`.
// It keeps everything in memory, checks nothing, and is never part of the product.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { WebSocketServer } from 'ws';
import * as data from './stand-in-data.mjs';
import { answer } from './stand-in-chat.mjs';
import { runRoutes, waitingEvents } from './stand-in-runs.mjs';

const port = Number(process.env.PORT ?? 8080);
const dist = new URL('../dist/', import.meta.url);
const types = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', html: 'text/html' };

const problem = (status, code, detail, more = {}) => ({ status, body: { type: `urn:agentplatform:problem:${code}`, title: detail, status, code, detail, traceId: 'stand-in', ...more } });
const ok = (body, status = 200, headers = {}) => ({ status, body, headers });
const page = (items) => ok({ items, nextCursor: null });
const tag = (agent) => ({ etag: `"${agent.version}-${agent.updatedAt}"` });
const touch = (agent, change) => Object.assign(agent, change, { updatedAt: new Date().toISOString() });

const routes = [
  ['POST /api/session', ({ body }) => ok({ ...data.session, ...body })],
  ['GET /api/conversations', () => page(data.conversations)],
  ['POST /api/conversations', ({ body }) => {
    const conversation = { id: data.newId(), title: body.title, createdAt: new Date().toISOString() };
    data.conversations.unshift(conversation);
    return ok(conversation, 201);
  }],
  ['PATCH /api/conversations/:id', ({ id, body }) => ok(Object.assign(data.conversations.find((c) => c.id === id), body))],
  ['DELETE /api/conversations/:id', ({ id }) => { data.remove(data.conversations, id); return { status: 204 }; }],
  ['GET /api/conversations/:id/messages', ({ id }) => (data.conversations.some((c) => c.id === id) ? page(data.messages.get(id) ?? []) : problem(404, 'not-found', 'Not found'))],
  ['GET /api/agents', ({ query }) => page(data.agents.filter((a) => (!query.get('q') || a.name.includes(query.get('q'))) && (!query.get('status') || a.status === query.get('status'))))],
  ['POST /api/agents', ({ body }) => {
    const agent = data.agent({ ...body, schedule: body.schedule ? data.resolve(body.schedule) : null, status: 'draft', version: 1 });
    data.agents.unshift(agent);
    return ok(agent, 201, tag(agent));
  }],
  ['GET /api/agents/:id', ({ id }) => withAgent(id, (agent) => ok(agent, 200, tag(agent)))],
  ['PATCH /api/agents/:id', ({ id, body, headers }) => withAgent(id, (agent) => {
    if (headers['if-match'] && headers['if-match'] !== tag(agent).etag) return problem(412, 'precondition-failed', 'The agent was changed meanwhile.');
    const schedule = body.schedule ? data.resolve(body.schedule) : body.schedule;
    touch(agent, { ...body, ...(schedule !== undefined && { schedule }), version: agent.version + 1 });
    return ok(agent, 200, tag(agent));
  })],
  ['DELETE /api/agents/:id', ({ id }) => { data.remove(data.agents, id); return { status: 204 }; }],
  ['GET /api/agents/:id/versions', ({ id }) => withAgent(id, (agent) => page(Array.from({ length: agent.version }, (_, i) => ({ ...agent, version: agent.version - i, createdAt: data.ago(i * 26) }))))],
  ['GET /api/agents/:id/versions/:n', ({ id, n }) => withAgent(id, (agent) => ok({ ...agent, version: Number(n) }))],
  ['POST /api/agents/:id/versions/:n/restore', ({ id }) => withAgent(id, (agent) => ok(touch(agent, { version: agent.version + 1 })))],
  ['POST /api/agents/:id/:move', ({ id, move }) => withAgent(id, (agent) => ok(touch(agent, { status: { activate: 'active', deactivate: 'inactive', archive: 'archived' }[move] })))],
  ['GET /api/templates', () => ok({ items: data.templates })],
  ['GET /api/schedules', ({ query }) => page(data.scheduleEntries().filter((s) => !query.get('agentId') || s.agentId === query.get('agentId')))],
  ['POST /api/schedules/preview', ({ body }) => {
    if (body.schedule.phrase && !/\d/.test(body.schedule.phrase)) {
      return problem(400, 'schedule-phrase', '몇 시에 실행할지 알 수 없습니다. 시각을 함께 적어 주세요.', { suggestions: ['매주 월요일 오전 8시', '매주 월요일 오후 6시', '매일 아침 7시'] });
    }
    const schedule = data.resolve(body.schedule);
    return ok({ schedule, runs: schedule.nextRuns.map((at, i) => ({ at, local: at, note: i === 3 ? 'gap' : null })) });
  }],
  ['GET /api/schedules/:id/occurrences', () => page(data.occurrences)],
  ['POST /api/schedules/:id/:move', ({ id, move }) => { if (move === 'pause') data.paused.add(id); else if (move === 'resume') data.paused.delete(id); return ok({}); }],
  ['GET /api/executions', ({ query }) => page(data.executions.filter((e) => (!query.get('status') || e.status === query.get('status'))))],
  ['POST /api/executions', ({ body }) => ok(data.startExecution({ kind: 'manual' }, body.input), 202)],
  ['GET /api/executions/:id', ({ id }) => { const e = data.executions.find((x) => x.id === id); return e ? ok(e) : problem(404, 'not-found', 'Not found'); }],
  ['GET /api/executions/:id/steps', ({ id }) => page(data.steps.get(id) ?? [])],
  ['POST /api/executions/:id/cancel', ({ id }) => { data.finish(id, 'cancelled'); return ok({}, 202); }],
  ['POST /api/executions/:id/retry', () => ok(data.startExecution({ kind: 'retry' }), 202)],
  ['GET /api/usage', ({ query }) => ok(data.usage(query.get('from'), query.get('to'), query.get('groupBy')))],
  ...runRoutes,
];

function withAgent(id, then) {
  const agent = data.agents.find((a) => a.id === id);
  return agent ? then(agent) : problem(404, 'not-found', 'There is no such agent.');
}

function match(method, path) {
  for (const [route, handle] of routes) {
    const [verb, pattern] = route.split(' ');
    const found = verb === method && path.match(new RegExp(`^${pattern.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`));
    if (found) return { handle, params: found.groups ?? {} };
  }
  return undefined;
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (/^\/api\/executions\/[^/]+\/events$/.test(url.pathname)) return data.streamExecution(url.pathname.split('/')[3], response, waitingEvents);
  if (!url.pathname.startsWith('/api/')) return serveFile(url.pathname, response);

  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const route = match(request.method, url.pathname);
  const result = route
    ? route.handle({ ...route.params, body: text ? JSON.parse(text) : {}, query: url.searchParams, headers: request.headers })
    : problem(404, 'not-found', 'No such route');
  response.writeHead(result.status, { 'content-type': result.status >= 400 ? 'application/problem+json' : 'application/json', ...result.headers });
  response.end(result.raw ?? (result.body ? JSON.stringify(result.body) : undefined));
});

async function serveFile(path, response) {
  const file = path.includes('.') ? path.slice(1) : 'index.html';
  try {
    let content = await readFile(new URL(file, dist));
    const nonce = randomBytes(12).toString('base64');
    if (file === 'index.html') content = content.toString().replaceAll('__CSP_NONCE__', nonce);
    response.writeHead(200, {
      'content-type': `${types[file.split('.').at(-1)] ?? 'application/octet-stream'}; charset=utf-8`,
      'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types default`,
    });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
}

const sockets = new WebSocketServer({ server, path: '/workspace' });
sockets.on('connection', (socket, request) => {
  const query = new URL(request.url, 'http://localhost').searchParams;
  answer(socket, query.get('conversation'), query.has('after') ? Number(query.get('after')) : undefined);
});

server.listen(port, '127.0.0.1', () => console.log(`Stand-in for the Gateway: http://127.0.0.1:${port} (development of the pages only)`));
