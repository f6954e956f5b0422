import { isKnownTool, toolGroups, type Tool, type ToolGroup, type ToolReport } from '../../api/tools';

/** A tool in the form; `known` is false while the platform has not said what it has. */
export type ListedTool = Partial<Tool> & { name: string; known: boolean };
export type ListedGroup = { name: ToolGroup | 'other'; tools: ListedTool[] };

/**
 * The tools to choose from, by what they do: those of the platform, and those that the agent names already, which would
 * otherwise be lost without a word.
 */
export function toolList(report: ToolReport | undefined, chosen: readonly string[]): ListedGroup[] {
  const listed = (name: string): ListedTool => {
    const tool = report?.items.find((item) => item.name === name);
    return tool ? { ...tool, known: true } : { name, known: false };
  };
  const groups: ListedGroup[] = (Object.entries(toolGroups) as [ToolGroup, readonly string[]][]).map(([name, tools]) => ({ name, tools: tools.map(listed) }));
  const others = [...new Set([...(report?.items.map((item) => item.name) ?? []), ...chosen])].filter((name) => !isKnownTool(name));
  return others.length === 0 ? groups : [...groups, { name: 'other', tools: others.map(listed) }];
}
