import { Card, Group, SegmentedControl, Skeleton, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ChartColumn } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getUsage, usageGroups, type UsageGroup } from '../../api/usage';
import { Facts } from '../../ui/Facts';
import { useFormats } from '../../ui/formats';
import { Page } from '../../ui/Page';
import { EmptyState, LoadError, LoadingRows } from '../../ui/States';
import { BudgetLine } from './BudgetLine';
import { everyDay, rangeOf, rowsOf } from './usageRows';
import { UsageTable } from './UsageTable';

const UsageChart = lazy(() => import('./UsageChart'));
const route = getRouteApi('/usage');
const ranges = [7, 30, 90] as const;

const useUsage = (from: string, to: string, groupBy: UsageGroup) =>
  useQuery({ queryKey: ['usage', from, to, groupBy], queryFn: () => getUsage(from, to, groupBy), placeholderData: (previous) => previous });

export function UsagePage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { days = 30, by = 'day' } = route.useSearch();
  const navigate = route.useNavigate();
  const [measure, setMeasure] = useState<'tokens' | 'cost'>('tokens');
  const { from, to } = rangeOf(days);
  const daily = useUsage(from, to, 'day');
  const grouped = useUsage(from, to, by);
  const chart = useMemo(() => daily.data && everyDay(rowsOf(daily.data), from, to), [daily.data, from, to]);
  const total = daily.data?.total;

  return (
    <Page title={t('nav.usage')} actions={
      <SegmentedControl size="xs" aria-label={t('usage.range')} value={String(days)} data={ranges.map((value) => ({ value: String(value), label: t('usage.days', { count: value }) }))}
        onChange={(value) => void navigate({ search: (old) => ({ ...old, days: ranges.find((range) => String(range) === value) }), replace: true })} />
    }>
      {daily.isPending && <LoadingRows rows={3} height={90} />}
      {daily.isError && !daily.data && <LoadError error={daily.error} onRetry={() => void daily.refetch()} />}
      {total && (
        <Facts items={[
          [t('usage.totalCost'), formats.money(total.cost)],
          [t('usage.input'), formats.integer(total.tokenUsage.input)],
          [t('usage.output'), formats.integer(total.tokenUsage.output)],
          [t('usage.cache'), formats.integer(total.tokenUsage.cacheRead)],
        ]} />
      )}
      <BudgetLine />
      {daily.data?.items.length === 0 && <div style={{ marginTop: 24 }}><EmptyState icon={ChartColumn} title={t('usage.none')} text={t('usage.noneText')} /></div>}
      {chart && daily.data && daily.data.items.length > 0 && (
        <>
          <Card mt="md" bg="var(--ap-raised)" component="section" aria-label={t('usage.byDay')}>
            <Group justify="space-between" mb="md">
              <Title order={2} size="h3">{t('usage.byDay')}</Title>
              <SegmentedControl size="xs" aria-label={t('usage.measure')} value={measure} onChange={(value) => setMeasure(value === 'cost' ? 'cost' : 'tokens')}
                data={[{ value: 'tokens', label: t('usage.totalTokens') }, { value: 'cost', label: t('usage.cost') }]} />
            </Group>
            <Suspense fallback={<Skeleton h={260} />}><UsageChart days={chart} measure={measure} /></Suspense>
          </Card>
          <Group justify="space-between" mt="xl" mb="sm">
            <Title order={2} size="h3">{t('usage.breakdown')}</Title>
            <SegmentedControl size="xs" aria-label={t('usage.groupBy')} value={by} data={usageGroups.map((value) => ({ value, label: t(`usage.group.${value}`) }))}
              onChange={(value) => void navigate({ search: (old) => ({ ...old, by: usageGroups.find((group) => group === value) }), replace: true })} />
          </Group>
          {grouped.data && !grouped.isPlaceholderData ? <UsageTable rows={rowsOf(grouped.data)} by={by} total={grouped.data.total} /> : <LoadingRows rows={4} />}
        </>
      )}
    </Page>
  );
}
