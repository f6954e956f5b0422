import { Group, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listExecutions } from '../../api/executions';
import { ExecutionStatus } from '../../api/values';
import { EmptyState, LoadError, LoadingRows, LoadMore } from '../../ui/States';
import { ExecutionTable } from '../executions/ExecutionTable';

export function ExecutionsTab({ agentId }: { agentId: string }) {
  const { t } = useTranslation();
  const [status, setStatus] = useState<string | null>(null);
  const executions = useInfiniteQuery({
    queryKey: ['executions', { agentId, status }],
    queryFn: ({ pageParam }) => listExecutions({ agentId, status: status ?? undefined, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: 10_000,
  });
  const items = executions.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Group mb="sm">
        <Select w={180} aria-label={t('agent.status')} placeholder={t('agent.anyStatus')} clearable value={status} onChange={setStatus}
          clearButtonProps={{ 'aria-label': t('app.clear') }}
          data={ExecutionStatus.options.map((value) => ({ value, label: t(`executionStatus.${value}`) }))} />
      </Group>
      {executions.isPending && <LoadingRows />}
      {executions.isError && !executions.data && <LoadError error={executions.error} onRetry={() => void executions.refetch()} />}
      {executions.data && items.length === 0 && <EmptyState icon={Activity} title={t('execution.none')} text={t('execution.noneText')} />}
      {items.length > 0 && <ExecutionTable executions={items} />}
      <LoadMore query={executions} />
    </>
  );
}
