import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { createAgent, deleteAgent, editAgent, getAgent, importAgent, listAgents, listTemplates, moveAgent, type Agent, type AgentInput, type AgentMove } from '../../api/agents';
import type { Versioned } from '../../api/http';
import { Problem } from '../../api/problem';
import { listSchedules } from '../../api/schedules';
import { notifyDone, notifyError } from '../../ui/notify';

export const agentKey = (id: string) => ['agent', id];

export const useAgents = (q: string | undefined, status: string | undefined) =>
  useInfiniteQuery({
    queryKey: ['agents', { q, status }],
    queryFn: ({ pageParam }) => listAgents({ q, status, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (previous) => previous,
    refetchInterval: 30_000,
  });

/** Next runs by agent; an agent beyond the first hundred falls back to the schedule that its own record carries. */
export const useNextRuns = () =>
  useQuery({
    queryKey: ['schedules'],
    queryFn: async () => new Map((await listSchedules({ limit: 100 })).items.map((entry) => [entry.agentId, entry])),
    refetchInterval: 30_000,
  });

export const useTemplates = () => useQuery({ queryKey: ['templates'], queryFn: listTemplates, staleTime: Infinity });

export const useAgent = (id: string) => useQuery({ queryKey: agentKey(id), queryFn: () => getAgent(id) });

/** Everything on the pages that shows an agent is read again; `versioned` is what the change answered. */
function useAgentChanged() {
  const client = useQueryClient();
  return (id: string, versioned?: Versioned<Agent>) => {
    if (versioned) client.setQueryData(agentKey(id), versioned);
    else void client.invalidateQueries({ queryKey: agentKey(id), exact: true });
    void client.invalidateQueries({ queryKey: [...agentKey(id), 'versions'] });
    void client.invalidateQueries({ queryKey: ['agents'] });
    void client.invalidateQueries({ queryKey: ['schedules'] });
  };
}

export function useEditAgent(id: string, etag: string | null) {
  const changed = useAgentChanged();
  return useMutation({
    meta: { shown: true },
    mutationFn: (change: AgentInput) => editAgent(id, change, etag),
    onSuccess: (versioned) => changed(id, versioned),
  });
}

export function useMoveAgent(id: string) {
  const { t } = useTranslation();
  const changed = useAgentChanged();
  return useMutation({
    meta: { shown: true },
    mutationFn: (move: AgentMove) => moveAgent(id, move),
    onSuccess: (_agent, move) => {
      changed(id);
      notifyDone(t(`agent.moved.${move}`));
    },
    onError: (error) => { if (!isOverBudget(error)) notifyError(error); },
  });
}

/** A refusal that the page keeps in view, for it says what to change. */
export const isOverBudget = (error: Error | null): error is Problem => error instanceof Problem && error.code === 'budget-exceeded';

export function useDeleteAgent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deleteAgent,
    onSuccess: (_response, id) => {
      client.removeQueries({ queryKey: agentKey(id) });
      void client.invalidateQueries({ queryKey: ['agents'] });
    },
  });
}

export function useCreateAgent() {
  const changed = useAgentChanged();
  return useMutation({ mutationFn: createAgent, onSuccess: (agent) => changed(agent.id) });
}

export function useImportAgent() {
  const changed = useAgentChanged();
  return useMutation({
    mutationFn: async (file: File) => importAgent(file.name, await file.text()),
    onSuccess: (agent) => changed(agent.id),
  });
}
