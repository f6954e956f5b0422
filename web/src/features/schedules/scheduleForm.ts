import { frequencies, type Frequency, type Schedule, type ScheduleInput } from '../../api/schedules';

export const scheduleModes = ['phrase', 'frequency', 'cron'] as const;
export type ScheduleMode = (typeof scheduleModes)[number];

/** What a person has entered so far; every way of saying it keeps its own fields while they switch between them. */
export type ScheduleDraft = {
  mode: ScheduleMode;
  phrase: string;
  frequency: Frequency;
  time: string;
  daysOfWeek: string[];
  dayOfMonth: string;
  at: string;
  cron: string;
  timeZone: string;
};

export function scheduleDraft(schedule: Schedule | null | undefined, timeZone: string): ScheduleDraft {
  const frequency = frequencies.find((name) => name === schedule?.frequency);
  return {
    mode: schedule?.phrase ? 'phrase' : frequency ? 'frequency' : schedule?.cron ? 'cron' : 'phrase',
    phrase: schedule?.phrase ?? '',
    frequency: frequency ?? 'weekly',
    time: schedule?.time ?? '08:00',
    daysOfWeek: schedule?.daysOfWeek ?? ['mon'],
    dayOfMonth: String(schedule?.dayOfMonth ?? '1'),
    at: schedule?.at?.slice(0, 16) ?? '',
    cron: schedule?.cron ?? '',
    timeZone: schedule?.timeZone ?? timeZone,
  };
}

/** The schedule as the API takes it, or null while something is missing. */
export function scheduleInput(draft: ScheduleDraft): ScheduleInput | null {
  const { timeZone } = draft;
  if (draft.mode === 'phrase') return draft.phrase.trim() ? { phrase: draft.phrase.trim(), timeZone } : null;
  if (draft.mode === 'cron') return draft.cron.trim() ? { cron: draft.cron.trim(), timeZone } : null;

  const { frequency, time } = draft;
  switch (frequency) {
    case 'once':
      return draft.at ? { frequency, at: draft.at, timeZone } : null;
    case 'hourly':
    case 'daily':
      return time ? { frequency, time, timeZone } : null;
    case 'weekly':
      return time && draft.daysOfWeek.length > 0 ? { frequency, time, daysOfWeek: draft.daysOfWeek, timeZone } : null;
    case 'monthly':
      return time ? { frequency, time, dayOfMonth: draft.dayOfMonth === 'last' ? 'last' : Number(draft.dayOfMonth), timeZone } : null;
  }
}

/**
 * A merge patch merges into what is stored: the other ways of saying it are taken out by null, or a phrase would stay
 * beside the cron expression that replaces it.
 */
export const schedulePatch = (input: ScheduleInput): ScheduleInput =>
  ({ phrase: null, frequency: null, time: null, daysOfWeek: null, dayOfMonth: null, at: null, cron: null, ...input });

export const sameSchedule = (a: ScheduleInput | null, b: ScheduleInput | null) => JSON.stringify(a) === JSON.stringify(b);
