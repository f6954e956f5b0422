import { Badge, NavLink, ScrollArea } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { Bot, ChartColumn, KeyRound, SquarePen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../api/session';
import { ConversationList } from '../features/chat/ConversationList';
import css from './Shell.module.css';

const items = [['/chat', 'newChat', SquarePen], ['/agents', 'agents', Bot], ['/usage', 'usage', ChartColumn], ['/secrets', 'secrets', KeyRound]] as const;

export function Navigation({ session, onNavigate }: { session: Session | undefined; onNavigate: () => void }) {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <>
      <Link to="/chat" className={css.brand} onClick={onNavigate}><img src="/favicon.svg" alt="" />{t('app.name')}</Link>
      <nav className={css.nav} aria-label={t('app.name')} style={{ marginTop: 12 }}>
        {items.map(([to, key, Icon]) => (
          <NavLink key={to} className={css.navLink!} color="gray" renderRoot={(props) => <Link to={to} activeOptions={{ exact: to === '/chat' }} {...props} />} onClick={onNavigate}
            label={t(`nav.${key}`)} leftSection={<Icon size={17} strokeWidth={1.8} aria-hidden />}
            active={to === '/chat' ? path === '/chat' : path.startsWith(to)} />
        ))}
      </nav>
      <div className={css.section} id="recent-conversations">{t('nav.conversations')}</div>
      <ScrollArea style={{ flex: 1 }} type="hover" scrollbarSize={6}>
        {session && <ConversationList labelledBy="recent-conversations" onNavigate={onNavigate} />}
      </ScrollArea>
      {session && (
        <div className={css.footer}>
          <span className={css.model} title={`${session.model.provider} · ${session.model.name}`}>{session.model.provider} · {session.model.name}</span>
          {session.kind === 'guest' && <Badge size="xs" color="gray" ml="auto">{t('app.guest')}</Badge>}
        </div>
      )}
    </>
  );
}
