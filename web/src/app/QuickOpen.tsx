import { Spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Bot, ChartColumn, KeyRound, SquarePen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listAgents } from '../api/agents';

/** Ctrl/⌘ K: go to a page or to one of the user's agents. */
export function QuickOpen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const agents = useQuery({ queryKey: ['agents', 'quick-open'], queryFn: () => listAgents({ limit: 100 }), enabled: opened });

  const pages = [
    { id: 'chat', label: t('nav.newChat'), leftSection: <SquarePen size={17} aria-hidden />, onClick: () => void navigate({ to: '/chat' }) },
    { id: 'agents', label: t('nav.agents'), leftSection: <Bot size={17} aria-hidden />, onClick: () => void navigate({ to: '/agents' }) },
    { id: 'usage', label: t('nav.usage'), leftSection: <ChartColumn size={17} aria-hidden />, onClick: () => void navigate({ to: '/usage' }) },
    { id: 'secrets', label: t('nav.secrets'), leftSection: <KeyRound size={17} aria-hidden />, onClick: () => void navigate({ to: '/secrets' }) },
  ];
  const found = (agents.data?.items ?? []).map((agent) => ({
    id: agent.id, label: agent.name, description: agent.description, leftSection: <Bot size={17} aria-hidden />,
    onClick: () => void navigate({ to: '/agents/$agentId', params: { agentId: agent.id } }),
  }));
  return (
    <Spotlight
      shortcut="mod + K" tagsToIgnore={[]} actions={[...pages, ...found]} limit={12} scrollable maxHeight={420}
      onSpotlightOpen={() => setOpened(true)} onSpotlightClose={() => setOpened(false)}
      nothingFound={t('app.nothingFound')} attributes={{ content: { 'aria-label': t('app.quickOpen') } }}
      searchProps={{ 'aria-label': t('app.quickOpen'), placeholder: t('app.quickOpen') }}
    />
  );
}
