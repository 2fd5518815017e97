import { language } from '../../scanner-app/words/language.ts';
import type { Refused } from '../link/http.ts';
import { en } from '../words/en.ts';
import { said, t, type Word } from '../words/t.ts';
import { when } from './time.ts';

/** The refusal's text for people; a code that this desk does not know yet keeps the server's own words. */
export function textOf(error: Refused): string {
  if (error.status >= 500) return t('trouble.fault');
  return isKnown(error.code) || !error.message ? refusedSaid(error.code, error.told) : error.message;
}

interface Named {
  got?: unknown;
  expected?: unknown;
}

export const refusedSaid = (code: string, { got, expected }: Named): string =>
  said('refused', code, { got: named(got), expected: named(expected) });

const isKnown = (code: string): boolean => `refused.${code}` in en;

/** What the text leaves open: which field, what was in it, what belongs there. Codes are for faults that somebody has to find. */
export function detailsOf(error: Refused): string[] {
  const { field, requestId, code } = error.told;
  const text = textOf(error);
  const [name, got, expected] = [fieldSaid(field), named(error.told.got), named(error.told.expected)];
  const isTold = got === '' || text.includes(got);
  return [
    isTold ? name : `${name || t('trouble.got')}: ${got}`,
    expected === '' || text.includes(expected) ? '' : `${t('trouble.expected')}: ${expected}`,
    isKnown(code) && error.status < 500 ? '' : t('trouble.code', { code }),
    error.status >= 500 && requestId ? t('trouble.request', { id: requestId.slice(-8) }) : '',
  ].filter(Boolean);
}

/** `lines.2.quantity` → “Row 3, Units”; nothing for a field that no form has. */
function fieldSaid(path = ''): string {
  const parts = path.split('.');
  const name = parts.findLast((part) => `field.${part}` in en);
  if (name === undefined) return '';
  const row = parts.find((part) => /^\d+$/.test(part));
  return row === undefined ? said('field', name) : t('field.inRow', { n: Number(row) + 1, field: said('field', name) });
}

const longest = 80;
const kinds = ['role', 'order', 'parcel', 'shipment', 'route', 'wave', 'skill'];
const isInstant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isEnglish = /[a-z] [a-z]/;
/** Limits of a field, as the shapes on the wire tell them. */
const limits: [RegExp, Word][] = [
  [/string to have >=(\d+) characters?$/, 'expected.longer'],
  [/string to have <=(\d+) characters?$/, 'expected.shorter'],
  [/to be >=(-?\d+)$/, 'expected.least'],
  [/to be <=(-?\d+)$/, 'expected.most'],
];

/** What the server names beside a refusal. States, times and limits have words here; its English is for those who read English. */
function named(value: unknown): string {
  if (value === undefined || value === null || value === 'absent') return '';
  if (Array.isArray(value)) return cut(value.map(named).filter(Boolean).join(', '));
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  if (isId.test(text)) return '';
  if (isInstant.test(text)) return when(text);
  const kind = kinds.find((name) => `${name}.${text}` in en);
  if (kind !== undefined) return said(kind, text);
  for (const [form, word] of limits) {
    const limit = form.exec(text)?.[1];
    if (limit !== undefined) return t(word, { n: Number(limit) });
  }
  return language.value === 'en' || !isEnglish.test(text) ? cut(text) : '';
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
