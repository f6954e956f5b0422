import { Loader } from '@mantine/core';
import { Check, CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import css from '../chat.module.css';
import type { PartOf } from '../frames';

export function ToolLine({ part }: { part: PartOf<'tool'> }) {
  const { t } = useTranslation();
  return (
    <div className={css.toolLine}>
      {part.state === 'running' ? <Loader size={12} aria-hidden /> : part.state === 'done' ? <Check size={14} aria-hidden /> : <CircleAlert size={14} aria-hidden />}
      <code>{part.name}</code>
      <span className={css.toolDetail}>{part.detail ?? t(`chat.toolState.${part.state}`)}</span>
    </div>
  );
}
