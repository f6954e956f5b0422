import { Badge, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { agentStatuses, type AgentStatus } from '../api/agents';
import { ExecutionStatus } from '../api/values';
import css from './ui.module.css';

const agentColors: Record<AgentStatus, string> = { draft: 'gray', active: 'teal', inactive: 'orange', archived: 'gray' };
const executionColors: Record<ExecutionStatus, string> = {
  queued: 'gray', running: 'iris', waiting: 'orange', success: 'teal', failed: 'red', cancelled: 'gray',
};

export function AgentStatusBadge({ status }: { status: string }) {
  const { t } = useTranslation();
  const known = agentStatuses.find((name) => name === status);
  return <Badge className={css.badge} color={known ? agentColors[known] : 'gray'}>{known ? t(`agentStatus.${known}`) : status}</Badge>;
}

export function ExecutionStatusBadge({ status }: { status: string }) {
  const { t } = useTranslation();
  const known = ExecutionStatus.safeParse(status).data;
  return (
    <Badge className={css.badge} color={known ? executionColors[known] : 'gray'}
      leftSection={known === 'running' ? <Loader size={9} color="currentColor" aria-hidden /> : undefined}>
      {known ? t(`executionStatus.${known}`) : status}
    </Badge>
  );
}
