import { z } from '../../api/zod';
import { Schedule } from '../../api/schedules';
import { Limits } from '../../api/agents';
import { Cost, ExecutionStatus, Failure, TokenUsage } from '../../api/values';

const id = z.string();
const state = z.enum(['running', 'done', 'failed']);

export const AgentDraft = z.object({
  name: z.string(),
  description: z.string().nullish().transform((value) => value ?? ''),
  finalAgentPrompt: z.string().nullish().transform((value) => value ?? ''),
  tools: z.array(z.string()).nullish().transform((value) => value ?? []),
  schedule: Schedule.nullish(),
  limits: Limits.nullish(),
});
export type AgentDraft = z.infer<typeof AgentDraft>;

export const Part = z.discriminatedUnion('type', [
  z.object({ id, type: z.literal('status'), data: z.string(), state }),
  z.object({
    id, type: z.literal('agentDraft'), draft: AgentDraft,
    agentId: z.string().nullish(), agentStatus: z.string().nullish(), testExecutionId: z.string().nullish(),
  }),
  z.object({ id, type: z.literal('choices'), question: z.string(), options: z.array(z.object({ label: z.string(), value: z.string() })), chosen: z.string().nullish() }),
  z.object({ id, type: z.literal('schedule'), schedule: Schedule }),
  z.object({
    id, type: z.literal('run'), executionId: z.string(), agentId: z.string().nullish(), status: ExecutionStatus,
    result: z.string().nullish(), error: Failure.nullish(), tokenUsage: TokenUsage.nullish(),
  }),
  z.object({ id, type: z.literal('tool'), name: z.string(), state, detail: z.string().nullish() }),
  z.object({ id, type: z.literal('notice'), level: z.enum(['info', 'warning', 'error']), text: z.string() }),
]);
export type Part = z.infer<typeof Part>;
export type PartOf<T extends Part['type']> = Extract<Part, { type: T }>;

/** A part of a kind this page does not know yet is left out; it must not take the message with it. */
const Parts = z.array(z.unknown()).nullish().transform((parts) =>
  (parts ?? []).flatMap((part) => { const known = Part.safeParse(part); return known.success ? [known.data] : []; }));

const answerStatus = z.enum(['complete', 'streaming', 'stopped', 'failed']);

export const HistoryMessage = z.object({
  id,
  role: z.enum(['user', 'assistant']),
  content: z.string().nullish().transform((value) => value ?? ''),
  parts: Parts,
  status: answerStatus,
  tokenUsage: TokenUsage.nullish(),
  cost: Cost.nullish(),
  timestamp: z.string().nullish(),
});
export type HistoryMessage = z.infer<typeof HistoryMessage>;

const seq = z.number();
const messageId = z.string();

export const Frame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ack'), seq, id, messageId }),
  z.object({ type: z.literal('start'), seq, messageId }),
  z.object({ type: z.literal('status'), seq, messageId, data: z.string(), state }),
  z.object({ type: z.literal('delta'), seq, messageId, text: z.string() }),
  z.object({ type: z.literal('part'), seq, messageId, part: Part }),
  z.object({ type: z.literal('usage'), seq, messageId, tokenUsage: TokenUsage, cost: Cost.nullish() }),
  z.object({ type: z.literal('done'), seq, messageId, status: answerStatus }),
  z.object({
    type: z.literal('error'), seq, code: z.string(), message: z.string(),
    retryable: z.boolean().nullish(), messageId: messageId.nullish(),
  }),
]);
export type Frame = z.infer<typeof Frame>;

export const ServerFrame = z.union([
  z.object({ type: z.literal('ready'), conversationId: z.string(), seq }),
  z.object({ type: z.literal('pong') }),
  Frame,
]);

export type ClientFrame =
  | { type: 'message'; id: string; content: string; whenBusy?: 'queue' | 'interrupt' | 'reject' }
  | { type: 'stop' }
  | { type: 'regenerate'; messageId: string }
  | { type: 'edit'; messageId: string; content: string }
  | { type: 'action'; messageId: string; partId: string; value: string }
  | { type: 'ping' };
