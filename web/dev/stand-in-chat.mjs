// The WebSocket of the stand-in: numbered frames, kept, replayed with `after`.
import * as data from './stand-in-data.mjs';

const logs = new Map();
const logOf = (id) => logs.get(id) ?? logs.set(id, { frames: [], sockets: new Set(), acked: new Map(), stopped: false }).get(id);
const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

function publish(log, frame) {
  log.frames.push({ seq: log.frames.length + 1, ...frame });
  for (const socket of log.sockets) socket.send(JSON.stringify(log.frames.at(-1)));
}

export function answer(socket, conversationId, after) {
  const log = logOf(conversationId);
  const history = data.messages.get(conversationId) ?? data.messages.set(conversationId, []).get(conversationId);
  socket.send(JSON.stringify({ type: 'ready', conversationId, seq: log.frames.length }));
  if (after !== undefined) for (const frame of log.frames.slice(after)) socket.send(JSON.stringify(frame));
  log.sockets.add(socket);
  socket.on('close', () => log.sockets.delete(socket));
  socket.on('message', (text) => {
    const frame = JSON.parse(String(text));
    if (frame.type === 'ping') socket.send('{"type":"pong"}');
    if (frame.type === 'stop') log.stopped = true;
    if (frame.type === 'message') receive(log, history, frame);
    if (frame.type === 'regenerate') { history.splice(history.findIndex((m) => m.id === frame.messageId)); reply(log, history); }
    if (frame.type === 'edit') {
      const at = history.findIndex((m) => m.id === frame.messageId);
      history[at].content = frame.content;
      history.splice(at + 1);
      reply(log, history);
    }
    if (frame.type === 'action') act(log, history, frame);
  });
}

function receive(log, history, frame) {
  const known = log.acked.get(frame.id);
  const messageId = known ?? data.newId();
  log.acked.set(frame.id, messageId);
  if (!known) history.push({ id: messageId, role: 'user', content: frame.content, parts: [], status: 'complete', timestamp: new Date().toISOString() });
  publish(log, { type: 'ack', id: frame.id, messageId });
  if (!known) reply(log, history);
}

async function reply(log, history) {
  log.stopped = false;
  const message = { id: data.newId(), role: 'assistant', content: '', parts: [], status: 'streaming', timestamp: new Date().toISOString() };
  history.push(message);
  const messageId = message.id;
  publish(log, { type: 'start', messageId });
  for (const text of ['작업 분석 중…', '에이전트 설계 중…']) {
    publish(log, { type: 'status', messageId, data: text, state: 'running' });
    await pause(700);
    publish(log, { type: 'status', messageId, data: text, state: 'done' });
  }
  for (const text of data.answerText.match(/[^]{1,4}/g)) {
    if (log.stopped) break;
    message.content += text;
    publish(log, { type: 'delta', messageId, text });
    await pause(25);
  }
  if (!log.stopped) put(log, message, { id: 'p1', type: 'agentDraft', draft: data.draft, agentId: null, agentStatus: null, testExecutionId: null });
  Object.assign(message, { status: log.stopped ? 'stopped' : 'complete', tokenUsage: { input: 1_204, output: 388, cacheRead: 0, cacheWrite: 0 }, cost: { amount: '0.009432', currency: 'USD' } });
  publish(log, { type: 'usage', messageId, tokenUsage: message.tokenUsage, cost: message.cost });
  publish(log, { type: 'done', messageId, status: message.status });
}

function put(log, message, part) {
  message.parts = [...message.parts.filter((old) => old.id !== part.id), part];
  publish(log, { type: 'part', messageId: message.id, part });
}

async function act(log, history, { messageId, partId, value }) {
  const message = history.find((m) => m.id === messageId);
  const part = message.parts.find((p) => p.id === partId);
  await pause(400);
  if (part.type === 'choices') {
    put(log, message, { ...part, chosen: value });
    receive(log, history, { id: data.newId(), content: part.options.find((o) => o.value === value).label });
  } else if (value === 'test') {
    const run = data.startExecution({ kind: 'test' }, null, null);
    put(log, message, { ...part, testExecutionId: run.id });
    put(log, message, { id: `run-${run.id}`, type: 'run', executionId: run.id, agentId: null, status: 'running', result: null, error: null, tokenUsage: null });
  } else {
    const saved = part.agentId ?? (data.agents.unshift(data.agent({ ...part.draft, status: 'draft', version: 1 })), data.agents[0].id);
    const status = value === 'activate' ? 'active' : (part.agentStatus ?? 'draft');
    data.agents.find((a) => a.id === saved).status = status;
    put(log, message, { ...part, agentId: saved, agentStatus: status });
  }
}
