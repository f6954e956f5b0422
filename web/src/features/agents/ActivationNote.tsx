import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { OverBudget } from '../../api/agents';
import { useFormats } from '../../ui/formats';
import { isOverBudget, type useMoveAgent } from './useAgents';

/** What switching the agent on has shown: what the coming month will cost, or that it would pass the limit. */
export function ActivationNote({ move }: { move: ReturnType<typeof useMoveAgent> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (isOverBudget(move.error)) {
    const { forecast, maxTokensPerMonth } = OverBudget.safeParse(move.error.body).data ?? {};
    return (
      <Alert color="orange" role="alert" p="sm" mb="md" title={t('agent.overBudget')}>
        {forecast?.tokens && forecast.measured && maxTokensPerMonth !== undefined
          ? t('agent.overBudgetBy', {
              days: forecast.days, runs: formats.integer(forecast.fires), tokens: formats.integer(forecast.tokens.p50),
              each: formats.integer(forecast.measured.tokens.p50), limit: formats.integer(maxTokensPerMonth),
            })
          : move.error.message}
      </Alert>
    );
  }

  const forecast = move.variables === 'activate' ? move.data?.forecast : undefined;
  if (!forecast?.measured || !forecast.tokens || !forecast.cost) return null;
  const { tokens, cost, measured } = forecast;
  const money = (amount: string) => formats.money({ amount, currency: cost.currency });
  return (
    <Alert color="iris" role="status" p="sm" mb="md" title={t('agent.forecastTitle', { days: forecast.days })}>
      {t('agent.forecast', { runs: formats.integer(forecast.fires), tokens: formats.integer(tokens.p50), cost: money(cost.p50), tokensHigh: formats.integer(tokens.p95), costHigh: money(cost.p95), measured: measured.runs })}
      {forecast.skipped > 0 && ` ${t('agent.forecastSkipped', { skipped: formats.integer(forecast.skipped) })}`}
    </Alert>
  );
}
