import { Alert, Button, Center, Group, Skeleton, Stack, Text } from '@mantine/core';
import { CircleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/problem';
import css from './ui.module.css';

export function EmptyState({ icon: Icon, title, text, children }: { icon: LucideIcon; title: string; text?: string; children?: ReactNode }) {
  return (
    <div className={css.empty}>
      <Icon size={26} strokeWidth={1.6} className={css.emptyIcon} aria-hidden />
      <Text fw={600}>{title}</Text>
      {text && <Text size="sm" c="dimmed" maw="26rem">{text}</Text>}
      {children && <Group mt="xs" justify="center">{children}</Group>}
    </div>
  );
}

export function LoadError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const missing = error instanceof Problem && error.status === 404;
  return (
    <Alert color={missing ? 'gray' : 'red'} icon={<CircleAlert size={18} />} title={missing ? t('app.notFound') : t('app.loadFailed')}>
      <Text size="sm">{missing ? t('app.notFoundText') : error instanceof Error ? error.message : ''}</Text>
      {!missing && <Button mt="sm" size="xs" variant="default" onClick={onRetry}>{t('app.retry')}</Button>}
    </Alert>
  );
}

export function LoadingRows({ rows = 5, height = 44 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" role="status" aria-label={t('app.loading')}>
      {Array.from({ length: rows }, (_, index) => <Skeleton key={index} height={height} radius="md" />)}
    </Stack>
  );
}

type Paged = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };

export function LoadMore({ query }: { query: Paged }) {
  const { t } = useTranslation();
  if (!query.hasNextPage) return null;
  return (
    <Center mt="md">
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('app.loadMore')}</Button>
    </Center>
  );
}
