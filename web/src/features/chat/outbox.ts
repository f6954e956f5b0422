import { z } from '../../api/zod';

const Entry = z.object({ id: z.string(), content: z.string() });
export type OutboxEntry = z.infer<typeof Entry>;

const key = (conversationId: string) => `outbox:${conversationId}`;

/**
 * Messages that the server has not acknowledged. They outlive a reload of the tab, and are sent again with the same id,
 * which the server answers once only.
 */
export function outboxOf(conversationId: string) {
  const all = (): OutboxEntry[] => {
    try {
      return z.array(Entry).parse(JSON.parse(sessionStorage.getItem(key(conversationId)) ?? '[]'));
    } catch {
      return []; // storage is blocked or was written by something else
    }
  };
  const write = (entries: OutboxEntry[]) => {
    try {
      if (entries.length === 0) sessionStorage.removeItem(key(conversationId));
      else sessionStorage.setItem(key(conversationId), JSON.stringify(entries));
    } catch { /* storage is blocked: the message still goes out, it just does not survive a reload */ }
  };
  return {
    all,
    add: (entry: OutboxEntry) => write([...all(), entry]),
    remove: (id: string) => write(all().filter((entry) => entry.id !== id)),
  };
}
