import { checkDigit } from '../platform/documents/gs1Keys.shared.ts';
import type { Identifier } from './gs1Identifiers.shared.ts';
import { refusal } from './unreadable.shared.ts';
import type { CodeRefusal } from './unreadable.shared.ts';

/** What one value means, or why it cannot stand there. */
export type Gs1Value = { ok: true; meant: string | number } | CodeRefusal;

/** GS1 character set 82 (General Specifications, figure 7.11-1). */
const charset82 = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*$/;

const pad2 = (number: number): string => String(number).padStart(2, '0');

/**
 * Four digits for two, seen from `year`: at most 49 years back stays behind, at most 50 ahead stays ahead
 * (General Specifications, section 7.12).
 */
function fullYear(twoDigits: number, year: number): number {
  const distance = twoDigits - (year % 100);
  const century = year - (year % 100);
  if (distance >= 51) return century - 100 + twoDigits;
  if (distance <= -50) return century + 100 + twoDigits;
  return century + twoDigits;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/**
 * YYMMDD as an ISO day; day 00 means the last day of the month. Undefined where the calendar has no such day.
 * `year` is the current one: the two digits are read within its window.
 */
export function gs1Date(yymmdd: string, year: number): string | undefined {
  if (!/^[0-9]{6}$/.test(yymmdd)) return undefined;
  const [yy, month, day] = [0, 2, 4].map((at) => Number(yymmdd.slice(at, at + 2))) as [number, number, number];
  const full = fullYear(yy, year);
  if (month < 1 || month > 12 || day > daysIn(full, month)) return undefined;
  return `${full}-${pad2(month)}-${pad2(day === 0 ? daysIn(full, month) : day)}`;
}

/** YYMMDDHH[MM[SS]] as an ISO time without zone. Day 00 is not allowed here. */
function gs1Time(value: string, year: number): string | undefined {
  const day = gs1Date(value.slice(0, 6), year);
  const [hour, minute, second] = [6, 8, 10].map((at) => Number(value.slice(at, at + 2) || '0')) as [
    number,
    number,
    number,
  ];
  if (!day || value.length % 2 === 1 || value.slice(4, 6) === '00') return undefined;
  return hour > 23 || minute > 59 || second > 59 ? undefined : `${day}T${pad2(hour)}:${pad2(minute)}:${pad2(second)}`;
}

/** Refuses a key whose last digit does not follow from the others; `field` names what the key is. */
export function checkedKey(key: string, field: string): CodeRefusal | undefined {
  if (!/^[0-9]{2,}$/.test(key)) return refusal('gs1_malformed', field, key, 'digits');
  const right = checkDigit(key.slice(0, -1));
  if (right === key.slice(-1)) return undefined;
  return { ...refusal('gs1_check_digit', field, key, right), digit: key.length };
}

/** Reads one element's value by its identifier: length, characters, check digit, calendar. */
export function readValue(
  { numeric, min, max, checked, meaning, ai }: Identifier,
  value: string,
  year: number,
): Gs1Value {
  const { field } = meaning;
  if (value.length < min || value.length > max) {
    const expected = min === max ? `${min} characters` : `${min}-${max} characters`;
    return refusal('gs1_malformed', field, value, expected);
  }
  if (numeric && !/^[0-9]+$/.test(value)) return refusal('gs1_malformed', field, value, 'digits');
  if (!charset82.test(value)) return refusal('gs1_malformed', field, value, 'GS1 characters');
  const damaged = checked ? checkedKey(value.slice(0, checked), field) : undefined;
  if (damaged) return damaged;
  if (meaning.as === 'date' || meaning.as === 'dateTime') {
    const meant = meaning.as === 'date' ? gs1Date(value, year) : gs1Time(value, year);
    return meant ? { ok: true, meant } : refusal('gs1_date', field, value, 'a day of the calendar');
  }
  if (meaning.as === 'count') return { ok: true, meant: Number(value) };
  if (meaning.as === 'measure') {
    return { ok: true, meant: Math.round((Number(value) * meaning.factor) / 10 ** Number(ai.slice(-1))) };
  }
  return { ok: true, meant: value };
}
