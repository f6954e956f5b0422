import { expect, it } from 'vitest';
import { Usage } from '../../api/usage';
import { everyDay, rangeOf, rowsOf } from './usageRows';

const item = (key: string, source: string, input: number, amount: string) => ({ key, source, tokenUsage: { input, output: 1 }, cost: { amount, currency: 'USD' } });
const usage = Usage.parse({
  items: [item('2026-11-20', 'chat', 9, '0.1'), item('2026-11-20', 'runs', 99, '0.2'), item('2026-11-22', 'runs', 4, '1')],
  total: { tokenUsage: { input: 112, output: 3 }, cost: { amount: '1.3', currency: 'USD' } },
});

it('puts chat and runs of a key side by side', () => {
  expect(rowsOf(usage)).toMatchObject([{ key: '2026-11-20', chatTokens: 10, runTokens: 100, chatCost: 0.1, runCost: 0.2 }, { key: '2026-11-22', chatTokens: 0, runTokens: 5 }]);
});

it('shows the days without usage too', () => {
  expect(everyDay(rowsOf(usage), '2026-11-19', '2026-11-22').map((day) => day.runTokens)).toEqual([0, 100, 0, 5]);
});

it('counts today as one of the days', () => {
  expect(rangeOf(7, new Date('2026-11-22T05:00:00Z'))).toEqual({ from: '2026-11-16', to: '2026-11-22' });
});
