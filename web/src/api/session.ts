import { z } from './zod';
import { onUnauthenticated, send } from './http';

export const Session = z.object({
  userId: z.string(),
  kind: z.enum(['guest', 'user']),
  name: z.string().nullish(),
  locale: z.string().nullish(),
  timeZone: z.string().nullish(),
  model: z.object({ provider: z.string(), name: z.string(), simulated: z.boolean() }),
});
export type Session = z.infer<typeof Session>;

export const browserTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Idempotent: starts a guest session when there is none, otherwise updates locale and zone. */
export async function startSession(): Promise<Session> {
  const body = { locale: document.documentElement.lang === 'en' ? 'en' : 'ko', timeZone: browserTimeZone() };
  return Session.parse(await (await send('/api/session', { method: 'POST', body }, false)).json());
}

let renewal: Promise<unknown> | undefined;

/** Ten queries that meet a 401 at once share one new session. */
export function renewSession() {
  return (renewal ??= startSession().finally(() => { renewal = undefined; }));
}
onUnauthenticated(renewSession);
