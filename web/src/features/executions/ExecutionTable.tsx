import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Execution } from '../../api/executions';
import { useFormats } from '../../ui/formats';
import { ExecutionStatusBadge } from '../../ui/StatusBadge';
import ui from '../../ui/ui.module.css';

export function ExecutionTable({ executions }: { executions: Execution[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <div className={ui.frame}>
      <Table.ScrollContainer minWidth={600}>
        <Table horizontalSpacing="md" verticalSpacing="xs" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('execution.started')}</Table.Th>
              <Table.Th scope="col">{t('agent.status')}</Table.Th>
              <Table.Th scope="col">{t('execution.trigger')}</Table.Th>
              <Table.Th scope="col" ta="end">{t('execution.duration')}</Table.Th>
              <Table.Th scope="col" ta="end">{t('usage.totalTokens')}</Table.Th>
              <Table.Th scope="col" ta="end">{t('usage.cost')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {executions.map((execution) => (
              <Table.Tr key={execution.id}>
                <Table.Th scope="row" fw={500} className={ui.nowrap!}>
                  <Link to="/executions/$executionId" params={{ executionId: execution.id }}>
                    {execution.startTime ? formats.shortDateTime(execution.startTime) : t('executionStatus.queued')}
                  </Link>
                </Table.Th>
                <Table.Td><ExecutionStatusBadge status={execution.status} /></Table.Td>
                <Table.Td>{t(`trigger.${execution.trigger.kind}`)}</Table.Td>
                <Table.Td className={ui.number}>{durationOf(execution, formats.duration)}</Table.Td>
                <Table.Td className={ui.number}>{execution.tokenUsage ? formats.integer(execution.tokenUsage.input + execution.tokenUsage.output) : '–'}</Table.Td>
                <Table.Td className={ui.number}>{execution.cost ? formats.money(execution.cost) : '–'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}

export function durationOf({ startTime, endTime }: Pick<Execution, 'startTime' | 'endTime'>, format: (milliseconds: number) => string) {
  return startTime && endTime ? format(Date.parse(endTime) - Date.parse(startTime)) : '–';
}
