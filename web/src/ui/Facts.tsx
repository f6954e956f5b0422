import type { ReactNode } from 'react';
import css from './ui.module.css';

/** A row of labelled values. */
export function Facts({ items }: { items: (readonly [label: string, value: ReactNode] | null)[] }) {
  return (
    <dl className={css.facts}>
      {items.map((item) => item && <div key={item[0]} className={css.fact}><dt>{item[0]}</dt><dd>{item[1]}</dd></div>)}
    </dl>
  );
}
