import { BarChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/formats';
import type { UsageRow } from './usageRows';

/** Loaded by itself: the charting code is larger than the rest of the page. */
export default function UsageChart({ days, measure }: { days: UsageRow[]; measure: 'tokens' | 'cost' }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const cost = measure === 'cost';
  return (
    <BarChart h={260} type="stacked" dataKey="day" withLegend tickLine="none" gridAxis="x" maxBarWidth={28}
      data={days.map((row) => ({ day: formats.day(row.key), chat: cost ? row.chatCost : row.chatTokens, runs: cost ? row.runCost : row.runTokens }))}
      valueFormatter={(value) => (cost ? formats.money({ amount: String(value), currency: 'USD' }) : formats.compact(value))}
      yAxisProps={{ width: 64 }}
      series={[
        { name: 'runs', label: t('usage.source.runs'), color: 'iris.6' },
        { name: 'chat', label: t('usage.source.chat'), color: 'teal.5' },
      ]} />
  );
}
