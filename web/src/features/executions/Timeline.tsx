import { Alert, Collapse, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Step } from '../../api/executions';
import { useFormats } from '../../ui/formats';
import ui from '../../ui/ui.module.css';
import css from './executions.module.css';
import { StepLine } from './StepLine';

export function Timeline({ steps, live }: { steps: Step[]; live: boolean }) {
  const { t } = useTranslation();
  if (steps.length === 0) return <Text size="sm" c="dimmed">{live ? t('execution.waitingForFirstStep') : t('execution.noSteps')}</Text>;
  return (
    <div className={css.timeline} role="list">
      {steps.map((step) => <StepRow key={step.index} step={step} />)}
    </div>
  );
}

function StepRow({ step }: { step: Step }) {
  const [opened, { toggle }] = useDisclosure();
  const Chevron = opened ? ChevronDown : ChevronRight;
  return (
    <div role="listitem">
      <UnstyledButton className={css.stepButton} onClick={toggle} aria-expanded={opened}><Chevron size={14} aria-hidden /><StepLine step={step} /></UnstyledButton>
      {step.error && !opened && <Text size="sm" c="var(--mantine-color-error)" className={css.stepBody}>{step.error.message}</Text>}
      <Collapse expanded={opened}><StepDetail step={step} /></Collapse>
    </div>
  );
}

function StepDetail({ step }: { step: Step }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <div className={css.stepBody}>
      {step.startTime && (
        <Text size="xs" c="dimmed">
          {formats.dateTime(step.startTime, null, true)}
          {step.tokenUsage && ` · ${t('usage.tokens', { input: formats.integer(step.tokenUsage.input), output: formats.integer(step.tokenUsage.output) })}`}
        </Text>
      )}
      {step.error && <Alert color="red" p="sm" title={step.error.code}>{step.error.message}</Alert>}
      {step.input && <div><p className={css.label}>{t('step.input')}</p><pre className={ui.pre}>{step.input}</pre></div>}
      {step.output && <div><p className={css.label}>{t('step.output')}</p><pre className={ui.pre}>{step.output}</pre></div>}
    </div>
  );
}
