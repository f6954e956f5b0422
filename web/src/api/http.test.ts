import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import { agent, backend, origin, problem, session, withBackend } from '../test/backend';
import { createAgent, editAgent, getAgent } from './agents';
import { withQuery } from './http';
import { Problem } from './problem';
import './session';

withBackend();

it('starts a session once for all calls that met a 401, and tries each of them again', async () => {
  let sessions = 0;
  backend.use(
    http.post(`${origin}/api/session`, () => { sessions++; return HttpResponse.json(session); }),
    http.get(`${origin}/api/agents/a1`, () => (sessions === 0 ? problem(401, 'unauthenticated', 'No session') : HttpResponse.json(agent, { headers: { etag: '"2"' } }))),
  );

  const answers = await Promise.all([getAgent('a1'), getAgent('a1')]);

  expect(answers.map((answer) => answer.etag)).toEqual(['"2"', '"2"']);
  expect(sessions).toBe(1);
});

it('sends a creation with one idempotency key, the same when it is tried again', async () => {
  const keys: (string | null)[] = [];
  backend.use(http.post(`${origin}/api/agents`, ({ request }) => {
    keys.push(request.headers.get('idempotency-key'));
    return keys.length === 1 ? problem(401, 'unauthenticated', 'No session') : HttpResponse.json(agent, { status: 201 });
  }));

  await createAgent({ name: 'x' });

  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(keys[1]).toBe(keys[0]);
});

it('sends the ETag with an edit and hands on what a problem says', async () => {
  backend.use(http.patch(`${origin}/api/agents/a1`, ({ request }) =>
    problem(request.headers.get('if-match') === '"2"' ? 400 : 412, 'validation', 'Name is too long', { errors: { Name: ['at most 100'] } })));

  const refusal = await editAgent('a1', { name: 'x' }, '"2"').catch((error: unknown) => error);

  expect(refusal).toBeInstanceOf(Problem);
  expect(refusal).toMatchObject({ status: 400, code: 'validation', message: 'Name is too long' });
  expect((refusal as Problem).field('name')).toBe('at most 100');
});

it('says so when an answer is not as the contract says', async () => {
  backend.use(http.get(`${origin}/api/agents/a1`, () => HttpResponse.json({ id: 1 })));

  const log = vi.spyOn(console, 'error').mockImplementation(() => {});

  await expect(getAgent('a1')).rejects.toMatchObject({ code: 'contract' });

  expect(log).toHaveBeenCalledOnce();
  log.mockRestore();
});

it('leaves out what was not given from a query', () => {
  expect(withQuery('/api/agents', { q: '주식', status: undefined, cursor: '' })).toBe('/api/agents?q=%EC%A3%BC%EC%8B%9D');
});
