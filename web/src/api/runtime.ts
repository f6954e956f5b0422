import { z } from './zod';

export const engines = ['loop', 'claude-code'] as const;
export type Engine = (typeof engines)[number];

export const unknownOutcomes = ['ask', 'fail'] as const;
export type UnknownOutcome = (typeof unknownOutcomes)[number];

const texts = z.array(z.string()).nullish().transform((value) => value ?? []);

export const McpServer = z.object({
  name: z.string(),
  url: z.string().nullish(),
  command: z.string().nullish(),
  arguments: texts,
  secret: z.string().nullish(),
});
export type McpServer = z.infer<typeof McpServer>;

/** How the runs of an agent work; every member has a default. */
export const AgentRuntime = z.object({
  engine: z.enum(engines).nullish().transform((value) => value ?? 'loop'),
  fallbackModels: texts,
  allowedDomains: texts,
  secrets: texts,
  mcpServers: z.array(McpServer).nullish().transform((value) => value ?? []),
  approvalTools: texts,
  outputSchema: z.unknown().optional(),
  unknownOutcome: z.enum(unknownOutcomes).nullish().transform((value) => value ?? 'ask'),
  notifyUrl: z.string().nullish(),
});
export type AgentRuntime = z.infer<typeof AgentRuntime>;

export type McpServerInput = { name: string; url?: string; command?: string; arguments?: string[]; secret?: string };

/** A merge patch: what is not named stays as it is, and null takes away. */
export type RuntimeInput = Partial<{
  engine: Engine;
  fallbackModels: string[];
  allowedDomains: string[];
  secrets: string[];
  mcpServers: McpServerInput[];
  approvalTools: string[];
  outputSchema: unknown;
  unknownOutcome: UnknownOutcome;
  notifyUrl: string | null;
}>;
