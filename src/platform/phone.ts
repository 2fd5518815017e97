import { blindIndex } from './crypto.ts';
import { ALWAYS, dataKeyFor } from './dataKeys.ts';
import type { Work } from './work.ts';

/** Shorter texts are no number that a customer could be known by. */
const SHORTEST_PHONE = 7;

/**
 * A phone number as one row of digits with its country first, however it was written: 010-1234-5678, +82 10 1234 5678,
 * 0082 (0)10.1234.5678 and ０１０１２３４５６７８ are one. A number without a country is Korean. Undefined for less than seven digits.
 */
export function plainPhone(written: string): string | undefined {
  const text = written.normalize('NFKC').trim();
  const digits = text.replaceAll(/\D/g, '');
  if (digits.length < SHORTEST_PHONE) return undefined;
  const abroad = /^\(?\+/.test(text) ? digits : digits.startsWith('00') ? digits.slice(2) : undefined;
  // Korean numbers begin with 0, service numbers with 1: ten digits that begin with 82 have lost their plus
  const full = abroad ?? (digits.startsWith('82') && digits.length >= 10 ? digits : `82${digits}`);
  return full.replace(/^820/, '82');
}

/** By which a phone is found however it is written, without being opened; null where it is too short to be one. */
export async function phoneIndex(work: Work, phone: string): Promise<Buffer | null> {
  return (await phoneIndexes(work, [phone]))[0]!;
}

/** The set form, in the order of the phones. */
export async function phoneIndexes(work: Work, phones: string[]): Promise<(Buffer | null)[]> {
  const plain = phones.map(plainPhone);
  if (plain.every((phone) => phone === undefined)) return plain.map(() => null);
  const { key } = await dataKeyFor(work, 'phone', ALWAYS);
  return plain.map((phone) => (phone === undefined ? null : blindIndex(key, phone)));
}
