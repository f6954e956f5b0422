import { Badge, Button, Collapse, Group, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight, Bot, ChevronDown, FlaskConical, Power, Save } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { AgentStatusBadge } from '../../../ui/StatusBadge';
import { ScheduleSentence } from '../../../ui/ScheduleSentence';
import ui from '../../../ui/ui.module.css';
import type { PartOf } from '../frames';
import css from './cards.module.css';
import type { PartProps } from './PartView';
import { NextRuns } from './ScheduleCard';

export function DraftCard({ part, connected, action, onAction }: PartProps<PartOf<'agentDraft'>>) {
  const { t } = useTranslation();
  const { draft } = part;
  return (
    <section className={css.card} aria-label={`${t('draft.title')}: ${draft.name}`}>
      <div className={css.head}>
        <span className={css.icon}><Bot size={20} aria-hidden /></span>
        <div style={{ flex: 1, minWidth: 0 }}>
          <div className={css.eyebrow}>{part.agentId ? t('draft.saved') : t('draft.title')}</div>
          <h2 className={css.title}>{draft.name}</h2>
        </div>
        {part.agentStatus && <AgentStatusBadge status={part.agentStatus} />}
      </div>
      <div className={css.body}>
        {draft.description && <Text size="sm">{draft.description}</Text>}
        <div className={css.columns}>
          <div>
            <p className={css.label}>{t('schedule.title')}</p>
            <div className={css.sentence}>{draft.schedule ? <ScheduleSentence schedule={draft.schedule} /> : t('schedule.manualOnly')}</div>
          </div>
          <div>
            <p className={css.label}>{t('agent.tools')}</p>
            {draft.tools.length === 0 ? <Text size="sm" c="dimmed">{t('agent.noTools')}</Text>
              : <Group gap={5}>{draft.tools.map((tool) => <Badge key={tool} color="gray" ff="monospace" fw={500}>{tool}</Badge>)}</Group>}
          </div>
        </div>
        {draft.schedule && <NextRuns schedule={draft.schedule} />}
        {draft.finalAgentPrompt && <Prompt text={draft.finalAgentPrompt} />}
        {action?.failure && <Text size="sm" c="var(--mantine-color-error)" role="alert">{action.failure}</Text>}
      </div>
      <DraftActions part={part} connected={connected} action={action} onAction={onAction} />
    </section>
  );
}

function Prompt({ text }: { text: string }) {
  const { t } = useTranslation();
  const [opened, { toggle }] = useDisclosure();
  return (
    <div>
      <UnstyledButton className={css.label} onClick={toggle} aria-expanded={opened}>
        <ChevronDown size={14} aria-hidden style={{ rotate: opened ? '0deg' : '-90deg' }} />{t('agent.prompt')}
      </UnstyledButton>
      <Collapse expanded={opened}><pre className={ui.prompt}>{text}</pre></Collapse>
    </div>
  );
}

function DraftActions({ part, connected, action, onAction }: PartProps<PartOf<'agentDraft'>>) {
  const { t } = useTranslation();
  const pending = action && !action.failure ? action.value : undefined;
  const button = (value: string) => ({ size: 'xs' as const, loading: pending === value, disabled: !connected || (pending !== undefined && pending !== value), onClick: () => onAction(value) });
  return (
    <div className={css.actions}>
      {part.agentStatus !== 'active' && <Button {...button('activate')} leftSection={<Power size={14} aria-hidden />}>{t('draft.activate')}</Button>}
      {!part.agentId && <Button {...button('save')} variant="default" leftSection={<Save size={14} aria-hidden />}>{t('draft.save')}</Button>}
      <Button {...button('test')} variant="default" leftSection={<FlaskConical size={14} aria-hidden />}>{part.testExecutionId ? t('draft.testAgain') : t('draft.test')}</Button>
      {part.agentId && (
        <Button size="xs" variant="subtle" ml="auto" rightSection={<ArrowUpRight size={14} aria-hidden />}
          renderRoot={(props) => <Link to="/agents/$agentId" params={{ agentId: part.agentId! }} {...props} />}>
          {t('draft.open')}
        </Button>
      )}
    </div>
  );
}
