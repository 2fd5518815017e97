import { language } from '../../scanner-app/words/language.ts';
import { Refused } from '../link/http.ts';
import { en } from '../words/en.ts';
import { said, t, type Word } from '../words/t.ts';
import { fieldPath } from './fieldPath.ts';
import { statesTold } from './statesTold.ts';
import { when } from './time.ts';

/** The refusal's text for people; a code that this desk does not know yet keeps the server's own words. */
export function textOf(error: Refused): string {
  if (error.status >= 500) return t('trouble.fault');
  if (isKnown(error.code) || !error.message) return refusedSaid(error.code, error.told);
  // the server's own words of a field name it by its path, which nobody who reads a form knows
  return error.told.field !== undefined && error.message.startsWith(error.told.field)
    ? t('refused.invalid')
    : error.message;
}

/** What is refused of the fields at these paths of what was sent, in words that stand beneath a field. */
export function refusedAt(error: Error | null, paths: string[]): string | undefined {
  if (!(error instanceof Refused)) return undefined;
  const isHere = (field = ''): boolean => paths.some((path) => field === path || field.startsWith(`${path}.`));
  const told = isHere(error.told.field) ? error.told : error.problems.find(({ field }) => isHere(field));
  if (told === undefined) return undefined;
  const { code = 'invalid', expected } = told;
  const limit = named(expected, code);
  if (code !== 'invalid' && isKnown(code)) return refusedSaid(code, told);
  return limit === '' ? t('refused.invalid') : `${t('trouble.expected')}: ${limit}`;
}

interface Named {
  got?: unknown;
  expected?: unknown;
}

export const refusedSaid = (code: string, { got, expected }: Named): string =>
  said('refused', code, { got: named(got, code), expected: named(expected, code) });

const isKnown = (code: string): boolean => `refused.${code}` in en;

/** What the text leaves open: which field, what was in it, what belongs there. Codes are for faults that somebody has to find. */
export function detailsOf(error: Refused): string[] {
  const { field, requestId, code } = error.told;
  const { got: typed, expected: limit } = asTyped(error.told);
  const text = textOf(error);
  const [name, got, expected] = [fieldSaid(field), named(typed, code), named(limit, code)];
  const isTold = got === '' || text.includes(got);
  return [
    isTold ? name : `${name || t('trouble.got')}: ${got}`,
    expected === '' || text.includes(expected) ? '' : `${t('trouble.expected')}: ${expected}`,
    isKnown(code) && error.status < 500 ? '' : t('trouble.code', { code }),
    error.status >= 500 && requestId ? t('trouble.request', { id: requestId.slice(-8) }) : '',
  ].filter(Boolean);
}

/** What a form takes in other units than the server, by its path. */
const typedIn: Record<string, { per: number; unit: string }> = {
  'capacity.weight_g': { per: 1_000, unit: 'kg' },
  'capacity.volume_cm3': { per: 1_000_000, unit: 'm³' },
};

function asTyped({ field = '', got, expected }: Named & { field?: string }): Named {
  const { per, unit } = typedIn[field] ?? { per: 1, unit: '' };
  const said = (value: unknown) => (unit !== '' && typeof value === 'number' ? `${value / per} ${unit}` : value);
  return { got: said(got), expected: said(expected) };
}

/** `lines.2.quantity` → “Row 3, Units”; nothing for a field that no form has. */
function fieldSaid(path = ''): string {
  const { name, row } = fieldPath(path);
  if (name === undefined) return '';
  return row === undefined ? said('field', name) : t('field.inRow', { n: row, field: said('field', name) });
}

const longest = 80;
const kinds = ['role', 'order', 'parcel', 'shipment', 'route', 'wave', 'skill'];
const isInstant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isEnglish = /[a-z] [a-z]/;
/** A code that no dictionary has is for programs. */
const isCode = /^[a-z]+(_[a-z]+)+$/;
/** Limits of a field, as the shapes on the wire tell them. */
const limits: [RegExp, Word][] = [
  [/^at least (\d+) characters$/, 'expected.longer'],
  [/^at most (\d+) characters$/, 'expected.shorter'],
  [/^at least (\d+) entries$/, 'expected.entriesLeast'],
  [/^at most (\d+) entries$/, 'expected.entriesMost'],
  [/^at least (-?\d+)$/, 'expected.least'],
  [/^at most (-?\d+)$/, 'expected.most'],
  [/^text$/, 'expected.text'],
  [/^a number$/, 'expected.number'],
  [/^a whole number$/, 'expected.whole'],
  [/^a day, /, 'expected.day'],
  [/^a moment, /, 'expected.moment'],
];
/** What only a program can have sent or left out: no form has it. */
const isWire =
  /^(an id|true or false|a list|fields( |$)|no (fields|entries)$|\d+ entries$|another form$|unknown field$)/;

/** What the server names beside a refusal. States, times and limits have words here; its English is for those who read English. */
function named(value: unknown, code: string): string {
  if (value === undefined || value === null || value === 'absent' || typeof value === 'boolean') return '';
  if (Array.isArray(value))
    return cut(
      value
        .map((part) => named(part, code))
        .filter(Boolean)
        .join(', '),
    );
  if (typeof value === 'object') return '';
  const text = `${value as string | number}`;
  if (isId.test(text) || isWire.test(text)) return '';
  if (isInstant.test(text)) return when(text);
  const state = statesTold[code];
  const kind = (state === undefined ? kinds : [state]).find((name) => `${name}.${text}` in en);
  if (kind !== undefined) return said(kind, text);
  for (const [form, word] of limits) {
    const limit = form.exec(text);
    if (limit !== null) return t(word, { n: Number(limit[1] ?? 0) });
  }
  if (state !== undefined || isCode.test(text)) return '';
  return language.value === 'en' || !isEnglish.test(text) ? cut(text) : '';
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
