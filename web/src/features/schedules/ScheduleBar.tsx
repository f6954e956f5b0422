import { Button, Group, Text } from '@mantine/core';
import { Pause, Play, Zap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Agent } from '../../api/agents';
import { useFormats } from '../../ui/formats';
import css from './schedules.module.css';
import { useMoveSchedule, useScheduleEntry, type ScheduleMove } from './useSchedule';

/** What the schedule does next, and the buttons that change it. */
export function ScheduleBar({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const entry = useScheduleEntry(agent.id).data;
  const move = useMoveSchedule(agent.id);
  const button = (name: ScheduleMove) => ({ size: 'xs' as const, variant: 'default' as const, loading: move.isPending && move.variables === name, onClick: () => move.mutate(name) });

  const state = agent.status !== 'active' ? t('schedule.notActive')
    : entry?.paused ? [t('schedule.paused'), entry.pausedReason].filter(Boolean).join(' · ')
    : entry?.nextRunAt ? t('schedule.next', { when: formats.dateTime(entry.nextRunAt, agent.schedule?.timeZone), distance: formats.fromNow(entry.nextRunAt) })
    : t('schedule.noRuns');
  return (
    <div className={css.bar}>
      <div style={{ flex: '1 1 16rem' }}>
        <Text size="sm" fw={550}>{state}</Text>
        {entry?.lastRunAt && <Text size="xs" c="dimmed">{t('schedule.last', { when: formats.shortDateTime(entry.lastRunAt, agent.schedule?.timeZone) })}</Text>}
      </div>
      <Group gap="xs">
        {entry?.paused
          ? <Button {...button('resume')} leftSection={<Play size={14} aria-hidden />}>{t('schedule.resume')}</Button>
          : <Button {...button('pause')} leftSection={<Pause size={14} aria-hidden />}>{t('schedule.pause')}</Button>}
        <Button {...button('trigger')} leftSection={<Zap size={14} aria-hidden />}>{t('schedule.trigger')}</Button>
      </Group>
    </div>
  );
}
