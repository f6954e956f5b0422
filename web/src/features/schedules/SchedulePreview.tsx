import { Alert, Chip, Group, Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { SchedulePreviewList } from '../../ui/SchedulePreviewList';
import { ScheduleSentence } from '../../ui/ScheduleSentence';
import css from './schedules.module.css';
import type { useSchedulePreview } from './useSchedule';

type Props = { preview: ReturnType<typeof useSchedulePreview>; incomplete: boolean; onSuggestion: (phrase: string) => void };

/** What the entered schedule means: one sentence and its coming runs, or why it is not understood and what would be. */
export function SchedulePreview({ preview, incomplete, onSuggestion }: Props) {
  const { t } = useTranslation();
  return (
    <section className={css.preview} aria-label={t('schedule.preview')} aria-live="polite" aria-busy={preview.isFetching}>
      <p className={css.label}>{t('schedule.preview')}</p>
      {incomplete ? <Text size="sm" c="dimmed">{t('schedule.previewEmpty')}</Text>
        : preview.isError ? <PreviewError error={preview.error} onSuggestion={onSuggestion} />
        : preview.data ? (
          <>
            <Text fw={600} mb="xs"><ScheduleSentence schedule={preview.data.schedule} /></Text>
            {preview.data.schedule.cron && <Text size="xs" c="dimmed" mb="xs"><code>{preview.data.schedule.cron}</code> · {preview.data.schedule.timeZone}</Text>}
            <SchedulePreviewList runs={preview.data.runs} timeZone={preview.data.schedule.timeZone} />
          </>
        ) : <Skeleton h={180} />}
    </section>
  );
}

function PreviewError({ error, onSuggestion }: { error: Error; onSuggestion: (phrase: string) => void }) {
  const { t } = useTranslation();
  const suggestions = error instanceof Problem ? error.suggestions : [];
  return (
    <Alert color="orange" role="alert" p="sm">
      <Text size="sm">{error.message}</Text>
      {suggestions.length > 0 && (
        <>
          <Text size="xs" fw={600} mt="sm" mb={6}>{t('schedule.suggestions')}</Text>
          <Group gap={6}>{suggestions.map((phrase) => <Chip key={phrase} checked={false} size="xs" variant="outline" onChange={() => onSuggestion(phrase)}>{phrase}</Chip>)}</Group>
        </>
      )}
    </Alert>
  );
}
