import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { createConversation, deleteConversation, listConversations, renameConversation } from '../../api/conversations';
import { outboxOf } from './outbox';

export const conversationsKey = ['conversations'];

export const useConversations = () =>
  useInfiniteQuery({
    queryKey: conversationsKey,
    queryFn: ({ pageParam }) => listConversations(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** A conversation exists from its first message on; the message waits in the outbox for the page that shows it. */
export function useStartConversation() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async (content: string) => {
      const conversation = await createConversation(titleOf(content));
      outboxOf(conversation.id).add({ id: crypto.randomUUID(), content });
      return conversation;
    },
    onSuccess: async ({ id }) => {
      void client.invalidateQueries({ queryKey: conversationsKey });
      await navigate({ to: '/chat/$conversationId', params: { conversationId: id } });
    },
  });
}

function titleOf(content: string) {
  const line = content.split('\n', 1)[0]!.trim();
  const letters = [...line]; // by code point: a title must not end in half of a character
  return letters.length <= 60 ? line : `${letters.slice(0, 59).join('')}…`;
}

export function useRenameConversation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, title }: { id: string; title: string }) => renameConversation(id, title),
    onSuccess: () => client.invalidateQueries({ queryKey: conversationsKey }),
  });
}

export function useDeleteConversation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deleteConversation,
    onSuccess: () => client.invalidateQueries({ queryKey: conversationsKey }),
  });
}
