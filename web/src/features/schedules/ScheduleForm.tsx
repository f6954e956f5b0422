import { Alert, Button, Group } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Agent } from '../../api/agents';
import { Problem } from '../../api/problem';
import { browserTimeZone } from '../../api/session';
import { notifyDone } from '../../ui/notify';
import { SaveError } from '../agents/SaveError';
import { useEditAgent } from '../agents/useAgents';
import { ScheduleFields } from './ScheduleFields';
import { sameSchedule, scheduleDraft, scheduleInput, schedulePatch, type ScheduleDraft } from './scheduleForm';
import { SchedulePreview } from './SchedulePreview';
import css from './schedules.module.css';
import { useSchedulePreview } from './useSchedule';

type Props = { agent: Agent; etag: string | null; onReload: () => Promise<unknown> };

export function ScheduleForm({ agent, etag, onReload }: Props) {
  const { t } = useTranslation();
  const [saved] = useState(() => scheduleDraft(agent.schedule, browserTimeZone()));
  const [draft, setDraft] = useState(saved);
  const input = scheduleInput(draft);
  const [settled] = useDebouncedValue(input, 300);
  const preview = useSchedulePreview(settled);
  const edit = useEditAgent(agent.id, etag);
  const dirty = !agent.schedule || !sameSchedule(input, scheduleInput(saved));
  const problem = edit.error instanceof Problem ? edit.error : undefined;

  const change = (part: Partial<ScheduleDraft>) => {
    setDraft((old) => ({ ...old, ...part }));
    edit.reset();
  };
  const save = () => input && edit.mutate({ schedule: agent.schedule ? schedulePatch(input) : input }, { onSuccess: () => notifyDone(t('schedule.saved')) });
  const remove = () => edit.mutate({ schedule: null }, { onSuccess: () => notifyDone(t('schedule.removed')) });

  return (
    <>
      <div className={css.form}>
        <div>
          <ScheduleFields draft={draft} onChange={change} error={problem && problem.status === 400 ? problem.message : undefined} />
          <Group mt="lg" gap="xs">
            <Button disabled={!input || !dirty || preview.isError} loading={edit.isPending} onClick={save}>{t('schedule.save')}</Button>
            {agent.schedule && <Button variant="subtle" color="gray" disabled={edit.isPending} onClick={remove}>{t('schedule.remove')}</Button>}
          </Group>
        </div>
        <SchedulePreview preview={preview} incomplete={input === null} onSuggestion={(phrase) => change({ mode: 'phrase', phrase })} />
      </div>
      {problem && problem.status !== 400 && <SaveError problem={problem} onReload={onReload} />}
      {edit.error && !problem && <Alert color="red" mt="md">{edit.error.message}</Alert>}
    </>
  );
}
