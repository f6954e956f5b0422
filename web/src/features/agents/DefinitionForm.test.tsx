import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { Agent } from '../../api/agents';
import { agent, backend, origin, problem, withBackend } from '../../test/backend';
import { expectAccessible, renderAlone } from '../../test/render';
import { DefinitionForm } from './DefinitionForm';

withBackend();

const form = (more: object = {}) => <DefinitionForm agent={Agent.parse({ ...agent, ...more })} etag={'"2"'} onReload={async () => {}} />;
const openRuntime = async () => userEvent.click(await screen.findByRole('button', { name: /^실행 방식/ }));
const save = () => userEvent.click(screen.getByRole('button', { name: '저장' }));

/** Bodies of the edits that are sent. */
function edits() {
  const bodies: unknown[] = [];
  backend.use(http.patch(`${origin}/api/agents/a1`, async ({ request }) => {
    bodies.push(await request.json());
    return HttpResponse.json({ ...agent, version: 3 }, { headers: { etag: '"3"' } });
  }));
  return bodies;
}

it('groups the tools by what they do, with their effect in plain words and why one cannot be had', async () => {
  const { container } = await renderAlone(form());

  const code = await screen.findByRole('group', { name: '코드 실행' });
  expect(await within(code).findByText('코드 도구를 쓸 수 없습니다')).toBeInTheDocument();
  expect(within(code).getByText('bubblewrap is not installed.')).toBeInTheDocument();
  expect(within(code).getByRole('checkbox', { name: /Python 실행/ })).toBeDisabled();
  expect(within(screen.getByRole('group', { name: '알림' })).getByText('지금은 쓸 수 없습니다: The outbox is full.')).toBeInTheDocument();
  expect(within(screen.getByRole('group', { name: '시간' })).getByText('읽기만 하고 아무것도 바꾸지 않습니다.')).toBeInTheDocument();
  expect(within(screen.getByRole('group', { name: '그 밖의 도구' })).getByText('Paints.')).toBeInTheDocument();
  expect(screen.getByRole('checkbox', { name: /현재 시각/ })).toBeChecked();
  await expectAccessible(container);
});

it('keeps a tool that cannot be had now when the agent names it, and lets it be taken away', async () => {
  const bodies = edits();
  await renderAlone(form({ tools: ['clock', 'run_python'] }));
  await screen.findByText('코드 도구를 쓸 수 없습니다');

  await userEvent.click(screen.getByRole('checkbox', { name: /Python 실행/ }));
  await save();

  await waitFor(() => expect(bodies).toEqual([{ tools: ['clock'] }]));
});

it('sends only the settings that changed', async () => {
  const bodies = edits();
  const { container } = await renderAlone(form());
  await openRuntime();

  await userEvent.type(screen.getByRole('combobox', { name: '허용 도메인' }), 'https://Example.com/page{Enter}');
  await userEvent.click(screen.getByRole('combobox', { name: '비밀 값' }));
  await userEvent.click(await screen.findByRole('option', { name: 'WEATHER_API_KEY' }));
  await userEvent.type(screen.getByRole('combobox', { name: '먼저 승인받을 도구' }), 'clock{Enter}');
  await userEvent.click(screen.getByRole('radio', { name: '실행을 실패로 끝내기' }));
  await userEvent.click(screen.getByRole('button', { name: '서버 추가' }));
  const server = within(screen.getByRole('group', { name: '서버 1' }));
  await userEvent.type(server.getByRole('textbox', { name: /주소/ }), 'https://mcp.example.com');
  await userEvent.type(server.getByRole('textbox', { name: /이름/ }), 'docs');
  expect(await screen.findByRole('radio', { name: /Claude Code/ })).toBeDisabled();
  await expectAccessible(container);
  await save();

  await waitFor(() => expect(bodies).toEqual([{
    runtime: { allowedDomains: ['example.com'], secrets: ['WEATHER_API_KEY'], approvalTools: ['clock'], unknownOutcome: 'fail', mcpServers: [{ name: 'docs', url: 'https://mcp.example.com' }] },
  }]));
});

it('opens the section that the server refuses and shows each refusal at its field', async () => {
  backend.use(http.patch(`${origin}/api/agents/a1`, () => problem(400, 'validation', 'One or more members are not valid.', {
    errors: { 'runtime.allowedDomains': ['Give a domain.'], 'runtime.mcpServers[0].url': ['Give an https:// address.'], 'runtime.notifyUrl': ['Needed by notify.'] },
  })));
  await renderAlone(form({ runtime: { mcpServers: [{ name: 'docs', url: 'http://x.example' }] } }));
  expect(await screen.findByText('설정 1개')).toBeInTheDocument();

  await userEvent.type(screen.getByRole('textbox', { name: '설명' }), '!');
  await save();

  const server = await screen.findByRole('group', { name: 'docs' });
  expect(within(server).getByRole('textbox', { name: /주소/ })).toHaveAccessibleDescription(/Give an https/);
  expect(screen.getByRole('textbox', { name: '알림 주소' })).toHaveAccessibleDescription(/Needed by notify/);
  expect(screen.getByText('Give a domain.')).toBeInTheDocument();
});

it('does not send a schema that cannot be read', async () => {
  const bodies = edits();
  await renderAlone(form());
  await openRuntime();
  const schema = screen.getByRole('textbox', { name: '결과의 JSON 스키마' });

  await userEvent.click(schema);
  await userEvent.paste('{ "type": ');
  expect(screen.getByText('JSON 객체로 적어 주세요.')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: '저장' })).toBeDisabled();
  expect(screen.getByText('결과의 JSON 스키마를 고치면 저장할 수 있습니다')).toBeInTheDocument();
  await userEvent.paste('"object" }');
  await save();

  await waitFor(() => expect(bodies).toEqual([{ runtime: { outputSchema: { type: 'object' } } }]));
});

it('shows the tools without their state when the platform cannot say it', async () => {
  backend.use(http.get(`${origin}/api/tools`, () => problem(503, 'unavailable', 'Not now')));
  await renderAlone(form());

  expect(await screen.findByText('지금 쓸 수 있는 도구인지 확인하지 못했습니다.')).toBeInTheDocument();

  expect(screen.getByRole('checkbox', { name: /Python 실행/ })).toBeEnabled();
});
