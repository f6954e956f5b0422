import { Badge, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Occurrence } from '../../api/schedules';
import { hasSeconds, useFormats } from '../../ui/formats';
import { EmptyState, LoadError, LoadingRows, LoadMore } from '../../ui/States';
import ui from '../../ui/ui.module.css';
import { useOccurrences } from './useSchedule';

const colors: Record<Occurrence['outcome'], string> = { fired: 'teal', skipped: 'gray', missed: 'red', paused: 'gray', overBudget: 'orange' };

/** The ledger: every instant that the schedule named, and what became of it. */
export function Occurrences({ agentId, timeZone }: { agentId: string; timeZone: string | null | undefined }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const occurrences = useOccurrences(agentId);
  if (occurrences.isPending) return <LoadingRows rows={3} />;
  if (occurrences.isError) return <LoadError error={occurrences.error} onRetry={() => void occurrences.refetch()} />;
  const items = occurrences.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <EmptyState icon={History} title={t('occurrence.none')} />;
  return (
    <>
      <div className={ui.frame}>
        <Table.ScrollContainer minWidth={480}>
          <Table horizontalSpacing="md" verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('occurrence.scheduledFor')}</Table.Th>
                <Table.Th scope="col">{t('occurrence.outcome')}</Table.Th>
                <Table.Th scope="col">{t('occurrence.reason')}</Table.Th>
                <Table.Th scope="col">{t('execution.title')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((item) => (
                <Table.Tr key={item.occurrenceId}>
                  <Table.Th scope="row" fw={500} className={ui.nowrap!}>{formats.dateTime(item.scheduledFor, timeZone, hasSeconds(item.scheduledFor))}</Table.Th>
                  <Table.Td><Badge color={colors[item.outcome]}>{t(`occurrence.outcomes.${item.outcome}`)}</Badge></Table.Td>
                  <Table.Td><Text size="sm" c="dimmed">{item.reason ?? '–'}</Text></Table.Td>
                  <Table.Td>{item.executionId ? <Link to="/executions/$executionId" params={{ executionId: item.executionId }}>{t('occurrence.open')}</Link> : '–'}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </div>
      <LoadMore query={occurrences} />
    </>
  );
}
