import { expect, it } from 'vitest';
import { AgentRuntime } from '../../api/runtime';
import { readSchema, runtimeChanges, runtimeDraftOf, settingsOf } from './runtimeDraft';

const plain = runtimeDraftOf(null);

it('has what every agent has by itself when nothing is said', () => {
  expect(plain).toMatchObject({ engine: 'loop', unknownOutcome: 'ask', allowedDomains: [], mcpServers: [], outputSchema: '', notifyUrl: '' });
  expect(settingsOf(plain)).toBe(0);
});

it('sends only what changed, and null for what was emptied', () => {
  const before = { ...plain, notifyUrl: 'https://a.example/hook', outputSchema: '{"type":"object"}' };

  expect(runtimeChanges(before, { ...before, allowedDomains: ['example.com'], notifyUrl: ' ', outputSchema: '' }))
    .toEqual({ allowedDomains: ['example.com'], notifyUrl: null, outputSchema: null });
  expect(runtimeChanges(before, before)).toEqual({});
});

it('sends a server with what its kind has and nothing else', () => {
  const servers = [
    { name: 'docs', kind: 'url', url: ' https://mcp.example.com ', command: 'left over', arguments: 'x', secret: 'DOCS_TOKEN' },
    { name: 'local', kind: 'command', url: '', command: 'node', arguments: 'server.mjs\n\n--root\n/workspace', secret: 'DOCS_TOKEN' },
  ] as const;

  expect(runtimeChanges(plain, { ...plain, mcpServers: [...servers] }).mcpServers).toEqual([
    { name: 'docs', url: 'https://mcp.example.com', secret: 'DOCS_TOKEN' },
    { name: 'local', command: 'node', arguments: ['server.mjs', '--root', '/workspace'] },
  ]);
});

it('sends a changed schema whole: the server does not merge it', () => {
  const before = runtimeDraftOf(AgentRuntime.parse({ outputSchema: { type: 'object', properties: { a: {} } } }));

  expect(runtimeChanges(before, { ...before, outputSchema: '{ "type": "object" }' })).toEqual({ outputSchema: { type: 'object' } });
});

it('does not take layout for a change of the schema', () => {
  const before = { ...plain, outputSchema: '{"type":"object"}' };

  expect(runtimeChanges(before, { ...before, outputSchema: '{ "type":\n"object" }' })).toEqual({});
});

it.each([['', null], ['  ', null], ['{"a":1}', { a: 1 }], ['[1]', undefined], ['{', undefined], ['"text"', undefined]])('reads the schema %j', (text, expected) => {
  expect(readSchema(text)).toEqual(expected);
});
