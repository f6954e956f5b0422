import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Page } from '../ui/Page';
import { EmptyState } from '../ui/States';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('app.notFound')}>
      <EmptyState icon={Compass} title={t('app.notFound')} text={t('app.notFoundText')}>
        <Button renderRoot={(props) => <Link to="/chat" {...props} />}>{t('nav.newChat')}</Button>
      </EmptyState>
    </Page>
  );
}
