import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { backend, origin, withBackend } from '../../test/backend';
import { renderAlone } from '../../test/render';
import { BudgetLine } from './BudgetLine';

withBackend();

it('shows what is used of the day beside the limit', async () => {
  await renderAlone(<BudgetLine />);

  expect(await screen.findByText('오늘 1,000,000 토큰 중 250,000 사용')).toBeInTheDocument();
  expect(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25');
  expect(screen.getByText(/진행 중인 실행이 4,000 예약/)).toBeInTheDocument();
});

it('shows no bar when there is no limit', async () => {
  backend.use(http.get(`${origin}/api/budget`, () => HttpResponse.json({ day: { limit: null, used: 12, reserved: 0, resetsAt: null } })));
  await renderAlone(<BudgetLine />, 'en');

  expect(await screen.findByText('12 tokens used today (no limit)')).toBeInTheDocument();
  expect(screen.queryByRole('progressbar')).toBeNull();
});
