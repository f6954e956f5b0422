import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Usage, UsageGroup } from '../../api/usage';
import { useFormats } from '../../ui/formats';
import ui from '../../ui/ui.module.css';
import type { UsageRow } from './usageRows';

export function UsageTable({ rows, by, total }: { rows: UsageRow[]; by: UsageGroup; total: Usage['total'] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const ordered = by === 'day' ? rows.toSorted((a, b) => b.key.localeCompare(a.key)) : rows.toSorted((a, b) => b.cost - a.cost);
  const sum = (of: (row: UsageRow) => number) => rows.reduce((result, row) => result + of(row), 0);
  return (
    <div className={ui.frame}>
      <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('usage.breakdown') } }}>
        <Table horizontalSpacing="md" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t(`usage.group.${by}`)}</Table.Th>
              <Table.Th scope="col" ta="end">{t('usage.source.runs')}</Table.Th>
              <Table.Th scope="col" ta="end">{t('usage.source.chat')}</Table.Th>
              <Table.Th scope="col" ta="end">{t('usage.cost')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {ordered.map((row) => (
              <Table.Tr key={row.key}>
                <Table.Th scope="row" fw={500}>{by === 'day' ? formats.day(row.key) : row.label}</Table.Th>
                <Table.Td className={ui.number}>{formats.integer(row.runTokens)}</Table.Td>
                <Table.Td className={ui.number}>{formats.integer(row.chatTokens)}</Table.Td>
                <Table.Td className={ui.number}>{formats.money({ amount: String(row.cost), currency: total.cost.currency })}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th scope="row">{t('usage.total')}</Table.Th>
              <Table.Th ta="end" className={ui.number}>{formats.integer(sum((row) => row.runTokens))}</Table.Th>
              <Table.Th ta="end" className={ui.number}>{formats.integer(sum((row) => row.chatTokens))}</Table.Th>
              <Table.Th ta="end" className={ui.number}>{formats.money(total.cost)}</Table.Th>
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}
