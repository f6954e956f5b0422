import { Button, FileButton, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure, useMediaQuery } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { Bot, Plus, Search, Upload } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { agentStatuses, type AgentStatus } from '../../api/agents';
import { Page } from '../../ui/Page';
import { EmptyState, LoadError, LoadingRows, LoadMore } from '../../ui/States';
import { AgentCards, AgentTable } from './AgentTable';
import { NewAgentModal } from './NewAgentModal';
import { useAgents, useImportAgent, useNextRuns } from './useAgents';

const route = getRouteApi('/agents');

export function AgentsPage() {
  const { t } = useTranslation();
  const { q, status } = route.useSearch();
  const navigate = route.useNavigate();
  const agents = useAgents(q, status);
  const nextRuns = useNextRuns();
  const [creating, { open, close }] = useDisclosure();
  const narrow = useMediaQuery('(max-width: 48em)');
  const items = agents.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = Boolean(q || status);

  return (
    <Page title={t('nav.agents')} actions={<Actions onNew={open} />}>
      <Group mb="md" gap="xs">
        <SearchBox initial={q ?? ''} onSearch={(text) => void navigate({ search: (old) => ({ ...old, q: text || undefined }), replace: true })} />
        <Select w={170} aria-label={t('agent.status')} placeholder={t('agent.anyStatus')} clearable value={status ?? null}
          clearButtonProps={{ 'aria-label': t('app.clear') }}
          data={agentStatuses.map((value) => ({ value, label: t(`agentStatus.${value}`) }))}
          onChange={(value) => void navigate({ search: (old) => ({ ...old, status: (value as AgentStatus | null) ?? undefined }), replace: true })} />
      </Group>
      {agents.isPending && <LoadingRows height={56} />}
      {agents.isError && !agents.data && <LoadError error={agents.error} onRetry={() => void agents.refetch()} />}
      {agents.data && items.length === 0 && (
        <EmptyState icon={Bot} title={filtered ? t('agent.noMatch') : t('agent.none')} text={filtered ? t('agent.noMatchText') : t('agent.noneText')}>
          {!filtered && <Button onClick={open}>{t('agent.new')}</Button>}
        </EmptyState>
      )}
      {items.length > 0 && (narrow ? <AgentCards agents={items} nextRuns={nextRuns.data} /> : <AgentTable agents={items} nextRuns={nextRuns.data} />)}
      <LoadMore query={agents} />
      <NewAgentModal opened={creating} onClose={close} />
    </Page>
  );
}

function SearchBox({ initial, onSearch }: { initial: string; onSearch: (text: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(initial);
  const search = useDebouncedCallback(onSearch, 250);
  return (
    <TextInput style={{ flex: '1 1 14rem' }} maw={360} aria-label={t('agent.search')} placeholder={t('agent.search')} leftSection={<Search size={15} aria-hidden />}
      value={text} onChange={(event) => { setText(event.currentTarget.value); search(event.currentTarget.value.trim()); }} />
  );
}

function Actions({ onNew }: { onNew: () => void }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const imported = useImportAgent();
  const take = (file: File | null) => {
    if (file) imported.mutate(file, { onSuccess: (agent) => void navigate({ to: '/agents/$agentId', params: { agentId: agent.id } }) });
  };
  return (
    <Group gap="xs">
      <FileButton accept=".yaml,.yml,.json" onChange={take} inputProps={{ 'aria-label': t('agent.import') }}>
        {(props) => <Button {...props} variant="default" loading={imported.isPending} leftSection={<Upload size={15} aria-hidden />}>{t('agent.import')}</Button>}
      </FileButton>
      <Button leftSection={<Plus size={16} aria-hidden />} onClick={onNew}>{t('agent.new')}</Button>
    </Group>
  );
}
