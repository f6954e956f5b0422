import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { backend, file, origin, problem, withBackend } from '../../test/backend';
import { expectAccessible, renderAlone } from '../../test/render';
import { WorkspaceTab } from './WorkspaceTab';

withBackend();

/** A workspace of two files that can be emptied. */
function workspace() {
  let files = [file('notes/a b.md', 'text/markdown', 1_500), file('data.bin', 'application/octet-stream')];
  backend.use(
    http.get(`${origin}/api/workspaces/a1`, () => HttpResponse.json({ items: files, nextCursor: null, totalBytes: 1_510, totalFiles: files.length })),
    http.delete(`${origin}/api/workspaces/a1/files/notes/a%20b.md`, () => { files = files.slice(1); return new HttpResponse(null, { status: 204 }); }),
    http.delete(`${origin}/api/workspaces/a1`, () => { files = []; return new HttpResponse(null, { status: 204 }); }),
  );
}

const confirm = async (name: string) => userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name }));

it('lists what the agent keeps, with its size in all', async () => {
  workspace();
  const { container } = await renderAlone(<WorkspaceTab agentId="a1" />, 'en');

  expect(await screen.findByText('notes/a b.md')).toBeInTheDocument();

  expect(screen.getByText(/2 files, 1.5 kB/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Download notes/a b.md' })).toHaveAttribute('href', '/api/workspaces/a1/files/notes/a%20b.md');
  await expectAccessible(container);
});

it('deletes one file once it is confirmed', async () => {
  workspace();
  await renderAlone(<WorkspaceTab agentId="a1" />);

  await userEvent.click(await screen.findByRole('button', { name: 'notes/a b.md 삭제' }));
  await confirm('삭제');

  await waitFor(() => expect(screen.queryByText('notes/a b.md')).toBeNull());
  expect(screen.getByText('data.bin')).toBeInTheDocument();
});

it('clears the workspace once it is confirmed', async () => {
  workspace();
  await renderAlone(<WorkspaceTab agentId="a1" />);

  await userEvent.click(await screen.findByRole('button', { name: '모두 지우기' }));
  await confirm('모두 지우기');

  expect(await screen.findByText('아직 파일이 없습니다')).toBeInTheDocument();
});

it('says why it cannot be cleared now', async () => {
  workspace();
  backend.use(http.delete(`${origin}/api/workspaces/a1`, () => problem(409, 'conflict', 'A run of this agent is open.')));
  await renderAlone(<WorkspaceTab agentId="a1" />);

  await userEvent.click(await screen.findByRole('button', { name: '모두 지우기' }));
  await confirm('모두 지우기');

  expect(await screen.findByText('A run of this agent is open.')).toBeInTheDocument();
  expect(screen.getByText('notes/a b.md')).toBeInTheDocument();
});
