import type { Usage, UsageItem } from '../../api/usage';

export type UsageRow = { key: string; label: string; chatTokens: number; runTokens: number; chatCost: number; runCost: number; cost: number };

const tokensOf = ({ tokenUsage }: UsageItem) => tokenUsage.input + tokenUsage.output;

/** One row a key, chat and runs side by side. */
export function rowsOf(usage: Usage): UsageRow[] {
  const rows = new Map<string, UsageRow>();
  for (const item of usage.items) {
    const row = rows.get(item.key) ?? { key: item.key, label: item.label ?? item.key, chatTokens: 0, runTokens: 0, chatCost: 0, runCost: 0, cost: 0 };
    const cost = Number(item.cost.amount);
    const chat = item.source === 'chat';
    rows.set(item.key, {
      ...row,
      chatTokens: row.chatTokens + (chat ? tokensOf(item) : 0),
      runTokens: row.runTokens + (chat ? 0 : tokensOf(item)),
      chatCost: row.chatCost + (chat ? cost : 0),
      runCost: row.runCost + (chat ? 0 : cost),
      cost: row.cost + cost,
    });
  }
  return [...rows.values()];
}

/** Days without usage are in the answer of nobody, but a chart without them lies about the pace. */
export function everyDay(rows: readonly UsageRow[], from: string, to: string): UsageRow[] {
  const known = new Map(rows.map((row) => [row.key.slice(0, 10), row]));
  const days: UsageRow[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    const key = new Date(at).toISOString().slice(0, 10);
    days.push(known.get(key) ?? { key, label: key, chatTokens: 0, runTokens: 0, chatCost: 0, runCost: 0, cost: 0 });
  }
  return days;
}

export function rangeOf(days: number, now = new Date()): { from: string; to: string } {
  const date = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from: date(now.getTime() - (days - 1) * 86_400_000), to: date(now.getTime()) };
}
