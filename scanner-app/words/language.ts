import { computed, effect } from '@preact/signals';
import { fillIn, type Fill } from '../../src/platform/fillIn.shared.ts';
import { kept } from '../look/kept.ts';

export const languages = { ko: '한국어', en: 'English' } as const;
export type Language = keyof typeof languages;

/** The first that this house speaks of those that the browser's owner reads, the best first. */
const ofTheBrowser: Language =
  navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]!).find((tag): tag is Language => tag in languages) ??
  'en';

/** Desk and handheld may be open in one browser, each with somebody else before it. */
const app = location.pathname.startsWith('/scanner') ? 'scanner' : 'console';

/** What somebody chose on this device goes before the account's language, and that before the browser's. */
export const chosenLanguage = kept<Language | null>('language', null);
export const accountLanguage = kept<Language | null>(`${app}.language.account`, null);
export const language = computed<Language>(() => chosenLanguage.value || accountLanguage.value || ofTheBrowser);

export function applyLanguage(): void {
  effect(() => document.documentElement.setAttribute('lang', language.value));
}

/** Makes the `t` of one app from its dictionaries; what stands in braces is filled from `fill`. Follows the language live. */
export function dictionary<W extends string>(texts: Record<Language, Record<W, string>>) {
  return (word: W, fill: Fill = {}): string => fillIn(language.value, texts[language.value][word], fill);
}
