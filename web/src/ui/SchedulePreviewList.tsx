import { Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { hasSeconds, useFormats } from './formats';
import css from './SchedulePreviewList.module.css';

type Run = { at: string; note?: 'gap' | 'fold' | null | undefined };

/** Coming instants in the schedule's own zone, which is always named. */
export function SchedulePreviewList({ runs, timeZone }: { runs: Run[]; timeZone?: string | null | undefined }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (runs.length === 0) return <Text size="sm" c="dimmed">{t('schedule.noRuns')}</Text>;
  const seconds = runs.some((run) => hasSeconds(run.at));
  return (
    <ol className={css.list}>
      {runs.map((run) => (
        <li key={run.at}>
          <time dateTime={run.at}>{formats.dateTime(run.at, timeZone, seconds)}</time>
          {run.note && <Badge size="xs" color="orange">{t(`schedule.note.${run.note}`)}</Badge>}
          <span className={css.fromNow}>{formats.fromNow(run.at)}</span>
        </li>
      ))}
    </ol>
  );
}
