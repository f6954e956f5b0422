import { Badge, Loader } from '@mantine/core';
import { Check, CircleAlert, CircleDashed, Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Step } from '../../api/executions';
import { useFormats } from '../../ui/formats';
import css from './executions.module.css';

/** One step in one line: state, kind, name, how long, how many tokens. */
export function StepLine({ step }: { step: Step }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const milliseconds = step.startTime && step.endTime ? Date.parse(step.endTime) - Date.parse(step.startTime) : null;
  return (
    <span className={css.stepLine}>
      <StepIcon step={step} />
      <Badge size="sm" color={step.kind === 'model' ? 'iris' : step.kind === 'tool' ? 'gray' : 'orange'}>{t(`step.${step.kind}`)}</Badge>
      <span className={css.stepName}>{step.name}</span>
      <span className={css.stepNumbers}>
        {step.tokenUsage && <span>{t('usage.tokensShort', { count: step.tokenUsage.input + step.tokenUsage.output, value: formats.compact(step.tokenUsage.input + step.tokenUsage.output) })}</span>}
        {milliseconds !== null && <span>{formats.duration(milliseconds)}</span>}
      </span>
    </span>
  );
}

function StepIcon({ step }: { step: Step }) {
  if (step.error || step.status === 'failed') return <CircleAlert size={15} className={css.bad} aria-hidden />;
  if (step.status === 'waiting') return <Hand size={15} aria-hidden />;
  if (step.endTime || step.status === 'success' || step.status === 'done') return <Check size={15} className={css.good} aria-hidden />;
  return step.status === 'running' ? <Loader size={13} aria-hidden /> : <CircleDashed size={15} aria-hidden />;
}
