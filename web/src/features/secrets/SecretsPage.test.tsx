import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { backend, origin, problem, secret, withBackend } from '../../test/backend';
import { expectAccessible, renderAlone } from '../../test/render';
import { SecretsPage } from './SecretsPage';

withBackend();

const dialog = async () => within(await screen.findByRole('dialog'));
const fill = async (form: Awaited<ReturnType<typeof dialog>>, name: string) => {
  await userEvent.type(form.getByRole('textbox', { name: /^이름/ }), name);
  await userEvent.type(form.getByLabelText(/^값/), 's3cret');
  await userEvent.type(form.getByRole('combobox', { name: /^넣어 줄 호스트/ }), 'https://api.example.com/v1{Enter}');
};

it('says that values are never shown, lists names and hosts, and is accessible', async () => {
  const { container } = await renderAlone(<SecretsPage />, 'en');

  expect(await screen.findByText('WEATHER_API_KEY')).toBeInTheDocument();

  expect(screen.getByText('api.weather.example')).toBeInTheDocument();
  expect(screen.getByText('Saved values are never shown again')).toBeInTheDocument();
  await expectAccessible(container);
});

it('adds a secret for its hosts and forgets what was typed', async () => {
  const sent: unknown[] = [];
  backend.use(http.put(`${origin}/api/secrets/:name`, async ({ request, params }) => {
    sent.push([params.name, await request.json()]);
    return new HttpResponse(null, { status: 204 });
  }));
  await renderAlone(<SecretsPage />);

  await userEvent.click(await screen.findByRole('button', { name: '비밀 값 추가' }));
  const form = await dialog();
  await fill(form, 'news-key');
  await expectAccessible(screen.getByRole('dialog'));
  await userEvent.click(form.getByRole('button', { name: '저장' }));

  await waitFor(() => expect(sent).toEqual([['NEWS_KEY', { value: 's3cret', hosts: ['api.example.com'] }]]));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await userEvent.click(screen.getByRole('button', { name: '비밀 값 추가' }));
  expect((await dialog()).getByLabelText(/^값/)).toHaveValue('');
});

it('warns before a name is given a new value, and shows what the server refuses at its field', async () => {
  backend.use(http.put(`${origin}/api/secrets/WEATHER_API_KEY`, () => problem(400, 'validation', 'Not valid', { errors: { hosts: ['No wildcard here.'] } })));
  await renderAlone(<SecretsPage />);

  await userEvent.click(await screen.findByRole('button', { name: '비밀 값 추가' }));
  const form = await dialog();
  await fill(form, 'WEATHER_API_KEY');
  expect(form.getByText('같은 이름의 값이 있습니다. 저장하면 새 값으로 바뀝니다.')).toBeInTheDocument();
  await userEvent.click(form.getByRole('button', { name: '저장' }));

  expect(await form.findByText('No wildcard here.')).toBeInTheDocument();
});

it('refuses a name that no secret can have', async () => {
  await renderAlone(<SecretsPage />);

  await userEvent.click(await screen.findByRole('button', { name: '비밀 값 추가' }));
  const form = await dialog();
  await fill(form, '9lives');

  expect(form.getByText('대문자로 시작하고 대문자, 숫자, 밑줄만 쓸 수 있습니다.')).toBeInTheDocument();
  expect(form.getByRole('button', { name: '저장' })).toBeDisabled();
});

it('deletes a secret once it is confirmed', async () => {
  let secrets = [secret];
  backend.use(
    http.get(`${origin}/api/secrets`, () => HttpResponse.json({ items: secrets, nextCursor: null })),
    http.delete(`${origin}/api/secrets/WEATHER_API_KEY`, () => { secrets = []; return new HttpResponse(null, { status: 204 }); }),
  );
  await renderAlone(<SecretsPage />);

  await userEvent.click(await screen.findByRole('button', { name: 'WEATHER_API_KEY 삭제' }));
  await userEvent.click((await dialog()).getByRole('button', { name: '삭제' }));

  expect(await screen.findByText('아직 비밀 값이 없습니다')).toBeInTheDocument();
});
