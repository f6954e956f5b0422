import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { cancelExecution, decideApproval, getExecution, listSteps, retryExecution, type Execution, type Step } from '../../api/executions';
import { hasEnded } from '../../api/values';
import { feedEnded, laidOver, type ExecutionFeed } from './executionFeed';
import { useExecutionFeed } from './useExecutionFeed';

export const executionKey = (id: string) => ['execution', id];
const key = executionKey;

/** A run as it is now: what HTTP said last, with what its events have said since laid over it. */
export function useExecution(id: string) {
  const client = useQueryClient();
  const [lost, setLost] = useState(false);
  const execution = useQuery({
    queryKey: key(id),
    queryFn: () => getExecution(id),
    // Only without a live connection: a proxy that refuses event streams must not freeze the page.
    refetchInterval: (query) => (lost && query.state.data && !hasEnded(query.state.data.status) ? 5_000 : false),
  });
  const live = execution.data !== undefined && !hasEnded(execution.data.status);
  const feed = useExecutionFeed(id, live, (event) => {
    if (event === 'lost') setLost(true);
    if (event === 'done' || event === 'approval') void client.invalidateQueries({ queryKey: key(id) });
    if (event === 'done') void client.invalidateQueries({ queryKey: ['executions'] });
    if (event === 'artifact') void client.invalidateQueries({ queryKey: [...key(id), 'artifacts'] });
  });
  const steps = useQuery({ queryKey: [...key(id), 'steps'], queryFn: () => listSteps(id), refetchInterval: live && lost ? 5_000 : false });
  return {
    query: execution,
    execution: execution.data && withFeed(execution.data, feed),
    steps: mergeSteps(steps.data ?? [], live ? feed.steps : []),
    stepsPending: steps.isPending,
    feed,
  };
}

function withFeed(execution: Execution, feed: ExecutionFeed): Execution {
  if (hasEnded(execution.status)) return execution;
  return {
    ...execution,
    status: feed.status ?? execution.status,
    tokenUsage: feed.tokenUsage ?? execution.tokenUsage,
    cost: feed.cost ?? execution.cost,
    ...(feedEnded(feed) && { result: feed.result ?? null, error: feed.error }),
  };
}

const isOver = (step: Step) => step.status === 'success' || step.status === 'failed';

/** What events said lies over what was read, unless what was read is further: a broken event stream must not hold a step back. */
export function mergeSteps(read: readonly Step[], live: readonly Step[]): Step[] {
  const merged = new Map(read.map((step) => [step.index, step]));
  for (const step of live) {
    const known = merged.get(step.index);
    merged.set(step.index, !known ? step : isOver(known) && !isOver(step) ? laidOver(step, known) : laidOver(known, step));
  }
  return [...merged.values()].sort((a, b) => a.index - b.index);
}

export function useCancelExecution(id: string) {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => cancelExecution(id), onSuccess: () => client.invalidateQueries({ queryKey: key(id) }) });
}

export function useRetryExecution(id: string) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => retryExecution(id),
    onSuccess: (next) => navigate({ to: '/executions/$executionId', params: { executionId: next.id } }),
  });
}

export function useDecideApproval(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ step, approve, note }: { step: number; approve: boolean; note: string }) => decideApproval(id, step, approve, note),
    onSettled: () => client.invalidateQueries({ queryKey: key(id) }),
  });
}
