import { ActionIcon, Textarea, Tooltip } from '@mantine/core';
import { ArrowUp, ListPlus, Square } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import css from './chat.module.css';

type Props = { busy: boolean; disabled?: boolean; onSend: (content: string) => void; onStop?: () => void };

export function Composer({ busy, disabled = false, onSend, onStop }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => { input.current?.focus(); }, []);

  const content = text.trim();
  const submit = () => {
    if (!content || disabled) return;
    onSend(content);
    setText('');
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // The Enter that ends a Hangul composition must not send; Safari reports it after the composition, as key code 229.
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key === 'Enter' && !event.shiftKey && !composing) {
      event.preventDefault();
      submit();
    }
  };
  const sendLabel = busy ? t('chat.queue') : t('chat.send');

  return (
    <>
      <div className={css.composer}>
        <Textarea ref={input} className={css.input} variant="unstyled" autosize minRows={1} maxRows={10} maxLength={32_000}
          aria-label={t('chat.placeholder')} placeholder={t('chat.placeholder')} value={text}
          onChange={(event) => setText(event.currentTarget.value)} onKeyDown={onKeyDown} />
        {busy && (
          <Tooltip label={t('chat.stopHint')}>
            <ActionIcon size={36} radius={11} variant="light" color="red" aria-label={t('chat.stop')} onClick={onStop}><Square size={14} fill="currentColor" /></ActionIcon>
          </Tooltip>
        )}
        {(!busy || content) && (
          <Tooltip label={sendLabel} disabled={!busy}>
            <ActionIcon size={36} radius={11} aria-label={sendLabel} onClick={submit} disabled={!content || disabled}>
              {busy ? <ListPlus size={18} /> : <ArrowUp size={19} strokeWidth={2.2} />}
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      <div className={css.hint}>{t('chat.hint')}</div>
    </>
  );
}
