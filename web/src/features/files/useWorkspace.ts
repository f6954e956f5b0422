import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { clearWorkspace, deleteWorkspaceFile, listWorkspace } from '../../api/workspaces';

const key = (agentId: string) => ['workspace', agentId];

export const useWorkspace = (agentId: string) =>
  useInfiniteQuery({
    queryKey: key(agentId),
    queryFn: ({ pageParam }) => listWorkspace(agentId, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export function useDeleteFile(agentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (path: string) => deleteWorkspaceFile(agentId, path),
    onSettled: () => client.invalidateQueries({ queryKey: key(agentId) }),
  });
}

export function useClearWorkspace(agentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => clearWorkspace(agentId),
    onSettled: () => client.invalidateQueries({ queryKey: key(agentId) }),
  });
}
