import { z } from './zod';
import { pageOf, read, send } from './http';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const frequencies = ['once', 'hourly', 'daily', 'weekly', 'monthly'] as const;
export type Frequency = (typeof frequencies)[number];

export const Schedule = z.object({
  phrase: z.string().nullish(),
  frequency: z.enum(frequencies).nullish(),
  time: z.string().nullish(),
  daysOfWeek: z.array(z.string()).nullish(),
  dayOfMonth: z.union([z.number(), z.string()]).nullish(),
  at: z.string().nullish(),
  cron: z.string().nullish(),
  timeZone: z.string().nullish(),
  overlap: z.string().nullish(),
  catchUp: z.string().nullish(),
  text: z.object({ ko: z.string(), en: z.string() }).nullish(),
  nextRuns: z.array(z.string()).nullish(),
});
export type Schedule = z.infer<typeof Schedule>;

/** A schedule as given by a person: exactly one of phrase, frequency and cron. */
export type ScheduleInput = {
  phrase?: string | null;
  frequency?: Frequency | null;
  time?: string | null;
  daysOfWeek?: string[] | null;
  dayOfMonth?: number | 'last' | null;
  at?: string | null;
  cron?: string | null;
  timeZone?: string;
  overlap?: string;
  catchUp?: string;
};

export const ScheduleEntry = z.object({
  agentId: z.string(),
  agentName: z.string().nullish(),
  schedule: Schedule.nullish(),
  paused: z.boolean(),
  pausedReason: z.string().nullish(),
  nextRunAt: z.string().nullish(),
  lastRunAt: z.string().nullish(),
  lastStatus: z.string().nullish(),
});
export type ScheduleEntry = z.infer<typeof ScheduleEntry>;

export const SchedulePreview = z.object({
  schedule: Schedule,
  runs: z.array(z.object({ at: z.string(), local: z.string(), note: z.enum(['gap', 'fold']).nullish() })),
});

export const Occurrence = z.object({
  occurrenceId: z.string(),
  scheduledFor: z.string(),
  outcome: z.enum(['fired', 'skipped', 'missed', 'paused', 'overBudget']),
  reason: z.string().nullish(),
  executionId: z.string().nullish(),
  firedAt: z.string().nullish(),
});
export type Occurrence = z.infer<typeof Occurrence>;

const percentiles = <T extends z.ZodType>(value: T) => z.object({ p50: value, p95: value });
const costs = percentiles(z.string()).extend({ currency: z.string() });

/** What a schedule will do in a span of days; tokens and cost only where runs were measured. */
export const ScheduleForecast = z.object({
  days: z.number(),
  fires: z.number(),
  skipped: z.number(),
  measured: z.object({ runs: z.number(), seconds: percentiles(z.number()), tokens: percentiles(z.number()), cost: costs }).nullish(),
  tokens: percentiles(z.number()).nullish(),
  cost: costs.nullish(),
});
export type ScheduleForecast = z.infer<typeof ScheduleForecast>;

const path = (agentId: string) => `/api/schedules/${encodeURIComponent(agentId)}`;

export const listSchedules = (query: { agentId?: string; limit?: number }) =>
  read(pageOf(ScheduleEntry), '/api/schedules', { query });

export const previewSchedule = (schedule: ScheduleInput, signal?: AbortSignal) =>
  read(SchedulePreview, '/api/schedules/preview', { method: 'POST', body: { schedule, count: 10 }, ...(signal && { signal }) });

export const listOccurrences = (agentId: string, cursor?: string) =>
  read(pageOf(Occurrence), `${path(agentId)}/occurrences`, { query: { cursor } });

export const pauseSchedule = (agentId: string) => send(`${path(agentId)}/pause`, { method: 'POST', body: {} });
export const resumeSchedule = (agentId: string) => send(`${path(agentId)}/resume`, { method: 'POST' });
export const triggerSchedule = (agentId: string) => send(`${path(agentId)}/trigger`, { method: 'POST', creates: true });
