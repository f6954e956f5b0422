import { Title } from '@mantine/core';
import type { Agent } from '../../api/agents';
import { useTranslation } from 'react-i18next';
import { Occurrences } from './Occurrences';
import { ScheduleBar } from './ScheduleBar';
import { ScheduleForm } from './ScheduleForm';

type Props = { agent: Agent; etag: string | null; onReload: () => Promise<unknown> };

export function ScheduleTab({ agent, etag, onReload }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {agent.schedule && <ScheduleBar agent={agent} />}
      <ScheduleForm key={etag ?? agent.updatedAt} agent={agent} etag={etag} onReload={onReload} />
      {agent.schedule && (
        <section>
          <Title order={2} size="h3" mt="xl" mb="sm">{t('occurrence.title')}</Title>
          <Occurrences agentId={agent.id} timeZone={agent.schedule.timeZone} />
        </section>
      )}
    </>
  );
}
