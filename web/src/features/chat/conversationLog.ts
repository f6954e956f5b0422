import type { Cost, Failure, TokenUsage } from '../../api/values';
import type { Frame, HistoryMessage, Part } from './frames';

export type Message = {
  id: string;
  /** The id that this page gave a message it sent itself; keeps the element in place when the server's id comes. */
  clientId?: string;
  role: 'user' | 'assistant';
  content: string;
  parts: readonly Part[];
  status: 'pending' | 'complete' | 'streaming' | 'stopped' | 'failed';
  tokenUsage?: TokenUsage | null | undefined;
  cost?: Cost | null | undefined;
  timestamp?: string | null | undefined;
  error?: Failure;
  /** A click on one of its cards that is on its way, or was refused. */
  action?: CardAction | undefined;
};

export type CardAction = { partId: string; value: string; failure?: string };

/** What is shown of a conversation and the last frame that went into it. */
export type ConversationLog = { readonly messages: readonly Message[]; readonly lastSeq: number };

export const emptyLog: ConversationLog = { messages: [], lastSeq: 0 };

/** Pure, and harmless on replay: a frame at or below the last one changes nothing. */
export function applyFrame(log: ConversationLog, frame: Frame): ConversationLog {
  if (frame.seq <= log.lastSeq) return log;
  return { messages: applyToMessages(log.messages, frame), lastSeq: frame.seq };
}

/** Moves the cursor past a frame whose effect is already in the history. */
export const skipFrame = (log: ConversationLog, frame: Frame): ConversationLog =>
  ({ ...log, lastSeq: Math.max(log.lastSeq, frame.seq) });

function applyToMessages(messages: readonly Message[], frame: Frame): readonly Message[] {
  const patch = (change: (message: Message) => Message) =>
    messages.map((message) => (message.id === frame.messageId && message.role === 'assistant' ? change(message) : message));

  switch (frame.type) {
    case 'ack':
      return acknowledge(messages, frame.id, frame.messageId);
    case 'start':
      return startAnswer(messages, frame.messageId);
    case 'status':
      return patch((message) => ({ ...message, parts: putStatus(message.parts, frame) }));
    case 'delta':
      return patch((message) => ({ ...message, status: 'streaming', content: message.content + frame.text }));
    case 'part':
      return patch((message) => ({
        ...message,
        parts: putPart(message.parts, frame.part),
        action: message.action?.partId === frame.part.id ? undefined : message.action,
      }));
    case 'usage':
      return patch((message) => ({ ...message, tokenUsage: frame.tokenUsage, cost: frame.cost }));
    case 'done':
      return patch((message) => ({ ...message, status: frame.status }));
    case 'error':
      return patch((message) => {
        if (message.status === 'streaming') return { ...message, status: 'failed', error: { code: frame.code, message: frame.message } };
        return message.action ? { ...message, action: { ...message.action, failure: frame.message } } : message;
      });
  }
}

function acknowledge(messages: readonly Message[], clientId: string, messageId: string): readonly Message[] {
  const known = messages.some((message) => message.id === messageId);
  return messages.flatMap((message) => {
    if (message.status !== 'pending' || message.clientId !== clientId) return [message];
    return known ? [] : [{ ...message, id: messageId, status: 'complete' as const }]; // known: the history had it already
  });
}

/** An answer that is tried again starts with its own id, and starts empty. */
function startAnswer(messages: readonly Message[], messageId: string): readonly Message[] {
  const fresh: Message = { id: messageId, role: 'assistant', content: '', parts: [], status: 'streaming' };
  return messages.some((message) => message.id === messageId)
    ? messages.map((message) => (message.id === messageId ? fresh : message))
    : [...messages, fresh];
}

function putPart(parts: readonly Part[], part: Part): readonly Part[] {
  return parts.some((old) => old.id === part.id) ? parts.map((old) => (old.id === part.id ? part : old)) : [...parts, part];
}

/** Status frames have no id: the same text in another state is the same status going on. */
function putStatus(parts: readonly Part[], frame: { seq: number; data: string; state: 'running' | 'done' | 'failed' }): readonly Part[] {
  const old = parts.findLast((part) => part.type === 'status' && part.data === frame.data);
  return putPart(parts, { id: old?.id ?? `status-${frame.seq}`, type: 'status', data: frame.data, state: frame.state });
}

export const statusLine = (message: Message) =>
  message.parts.findLast((part) => part.type === 'status' && part.state === 'running') as Extract<Part, { type: 'status' }> | undefined;

export const addPending = (log: ConversationLog, clientId: string, content: string): ConversationLog =>
  ({ ...log, messages: [...log.messages, { id: clientId, clientId, role: 'user', content, parts: [], status: 'pending' }] });

export const dropPending = (log: ConversationLog, clientId: string): ConversationLog =>
  ({ ...log, messages: log.messages.filter((message) => message.status !== 'pending' || message.clientId !== clientId) });

/** What the page shows at once when an answer is asked for again or a question is changed: everything after it is gone. */
export function rewind(log: ConversationLog, messageId: string, content?: string): ConversationLog {
  const at = log.messages.findIndex((message) => message.id === messageId);
  if (at < 0) return log;
  const kept = log.messages.slice(0, at);
  const edited = log.messages[at]!;
  return { ...log, messages: content === undefined ? kept : [...kept, { ...edited, content }] };
}

export const startAction = (log: ConversationLog, messageId: string, action: CardAction): ConversationLog =>
  ({ ...log, messages: log.messages.map((message) => (message.id === messageId ? { ...message, action } : message)) });

/** Nobody knows whether a click arrived when the connection broke; doing it twice is harmless, so the card is free again. */
export const forgetActions = (log: ConversationLog): ConversationLog =>
  ({ ...log, messages: log.messages.map((message) => (message.action ? { ...message, action: undefined } : message)) });

/** Puts what HTTP knows and this page does not (a message sent from another tab) where it belongs; pending ones stay last. */
export function mergeHistory(log: ConversationLog, history: readonly HistoryMessage[]): ConversationLog {
  const local = new Map(log.messages.map((message) => [message.id, message]));
  const merged = history.map((message) => local.get(message.id) ?? message);
  const listed = new Set(history.map((message) => message.id));
  return { ...log, messages: [...merged, ...log.messages.filter((message) => !listed.has(message.id))] };
}
