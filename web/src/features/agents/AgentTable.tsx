import { Group, Stack, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Agent } from '../../api/agents';
import type { ScheduleEntry } from '../../api/schedules';
import { useFormats } from '../../ui/formats';
import { ScheduleSentence } from '../../ui/ScheduleSentence';
import { AgentStatusBadge, ExecutionStatusBadge } from '../../ui/StatusBadge';
import ui from '../../ui/ui.module.css';
import css from './agents.module.css';

type Props = { agents: Agent[]; nextRuns: Map<string, ScheduleEntry> | undefined };

export function AgentTable({ agents, nextRuns }: Props) {
  const { t } = useTranslation();
  return (
    <div className={ui.frame}>
      <Table.ScrollContainer minWidth={760}>
        <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('agent.name')}</Table.Th>
              <Table.Th scope="col">{t('agent.status')}</Table.Th>
              <Table.Th scope="col">{t('schedule.title')}</Table.Th>
              <Table.Th scope="col">{t('agent.lastRun')}</Table.Th>
              <Table.Th scope="col" ta="end">{t('usage.totalTokens')}</Table.Th>
              <Table.Th scope="col" ta="end">{t('usage.cost')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{agents.map((agent) => <Row key={agent.id} agent={agent} entry={nextRuns?.get(agent.id)} />)}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}

function Row({ agent, entry }: { agent: Agent; entry: ScheduleEntry | undefined }) {
  const formats = useFormats();
  return (
    <Table.Tr>
      <Table.Th scope="row" className={css.nameCell}><Name agent={agent} /></Table.Th>
      <Table.Td className={css.statusCell}><AgentStatusBadge status={agent.status} />{agent.statusReason && <Text size="xs" c="dimmed" lineClamp={2} title={agent.statusReason}>{agent.statusReason}</Text>}</Table.Td>
      <Table.Td className={css.scheduleCell}><ScheduleCell agent={agent} entry={entry} /></Table.Td>
      <Table.Td><LastRun agent={agent} /></Table.Td>
      <Table.Td className={ui.number}>{agent.totalTokenUsage ? formats.compact(agent.totalTokenUsage.input + agent.totalTokenUsage.output) : '–'}</Table.Td>
      <Table.Td className={ui.number}>{agent.totalCost ? formats.money(agent.totalCost) : '–'}</Table.Td>
    </Table.Tr>
  );
}

export function AgentCards({ agents, nextRuns }: Props) {
  const formats = useFormats();
  return (
    <Stack gap="xs">
      {agents.map((agent) => (
        <article key={agent.id} className={css.agentCard} aria-label={agent.name}>
          <Group justify="space-between" wrap="nowrap" align="flex-start"><Name agent={agent} /><AgentStatusBadge status={agent.status} /></Group>
          <ScheduleCell agent={agent} entry={nextRuns?.get(agent.id)} />
          <Group justify="space-between">
            <LastRun agent={agent} />
            {agent.totalCost && <Text size="sm" c="dimmed">{formats.money(agent.totalCost)}</Text>}
          </Group>
        </article>
      ))}
    </Stack>
  );
}

function Name({ agent }: { agent: Agent }) {
  return (
    <div style={{ minWidth: 0 }}>
      <Link className={css.name} to="/agents/$agentId" params={{ agentId: agent.id }}>{agent.name}</Link>
      {agent.description && <Text size="xs" c="dimmed" lineClamp={1} fw={400}>{agent.description}</Text>}
    </div>
  );
}

function ScheduleCell({ agent, entry }: { agent: Agent; entry: ScheduleEntry | undefined }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const schedule = entry?.schedule ?? agent.schedule;
  if (!schedule) return <Text size="sm" c="dimmed">{t('schedule.manualOnly')}</Text>;
  const next = agent.status !== 'active' ? undefined : entry ? entry.nextRunAt : schedule.nextRuns?.[0];
  return (
    <>
      <Text size="sm"><ScheduleSentence schedule={schedule} /></Text>
      {entry?.paused ? <Text size="xs" c="dimmed">{t('schedule.paused')}</Text>
        : next && <Text size="xs" c="dimmed">{t('schedule.next', { when: formats.shortDateTime(next, schedule.timeZone), distance: formats.fromNow(next) })}</Text>}
    </>
  );
}

function LastRun({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const last = agent.lastExecution;
  if (!last) return <Text size="sm" c="dimmed">{t('agent.neverRun')}</Text>;
  return (
    <Link className={ui.plain} to="/executions/$executionId" params={{ executionId: last.id }}>
      <Group gap={6} wrap="nowrap">
        <ExecutionStatusBadge status={last.status} />
        {last.endTime && <Text size="xs" c="dimmed" className={ui.nowrap!}>{formats.fromNow(last.endTime)}</Text>}
      </Group>
    </Link>
  );
}
