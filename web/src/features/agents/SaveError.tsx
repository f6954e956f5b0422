import { Alert, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../api/problem';

/** Why a change was not saved. A version that someone else changed meanwhile is explained, with the way on. */
export function SaveError({ problem, onReload }: { problem: Problem; onReload: () => Promise<unknown> }) {
  const { t } = useTranslation();
  if (problem.status === 412) {
    return (
      <Alert color="orange" mt="md" title={t('agent.changedElsewhere')}>
        <Text size="sm">{t('agent.changedElsewhereText')}</Text>
        <Button mt="sm" size="xs" variant="default" onClick={() => void onReload()}>{t('agent.reload')}</Button>
      </Alert>
    );
  }
  return <Alert color="red" mt="md" role="alert">{problem.message}</Alert>;
}
