import { WebSocket as ReconnectingSocket } from 'partysocket';
import { listMessages } from '../../api/conversations';
import { Problem } from '../../api/problem';
import { renewSession } from '../../api/session';
import {
  addPending, applyFrame, dropPending, emptyLog, forgetActions, mergeHistory, rewind, skipFrame, startAction,
  type ConversationLog,
} from './conversationLog';
import { ServerFrame, type ClientFrame, type Frame } from './frames';
import { outboxOf, type OutboxEntry } from './outbox';
import { socketUrl } from './socketUrl';

export type ConversationState = ConversationLog & {
  readonly phase: 'loading' | 'live' | 'missing' | 'failed';
  readonly connected: boolean;
};

export type StoreOptions = {
  onError?: (message: string) => void;
  /** Milliseconds before the first attempt to connect again. */
  reconnectDelay?: number;
  /** Milliseconds between pings; an unanswered one means that the connection is dead. */
  pingInterval?: number;
};

/**
 * One conversation, live. The socket is opened first and its frames kept back while the history comes over HTTP, so that
 * nothing falls between the two; afterwards every reconnect asks for the frames after the last one seen.
 */
export class ConversationStore {
  #state: ConversationState = { ...emptyLog, phase: 'loading', connected: false };
  #listeners = new Set<() => void>();
  #notification = 0;
  #socket: ReconnectingSocket | undefined;
  #ready = false;
  #pinger: ReturnType<typeof setInterval> | undefined;
  #pongDue = false;
  #failures = 0;
  #loading: AbortController | undefined;
  #buffer: Frame[] = [];
  /** Answers that were complete in the history; their deltas are in it already. */
  #settled = new Set<string>();
  /** A replay from the beginning that only rebuilds the answers being written when the page was opened. */
  #replay: { until: number; only: ReadonlySet<string> } | undefined;
  #unacknowledged: OutboxEntry[] = [];
  readonly #outbox;

  constructor(readonly conversationId: string, private readonly options: StoreOptions = {}) {
    this.#outbox = outboxOf(conversationId);
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  };

  get = () => this.#state;

  open() {
    this.#unacknowledged = this.#outbox.all();
    const minReconnectionDelay = this.options.reconnectDelay ?? 400;
    this.#socket = new ReconnectingSocket(
      () => socketUrl(this.conversationId, this.#state.phase === 'live' ? this.#state.lastSeq : undefined),
      undefined,
      // Nothing may wait inside the socket: what is unacknowledged is sent again from here.
      { minReconnectionDelay, maxReconnectionDelay: Math.max(10_000, minReconnectionDelay), connectionTimeout: 8_000, maxEnqueuedMessages: 0 },
    );
    this.#socket.addEventListener('message', (event) => this.#receive(String(event.data)));
    this.#socket.addEventListener('close', () => this.#disconnected());
    this.#pinger = setInterval(() => this.#ping(), this.options.pingInterval ?? 25_000);
  }

  close() {
    clearInterval(this.#pinger);
    this.#loading?.abort();
    this.#socket?.close();
    this.#socket = undefined;
    this.#ready = false;
    this.#set({ ...emptyLog, phase: 'loading', connected: false });
  }

  send(content: string) {
    const entry = { id: crypto.randomUUID(), content };
    this.#outbox.add(entry);
    this.#unacknowledged.push(entry);
    this.#set(addPending(this.#state, entry.id, content));
    if (this.#ready && this.#state.phase === 'live') this.#post(entry);
  }

  stop = () => this.#write({ type: 'stop' });

  regenerate(messageId: string) {
    if (this.#write({ type: 'regenerate', messageId })) this.#set(rewind(this.#state, messageId));
  }

  edit(messageId: string, content: string) {
    if (this.#write({ type: 'edit', messageId, content })) this.#set(rewind(this.#state, messageId, content));
  }

  act(messageId: string, partId: string, value: string) {
    if (this.#write({ type: 'action', messageId, partId, value })) this.#set(startAction(this.#state, messageId, { partId, value }));
  }

  #post(entry: OutboxEntry) {
    this.#write({ type: 'message', ...entry, whenBusy: 'queue' });
  }

  #write(frame: ClientFrame): boolean {
    if (!this.#ready || !this.#socket) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #receive(data: string) {
    const parsed = ServerFrame.safeParse(JSON.parse(data));
    if (!parsed.success) {
      console.error('A frame is not as the contract says', parsed.error.issues);
      return;
    }
    const frame = parsed.data;
    if (frame.type === 'pong') this.#pongDue = false;
    else if (frame.type === 'ready') this.#connected(frame.seq);
    else if (this.#state.phase === 'live') this.#apply(frame);
    else this.#buffer.push(frame);
  }

  #connected(seq: number) {
    this.#ready = true;
    this.#pongDue = false;
    this.#failures = 0;
    this.#set({ connected: true });
    if (this.#state.phase === 'live') this.#sendUnacknowledged();
    else void this.#load(seq);
  }

  #disconnected() {
    this.#ready = false;
    this.#loading?.abort();
    this.#buffer = [];
    this.#set({ ...forgetActions(this.#state), connected: false });
    // The browser does not say why a socket was refused; a session that was lost is the one thing to be put right here.
    if (++this.#failures % 3 === 0) renewSession().catch(() => { /* the next attempt says the same */ });
  }

  async #load(seq: number) {
    const loading = (this.#loading = new AbortController());
    try {
      const history = await listMessages(this.conversationId, loading.signal);
      if (loading.signal.aborted) return;
      const streaming = new Set(history.filter((message) => message.status === 'streaming').map((message) => message.id));
      this.#settled = new Set(history.filter((message) => message.status !== 'streaming').map((message) => message.id));
      this.#replay = streaming.size > 0 ? { until: seq, only: streaming } : undefined;
      let log: ConversationLog = { messages: history, lastSeq: this.#replay ? 0 : seq };
      for (const entry of this.#unacknowledged) log = addPending(log, entry.id, entry.content);
      this.#set({ ...log, phase: 'live' });
      const buffered = this.#buffer;
      this.#buffer = [];
      if (this.#replay) this.#socket?.reconnect();
      else {
        buffered.forEach((frame) => this.#apply(frame));
        this.#sendUnacknowledged();
      }
    } catch (error) {
      if (loading.signal.aborted) return;
      this.#set({ phase: error instanceof Problem && error.status === 404 ? 'missing' : 'failed' });
      this.#socket?.close();
    }
  }

  #apply(frame: Frame) {
    this.#set(this.#isInHistory(frame) ? skipFrame(this.#state, frame) : applyFrame(this.#state, frame));
    if (frame.type === 'ack') this.#acknowledged(frame.id, frame.messageId);
    if (frame.type === 'error') this.#refused(frame);
  }

  #isInHistory(frame: Frame): boolean {
    if (this.#replay && frame.seq <= this.#replay.until) return !frame.messageId || !this.#replay.only.has(frame.messageId);
    // A start that is seen is followed by all of its deltas, so the answer is rebuilt from nothing.
    if (frame.type === 'start') this.#settled.delete(frame.messageId);
    return frame.type === 'delta' && this.#settled.has(frame.messageId);
  }

  #acknowledged(clientId: string, messageId: string) {
    this.#outbox.remove(clientId);
    this.#unacknowledged = this.#unacknowledged.filter((entry) => entry.id !== clientId);
    if (!this.#state.messages.some((message) => message.id === messageId)) void this.#fetchMissing();
  }

  /** The message was sent from another tab or device: an acknowledgement does not carry its text. */
  async #fetchMissing() {
    try {
      const history = await listMessages(this.conversationId, AbortSignal.timeout(10_000));
      if (this.#state.phase === 'live') this.#set(mergeHistory(this.#state, history));
    } catch { /* it shows when the page is opened next */ }
  }

  #refused(frame: Extract<Frame, { type: 'error' }>) {
    const pending = this.#unacknowledged.find((entry) => entry.id === frame.messageId);
    if (pending) {
      this.#outbox.remove(pending.id);
      this.#unacknowledged = this.#unacknowledged.filter((entry) => entry !== pending);
      this.#set(dropPending(this.#state, pending.id));
    }
    const shownInPlace = this.#state.messages.some((message) => message.id === frame.messageId && (message.error || message.action?.failure));
    if (!shownInPlace) this.options.onError?.(frame.message);
  }

  #sendUnacknowledged() {
    this.#unacknowledged.forEach((entry) => this.#post(entry));
  }

  #ping() {
    if (!this.#ready) return;
    if (this.#pongDue) this.#socket?.reconnect();
    else this.#pongDue = this.#write({ type: 'ping' });
  }

  #set(change: Partial<ConversationState>) {
    this.#state = { ...this.#state, ...change };
    // At most one render a frame however fast the deltas come; a hidden tab has no frames.
    if (document.hidden) this.#notify();
    else this.#notification ||= requestAnimationFrame(() => this.#notify());
  }

  #notify() {
    this.#notification = 0;
    this.#listeners.forEach((listener) => listener());
  }
}
