export const agentTabs = ['definition', 'schedule', 'versions', 'executions'] as const;
