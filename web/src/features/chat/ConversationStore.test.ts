import { waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, it } from 'vitest';
import { backend, origin, problem, withBackend, workspace } from '../../test/backend';
import { ConversationStore } from './ConversationStore';
import { outboxOf } from './outbox';

withBackend();

type Client = { url: URL; send: (data: string) => void; close: (code?: number) => void; addEventListener: (type: 'message', listener: (event: MessageEvent) => void) => void };

let store: ConversationStore | undefined;
afterEach(() => store?.close());

/** The socket's other end: every connection in turn, and all that was sent on it. */
function serve(ready: (connection: number) => number, history: object[] = []) {
  const connections: { client: Client; after: string | null; received: Record<string, unknown>[] }[] = [];
  backend.use(
    http.get(`${origin}/api/conversations/c1/messages`, () => HttpResponse.json({ items: history, nextCursor: null })),
    workspace.addEventListener('connection', ({ client }) => {
      const received: Record<string, unknown>[] = [];
      connections.push({ client, after: new URL(client.url).searchParams.get('after'), received });
      client.addEventListener('message', (event) => { received.push(JSON.parse(String(event.data)) as Record<string, unknown>); });
      client.send(JSON.stringify({ type: 'ready', conversationId: 'c1', seq: ready(connections.length - 1) }));
    }),
  );
  const emit = (connection: number, ...frames: object[]) => frames.forEach((frame) => connections[connection]!.client.send(JSON.stringify(frame)));
  return { connections, emit };
}

async function open(options = {}) {
  store = new ConversationStore('c1', { reconnectDelay: 1, ...options });
  store.open();
  return store;
}

const live = (conversation: ConversationStore) => waitFor(() => expect(conversation.get()).toMatchObject({ phase: 'live', connected: true }));
const contents = (conversation: ConversationStore) => conversation.get().messages.map((message) => message.content);

it('asks for the frames after the last one when it connects again, and shows each of them once', async () => {
  const { connections, emit } = serve(() => 4);
  const conversation = await open();
  await live(conversation);
  expect(connections[0]!.after).toBeNull();

  emit(0, { type: 'start', seq: 5, messageId: 'm' }, { type: 'delta', seq: 6, messageId: 'm', text: '안녕' });
  await waitFor(() => expect(contents(conversation)).toEqual(['안녕']));
  connections[0]!.client.close(1001);
  await waitFor(() => expect(connections).toHaveLength(2));
  emit(1, { type: 'delta', seq: 6, messageId: 'm', text: '안녕' }, { type: 'delta', seq: 7, messageId: 'm', text: '하세요' }, { type: 'done', seq: 8, messageId: 'm', status: 'complete' });

  await waitFor(() => expect(conversation.get().messages).toMatchObject([{ content: '안녕하세요', status: 'complete' }]));
  expect(connections[1]!.after).toBe('6');
});

it('sends a message again with the same id until it is acknowledged', async () => {
  const { connections, emit } = serve(() => 0);
  const conversation = await open();
  await live(conversation);

  conversation.send('요약해줘');
  await waitFor(() => expect(connections[0]!.received).toHaveLength(1));
  const { id } = connections[0]!.received[0]!;
  connections[0]!.client.close(1001);
  await waitFor(() => expect(connections[1]?.received).toHaveLength(1));
  expect(connections[1]!.received[0]).toEqual({ type: 'message', id, content: '요약해줘', whenBusy: 'queue' });
  expect(conversation.get().messages).toMatchObject([{ status: 'pending' }]);

  emit(1, { type: 'ack', seq: 1, id, messageId: 'u1' });
  await waitFor(() => expect(conversation.get().messages).toMatchObject([{ id: 'u1', status: 'complete' }]));
  connections[1]!.client.close(1001);
  await waitFor(() => expect(connections).toHaveLength(3));
  await live(conversation);
  expect(connections[2]!.received).toEqual([]);
  expect(outboxOf('c1').all()).toEqual([]);
});

it('sends what a reload of the page left in the outbox', async () => {
  outboxOf('c1').add({ id: 'left', content: '남은 말' });
  const { connections } = serve(() => 0);

  await live(await open());

  await waitFor(() => expect(connections[0]!.received).toMatchObject([{ type: 'message', id: 'left', content: '남은 말' }]));
});

it('keeps frames back until the history is there, and does not apply twice what the history holds', async () => {
  const history = [{ id: 'm1', role: 'assistant', content: '다 쓴 답', parts: [], status: 'complete' }];
  const { emit, connections } = serve(() => 2, history);
  let answer = () => {};
  const asked = new Promise<void>((resolve) => { answer = resolve; });
  backend.use(http.get(`${origin}/api/conversations/c1/messages`, async () => { await asked; return HttpResponse.json({ items: history, nextCursor: null }); }));
  const conversation = await open();
  await waitFor(() => expect(connections).toHaveLength(1));

  emit(0, { type: 'delta', seq: 3, messageId: 'm1', text: ' 답' }, { type: 'done', seq: 4, messageId: 'm1', status: 'complete' }, { type: 'start', seq: 5, messageId: 'm2' }, { type: 'delta', seq: 6, messageId: 'm2', text: '새 답' });
  answer();

  await waitFor(() => expect(contents(conversation)).toEqual(['다 쓴 답', '새 답']));
  expect(conversation.get().lastSeq).toBe(6);
});

it('rebuilds an answer that was being written from a replay, and nothing else', async () => {
  const history = [{ id: 'u', role: 'user', content: '질문', parts: [], status: 'complete' }, { id: 'm', role: 'assistant', content: '반', parts: [], status: 'streaming' }];
  const { connections, emit } = serve(() => 4, history);
  const conversation = await open();
  await waitFor(() => expect(connections).toHaveLength(2));
  await live(conversation);
  expect(connections[1]!.after).toBe('0');

  emit(1,
    { type: 'start', seq: 1, messageId: 'removed' }, { type: 'delta', seq: 2, messageId: 'removed', text: 'edited away' },
    { type: 'start', seq: 3, messageId: 'm' }, { type: 'delta', seq: 4, messageId: 'm', text: '반갑' }, { type: 'delta', seq: 5, messageId: 'm', text: '습니다' },
    { type: 'done', seq: 6, messageId: 'm', status: 'complete' });

  await waitFor(() => expect(conversation.get().messages.at(-1)).toMatchObject({ status: 'complete' }));
  expect(contents(conversation)).toEqual(['질문', '반갑습니다']);
});

it('says that a conversation is missing and stays away', async () => {
  const { connections } = serve(() => 0);
  backend.use(http.get(`${origin}/api/conversations/c1/messages`, () => problem(404, 'not-found', 'Not found')));

  const conversation = await open();

  await waitFor(() => expect(conversation.get().phase).toBe('missing'));
  expect(connections).toHaveLength(1);
});

it('connects again when a ping is not answered', async () => {
  const { connections } = serve(() => 0);

  await live(await open({ pingInterval: 5 }));

  await waitFor(() => expect(connections.length).toBeGreaterThan(1));
  expect(connections[0]!.received).toContainEqual({ type: 'ping' });
});
