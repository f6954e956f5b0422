import { z } from './zod';

const count = z.number().nullish().transform((value) => value ?? 0);

export const TokenUsage = z.object({ input: count, output: count, cacheRead: count, cacheWrite: count });
export type TokenUsage = z.infer<typeof TokenUsage>;

export const Cost = z.object({
  amount: z.union([z.string(), z.number()]).transform(String), // a decimal string: a sum of cents must not drift
  currency: z.string(),
});
export type Cost = z.infer<typeof Cost>;

export const Failure = z.object({ code: z.string(), message: z.string() });
export type Failure = z.infer<typeof Failure>;

export const ExecutionStatus = z.enum(['queued', 'running', 'waiting', 'success', 'failed', 'cancelled']);
export type ExecutionStatus = z.infer<typeof ExecutionStatus>;

export const hasEnded = (status: ExecutionStatus) => status === 'success' || status === 'failed' || status === 'cancelled';
