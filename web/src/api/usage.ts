import { z } from './zod';
import { read } from './http';
import { Cost, TokenUsage } from './values';

export const usageGroups = ['day', 'agent', 'model'] as const;
export type UsageGroup = (typeof usageGroups)[number];

const UsageItem = z.object({
  key: z.string(),
  label: z.string().nullish(),
  source: z.enum(['chat', 'runs']),
  tokenUsage: TokenUsage,
  cost: Cost,
  count: z.number().nullish(),
});
export type UsageItem = z.infer<typeof UsageItem>;

export const Usage = z.object({ items: z.array(UsageItem), total: z.object({ tokenUsage: TokenUsage, cost: Cost }) });
export type Usage = z.infer<typeof Usage>;

export const getUsage = (from: string, to: string, groupBy: UsageGroup) => read(Usage, '/api/usage', { query: { from, to, groupBy } });
