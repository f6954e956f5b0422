import { z } from './zod';
import { read } from './http';

/** What a user may still spend: tokens of the day, with those that running calls hold back. */
export const Budget = z.object({
  day: z.object({ limit: z.number().nullish(), used: z.number(), reserved: z.number().nullish(), resetsAt: z.string().nullish() }),
});
export type Budget = z.infer<typeof Budget>;

export const getBudget = () => read(Budget, '/api/budget');
