import { Alert, Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Agent } from '../../api/agents';
import type { Versioned } from '../../api/http';
import { Facts } from '../../ui/Facts';
import { useFormats } from '../../ui/formats';
import { Page } from '../../ui/Page';
import { LoadError, LoadingRows } from '../../ui/States';
import { WorkspaceTab } from '../files/WorkspaceTab';
import { ScheduleTab } from '../schedules/ScheduleTab';
import { ActivationNote } from './ActivationNote';
import { AgentActions } from './AgentActions';
import { AgentHeading } from './AgentHeading';
import { DefinitionForm } from './DefinitionForm';
import { ExecutionsTab } from './ExecutionsTab';
import { agentTabs } from './tabs';
import { useAgent, useMoveAgent } from './useAgents';
import { VersionsTab } from './VersionsTab';

const route = getRouteApi('/agents/$agentId');

export function AgentPage() {
  const { t } = useTranslation();
  const { agentId } = route.useParams();
  const agent = useAgent(agentId);
  if (agent.data) return <AgentView key={agentId} versioned={agent.data} onReload={() => agent.refetch()} />;
  return (
    <Page title={t('nav.agents')}>
      {agent.isError ? <LoadError error={agent.error} onRetry={() => void agent.refetch()} /> : <LoadingRows />}
    </Page>
  );
}

function AgentView({ versioned, onReload }: { versioned: Versioned<Agent>; onReload: () => Promise<unknown> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { tab = 'definition' } = route.useSearch();
  const navigate = route.useNavigate();
  const { value: agent, etag } = versioned;
  const usage = agent.totalTokenUsage;
  const move = useMoveAgent(agent.id);

  return (
    <Page title={agent.name} heading={<AgentHeading agent={agent} />} actions={<AgentActions agent={agent} move={move} />}>
      <ActivationNote move={move} />
      {agent.statusReason && (
        <Alert color={agent.status === 'active' ? 'iris' : 'orange'} p="sm" mb="md" {...(agent.status === 'inactive' && { title: t(agent.statusReason.includes('budget-exceeded') ? 'agent.budgetSpent' : 'agent.switchedOff') })}>{agent.statusReason}</Alert>
      )}
      <Facts items={[
        [t('agent.version'), `v${agent.version}`],
        [t('usage.totalTokens'), usage ? formats.integer(usage.input + usage.output) : '–'],
        [t('usage.totalCost'), agent.totalCost ? formats.money(agent.totalCost) : '–'],
        [t('agent.updated'), formats.fromNow(agent.updatedAt)],
      ]} />
      <Tabs mt="lg" value={tab} keepMounted={false} onChange={(value) => void navigate({ search: { tab: agentTabs.find((name) => name === value) }, replace: true })}>
        <Tabs.List mb="lg">
          {agentTabs.map((name) => <Tabs.Tab key={name} value={name}>{t(`agent.tab.${name}`)}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value="definition"><DefinitionForm key={etag ?? agent.updatedAt} agent={agent} etag={etag} onReload={onReload} /></Tabs.Panel>
        <Tabs.Panel value="schedule"><ScheduleTab agent={agent} etag={etag} onReload={onReload} /></Tabs.Panel>
        <Tabs.Panel value="files"><WorkspaceTab agentId={agent.id} /></Tabs.Panel>
        <Tabs.Panel value="versions"><VersionsTab agent={agent} /></Tabs.Panel>
        <Tabs.Panel value="executions"><ExecutionsTab agentId={agent.id} /></Tabs.Panel>
      </Tabs>
    </Page>
  );
}
