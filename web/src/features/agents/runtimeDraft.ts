import { AgentRuntime, type Engine, type McpServer, type McpServerInput, type RuntimeInput, type UnknownOutcome } from '../../api/runtime';

/** A server of the Model Context Protocol in the form: over the network or as a program; arguments are lines. */
export type McpDraft = { name: string; kind: 'url' | 'command'; url: string; command: string; arguments: string; secret: string | null };

/** How runs work, as text where a person types. */
export type RuntimeDraft = {
  engine: Engine;
  fallbackModels: string[];
  allowedDomains: string[];
  secrets: string[];
  mcpServers: McpDraft[];
  approvalTools: string[];
  outputSchema: string;
  unknownOutcome: UnknownOutcome;
  notifyUrl: string;
};

export const emptyMcp: McpDraft = { name: '', kind: 'url', url: '', command: '', arguments: '', secret: null };

const mcpDraft = ({ name, url, command, arguments: given, secret }: McpServer): McpDraft => ({
  name, kind: command ? 'command' : 'url', url: url ?? '', command: command ?? '', arguments: given.join('\n'), secret: secret ?? null,
});

const mcpInput = ({ name, kind, url, command, arguments: lines, secret }: McpDraft): McpServerInput =>
  kind === 'url'
    ? { name: name.trim(), url: url.trim(), ...(secret && { secret }) }
    : { name: name.trim(), command: command.trim(), arguments: lines.split('\n').filter((line) => line !== '') };

export function runtimeDraftOf(given: AgentRuntime | null | undefined): RuntimeDraft {
  const { mcpServers, outputSchema, notifyUrl, ...rest } = given ?? AgentRuntime.parse({});
  return {
    ...rest,
    mcpServers: mcpServers.map(mcpDraft),
    outputSchema: outputSchema == null ? '' : JSON.stringify(outputSchema, null, 2),
    notifyUrl: notifyUrl ?? '',
  };
}

/** What is typed as a schema: nothing, an object, or `undefined` for something that is no JSON object. */
export function readSchema(text: string): object | null | undefined {
  if (!text.trim()) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const lists = ['fallbackModels', 'allowedDomains', 'secrets', 'approvalTools'] as const;
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The merge patch from one draft to the other. A schema that cannot be read is left out: the form does not send it. */
export function runtimeChanges(before: RuntimeDraft, after: RuntimeDraft): RuntimeInput {
  const change: RuntimeInput = {};
  if (after.engine !== before.engine) change.engine = after.engine;
  for (const name of lists) if (!same(after[name], before[name])) change[name] = after[name];
  if (!same(after.mcpServers, before.mcpServers)) change.mcpServers = after.mcpServers.map(mcpInput);
  const [old, schema] = [readSchema(before.outputSchema), readSchema(after.outputSchema)];
  if (schema !== undefined && !same(old, schema)) change.outputSchema = schema; // replaced whole by the server
  if (after.unknownOutcome !== before.unknownOutcome) change.unknownOutcome = after.unknownOutcome;
  if (after.notifyUrl.trim() !== before.notifyUrl) change.notifyUrl = after.notifyUrl.trim() || null;
  return change;
}

/** The settings that differ from what every agent has by itself. */
export const ownSettings = (given: AgentRuntime | null | undefined) => runtimeChanges(runtimeDraftOf(null), runtimeDraftOf(given));

/** How many of the form's settings differ from it. */
export const settingsOf = (draft: RuntimeDraft) => {
  const plain = runtimeDraftOf(null);
  return (Object.keys(plain) as (keyof RuntimeDraft)[]).filter((name) => !same(draft[name], plain[name])).length;
};
