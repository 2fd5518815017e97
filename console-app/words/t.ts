import { dictionary } from '../../scanner-app/words/language.ts';
import { en } from './en.ts';
import { ko } from './ko.ts';

export type Word = keyof typeof en;

/** The desk's own texts. */
export const t = dictionary<Word>({ en, ko });

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
