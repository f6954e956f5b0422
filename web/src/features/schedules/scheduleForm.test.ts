import { expect, it } from 'vitest';
import { scheduleDraft, scheduleInput, schedulePatch } from './scheduleForm';

const draft = scheduleDraft(null, 'Asia/Seoul');

it('is nothing while something is missing', () => {
  expect(scheduleInput(draft)).toBeNull();
  expect(scheduleInput({ ...draft, mode: 'cron', cron: '  ' })).toBeNull();
  expect(scheduleInput({ ...draft, mode: 'frequency', frequency: 'weekly', daysOfWeek: [] })).toBeNull();
  expect(scheduleInput({ ...draft, mode: 'frequency', frequency: 'once' })).toBeNull();
});

it('says one thing only, in the zone that was chosen', () => {
  expect(scheduleInput({ ...draft, phrase: ' 매주 월요일 8시 ', cron: '0 8 * * *' })).toEqual({ phrase: '매주 월요일 8시', timeZone: 'Asia/Seoul' });
  expect(scheduleInput({ ...draft, mode: 'frequency', frequency: 'monthly', dayOfMonth: 'last', time: '18:00' })).toEqual({ frequency: 'monthly', time: '18:00', dayOfMonth: 'last', timeZone: 'Asia/Seoul' });
  expect(scheduleInput({ ...draft, mode: 'frequency', frequency: 'weekly', daysOfWeek: ['mon', 'fri'] })).toMatchObject({ daysOfWeek: ['mon', 'fri'], time: '08:00' });
});

it('takes out the other ways of saying it when it changes what is stored', () => {
  expect(schedulePatch({ cron: '0 8 * * 1', timeZone: 'UTC' })).toMatchObject({ phrase: null, frequency: null, cron: '0 8 * * 1' });
});

it('begins with what is stored', () => {
  expect(scheduleDraft({ cron: '0 8 * * 1', timeZone: 'UTC' }, 'Asia/Seoul')).toMatchObject({ mode: 'cron', cron: '0 8 * * 1', timeZone: 'UTC' });
  expect(scheduleDraft({ frequency: 'monthly', dayOfMonth: 'last', time: '18:00', cron: '0 18 L * *' }, 'UTC')).toMatchObject({ mode: 'frequency', dayOfMonth: 'last', time: '18:00' });
});
