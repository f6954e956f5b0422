import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import ui from '../../ui/ui.module.css';
import css from './executions.module.css';
import { visibleText } from './visibleText';

/** What a tool will be called with: each argument by itself, so that a script reads as a script. Text only. */
export function CallArguments({ input }: { input: string | null }) {
  const { t } = useTranslation();
  const named = read(input);
  if (!input || named?.length === 0) return <Text size="sm" c="dimmed">{t('approval.noArguments')}</Text>;
  if (!named) return <pre className={ui.pre}>{visibleText(input)}</pre>;
  return (
    <dl className={css.arguments}>
      {named.map(([name, value]) => (
        <div key={name}>
          <dt className={css.label}>{visibleText(name)}</dt>
          <dd><pre className={ui.pre}>{visibleText(typeof value === 'string' ? value : JSON.stringify(value, null, 2))}</pre></dd>
        </div>
      ))}
    </dl>
  );
}

function read(input: string | null): [string, unknown][] | undefined {
  try {
    const value: unknown = JSON.parse(input ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
  } catch {
    return undefined;
  }
}
