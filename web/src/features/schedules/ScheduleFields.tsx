import { Chip, Group, Input, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { frequencies, weekdays, type Frequency } from '../../api/schedules';
import { scheduleModes, type ScheduleDraft, type ScheduleMode } from './scheduleForm';

type Props = { draft: ScheduleDraft; error?: string | undefined; onChange: (change: Partial<ScheduleDraft>) => void };

export function ScheduleFields({ draft, error, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <SegmentedControl fullWidth aria-label={t('schedule.mode')} value={draft.mode} onChange={(mode) => onChange({ mode: mode as ScheduleMode })}
        data={scheduleModes.map((value) => ({ value, label: t(`schedule.modes.${value}`) }))} />
      {draft.mode === 'phrase' && (
        <TextInput label={t('schedule.phrase')} description={t('schedule.phraseHint')} placeholder={t('schedule.phraseExample')} value={draft.phrase} error={error}
          onChange={(event) => onChange({ phrase: event.currentTarget.value })} />
      )}
      {draft.mode === 'cron' && (
        <TextInput label={t('schedule.cron')} description={t('schedule.cronHint')} placeholder="0 8 * * 1" ff="monospace" value={draft.cron} error={error}
          onChange={(event) => onChange({ cron: event.currentTarget.value })} />
      )}
      {draft.mode === 'frequency' && <FrequencyFields draft={draft} error={error} onChange={onChange} />}
      <ZoneSelect value={draft.timeZone} onChange={(timeZone) => onChange({ timeZone })} />
    </Stack>
  );
}

function FrequencyFields({ draft, error, onChange }: Props) {
  const { t } = useTranslation();
  const days = [...Array.from({ length: 31 }, (_, index) => ({ value: String(index + 1), label: t('schedule.dayNumber', { day: index + 1 }) })), { value: 'last', label: t('schedule.lastDay') }];
  return (
    <>
      <Group grow align="flex-start">
        <Select label={t('schedule.frequency')} allowDeselect={false} value={draft.frequency} onChange={(value) => value && onChange({ frequency: value as Frequency })}
          data={frequencies.map((value) => ({ value, label: t(`schedule.frequencies.${value}`) }))} />
        {draft.frequency === 'once'
          ? <TextInput type="datetime-local" label={t('schedule.at')} value={draft.at} error={error} onChange={(event) => onChange({ at: event.currentTarget.value })} />
          : <TextInput type="time" label={draft.frequency === 'hourly' ? t('schedule.minute') : t('schedule.time')} value={draft.time} error={error} onChange={(event) => onChange({ time: event.currentTarget.value })} />}
      </Group>
      {draft.frequency === 'weekly' && (
        <Input.Wrapper label={t('schedule.weekdays')} labelElement="div">
          <Chip.Group multiple value={draft.daysOfWeek} onChange={(picked) => onChange({ daysOfWeek: weekdays.filter((day) => picked.includes(day)) })}>
            <Group gap={6} mt={4}>{weekdays.map((day) => <Chip key={day} value={day} size="sm" radius="md">{t(`schedule.weekday.${day}`)}</Chip>)}</Group>
          </Chip.Group>
        </Input.Wrapper>
      )}
      {draft.frequency === 'monthly' && (
        <Select label={t('schedule.dayOfMonth')} allowDeselect={false} value={draft.dayOfMonth} data={days} onChange={(value) => value && onChange({ dayOfMonth: value })} />
      )}
    </>
  );
}

function ZoneSelect({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const { t } = useTranslation();
  const zones = useMemo(() => [...new Set([value, 'UTC', ...Intl.supportedValuesOf('timeZone')])], [value]);
  return <Select label={t('schedule.timeZone')} searchable limit={60} allowDeselect={false} nothingFoundMessage={t('app.nothingFound')} data={zones} value={value} onChange={(zone) => zone && onChange(zone)} />;
}
