import { ActionIcon, Alert, Badge, Button, CopyButton, Loader, Tooltip } from '@mantine/core';
import { Check, Copy, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/formats';
import { Markdown } from '../../ui/Markdown';
import css from './chat.module.css';
import { statusLine, type Message } from './conversationLog';
import { PartView } from './parts/PartView';
import { ToolLine } from './parts/ToolLine';

type Props = {
  message: Message;
  connected: boolean;
  onAction: (partId: string, value: string) => void;
  onRegenerate: (() => void) | undefined;
};

export function AssistantMessage({ message, connected, onAction, onRegenerate }: Props) {
  const { t } = useTranslation();
  const streaming = message.status === 'streaming';
  const status = streaming ? statusLine(message) : undefined;
  const waiting = streaming && !status && message.content === '';

  return (
    <article className={css.assistant} aria-label={t('chat.assistant')} aria-busy={streaming}>
      {message.parts.map((part) => part.type === 'tool' && <ToolLine key={part.id} part={part} />)}
      {message.content && <Markdown text={message.content} streaming={streaming} />}
      {message.parts.map((part) => (
        <PartView key={part.id} part={part} connected={connected} onAction={(value) => onAction(part.id, value)}
          action={message.action?.partId === part.id ? message.action : undefined} />
      ))}
      {(status || waiting) && <div className={css.status}><Loader size={14} type="dots" aria-hidden />{status?.data ?? t('chat.writing')}</div>}
      {message.status === 'failed' && (
        <Alert color="red" title={t('chat.failed')}>
          {message.error?.message}
          {onRegenerate && <Button mt="xs" size="xs" variant="default" display="block" onClick={onRegenerate}>{t('app.retry')}</Button>}
        </Alert>
      )}
      {!streaming && <AnswerTools message={message} onRegenerate={onRegenerate} />}
    </article>
  );
}

function AnswerTools({ message, onRegenerate }: Pick<Props, 'message' | 'onRegenerate'>) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <div className={css.tools}>
      <CopyButton value={message.content}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('chat.copied') : t('chat.copy')}>
            <ActionIcon variant="subtle" color="gray" size={24} aria-label={copied ? t('chat.copied') : t('chat.copy')} onClick={copy}>{copied ? <Check size={14} /> : <Copy size={14} />}</ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
      {onRegenerate && (
        <Tooltip label={t('chat.regenerate')}>
          <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('chat.regenerate')} onClick={onRegenerate}><RotateCcw size={14} /></ActionIcon>
        </Tooltip>
      )}
      {message.status === 'stopped' && <Badge size="sm" color="gray" mx={4}>{t('chat.stopped')}</Badge>}
      {message.tokenUsage && (
        <span style={{ marginInlineStart: 6 }}>
          {t('usage.tokens', { input: formats.integer(message.tokenUsage.input), output: formats.integer(message.tokenUsage.output) })}
          {message.cost && ` · ${formats.money(message.cost)}`}
        </span>
      )}
    </div>
  );
}
