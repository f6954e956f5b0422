import { z } from './zod';
import { pageOf, read, send } from './http';
import { Cost, ExecutionStatus, Failure, TokenUsage } from './values';

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
});
export type Step = z.infer<typeof Step>;

export const Artifact = z.object({ path: z.string(), size: z.number().nullish() });

const path = (id: string) => `/api/executions/${encodeURIComponent(id)}`;
export const eventsPath = (id: string) => `${path(id)}/events`;
export const artifactPath = (id: string, file: string) => `${path(id)}/artifacts/${file.split('/').map(encodeURIComponent).join('/')}`;

export const listExecutions = (query: { agentId?: string; status?: string | undefined; cursor?: string | undefined }) =>
  read(pageOf(Execution), '/api/executions', { query });
export const getExecution = (id: string) => read(Execution, path(id));
export const startExecution = (agentId: string, input?: string) =>
  read(Execution, '/api/executions', { method: 'POST', body: input ? { agentId, input } : { agentId }, creates: true });
export const cancelExecution = (id: string) => send(`${path(id)}/cancel`, { method: 'POST' });
export const retryExecution = (id: string) => read(Execution, `${path(id)}/retry`, { method: 'POST', creates: true });
export const decideApproval = (id: string, step: number, approve: boolean) =>
  send(`${path(id)}/approvals/${step}`, { method: 'POST', body: { approve } });

/** All steps: a run has at most a few hundred, and the timeline shows them together. */
export async function listSteps(id: string): Promise<Step[]> {
  const steps: Step[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await read(pageOf(Step), `${path(id)}/steps`, { query: { limit: 100, cursor } });
    steps.push(...page.items);
    if (!page.nextCursor) return steps.sort((a, b) => a.index - b.index);
    cursor = page.nextCursor;
  }
}

export const listArtifacts = async (id: string) => (await read(z.object({ items: z.array(Artifact) }), `${path(id)}/artifacts`)).items;
