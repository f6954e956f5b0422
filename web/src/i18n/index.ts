import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import type ko from './ko.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof ko };
  }
}

export const languages = ['ko', 'en'] as const;
export type Language = (typeof languages)[number];

const load: Record<Language, () => Promise<{ default: object }>> = { ko: () => import('./ko.json'), en: () => import('./en.json') };

export const toLanguage = (tag: string | undefined): Language => (tag === 'en' ? 'en' : 'ko');

/** boot.js has set the page's language before this runs. */
export async function startI18n(language: Language = toLanguage(document.documentElement.lang)) {
  const { default: translation } = await load[language]();
  await i18n.use(initReactI18next).init({ lng: language, resources: { [language]: { translation } }, interpolation: { escapeValue: false } });
}

export async function setLanguage(language: Language) {
  if (!i18n.hasResourceBundle(language, 'translation')) i18n.addResourceBundle(language, 'translation', (await load[language]()).default);
  document.documentElement.lang = language;
  try { localStorage.setItem('lang', language); } catch { /* storage is blocked: the choice lasts until reload */ }
  await i18n.changeLanguage(language);
}
