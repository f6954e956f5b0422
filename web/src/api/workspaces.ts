import { z } from './zod';
import { StoredFile, inPath } from './files';
import { pageOf, read, send } from './http';

export const WorkspacePage = z.object({
  ...pageOf(StoredFile).shape,
  totalBytes: z.number().nullish(),
  totalFiles: z.number().nullish(),
});

const path = (agentId: string) => `/api/workspaces/${encodeURIComponent(agentId)}`;
export const workspaceFilePath = (agentId: string, file: string) => `${path(agentId)}/files/${inPath(file)}`;

export const listWorkspace = (agentId: string, cursor?: string) => read(WorkspacePage, path(agentId), { query: { limit: 100, cursor } });
export const deleteWorkspaceFile = (agentId: string, file: string) => send(workspaceFilePath(agentId, file), { method: 'DELETE' });
export const clearWorkspace = (agentId: string) => send(path(agentId), { method: 'DELETE' });
