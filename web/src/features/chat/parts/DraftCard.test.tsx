import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { draft } from '../../../test/backend';
import { expectAccessible, renderAlone } from '../../../test/render';
import { Part, type PartOf } from '../frames';
import { DraftCard } from './DraftCard';

const part = (more: object = {}) => Part.parse({ id: 'p', type: 'agentDraft', draft, agentId: null, agentStatus: null, testExecutionId: null, ...more }) as PartOf<'agentDraft'>;

it('shows the schedule in the language of the page, with the coming runs in its own zone', async () => {
  const { container } = await renderAlone(<DraftCard part={part()} connected action={undefined} onAction={() => {}} />, 'en');

  expect(await screen.findByText('Every Monday at 8:00 AM')).toBeInTheDocument();
  expect(screen.getByText(/Next runs · Asia\/Seoul/)).toBeInTheDocument();
  expect(screen.getByText(/Mon, Nov 30, 2026, 8:00 AM/)).toBeInTheDocument();
  await expectAccessible(container);
});

it('asks for a test, a save and an activation', async () => {
  const onAction = vi.fn();
  await renderAlone(<DraftCard part={part()} connected action={undefined} onAction={onAction} />);

  for (const name of ['테스트 실행', '저장', '활성화']) await userEvent.click(await screen.findByRole('button', { name }));

  expect(onAction.mock.calls.flat()).toEqual(['test', 'save', 'activate']);
});

it('waits for the click that is on its way and says why one was refused', async () => {
  const { unmount } = await renderAlone(<DraftCard part={part()} connected action={{ partId: 'p', value: 'save' }} onAction={() => {}} />);
  expect(await screen.findByRole('button', { name: '활성화' })).toBeDisabled();
  unmount();

  await renderAlone(<DraftCard part={part()} connected action={{ partId: 'p', value: 'save', failure: '이름이 없습니다' }} onAction={() => {}} />);

  expect(await screen.findByRole('alert')).toHaveTextContent('이름이 없습니다');
  expect(screen.getByRole('button', { name: '활성화' })).toBeEnabled();
});

it('leads to the agent once it is active', async () => {
  await renderAlone(<DraftCard part={part({ agentId: 'a1', agentStatus: 'active' })} connected action={undefined} onAction={() => {}} />);

  expect(await screen.findByRole('link', { name: '에이전트 열기' })).toHaveAttribute('href', '/agents/a1');
  expect(screen.queryByRole('button', { name: '활성화' })).toBeNull();
});
