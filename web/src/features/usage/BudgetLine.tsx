import { Group, Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getBudget } from '../../api/budget';
import { useFormats } from '../../ui/formats';
import css from './usage.module.css';

/** The tokens of today beside the user's limit; left out when the platform does not say. */
export function BudgetLine() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data } = useQuery({ queryKey: ['budget'], queryFn: getBudget, refetchInterval: 60_000 });
  if (!data) return null;
  const { limit, used, reserved, resetsAt } = data.day;
  const share = limit ? Math.min(100, Math.round((used / limit) * 100)) : 0;
  const text = limit ? t('budget.today', { used: formats.integer(used), limit: formats.integer(limit) }) : t('budget.todayUnlimited', { used: formats.integer(used) });
  return (
    <div className={css.budget}>
      <Group gap="xs" justify="space-between">
        <Text size="sm">{text}</Text>
        <Text size="xs" c="dimmed">
          {[reserved ? t('budget.reserved', { value: formats.integer(reserved) }) : null, resetsAt ? t('budget.resets', { when: formats.fromNow(resetsAt) }) : null].filter(Boolean).join(' · ')}
        </Text>
      </Group>
      {limit ? <Progress value={share} size="sm" mt={6} color={share >= 100 ? 'red' : share >= 80 ? 'orange' : 'iris'} aria-label={text} /> : null}
    </div>
  );
}
