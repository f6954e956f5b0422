import { z } from './zod';
import { send } from './http';

/** A file of a workspace or an artifact of a run. */
export const StoredFile = z.object({
  path: z.string(),
  size: z.number().nullish().transform((value) => value ?? 0),
  contentType: z.string().nullish(),
  modifiedAt: z.string().nullish(),
});
export type StoredFile = z.infer<typeof StoredFile>;

/** A file's path as the end of an address: its folders stay folders. */
export const inPath = (file: string) => file.split('/').map(encodeURIComponent).join('/');

export const readText = async (address: string, signal: AbortSignal) => (await send(address, { accept: '*/*', signal })).text();
