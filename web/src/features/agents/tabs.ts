export const agentTabs = ['definition', 'schedule', 'files', 'versions', 'executions'] as const;
