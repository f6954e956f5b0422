import { screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeEventSource } from '../../../test/FakeEventSource';
import { renderAlone } from '../../../test/render';
import { Part, type PartOf } from '../frames';
import { RunCard } from './RunCard';

const part = (more: object = {}) => Part.parse({ id: 'run-e9', type: 'run', executionId: 'e9', agentId: null, status: 'running', result: null, error: null, tokenUsage: null, ...more }) as PartOf<'run'>;

beforeEach(() => { FakeEventSource.opened = []; vi.stubGlobal('EventSource', FakeEventSource); });
afterEach(() => { vi.unstubAllGlobals(); });

it('follows a run live and closes the stream at its end', async () => {
  await renderAlone(<RunCard part={part()} />);
  await screen.findByText('실행하고 있습니다');
  const source = FakeEventSource.opened.at(-1)!;
  expect(source.url).toBe('/api/executions/e9/events');

  source.emit('step', { index: 0, kind: 'tool', name: 'clock', status: 'running', input: {}, output: null });
  expect(screen.getByText('clock')).toBeInTheDocument();
  source.emit('delta', { text: '코스피는 ' });
  source.emit('delta', { text: '올랐다' });
  expect(screen.getByText('코스피는 올랐다')).toBeInTheDocument();
  source.emit('usage', { tokenUsage: { input: 1234, output: 56 } });
  expect(screen.getByText('입력 1,234 · 출력 56 토큰')).toBeInTheDocument();
  source.emit('done', { status: 'success', result: '**끝**' });

  expect(screen.getByText('끝')).toBeInTheDocument();
  expect(screen.getByText('실행을 마쳤습니다')).toBeInTheDocument();
  expect(source.readyState).toBe(FakeEventSource.CLOSED);
});

it('opens no stream for a run that has ended, and shows why it failed', async () => {
  await renderAlone(<RunCard part={part({ status: 'failed', error: { code: 'budget-exceeded', message: '예산을 넘었습니다' } })} />);

  expect(await screen.findByText('예산을 넘었습니다')).toBeInTheDocument();
  expect(FakeEventSource.opened).toEqual([]);
});
