import { ActionIcon, Button, Group, Menu, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../../api/conversations';
import { ConfirmModal } from '../../ui/ConfirmModal';
import css from './ConversationList.module.css';
import { useConversations, useDeleteConversation, useRenameConversation } from './useConversations';

export function ConversationList({ labelledBy, onNavigate }: { labelledBy: string; onNavigate: () => void }) {
  const { t } = useTranslation();
  const conversations = useConversations();
  const current = useParams({ strict: false }).conversationId;
  const [renaming, setRenaming] = useState<Conversation>();
  const [deleting, setDeleting] = useState<Conversation>();

  if (conversations.isPending) return <Stack gap={6} px={6}>{[0, 1, 2].map((row) => <Skeleton key={row} h={26} />)}</Stack>;
  const items = conversations.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return <Text size="xs" c="dimmed" px={10}>{t('conversation.none')}</Text>;
  return (
    <>
      <ul className={css.list} aria-labelledby={labelledBy}>
        {items.map((item) => (
          <li key={item.id} className={css.item} data-active={item.id === current || undefined}>
            <Link className={css.link} to="/chat/$conversationId" params={{ conversationId: item.id }} onClick={onNavigate} aria-current={item.id === current ? 'page' : undefined}>
              {item.title || t('conversation.untitled')}
            </Link>
            <Menu position="bottom-end" width={160}>
              <Menu.Target>
                <ActionIcon className={css.more} variant="subtle" color="gray" size={24} aria-label={`${t('conversation.more')}: ${item.title ?? ''}`}><Ellipsis size={15} /></ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<Pencil size={15} aria-hidden />} onClick={() => setRenaming(item)}>{t('conversation.rename')}</Menu.Item>
                <Menu.Item color="red" leftSection={<Trash2 size={15} aria-hidden />} onClick={() => setDeleting(item)}>{t('conversation.delete')}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </li>
        ))}
      </ul>
      {conversations.hasNextPage && (
        <Button variant="subtle" color="gray" size="compact-xs" ml={6} loading={conversations.isFetchingNextPage} onClick={() => void conversations.fetchNextPage()}>{t('app.loadMore')}</Button>
      )}
      {renaming && <RenameModal conversation={renaming} onClose={() => setRenaming(undefined)} />}
      {deleting && <DeleteModal conversation={deleting} isCurrent={deleting.id === current} onClose={() => setDeleting(undefined)} />}
    </>
  );
}

function RenameModal({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const { t } = useTranslation();
  const [title, setTitle] = useState(conversation.title ?? '');
  const rename = useRenameConversation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate({ id: conversation.id, title: title.trim() }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={t('conversation.rename')} centered closeButtonProps={{ 'aria-label': t('app.close') }}>
      <form onSubmit={submit}>
        <TextInput label={t('conversation.title')} value={title} maxLength={100} data-autofocus onChange={(event) => setTitle(event.currentTarget.value)} />
        <Group mt="lg" justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" disabled={!title.trim()} loading={rename.isPending}>{t('app.save')}</Button>
        </Group>
      </form>
    </Modal>
  );
}

function DeleteModal({ conversation, isCurrent, onClose }: { conversation: Conversation; isCurrent: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const remove = useDeleteConversation();
  const confirm = () =>
    remove.mutate(conversation.id, {
      onSuccess: () => {
        onClose();
        if (isCurrent) void navigate({ to: '/chat' });
      },
    });
  return (
    <ConfirmModal opened title={t('conversation.deleteTitle')} text={t('conversation.deleteText', { title: conversation.title || t('conversation.untitled') })}
      action={t('conversation.delete')} loading={remove.isPending} onConfirm={confirm} onClose={onClose} />
  );
}
