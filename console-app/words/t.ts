import { dictionary, language } from '../../scanner-app/words/language.ts';
import { en } from './en.ts';
import { one } from './en/one.ts';
import { ko } from './ko.ts';

export type Word = keyof typeof en;

const inAnyNumber = dictionary<Word>({ en, ko });

/** The desk's own texts. English has a form of its own for one; Korean has not. */
export function t(word: Word, fill: Record<string, string | number> = {}): string {
  const single = language.value === 'en' && String(fill['n']) === '1' ? one[word] : undefined;
  return single ?? inAnyNumber(word, fill);
}

/** The word for a code that came from the server; the code itself where the dictionary does not have it yet. */
export function said(kind: string, code: string, fill: Record<string, string | number> = {}): string {
  const word = `${kind}.${code}`;
  return word in en ? t(word as Word, fill) : code.replaceAll('_', ' ');
}

/** Why something stands or failed, as whichever part of the house told it. */
export function causeSaid(code: string): string {
  if (code.startsWith('waits_for_')) return said('nextStep', code.slice('waits_for_'.length));
  const kind = ['cause', 'fail', 'unassigned'].find((name) => `${name}.${code}` in en) ?? 'cause';
  return said(kind, code);
}
