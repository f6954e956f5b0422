import { z } from './zod';
import { Problem, readProblem } from './problem';

type Query = Record<string, string | number | boolean | null | undefined>;

export type RequestOptions = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Query;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, with its own type: an imported file. */
  raw?: { content: string; type: string };
  accept?: string;
  /** The ETag that the change was made from. */
  ifMatch?: string | null;
  /** Creates something: an Idempotency-Key makes a repeat after a lost answer harmless. */
  creates?: boolean;
  signal?: AbortSignal;
};

let renewSession: (() => Promise<unknown>) | undefined;

/** Says how a lost session is started anew; registered by session.ts, which itself needs this file. */
export function onUnauthenticated(renew: () => Promise<unknown>) {
  renewSession = renew;
}

export function withQuery(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
}

/** The response of a successful call. Throws a Problem otherwise. A 401 starts a new session and tries once more. */
export async function send(path: string, options: RequestOptions = {}, mayRenew = true): Promise<Response> {
  const headers = new Headers({ accept: options.accept ?? 'application/json' });
  if (options.body !== undefined) headers.set('content-type', 'application/json');
  if (options.raw) headers.set('content-type', options.raw.type);
  if (options.ifMatch) headers.set('if-match', options.ifMatch);
  if (options.creates) headers.set('idempotency-key', crypto.randomUUID());
  const init: RequestInit = {
    method: options.method ?? 'GET',
    headers,
    body: options.raw?.content ?? (options.body === undefined ? null : JSON.stringify(options.body)),
    signal: options.signal ?? null,
  };

  let response = await fetch(withQuery(path, options.query), init);
  if (response.status === 401 && mayRenew && renewSession) {
    await renewSession();
    response = await fetch(withQuery(path, options.query), init);
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

export async function read<T>(schema: z.ZodType<T>, path: string, options?: RequestOptions): Promise<T> {
  return parse(schema, path, await send(path, options));
}

/** A resource together with its ETag, which an edit must carry. */
export type Versioned<T> = { value: T; etag: string | null };

export async function readVersioned<T>(schema: z.ZodType<T>, path: string, options?: RequestOptions): Promise<Versioned<T>> {
  const response = await send(path, options);
  return { value: await parse(schema, path, response), etag: response.headers.get('etag') };
}

async function parse<T>(schema: z.ZodType<T>, path: string, response: Response): Promise<T> {
  const parsed = schema.safeParse(await response.json());
  if (parsed.success) return parsed.data;
  console.error(`${path}: the answer is not as the contract says`, parsed.error.issues);
  throw new Problem(response.status, 'contract', z.prettifyError(parsed.error));
}

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullish() });
}
export type Page<T> = { items: T[]; nextCursor?: string | null | undefined };

/** Every page of a list that the platform keeps short. */
export async function readAll<T>(item: z.ZodType<T>, path: string, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await read(pageOf(item), path, { query: { limit: 100, cursor }, ...(signal && { signal }) });
    items.push(...page.items);
    if (!page.nextCursor) return items;
    cursor = page.nextCursor;
  }
}
