import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePageTitle } from './pageTitle';
import css from './ui.module.css';

export function Page({ title, heading, actions, children }: { title: string; heading?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  usePageTitle(title);
  return (
    <div className={css.page}>
      <div className={css.pageHeader}>
        {heading ?? <Title order={1}>{title}</Title>}
        {actions}
      </div>
      {children}
    </div>
  );
}
