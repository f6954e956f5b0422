import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet } from '@tanstack/react-router';
import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { LoadError, LoadingRows } from '../ui/States';
import { Appearance } from './Appearance';
import { Navigation } from './Navigation';
import { QuickOpen } from './QuickOpen';
import { useSession } from './session';
import css from './Shell.module.css';

export function Shell() {
  const { t } = useTranslation();
  const session = useSession();
  const [opened, { toggle, close }] = useDisclosure();

  return (
    <AppShell layout="alt" header={{ height: 48 }} navbar={{ width: 264, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding={0}>
      <a className="skip" href="#main">{t('app.skip')}</a>
      <QuickOpen />
      <AppShell.Header className={css.header}>
        <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('app.menu')} />
        <Link to="/chat" className={`${css.brand} ${css.mobileOnly}`}><img src="/favicon.svg" alt="" />{t('app.name')}</Link>
        <Group ml="auto" gap={4} wrap="nowrap"><Appearance /></Group>
      </AppShell.Header>
      <AppShell.Navbar className={css.navbar} p="xs">
        <Group justify="space-between" mb="xs" h={32} hiddenFrom="sm">
          <Burger opened onClick={close} size="sm" aria-label={t('app.closeMenu')} />
        </Group>
        <Navigation session={session.data} onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={css.main}>
        {session.data?.model.simulated && (
          <div className={css.simulated} role="note"><FlaskConical size={14} aria-hidden />{t('app.simulated')}</div>
        )}
        <div className={css.outlet}>
          {session.data ? <Outlet />
            : <div style={{ padding: '2rem' }}>
                {session.isError ? <LoadError error={session.error} onRetry={() => void session.refetch()} /> : <LoadingRows />}
              </div>}
        </div>
      </AppShell.Main>
    </AppShell>
  );
}
