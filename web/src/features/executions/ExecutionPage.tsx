import { Alert, Button, Group, Title } from '@mantine/core';
import { Link, getRouteApi } from '@tanstack/react-router';
import { ChevronLeft, RotateCcw, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Execution, Step } from '../../api/executions';
import { hasEnded } from '../../api/values';
import { Facts } from '../../ui/Facts';
import { useFormats } from '../../ui/formats';
import { Markdown } from '../../ui/Markdown';
import { Page } from '../../ui/Page';
import { LoadError, LoadingRows } from '../../ui/States';
import { ExecutionStatusBadge } from '../../ui/StatusBadge';
import ui from '../../ui/ui.module.css';
import agentsCss from '../agents/agents.module.css';
import { useAgent } from '../agents/useAgents';
import { ApprovalCard } from './ApprovalCard';
import { Artifacts } from './Artifacts';
import { durationOf } from './ExecutionTable';
import css from './executions.module.css';
import { ReplayCheck } from './ReplayCheck';
import { Timeline } from './Timeline';
import { useCancelExecution, useExecution, useRetryExecution } from './useExecution';

const route = getRouteApi('/executions/$executionId');

export function ExecutionPage() {
  const { executionId } = route.useParams();
  return <ExecutionView key={executionId} executionId={executionId} />;
}

function ExecutionView({ executionId }: { executionId: string }) {
  const { t } = useTranslation();
  const { query, execution, steps, stepsPending, feed } = useExecution(executionId);
  if (!execution) {
    return (
      <Page title={t('execution.title')}>
        {query.isError ? <LoadError error={query.error} onRetry={() => void query.refetch()} /> : <LoadingRows />}
      </Page>
    );
  }
  const ended = hasEnded(execution.status);
  const text = execution.result ?? (ended ? null : feed.text);
  return (
    <Page title={t('execution.title')} heading={<Heading execution={execution} />} actions={<Actions execution={execution} />}>
      <ExecutionFacts execution={execution} />
      <div aria-live="polite">
        {!ended && steps.filter(isWaiting).map((step) => <ApprovalCard key={step.index} executionId={executionId} step={step} />)}
      </div>
      {execution.error && <Alert color="red" mt="md" title={execution.error.code}>{execution.error.message}</Alert>}
      {execution.input && (
        <section className={css.section}><Title order={2} size="h4">{t('execution.input')}</Title><pre className={ui.pre}>{execution.input}</pre></section>
      )}
      {text && (
        <section className={css.section} aria-busy={!ended}>
          <Title order={2} size="h4">{ended ? t('execution.result') : t('execution.writing')}</Title>
          <div className={css.result}><Markdown text={text} streaming={!ended} /></div>
        </section>
      )}
      <Artifacts executionId={executionId} />
      <section className={css.section}>
        <Title order={2} size="h4">{t('execution.steps')}</Title>
        {stepsPending ? <LoadingRows rows={3} /> : <Timeline steps={steps} live={!ended} />}
      </section>
      {ended && <ReplayCheck executionId={executionId} />}
    </Page>
  );
}

const isWaiting = (step: Step) => step.kind === 'approval' && step.status === 'waiting';

function Heading({ execution }: { execution: Execution }) {
  const { t } = useTranslation();
  return (
    <div>
      {execution.agentId ? <AgentLink agentId={execution.agentId} /> : <Link to="/agents" className={agentsCss.back}><ChevronLeft size={14} aria-hidden />{t('nav.agents')}</Link>}
      <Group gap="sm"><Title order={1}>{t(`execution.headline.${execution.status}`)}</Title><ExecutionStatusBadge status={execution.status} /></Group>
    </div>
  );
}

function AgentLink({ agentId }: { agentId: string }) {
  const { t } = useTranslation();
  const agent = useAgent(agentId);
  return (
    <Link to="/agents/$agentId" params={{ agentId }} search={{ tab: 'executions' }} className={agentsCss.back}>
      <ChevronLeft size={14} aria-hidden />{agent.data?.value.name ?? t('execution.agent')}
    </Link>
  );
}

function Actions({ execution }: { execution: Execution }) {
  const { t } = useTranslation();
  const cancel = useCancelExecution(execution.id);
  const retry = useRetryExecution(execution.id);
  return hasEnded(execution.status)
    ? <Button variant="default" loading={retry.isPending} leftSection={<RotateCcw size={15} aria-hidden />} onClick={() => retry.mutate()}>{t('execution.retry')}</Button>
    : <Button variant="default" color="red" loading={cancel.isPending || cancel.isSuccess} leftSection={<Square size={14} aria-hidden />} onClick={() => cancel.mutate()}>{t('execution.cancel')}</Button>;
}

function ExecutionFacts({ execution }: { execution: Execution }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { trigger, tokenUsage, attempt } = execution;
  return (
    <Facts items={[
      [t('execution.trigger'), t(`trigger.${trigger.kind}`)],
      trigger.scheduledFor ? [t('execution.scheduledFor'), formats.shortDateTime(trigger.scheduledFor)] : null,
      [t('execution.started'), execution.startTime ? formats.shortDateTime(execution.startTime) : '–'],
      [t('execution.duration'), durationOf(execution, formats.duration)],
      [t('usage.totalTokens'), tokenUsage ? t('usage.inOut', { input: formats.integer(tokenUsage.input), output: formats.integer(tokenUsage.output) }) : '–'],
      [t('usage.cost'), execution.cost ? formats.money(execution.cost) : '–'],
      execution.agentVersion ? [t('agent.version'), `v${execution.agentVersion}`] : null,
      attempt && attempt > 1 ? [t('execution.attempt'), formats.integer(attempt)] : null,
    ]} />
  );
}
