import { Button, Loader, VisuallyHidden } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { useNavigate, useParams } from '@tanstack/react-router';
import { ArrowDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { usePageTitle } from '../../ui/pageTitle';
import { LoadError, LoadingRows } from '../../ui/States';
import css from './chat.module.css';
import { Composer } from './Composer';
import { MessageView } from './MessageView';
import { useConversation } from './useConversation';
import { useConversations } from './useConversations';
import { useStickToEnd } from './useStickToEnd';

export function ChatPage() {
  const conversationId = useParams({ from: '/chat/$conversationId' }).conversationId;
  return <ConversationView key={conversationId} conversationId={conversationId} />;
}

export function ConversationView({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { store, state } = useConversation(conversationId);
  const title = useConversations().data?.pages.flatMap((page) => page.items).find((item) => item.id === conversationId)?.title;
  usePageTitle(title || t('nav.chat'));
  const { log, atEnd, onScroll, toEnd } = useStickToEnd(state.messages);
  const [everLive, setEverLive] = useState(false);
  if (state.phase === 'live' && !everLive) setEverLive(true);

  const busy = state.messages.some((message) => message.status === 'streaming');
  const lastUser = state.messages.findLast((message) => message.role === 'user');
  const last = state.messages.at(-1);
  useWindowEvent('keydown', (event) => {
    // Escape that closes a menu or ends a Hangul composition is not meant for the answer.
    const elsewhere = event.isComposing || event.defaultPrevented || (event.target instanceof Element && event.target.closest('[role=dialog], [role=menu]'));
    if (event.key === 'Escape' && busy && !elsewhere) store.stop();
  });

  if (state.phase === 'missing' || state.phase === 'failed') {
    const problem = new Problem(state.phase === 'missing' ? 404 : 502, state.phase, t('app.loadFailed'));
    return <div className={css.column}><LoadError error={problem} onRetry={() => void navigate({ to: '.', replace: true, reloadDocument: true })} /></div>;
  }
  return (
    <div className={css.page}>
      <VisuallyHidden><h1>{title || t('nav.chat')}</h1></VisuallyHidden>
      {everLive && !state.connected && <div className={css.offline} role="alert"><Loader size={12} color="currentColor" aria-hidden />{t('chat.reconnecting')}</div>}
      {/* tabIndex: a scrolling region must be reachable by keyboard */}
      <div ref={log} className={css.log} role="log" aria-live="off" aria-label={t('chat.log')} tabIndex={0} onScroll={onScroll}>
        <div className={`${css.column} ${css.messages}`}>
          {state.phase === 'loading' && <LoadingRows rows={3} height={64} />}
          {state.messages.map((message) => (
            <MessageView key={message.clientId ?? message.id} message={message} store={store} connected={state.connected}
              isLast={message === last} canEdit={message === lastUser && !busy} />
          ))}
        </div>
      </div>
      {/* Start and end only: a screen reader that is handed every token is of no use */}
      <VisuallyHidden role="status">{last?.role === 'assistant' ? (last.status === 'streaming' ? t('chat.writing') : `${t('chat.done')} ${last.content}`) : ''}</VisuallyHidden>
      <div className={css.footer}>
        {!atEnd && <Button className={css.latest} variant="default" size="compact-sm" radius="xl" leftSection={<ArrowDown size={14} aria-hidden />} onClick={toEnd}>{t('chat.latest')}</Button>}
        <Composer busy={busy} onStop={store.stop} onSend={(content) => { store.send(content); toEnd(); }} />
      </div>
    </div>
  );
}
