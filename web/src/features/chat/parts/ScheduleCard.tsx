import { CalendarClock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Schedule } from '../../../api/schedules';
import { SchedulePreviewList } from '../../../ui/SchedulePreviewList';
import { ScheduleSentence } from '../../../ui/ScheduleSentence';
import css from './cards.module.css';

export function ScheduleCard({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation();
  return (
    <section className={css.card} aria-label={t('schedule.title')}>
      <div className={css.head}>
        <span className={css.icon}><CalendarClock size={19} aria-hidden /></span>
        <div><div className={css.eyebrow}>{t('schedule.title')}</div><h2 className={css.title}><ScheduleSentence schedule={schedule} /></h2></div>
      </div>
      <div className={css.body}><NextRuns schedule={schedule} /></div>
    </section>
  );
}

export function NextRuns({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation();
  return (
    <div>
      <p className={css.label}>{t('schedule.nextRuns')}{schedule.timeZone && ` · ${schedule.timeZone}`}</p>
      <SchedulePreviewList runs={(schedule.nextRuns ?? []).slice(0, 5).map((at) => ({ at }))} timeZone={schedule.timeZone} />
    </div>
  );
}
