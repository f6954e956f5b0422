import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cost } from '../api/values';
import { toLanguage } from '../i18n';

const byteUnits = [['gigabyte', 1e9], ['megabyte', 1e6], ['kilobyte', 1e3], ['byte', 1]] as const;
const units = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1_000]] as const;

/** Whether an instant lies within a minute, so that its seconds are worth a place. */
export const hasSeconds = (instant: string) => new Date(instant).getUTCSeconds() !== 0;

/** Numbers, money and times in the page's language. */
export function formatsFor(language: string) {
  const integer = new Intl.NumberFormat(language);
  const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

  const money = ({ amount, currency }: Cost) => {
    const value = Number(amount);
    // A chat answer costs a fraction of a cent: it must not read as nothing.
    const maximumFractionDigits = value !== 0 && Math.abs(value) < 0.1 ? 4 : 2;
    return new Intl.NumberFormat(language, { style: 'currency', currency, maximumFractionDigits }).format(value);
  };
  const dateTime = (instant: string, timeZone?: string | null, seconds = false) =>
    new Intl.DateTimeFormat(language, {
      year: 'numeric', month: 'short', day: 'numeric', weekday: 'short', hour: 'numeric', minute: '2-digit',
      ...(seconds && { second: '2-digit' }), ...(timeZone && { timeZone }),
    }).format(new Date(instant));
  const shortDateTime = (instant: string, timeZone?: string | null) =>
    new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', weekday: 'short', hour: 'numeric', minute: '2-digit', ...(timeZone && { timeZone }) })
      .format(new Date(instant));
  const fromNow = (instant: string, now = Date.now()) => {
    const distance = Date.parse(instant) - now;
    const [unit, size] = units.find(([, milliseconds]) => Math.abs(distance) >= milliseconds) ?? (['second', 1_000] as const);
    return relative.format(Math.round(distance / size), unit);
  };
  const duration = (milliseconds: number) => {
    const unit = (value: number, name: string, digits = 0) =>
      new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'narrow', maximumFractionDigits: digits }).format(value);
    if (milliseconds < 60_000) return unit(milliseconds / 1_000, 'second', milliseconds < 10_000 ? 1 : 0);
    const minutes = Math.floor(milliseconds / 60_000);
    return `${unit(minutes, 'minute')} ${unit(Math.round((milliseconds % 60_000) / 1_000), 'second')}`;
  };
  const bytes = (count: number) => {
    const [unit, size] = byteUnits.find(([, limit]) => count >= limit) ?? (['byte', 1] as const);
    return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'narrow' : 'short', maximumFractionDigits: 1 }).format(count / size);
  };
  const day = (date: string) => new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(date));

  return { integer: integer.format, compact: compact.format, money, dateTime, shortDateTime, fromNow, duration, bytes, day };
}
export type Formats = ReturnType<typeof formatsFor>;

export function useFormats(): Formats {
  const language = useLanguage();
  return useMemo(() => formatsFor(language), [language]);
}

export const useLanguage = () => toLanguage(useTranslation().i18n.language);
