import { Alert, Button, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { replayExecution } from '../../api/executions';
import css from './executions.module.css';

/** Whether the record alone gives the same run again; asked for, because a long run takes a moment. */
export function ReplayCheck({ executionId }: { executionId: string }) {
  const { t } = useTranslation();
  const replay = useMutation({ mutationFn: () => replayExecution(executionId) });
  return (
    <section className={css.section}>
      <Title order={2} size="h4">{t('replay.title')}</Title>
      <Text size="sm" c="dimmed" mb="xs">{t('replay.text')}</Text>
      <Button size="xs" variant="default" loading={replay.isPending} leftSection={<History size={14} aria-hidden />} onClick={() => replay.mutate()}>{t('replay.check')}</Button>
      {replay.data && (
        <Alert mt="sm" p="sm" role="status" color={replay.data.identical ? 'teal' : 'red'} title={t(replay.data.identical ? 'replay.identical' : 'replay.different')}>
          <span className={css.hash}>{replay.data.eventHash}</span>
        </Alert>
      )}
    </section>
  );
}
