import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { deleteSecret, listSecrets, putSecret } from '../../api/secrets';

const key = ['secrets'];

export const useSecrets = () => useQuery({ queryKey: key, queryFn: listSecrets });

export function usePutSecret() {
  const client = useQueryClient();
  return useMutation({
    meta: { shown: true },
    gcTime: 0, // the value must not stay in the page's memory longer than the form
    mutationFn: ({ name, value, hosts }: { name: string; value: string; hosts: string[] }) => putSecret(name, value, hosts),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

export function useDeleteSecret() {
  const client = useQueryClient();
  return useMutation({ mutationFn: deleteSecret, onSettled: () => client.invalidateQueries({ queryKey: key }) });
}
