import { z } from '../../api/zod';
import { Step } from '../../api/executions';
import { Cost, ExecutionStatus, Failure, TokenUsage, hasEnded } from '../../api/values';

export const feedEvents = ['status', 'log', 'delta', 'step', 'approval', 'artifact', 'usage', 'done'] as const;
export type FeedEvent = (typeof feedEvents)[number];

/** What the events of a run have said so far. */
export type ExecutionFeed = {
  readonly status?: ExecutionStatus;
  /** What the model is writing in its current step. */
  readonly text: string;
  readonly logs: readonly string[];
  readonly steps: readonly Step[];
  readonly tokenUsage?: TokenUsage;
  readonly cost?: Cost | null | undefined;
  readonly result?: string | null | undefined;
  readonly error?: Failure | null | undefined;
};

export const emptyFeed: ExecutionFeed = { text: '', logs: [], steps: [] };

const shapes = {
  status: z.object({ status: ExecutionStatus }),
  log: z.object({ message: z.string().nullish(), text: z.string().nullish() }),
  delta: z.object({ text: z.string() }),
  usage: z.object({ tokenUsage: TokenUsage, cost: Cost.nullish() }),
  approval: Step.pick({ index: true, name: true, input: true, status: true, reason: true }),
  done: z.object({ status: ExecutionStatus, result: z.unknown().optional(), error: Failure.nullish() }),
};

/** Pure. An event of a shape that is not known changes nothing: the execution itself is read again at the end. */
export function applyEvent(feed: ExecutionFeed, event: FeedEvent, data: unknown): ExecutionFeed {
  switch (event) {
    case 'status': {
      const { data: change } = shapes.status.safeParse(data);
      return change ? { ...feed, status: change.status } : feed;
    }
    case 'log': {
      const { data: log } = shapes.log.safeParse(data);
      const line = log?.message ?? log?.text;
      return line ? { ...feed, logs: [...feed.logs, line] } : feed;
    }
    case 'delta': {
      const { data: delta } = shapes.delta.safeParse(data);
      return delta ? { ...feed, text: feed.text + delta.text } : feed;
    }
    case 'step': {
      const { data: step } = Step.safeParse(data);
      return step ? putStep(feed, step) : feed;
    }
    case 'usage': {
      const { data: usage } = shapes.usage.safeParse(data);
      return usage ? { ...feed, tokenUsage: usage.tokenUsage, cost: usage.cost } : feed;
    }
    case 'done': {
      const { data: end } = shapes.done.safeParse(data);
      if (!end) return feed;
      return { ...feed, status: end.status, result: typeof end.result === 'string' ? end.result : null, error: end.error };
    }
    case 'approval': {
      const { data: approval } = shapes.approval.safeParse(data);
      return approval ? putStep(feed, { kind: 'approval', output: null, ...approval }) : feed;
    }
    case 'artifact':
      return feed; // read over HTTP when they come
  }
}

function putStep(feed: ExecutionFeed, step: Step): ExecutionFeed {
  const known = feed.steps.some((old) => old.index === step.index);
  const steps = known ? feed.steps.map((old) => (old.index === step.index ? laidOver(old, step) : old)) : [...feed.steps, step];
  return { ...feed, steps, text: known ? feed.text : '' }; // a new step writes its own text
}

/** A later word on a step; what only the earlier one said stays: events of an approval tell its reason, steps tell its times. */
export const laidOver = (before: Step, after: Step): Step => ({
  ...after,
  input: after.input ?? before.input,
  output: after.output ?? before.output,
  reason: after.reason ?? before.reason,
  startTime: after.startTime ?? before.startTime,
  endTime: after.endTime ?? before.endTime,
});

export const feedEnded = (feed: ExecutionFeed) => feed.status !== undefined && hasEnded(feed.status);
