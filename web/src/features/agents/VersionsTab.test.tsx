import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { Agent } from '../../api/agents';
import { agent, backend, origin, withBackend } from '../../test/backend';
import { renderAlone } from '../../test/render';
import { VersionsTab } from './VersionsTab';

withBackend();

it.each([[{ allowedDomains: ['example.com'] }, 1], [undefined, 0]])('shows the settings of a version that are its own (%o)', async (runtime, shown) => {
  backend.use(http.get(`${origin}/api/agents/a1/versions/1`, () => HttpResponse.json({ ...agent, version: 1, runtime })));
  await renderAlone(<VersionsTab agent={Agent.parse(agent)} />);

  await userEvent.click((await screen.findAllByRole('button', { name: '보기' })).at(-1)!);
  await screen.findByText('요약한다.');

  expect(screen.queryAllByText('실행 방식')).toHaveLength(shown);
  expect(screen.queryAllByText(/"allowedDomains"/)).toHaveLength(shown);
});
