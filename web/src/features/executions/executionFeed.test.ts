import { expect, it } from 'vitest';
import { Step } from '../../api/executions';
import { applyEvent, emptyFeed } from './executionFeed';
import { mergeSteps } from './useExecution';

const step = (more: object) => Step.parse({ index: 1, kind: 'approval', name: 'notify', status: 'waiting', ...more });

it('keeps the reason of a question when a step without it follows', () => {
  const asked = applyEvent(emptyFeed, 'approval', { index: 1, name: 'notify', input: '{}', reason: 'unknownOutcome', status: 'waiting' });
  const answered = applyEvent(asked, 'step', { index: 1, kind: 'approval', name: 'notify', status: 'success', endTime: '2026-11-22T05:00:00Z' });

  expect(asked.steps).toMatchObject([{ kind: 'approval', reason: 'unknownOutcome', status: 'waiting' }]);
  expect(answered.steps).toMatchObject([{ reason: 'unknownOutcome', status: 'success', input: '{}', endTime: '2026-11-22T05:00:00Z' }]);
});

it('takes a reason that it does not know as none', () => {
  expect(applyEvent(emptyFeed, 'approval', { index: 1, name: 'x', input: null, reason: 'whim', status: 'waiting' }).steps).toMatchObject([{ reason: null }]);
});

it('lays events over what was read', () => {
  expect(mergeSteps([step({ startTime: 'then' })], [step({ reason: 'approval', status: 'failed' })])).toMatchObject([{ status: 'failed', reason: 'approval', startTime: 'then' }]);
});

it('does not hold back a step that was read to its end when the events broke off before', () => {
  expect(mergeSteps([step({ status: 'success' })], [step({ reason: 'approval' })])).toMatchObject([{ status: 'success', reason: 'approval' }]);
});
