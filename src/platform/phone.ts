import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { blindIndex } from './crypto.ts';
import { ALWAYS, dataKeyFor } from './dataKeys.ts';
import type { Work } from './work.ts';

/** Signs that people write between the digits, and an extension behind them. */
const WRITTEN = /^[+(]*\d[\d\s().\-‐-―/~]*((ext\.?|x|#|내선)\s*\d{1,6})?$/iu;
const EXTENSION = /(ext\.?|x|#|내선)\s*\d{1,6}$/iu;

/** Mobile numbers have eight digits behind 010, and no number has a zero behind the country: the library takes both. */
const KOREAN = /^82(?!0)(?!10(?!\d{8}$))/;

/**
 * A phone number as its digits with the country first, as E.164 has them, however it was written: 010-1234-5678,
 * +82 10 1234 5678, 0082 (0)10.1234.5678 and ０１０１２３４５６７８ are one. A number without a country is Korean, safe numbers (0505…)
 * and nationwide ones (1588-…) among them. Undefined for what is no number that could be called.
 */
export function readPhone(written: string): string | undefined {
  const text = written.normalize('NFKC').trim();
  if (!WRITTEN.test(text)) return undefined;
  const dialled = text.replace(EXTENSION, '').replace(/^\(?00(?=[1-9])/, '+');
  const read = parsePhoneNumberFromString(dialled, { defaultCountry: 'KR', extract: false });
  if (read === undefined || !read.isValid()) return undefined;
  const digits = read.number.slice(1);
  return read.countryCallingCode === '82' && !KOREAN.test(digits) ? undefined : digits;
}

/** Shorter texts are no number that a customer could be known by. */
const SHORTEST_PHONE = 7;

/** The digits of what was taken for a number while nobody checked: orders of that time are indexed by these. */
function uncheckedPhone(written: string): string | undefined {
  const text = written.normalize('NFKC').trim();
  const digits = text.replaceAll(/\D/g, '');
  if (digits.length < SHORTEST_PHONE) return undefined;
  const abroad = /^\(?\+/.test(text) ? digits : digits.startsWith('00') ? digits.slice(2) : undefined;
  // Korean numbers begin with 0, service numbers with 1: ten digits that begin with 82 have lost their plus
  const full = abroad ?? (digits.startsWith('82') && digits.length >= 10 ? digits : `82${digits}`);
  return full.replace(/^820/, '82');
}

/** By what a phone is known: its number, or what was kept of it before numbers were checked. */
export const plainPhone = (written: string): string | undefined => readPhone(written) ?? uncheckedPhone(written);

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

/** Under which a phone may be kept: as it is known now, and as it was before numbers were checked. None: it is too short. */
export async function soughtPhones(work: Work, written: string): Promise<Buffer[]> {
  const forms = [...new Set([plainPhone(written), uncheckedPhone(written)])].filter((form) => form !== undefined);
  if (forms.length === 0) return [];
  const { key } = await dataKeyFor(work, 'phone', ALWAYS);
  return forms.map((form) => blindIndex(key, form));
}
