import type { Schedule } from '../api/schedules';
import { useLanguage } from './formats';

/** The one plain sentence that the scheduler wrote; what was given when there is none. */
export function ScheduleSentence({ schedule }: { schedule: Schedule }) {
  const language = useLanguage();
  return <>{schedule.text?.[language] ?? schedule.phrase ?? schedule.cron ?? schedule.at ?? ''}</>;
}
