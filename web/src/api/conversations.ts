import { z } from './zod';
import { HistoryMessage } from '../features/chat/frames';
import { pageOf, read, readAll, send } from './http';

export const Conversation = z.object({
  id: z.string(),
  title: z.string().nullish(),
  agentId: z.string().nullish(),
  createdAt: z.string().nullish(),
  updatedAt: z.string().nullish(),
});
export type Conversation = z.infer<typeof Conversation>;

const path = (id: string) => `/api/conversations/${encodeURIComponent(id)}`;

export const listConversations = (cursor?: string) => read(pageOf(Conversation), '/api/conversations', { query: { cursor, limit: 30 } });
export const createConversation = (title: string) =>
  read(Conversation, '/api/conversations', { method: 'POST', body: { title }, creates: true });
export const renameConversation = (id: string, title: string) => read(Conversation, path(id), { method: 'PATCH', body: { title } });
export const deleteConversation = (id: string) => send(path(id), { method: 'DELETE' });

/** The whole history, oldest first: the newest messages are on the last page, so every page is needed. */
export const listMessages = (id: string, signal: AbortSignal) => readAll(HistoryMessage, `${path(id)}/messages`, signal);
