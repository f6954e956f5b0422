import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import { Agent } from '../../api/agents';
import { agent, backend, origin, problem, schedule, withBackend } from '../../test/backend';
import { renderAlone } from '../../test/render';
import { ScheduleForm } from './ScheduleForm';

withBackend();

const form = (onReload = async () => {}) => <ScheduleForm agent={Agent.parse({ ...agent, schedule: null })} etag={'"2"'} onReload={onReload} />;

/** Understands a phrase with a time of day in it. */
const preview = http.post(`${origin}/api/schedules/preview`, async ({ request }) => {
  const { phrase } = ((await request.json()) as { schedule: { phrase: string } }).schedule;
  return /\d시/.test(phrase)
    ? HttpResponse.json({ schedule, runs: [{ at: '2026-11-29T23:00:00Z', local: '2026-11-30T08:00', note: 'gap' }] })
    : problem(400, 'schedule-phrase', '시각이 없습니다', { suggestions: ['매주 월요일 오전 8시'] });
});

it('offers phrases that would be understood, and takes the one that is clicked', async () => {
  backend.use(preview);
  await renderAlone(form());

  await userEvent.type(await screen.findByRole('textbox', { name: '언제 실행할까요?' }), '매주 월요일');
  expect(await screen.findByText('시각이 없습니다')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: '일정 저장' })).toBeDisabled();
  await userEvent.click(screen.getByText('매주 월요일 오전 8시'));

  expect(await screen.findByText('매주 월요일 오전 8:00')).toBeInTheDocument();
  expect(screen.getByText('서머타임으로 시각 이동')).toBeInTheDocument();
  await waitFor(() => expect(screen.getByRole('button', { name: '일정 저장' })).toBeEnabled());
});

it('explains that the agent was changed elsewhere, and loads the latest on request', async () => {
  const onReload = vi.fn(async () => {});
  backend.use(preview, http.patch(`${origin}/api/agents/a1`, () => problem(412, 'precondition-failed', 'Changed')));
  await renderAlone(form(onReload));
  await userEvent.type(await screen.findByRole('textbox', { name: '언제 실행할까요?' }), '매일 8시');
  await screen.findByText('매주 월요일 오전 8:00');

  await userEvent.click(screen.getByRole('button', { name: '일정 저장' }));
  await userEvent.click(await screen.findByRole('button', { name: '최신 내용 불러오기' }));

  expect(onReload).toHaveBeenCalledOnce();
});
