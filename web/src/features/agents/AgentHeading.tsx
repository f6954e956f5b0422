import { Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Agent } from '../../api/agents';
import { AgentStatusBadge } from '../../ui/StatusBadge';
import css from './agents.module.css';

export function AgentHeading({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  return (
    <div style={{ minWidth: 0, flex: '1 1 20rem' }}>
      <Link to="/agents" className={css.back}><ChevronLeft size={14} aria-hidden />{t('nav.agents')}</Link>
      <Group gap="sm"><Title order={1}>{agent.name}</Title><AgentStatusBadge status={agent.status} /></Group>
      {agent.description && <Text size="sm" c="dimmed" mt={2}>{agent.description}</Text>}
    </div>
  );
}
