import { expect, it } from 'vitest';
import en from './en.json';
import ko from './ko.json';

const plural = /_(zero|one|two|few|many|other)$/;

function texts(bundle: object, prefix = ''): [string, string][] {
  return Object.entries(bundle).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : texts(value as object, `${prefix}${key}.`));
}

const keys = (bundle: object) => [...new Set(texts(bundle).map(([key]) => key.replace(plural, '')))].sort();

it('says the same things in Korean and English', () => {
  expect(keys(ko)).toEqual(keys(en));
});

it('leaves nothing empty and uses the same values in both languages', () => {
  const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
  const english = new Map(texts(en));
  for (const [key, text] of texts(ko)) {
    expect(text.trim(), key).not.toBe('');
    expect(placeholders(text), key).toEqual(placeholders(english.get(key) ?? ''));
  }
});
