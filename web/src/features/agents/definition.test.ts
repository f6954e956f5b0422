import { expect, it } from 'vitest';
import { Agent } from '../../api/agents';
import { agent } from '../../test/backend';
import { changesBetween, draftOf } from './definition';

const saved = draftOf(Agent.parse(agent));

it('sends nothing when nothing changed', () => {
  expect(changesBetween(saved, draftOf(Agent.parse(agent)))).toEqual({});
});

it('sends only what changed, and null for what was emptied', () => {
  const change = changesBetween({ ...saved, model: 'm' }, { ...saved, name: ' 새 이름 ', model: '', tools: ['clock', 'read_file'], limits: { ...saved.limits, maxSteps: '', maxRunSeconds: 60 } });

  expect(change).toEqual({ name: '새 이름', model: null, tools: ['clock', 'read_file'], limits: { maxSteps: null, maxRunSeconds: 60 } });
});

it('does not take another order of the tools for a change, and sends the settings that changed', () => {
  const two = { ...saved, tools: ['clock', 'read_file'] };

  expect(changesBetween(two, { ...two, tools: ['read_file', 'clock'] })).toEqual({});
  expect(changesBetween(saved, { ...saved, runtime: { ...saved.runtime, allowedDomains: ['example.com'] } })).toEqual({ runtime: { allowedDomains: ['example.com'] } });
});
