import { z } from './zod';
import { readAll, send } from './http';

/** A secret without its value, which never leaves the platform again. */
export const Secret = z.object({
  name: z.string(),
  hosts: z.array(z.string()).nullish().transform((value) => value ?? []),
  createdAt: z.string().nullish(),
  updatedAt: z.string().nullish(),
});
export type Secret = z.infer<typeof Secret>;

export const secretName = /^[A-Z][A-Z0-9_]{0,63}$/;

const path = (name: string) => `/api/secrets/${encodeURIComponent(name)}`;

export const listSecrets = () => readAll(Secret, '/api/secrets');
export const putSecret = (name: string, value: string, hosts: string[]) => send(path(name), { method: 'PUT', body: { value, hosts } });
export const deleteSecret = (name: string) => send(path(name), { method: 'DELETE' });
