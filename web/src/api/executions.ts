import { z } from './zod';
import { StoredFile, inPath } from './files';
import { pageOf, read, readAll, send } from './http';
import { Cost, ExecutionStatus, Failure, TokenUsage } from './values';

/** Why a run waits for a person: its agent asks before this tool, or nobody knows whether the call has happened. */
export const approvalReasons = ['approval', 'unknownOutcome'] as const;
export const triggerKinds = ['manual', 'test', 'schedule', 'backfill', 'retry', 'api'] as const;

/** Text stays text; anything structured is shown as JSON. What a run was not given is left out of the answer. */
const readable = z.unknown().optional().transform((value) =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value, null, 2));

export const Execution = z.object({
  id: z.string(),
  agentId: z.string().nullish(),
  agentVersion: z.number().nullish(),
  trigger: z.object({ kind: z.enum(triggerKinds), scheduledFor: z.string().nullish() }),
  input: readable,
  status: ExecutionStatus,
  startTime: z.string().nullish(),
  endTime: z.string().nullish(),
  result: readable,
  error: Failure.nullish(),
  tokenUsage: TokenUsage.nullish(),
  cost: Cost.nullish(),
  stepCount: z.number().nullish(),
  attempt: z.number().nullish(),
});
export type Execution = z.infer<typeof Execution>;

export const Step = z.object({
  index: z.number(),
  kind: z.enum(['model', 'tool', 'approval']),
  name: z.string().nullish(),
  status: z.string(),
  startTime: z.string().nullish(),
  endTime: z.string().nullish(),
  input: readable,
  output: readable,
  tokenUsage: TokenUsage.nullish(),
  error: z.union([Failure, z.string().transform((message) => ({ code: 'failed', message }))]).nullish(),
  /** Of an approval. */
  reason: z.enum(approvalReasons).nullish().catch(null),
});
export type Step = z.infer<typeof Step>;

export const Replay = z.object({ identical: z.boolean(), eventHash: z.string() });
export type Replay = z.infer<typeof Replay>;

const path = (id: string) => `/api/executions/${encodeURIComponent(id)}`;
export const eventsPath = (id: string) => `${path(id)}/events`;
export const artifactPath = (id: string, file: string) => `${path(id)}/artifacts/${inPath(file)}`;

export const listExecutions = (query: { agentId?: string; status?: string | undefined; cursor?: string | undefined }) =>
  read(pageOf(Execution), '/api/executions', { query });
export const getExecution = (id: string) => read(Execution, path(id));
export const startExecution = (agentId: string, input?: string) =>
  read(Execution, '/api/executions', { method: 'POST', body: input ? { agentId, input } : { agentId }, creates: true });
export const cancelExecution = (id: string) => send(`${path(id)}/cancel`, { method: 'POST' });
export const retryExecution = (id: string) => read(Execution, `${path(id)}/retry`, { method: 'POST', creates: true });
export const decideApproval = (id: string, step: number, approve: boolean, note?: string) =>
  send(`${path(id)}/approvals/${step}`, { method: 'POST', body: note ? { approve, note } : { approve } });

/** All steps: a run has at most a few hundred, and the timeline shows them together. */
export const listSteps = async (id: string) => (await readAll(Step, `${path(id)}/steps`)).sort((a, b) => a.index - b.index);

export const listArtifacts = (id: string, cursor?: string) => read(pageOf(StoredFile), `${path(id)}/artifacts`, { query: { limit: 100, cursor } });

/** Derives the recorded run again, without model or tools. */
export const replayExecution = (id: string) => read(Replay, `${path(id)}/replay`);
