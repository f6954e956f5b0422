import { limitNames, type Agent, type AgentInput, type Limits } from '../../api/agents';
import { runtimeChanges, runtimeDraftOf, type RuntimeDraft } from './runtimeDraft';

/** The fields of the definition form, as text where a person types. */
export type DefinitionDraft = {
  name: string;
  description: string;
  finalAgentPrompt: string;
  model: string;
  tools: string[];
  limits: Record<keyof Limits, number | ''>;
  runtime: RuntimeDraft;
};

export const draftOf = (agent: Agent): DefinitionDraft => ({
  name: agent.name,
  description: agent.description,
  finalAgentPrompt: agent.finalAgentPrompt,
  model: agent.model ?? '',
  tools: agent.tools,
  limits: Object.fromEntries(limitNames.map((name) => [name, agent.limits?.[name] ?? ''])) as DefinitionDraft['limits'],
  runtime: runtimeDraftOf(agent.runtime),
});

const sorted = (names: readonly string[]) => names.toSorted().join('\n');

/** The merge patch from one draft to the other: only what changed, so that an edit does not undo someone else's. */
export function changesBetween(before: DefinitionDraft, after: DefinitionDraft): AgentInput {
  const change: AgentInput = {};
  if (after.name !== before.name) change.name = after.name.trim();
  if (after.description !== before.description) change.description = after.description;
  if (after.finalAgentPrompt !== before.finalAgentPrompt) change.finalAgentPrompt = after.finalAgentPrompt;
  if (after.model !== before.model) change.model = after.model.trim() || null;
  if (sorted(after.tools) !== sorted(before.tools)) change.tools = after.tools;
  const limits = limitNames.filter((name) => after.limits[name] !== before.limits[name]);
  if (limits.length > 0) change.limits = Object.fromEntries(limits.map((name) => [name, after.limits[name] === '' ? null : after.limits[name]]));
  const runtime = runtimeChanges(before.runtime, after.runtime);
  if (Object.keys(runtime).length > 0) change.runtime = runtime;
  return change;
}
