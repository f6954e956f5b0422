import { z } from './zod';
import { read } from './http';

/** The tools of the platform by what they do; a tool that the page does not know yet is shown with the server's words. */
export const toolGroups = {
  code: ['run_python', 'run_node', 'run_shell'],
  files: ['read_file', 'list_files', 'write_file', 'edit_file'],
  web: ['fetch_url'],
  messages: ['notify'],
  time: ['clock'],
} as const;
export type ToolGroup = keyof typeof toolGroups;
export type KnownTool = (typeof toolGroups)[ToolGroup][number];

export const knownTools: readonly KnownTool[] = Object.values(toolGroups).flat();
export const isKnownTool = (name: string): name is KnownTool => knownTools.some((known) => known === name);

export const toolEffects = ['readOnly', 'idempotent', 'sideEffecting'] as const;

export const Tool = z.object({
  name: z.string(),
  description: z.string().nullish(),
  effect: z.enum(toolEffects).nullish(),
  available: z.boolean(),
  reason: z.string().nullish(),
});
export type Tool = z.infer<typeof Tool>;

export const ToolReport = z.object({
  items: z.array(Tool),
  sandbox: z.object({ available: z.boolean(), kind: z.string(), memoryLimit: z.string().nullish(), reason: z.string().nullish() }).nullish(),
  engines: z.array(z.object({ name: z.string(), available: z.boolean(), reason: z.string().nullish() })).nullish().transform((value) => value ?? []),
});
export type ToolReport = z.infer<typeof ToolReport>;

/** Which tools there are on this platform, and why some cannot be had. */
export const getTools = () => read(ToolReport, '/api/tools');
