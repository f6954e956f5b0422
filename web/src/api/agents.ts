import { z } from './zod';
import { pageOf, read, readVersioned, send } from './http';
import { AgentRuntime, type RuntimeInput } from './runtime';
import { Schedule, ScheduleForecast, type ScheduleInput } from './schedules';
import { Cost, ExecutionStatus, TokenUsage } from './values';

export const agentStatuses = ['draft', 'active', 'inactive', 'archived'] as const;
export type AgentStatus = (typeof agentStatuses)[number];

export const Limits = z.object({
  maxTokensPerRun: z.number().nullish(),
  maxTokensPerMonth: z.number().nullish(),
  maxRunSeconds: z.number().nullish(),
  maxSteps: z.number().nullish(),
});
export type Limits = z.infer<typeof Limits>;
export const limitNames = ['maxTokensPerRun', 'maxTokensPerMonth', 'maxRunSeconds', 'maxSteps'] as const satisfies (keyof Limits)[];

const definition = {
  name: z.string(),
  description: z.string().nullish().transform((value) => value ?? ''),
  finalAgentPrompt: z.string().nullish().transform((value) => value ?? ''),
  model: z.string().nullish(),
  tools: z.array(z.string()).nullish().transform((value) => value ?? []),
  schedule: Schedule.nullish(),
  limits: Limits.nullish(),
  runtime: AgentRuntime.nullish(),
};

export const Agent = z.object({
  ...definition,
  id: z.string(),
  status: z.enum(agentStatuses),
  statusReason: z.string().nullish(),
  version: z.number(),
  totalTokenUsage: TokenUsage.nullish(),
  totalCost: Cost.nullish(),
  lastExecution: z.object({ id: z.string(), status: ExecutionStatus, endTime: z.string().nullish() }).nullish(),
  /** Told by an activation only. */
  forecast: ScheduleForecast.nullish(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Agent = z.infer<typeof Agent>;

/** What a refused activation says beside its reason. */
export const OverBudget = z.object({ forecast: ScheduleForecast, maxTokensPerMonth: z.number() });

export const AgentVersion = z.object({ ...definition, version: z.number(), createdAt: z.string() });
export type AgentVersion = z.infer<typeof AgentVersion>;

export const AgentTemplate = z.object({ ...definition, id: z.string(), locale: z.enum(['ko', 'en']) });
export type AgentTemplate = z.infer<typeof AgentTemplate>;

export type AgentInput = {
  name?: string;
  description?: string;
  finalAgentPrompt?: string;
  model?: string | null;
  tools?: string[];
  schedule?: ScheduleInput | null;
  limits?: Partial<Limits>;
  runtime?: RuntimeInput;
};

const path = (id: string) => `/api/agents/${encodeURIComponent(id)}`;

export const listAgents = (query: { q?: string | undefined; status?: string | undefined; cursor?: string | undefined; limit?: number }) =>
  read(pageOf(Agent), '/api/agents', { query });
export const getAgent = (id: string) => readVersioned(Agent, path(id));
export const createAgent = (body: AgentInput) => read(Agent, '/api/agents', { method: 'POST', body, creates: true });
export const editAgent = (id: string, body: AgentInput, ifMatch: string | null) =>
  readVersioned(Agent, path(id), { method: 'PATCH', body, ifMatch });
export const deleteAgent = (id: string) => send(path(id), { method: 'DELETE' });

export type AgentMove = 'activate' | 'deactivate' | 'archive';
export const moveAgent = (id: string, move: AgentMove) => read(Agent, `${path(id)}/${move}`, { method: 'POST' });

export const listVersions = (id: string, cursor?: string) => read(pageOf(AgentVersion), `${path(id)}/versions`, { query: { cursor } });
export const getVersion = (id: string, version: number) => read(AgentVersion, `${path(id)}/versions/${version}`);
export const restoreVersion = (id: string, version: number) =>
  read(z.unknown(), `${path(id)}/versions/${version}/restore`, { method: 'POST', creates: true });

export const exportAgent = async (id: string) => (await send(`${path(id)}/export`, { accept: 'application/yaml' })).text();

export function importAgent(fileName: string, content: string) {
  const type = /\.json$/i.test(fileName) ? 'application/json' : 'application/yaml';
  return read(Agent, '/api/agents/import', { method: 'POST', raw: { content, type }, creates: true });
}

export const listTemplates = async () => (await read(z.object({ items: z.array(AgentTemplate) }), '/api/templates')).items;
