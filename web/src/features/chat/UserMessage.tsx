import { ActionIcon, Button, Group, Textarea } from '@mantine/core';
import { Clock, Pencil } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import css from './chat.module.css';
import type { Message } from './conversationLog';

export function UserMessage({ message, onEdit }: { message: Message; onEdit: ((content: string) => void) | undefined }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const pending = message.status === 'pending';

  if (editing && onEdit) {
    return <EditMessage content={message.content} onCancel={() => setEditing(false)} onSave={(content) => { setEditing(false); onEdit(content); }} />;
  }
  return (
    <article className={css.user} aria-label={t('chat.you')} aria-busy={pending} data-pending={pending || undefined}>
      <div className={css.bubble}>{message.content}</div>
      <div className={css.tools}>
        {pending && <><Clock size={12} aria-hidden />&nbsp;{t('chat.sending')}</>}
        {!pending && onEdit && (
          <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('chat.edit')} onClick={() => setEditing(true)}><Pencil size={13} /></ActionIcon>
        )}
      </div>
    </article>
  );
}

function EditMessage({ content, onCancel, onSave }: { content: string; onCancel: () => void; onSave: (content: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(content);
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => { input.current?.focus(); }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onCancel();
  };
  return (
    <div>
      <Textarea autosize minRows={2} maxRows={12} aria-label={t('chat.edit')} value={text} ref={input}
        onChange={(event) => setText(event.currentTarget.value)} onKeyDown={onKeyDown} />
      <Group mt="xs" gap="xs" justify="flex-end">
        <Button size="xs" variant="default" onClick={onCancel}>{t('app.cancel')}</Button>
        <Button size="xs" disabled={!text.trim()} onClick={() => onSave(text.trim())}>{t('chat.resend')}</Button>
      </Group>
    </div>
  );
}
