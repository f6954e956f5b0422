import { Alert, Button, Loader } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { hasEnded } from '../../../api/values';
import { useFormats } from '../../../ui/formats';
import { Markdown } from '../../../ui/Markdown';
import { ExecutionStatusBadge } from '../../../ui/StatusBadge';
import { useExecutionFeed } from '../../executions/useExecutionFeed';
import { StepLine } from '../../executions/StepLine';
import type { PartOf } from '../frames';
import css from './cards.module.css';

/** A run inside the chat: live until it ends, then what the part says. */
export function RunCard({ part }: { part: PartOf<'run'> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const feed = useExecutionFeed(part.executionId, !hasEnded(part.status));
  const status = hasEnded(part.status) ? part.status : (feed.status ?? part.status);
  const result = part.result ?? feed.result;
  const error = part.error ?? feed.error;
  const tokenUsage = part.tokenUsage?.input || part.tokenUsage?.output ? part.tokenUsage : feed.tokenUsage;

  return (
    <section className={css.card} aria-label={t('execution.title')} aria-busy={!hasEnded(status)}>
      <div className={css.head}>
        <span className={css.icon}><Play size={17} aria-hidden /></span>
        <div style={{ flex: 1, minWidth: 0 }}>
          <div className={css.eyebrow}>{part.agentId ? t('execution.title') : t('trigger.test')}</div>
          <h2 className={css.title}>{t(`execution.headline.${status}`)}</h2>
        </div>
        <ExecutionStatusBadge status={status} />
      </div>
      <div className={css.body}>
        {feed.steps.length > 0 && !hasEnded(status) && <ol className={css.steps}>{feed.steps.map((step) => <li key={step.index}><StepLine step={step} /></li>)}</ol>}
        {result ? <Markdown text={result} /> : feed.text && !hasEnded(status) ? <Markdown text={feed.text} streaming /> : null}
        {!result && !feed.text && !hasEnded(status) && feed.steps.length === 0 && <div className={css.line}><Loader size={14} type="dots" aria-hidden />{t('execution.waitingForFirstStep')}</div>}
        {error && <Alert color="red" p="sm" title={error.code}>{error.message}</Alert>}
      </div>
      <div className={css.actions}>
        {tokenUsage && <span className={css.eyebrow}>{t('usage.tokens', { input: formats.integer(tokenUsage.input), output: formats.integer(tokenUsage.output) })}</span>}
        <Button size="xs" variant="subtle" ml="auto" rightSection={<ArrowUpRight size={14} aria-hidden />}
          renderRoot={(props) => <Link to="/executions/$executionId" params={{ executionId: part.executionId }} {...props} />}>
          {t('execution.open')}
        </Button>
      </div>
    </section>
  );
}
