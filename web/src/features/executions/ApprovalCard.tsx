import { Button, Group, Text, Textarea, Title } from '@mantine/core';
import { Hand, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '../../api/executions';
import { useToolName } from '../../ui/useToolName';
import { CallArguments } from './CallArguments';
import css from './executions.module.css';
import { useDecideApproval } from './useExecution';

/** A call that waits for a person: before it is made, or because nobody knows whether it was. */
export function ApprovalCard({ executionId, step }: { executionId: string; step: Step }) {
  const { t } = useTranslation();
  const nameOf = useToolName();
  const title = useId();
  const [note, setNote] = useState('');
  const decide = useDecideApproval(executionId);
  const unknown = step.reason === 'unknownOutcome';
  const Icon = unknown ? TriangleAlert : Hand;
  const button = (approve: boolean) => ({
    loading: decide.isPending && decide.variables.approve === approve,
    disabled: decide.isPending || decide.isSuccess,
    onClick: () => decide.mutate({ step: step.index, approve, note: note.trim() }),
  });

  return (
    <section className={css.approval} aria-labelledby={title}>
      <Group gap="xs" wrap="nowrap">
        <Icon size={18} aria-hidden className={css.approvalIcon} />
        <Title order={2} size="h4" id={title}>{t(unknown ? 'approval.unknownTitle' : 'approval.title', { tool: nameOf(step.name ?? '') })}</Title>
      </Group>
      <Text size="sm">{t(unknown ? 'approval.unknownText' : 'approval.text')}</Text>
      <div>
        <p className={css.label}>{t('approval.call')} <code>{step.name}</code></p>
        <CallArguments input={step.input} />
      </div>
      <Textarea label={t('approval.note')} description={t('approval.noteHint')} autosize minRows={1} maxRows={6} maxLength={2_000} disabled={decide.isSuccess}
        value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <Group gap="xs">
        <Button {...button(true)}>{t(unknown ? 'approval.runAgain' : 'step.approve')}</Button>
        <Button {...button(false)} variant="default">{t(unknown ? 'approval.leave' : 'step.deny')}</Button>
        {decide.isSuccess && <Text size="sm" c="dimmed" role="status">{t('approval.sent')}</Text>}
      </Group>
    </section>
  );
}
