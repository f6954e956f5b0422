import { memo } from 'react';
import { AssistantMessage } from './AssistantMessage';
import type { Message } from './conversationLog';
import type { ConversationStore } from './ConversationStore';
import { UserMessage } from './UserMessage';

type Props = { message: Message; store: ConversationStore; connected: boolean; isLast: boolean; canEdit: boolean };

/** Memoised: while an answer grows, the messages above it stay as they are. */
export const MessageView = memo(function MessageView({ message, store, connected, isLast, canEdit }: Props) {
  return message.role === 'user' ? (
    <UserMessage message={message} onEdit={canEdit && connected ? (content) => store.edit(message.id, content) : undefined} />
  ) : (
    <AssistantMessage message={message} connected={connected}
      onAction={(partId, value) => store.act(message.id, partId, value)}
      onRegenerate={isLast && connected ? () => store.regenerate(message.id) : undefined} />
  );
});
