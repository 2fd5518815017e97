import { bracketElements, toGtin14 } from '../platform/documents/gs1Keys.shared.ts';
import type { Gs1Fields } from './gs1Identifiers.shared.ts';
import { isKnownIdentifier } from './gs1Identifiers.shared.ts';
import type { Gs1Element, Gs1Reading } from './gs1Readings.shared.ts';
import { guessReadings, readElements, split } from './gs1Readings.shared.ts';
import { checkedKey } from './gs1Value.shared.ts';
import type { CodeRefusal } from './unreadable.shared.ts';
import { groupSeparator, refusal, unreadable } from './unreadable.shared.ts';

export { checkDigit, isGtin, isSscc, makeSscc, toGtin14 } from '../platform/documents/gs1Keys.shared.ts';
export { gs1Date } from './gs1Value.shared.ts';
export type { Gs1Element, Gs1Fields, Gs1Reading };

/**
 * How the text reached us.
 * - `year`: the current one; two-digit years are read within its window
 * - `separator`: what this device sends for FNC1 where it cannot send the ASCII group separator, such as `~1` or `|`
 * - `symbology`: the AIM identifier (`]C1`), where the device tells it beside the text
 * - `separatorsKept`: this device was seen to deliver separators, so a text without any has lost none
 */
export type Gs1Options = { year: number; separator?: string; symbology?: string; separatorsKept?: boolean };

/**
 * A label understood. `kind` is `gtin` when it says nothing else, `sscc` when it names a logistic unit, else `gs1`.
 * `separatorLost`: the text only makes sense with a separator that was not there; tell who sets up the scanners.
 */
export type Gs1Accepted = { ok: true; kind: 'gtin' | 'sscc' | 'gs1'; separatorLost: boolean } & Gs1Reading;

/** A lost separator leaves several readings, the likeliest first; `field` is the first in which they differ. */
export type Gs1Ambiguous = {
  ok: false;
  code: 'gs1_ambiguous';
  field: string;
  got: string;
  expected: string;
  alternatives: Gs1Reading[];
};

export type Gs1Answer = Gs1Accepted | Gs1Ambiguous | CodeRefusal;

/** Symbology identifiers that promise an element string: GS1-128, DataBar, DataMatrix, QR, DotCode (ISO/IEC 15424). */
const gs1Symbologies = new Set([']C1', ']e0', ']d2', ']Q3', ']J1']);

/** As many as a worker can compare at arm's length. */
const maxAlternatives = 6;

const identifierPrefix = /^\][A-Za-z][0-9A-Za-z]/;

/**
 * Understands what a scanner delivered: an element string, with or without symbology identifier and separators, its
 * printed form `(01)…(10)…`, or the bare digits of a GTIN (8, 12, 13, 14) or SSCC (18).
 *
 * `fields` hold GTINs as 14 digits, days as `2026-12-31`, weights in g, lengths in mm, volumes in cm3; `elements` the
 * identifiers and values as they stand. Refusals are those of `CodeRefusal`, and `gs1_ambiguous` with `alternatives`.
 * Never throws.
 */
export function parseGs1(raw: string, options: Gs1Options): Gs1Answer {
  const refused = unreadable(raw);
  if (refused) return refused;
  const { symbology, text, claimed } = unwrap(raw, options);
  const second = /\][A-Za-z][0-9]/.exec(text);
  if (second) return refusal('scan_unreadable', 'labels', second[0], 'one label');
  if (symbology.startsWith(']E')) return readKey(text, 'gtin', [8, 12, 13]);
  if (!claimed && /^(?:[0-9]{8}|[0-9]{12,14})$/.test(text)) return readKey(text, 'gtin', [text.length]);
  if (!claimed && /^[0-9]{18}$/.test(text)) return readKey(text, 'sscc', [18]);
  const printed = bracketElements(text, isKnownIdentifier);
  if (printed) {
    const elements = printed.map(([ai, value]) => ({ ai, value }));
    const read = readElements(elements, options.year);
    return read.ok ? accepted(read, false) : read;
  }
  return readElementString(text, options);
}

/**
 * Whether a text announces itself as GS1: by symbology, FNC1 or brackets, by the length of a bare key, or by opening with
 * the key of a unit (00), an item (01) or a content (02). A seller's own `98765432A` opens with an identifier as well,
 * so other openings prove nothing.
 */
export function looksLikeGs1(raw: string, options: Gs1Options): boolean {
  const { symbology, text, claimed } = unwrap(raw, options);
  if (claimed || symbology.startsWith(']E') || text.includes(groupSeparator)) return true;
  if (/^(?:[0-9]{8}|[0-9]{12,14}|[0-9]{18}|00[0-9]{18}.*|0[12][0-9]{14}.*)$/.test(text)) return true;
  return bracketElements(text, isKnownIdentifier) !== undefined;
}

/** Takes off the symbology identifier and the FNC1 that opens a GS1 symbol, and unifies the separators. */
function unwrap(raw: string, options: Gs1Options): { symbology: string; text: string; claimed: boolean } {
  const symbology = identifierPrefix.exec(raw)?.[0] ?? identifierPrefix.exec(options.symbology ?? '')?.[0] ?? '';
  const bare = raw.replace(identifierPrefix, '').trim();
  const text = options.separator ? bare.split(options.separator).join(groupSeparator) : bare;
  const opened = text.startsWith(groupSeparator);
  return { symbology, text: opened ? text.slice(1) : text, claimed: opened || gs1Symbologies.has(symbology) };
}

function readKey(text: string, field: 'gtin' | 'sscc', lengths: number[]): Gs1Answer {
  if (!lengths.includes(text.length)) return refusal('gs1_malformed', field, text, `${lengths.join(', ')} digits`);
  const damaged = checkedKey(text, field);
  if (damaged) return damaged;
  const value = field === 'gtin' ? toGtin14(text) : text;
  const elements = [{ ai: field === 'gtin' ? '01' : '00', value }];
  return accepted({ elements, fields: { [field]: value } }, false);
}

function readElementString(text: string, { year, separatorsKept = false }: Gs1Options): Gs1Answer {
  const elements = split(text);
  const plain = Array.isArray(elements) ? readElements(elements, year) : elements;
  if (plain.ok && (separatorsKept || text.includes(groupSeparator))) return accepted(plain, false);
  if (!plain.ok && (plain.code === 'scan_unreadable' || separatorsKept)) return plain;
  const guesses = guessReadings(text, year);
  if (!plain.ok) return guesses.length > 0 ? oneOf(guesses, text, true) : plain;
  const others = guesses.filter((guess) => shown(guess) !== shown(plain));
  const plainAt = guesses.findIndex((guess) => shown(guess) === shown(plain));
  others.splice(plainAt < 0 ? others.length : plainAt, 0, { elements: plain.elements, fields: plain.fields });
  return oneOf(others, text, false);
}

const shown = (reading: Gs1Reading): string => reading.elements.map(({ ai, value }) => `(${ai})${value}`).join('');

function oneOf(readings: Gs1Reading[], text: string, separatorLost: boolean): Gs1Answer {
  const [first, second] = readings;
  if (!second) return accepted(first!, separatorLost);
  const names = Object.keys({ ...first!.fields, ...second.fields }) as (keyof Gs1Fields)[];
  const field = names.find((name) => first!.fields[name] !== second.fields[name]) ?? 'ai';
  const alternatives = readings.slice(0, maxAlternatives);
  return { ok: false, code: 'gs1_ambiguous', field, got: text, expected: 'separators between elements', alternatives };
}

function accepted({ elements, fields }: Gs1Reading, separatorLost: boolean): Gs1Accepted {
  const only = elements.length === 1 && fields.gtin !== undefined;
  return { ok: true, kind: fields.sscc ? 'sscc' : only ? 'gtin' : 'gs1', separatorLost, elements, fields };
}
