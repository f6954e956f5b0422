import { limitNames, type Agent, type AgentInput, type Limits } from '../../api/agents';

/** The fields of the definition form, as text where a person types. */
export type DefinitionDraft = {
  name: string;
  description: string;
  finalAgentPrompt: string;
  model: string;
  tools: string[];
  limits: Record<keyof Limits, number | ''>;
};

export const draftOf = (agent: Agent): DefinitionDraft => ({
  name: agent.name,
  description: agent.description,
  finalAgentPrompt: agent.finalAgentPrompt,
  model: agent.model ?? '',
  tools: agent.tools,
  limits: Object.fromEntries(limitNames.map((name) => [name, agent.limits?.[name] ?? ''])) as DefinitionDraft['limits'],
});

/** The merge patch from one draft to the other: only what changed, so that an edit does not undo someone else's. */
export function changesBetween(before: DefinitionDraft, after: DefinitionDraft): AgentInput {
  const change: AgentInput = {};
  if (after.name !== before.name) change.name = after.name.trim();
  if (after.description !== before.description) change.description = after.description;
  if (after.finalAgentPrompt !== before.finalAgentPrompt) change.finalAgentPrompt = after.finalAgentPrompt;
  if (after.model !== before.model) change.model = after.model.trim() || null;
  if (after.tools.join('\n') !== before.tools.join('\n')) change.tools = after.tools;
  const limits = limitNames.filter((name) => after.limits[name] !== before.limits[name]);
  if (limits.length > 0) change.limits = Object.fromEntries(limits.map((name) => [name, after.limits[name] === '' ? null : after.limits[name]]));
  return change;
}
