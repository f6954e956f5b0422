import { describe, expect, it } from 'vitest';
import { addPending, applyFrame, emptyLog, mergeHistory, rewind, startAction, statusLine, type ConversationLog } from './conversationLog';
import { Frame, HistoryMessage } from './frames';

const play = (frames: object[], log: ConversationLog = emptyLog) =>
  frames.map((frame, index) => Frame.parse({ seq: log.lastSeq + index + 1, ...frame })).reduce(applyFrame, log);

const start = { type: 'start', messageId: 'm' };
const delta = (text: string) => ({ type: 'delta', messageId: 'm', text });
const run = (status: string) => ({ type: 'part', messageId: 'm', part: { id: 'run-e', type: 'run', executionId: 'e', agentId: null, status, result: null, error: null, tokenUsage: null } });

describe('applyFrame', () => {
  it('joins deltas byte for byte and ends the answer with its usage', () => {
    const log = play([start, delta('안녕'), delta('하세요 '), delta('👋\n'), { type: 'usage', messageId: 'm', tokenUsage: { input: 3, output: 2 }, cost: { amount: '0.1', currency: 'USD' } }, { type: 'done', messageId: 'm', status: 'complete' }]);

    expect(log.messages).toMatchObject([{ id: 'm', content: '안녕하세요 👋\n', status: 'complete', tokenUsage: { input: 3, output: 2 }, cost: { amount: '0.1' } }]);
  });

  it('drops a frame that it has had already', () => {
    const log = play([start, delta('a')]);

    const again = applyFrame(log, Frame.parse({ ...delta('a'), seq: 2 }));

    expect(again).toBe(log);
  });

  it('replaces a part with a known id in its place', () => {
    const log = play([start, run('running'), { type: 'part', messageId: 'm', part: { id: 'n', type: 'notice', level: 'info', text: 'x' } }, run('success')]);

    expect(log.messages[0]!.parts).toMatchObject([{ id: 'run-e', status: 'success' }, { id: 'n' }]);
  });

  it('shows the newest status that is still running', () => {
    const status = (data: string, state: string) => ({ type: 'status', messageId: 'm', data, state });

    const log = play([start, status('작업 분석 중…', 'running'), status('작업 분석 중…', 'done'), status('설계 중…', 'running')]);

    expect(statusLine(log.messages[0]!)?.data).toBe('설계 중…');
    expect(log.messages[0]!.parts).toHaveLength(2);
  });

  it('turns a pending message into a stored one when it is acknowledged, once', () => {
    const log = addPending(emptyLog, 'client', '안녕');

    const acknowledged = play([{ type: 'ack', id: 'client', messageId: 'u1' }, { type: 'ack', id: 'client', messageId: 'u1' }], log);

    expect(acknowledged.messages).toMatchObject([{ id: 'u1', clientId: 'client', status: 'complete' }]);
  });

  it('drops the pending copy of a message that the history had already', () => {
    const log = addPending({ messages: [HistoryMessage.parse({ id: 'u1', role: 'user', content: '안녕', status: 'complete' })], lastSeq: 0 }, 'client', '안녕');

    expect(play([{ type: 'ack', id: 'client', messageId: 'u1' }], log).messages.map((message) => message.id)).toEqual(['u1']);
  });

  it('starts an answer that is tried again from nothing', () => {
    const log = play([start, delta('half'), { type: 'error', messageId: 'm', code: 'model-unavailable', message: 'x', retryable: true }, start, delta('whole')]);

    expect(log.messages).toMatchObject([{ content: 'whole', status: 'streaming' }]);
  });

  it('puts a refusal on the card that was clicked and leaves the answer as it is', () => {
    const done = startAction(play([start, delta('ok'), { type: 'done', messageId: 'm', status: 'complete' }]), 'm', { partId: 'p', value: 'activate' });

    const log = play([{ type: 'error', messageId: 'm', code: 'validation', message: 'No prompt' }], done);

    expect(log.messages[0]).toMatchObject({ status: 'complete', action: { partId: 'p', value: 'activate', failure: 'No prompt' } });
  });
});

it('takes away what follows a question that is changed', () => {
  const log = { messages: ['u1', 'm1', 'u2', 'm2'].map((id) => ({ id, role: id.startsWith('u') ? 'user' as const : 'assistant' as const, content: id, parts: [], status: 'complete' as const })), lastSeq: 4 };

  expect(rewind(log, 'u2', 'new').messages.map((message) => message.content)).toEqual(['u1', 'm1', 'new']);
  expect(rewind(log, 'm2').messages.map((message) => message.id)).toEqual(['u1', 'm1', 'u2']);
});

it('puts a message from another tab where it belongs', () => {
  const log = play([start, delta('answer')]);

  const merged = mergeHistory(addPending(log, 'mine', 'next'), [HistoryMessage.parse({ id: 'u', role: 'user', content: 'asked elsewhere', status: 'complete' }), HistoryMessage.parse({ id: 'm', role: 'assistant', content: '', status: 'streaming' })]);

  expect(merged.messages.map((message) => message.content)).toEqual(['asked elsewhere', 'answer', 'next']);
});
