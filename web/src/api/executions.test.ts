import { expect, it } from 'vitest';
import { Execution, Step } from './executions';

it('takes a run that was given no input', () => {
  const run = Execution.parse({ id: 'e1', trigger: { kind: 'schedule', scheduledFor: '2026-11-22T05:00:00Z' }, status: 'queued', result: null });

  expect(run).toMatchObject({ input: null, result: null });
});

it('shows text as it is and anything else as JSON', () => {
  const step = Step.parse({ index: 0, kind: 'tool', status: 'success', input: { path: 'a' }, output: 'done' });

  expect(step).toMatchObject({ input: '{\n  "path": "a"\n}', output: 'done' });
});
