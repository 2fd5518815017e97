import type { Gs1Answer, Gs1Options } from './gs1.shared.ts';
import { isGtin, isSscc, looksLikeGs1, parseGs1 } from './gs1.shared.ts';
import type { CodeRefusal } from './unreadable.shared.ts';
import { groupSeparator, refusal, unreadable } from './unreadable.shared.ts';

/** The labels that the house prints for itself. */
export type HouseLabel = 'bin' | 'lpn' | 'tote' | 'cart' | 'lane' | 'vehicle' | 'badge' | 'dock';

/** `companyPrefix`: our own GS1 company prefix, by which the SSCCs that we made are known. */
export type ClassifyOptions = Gs1Options & { companyPrefix?: string };

/**
 * What a code is by its looks alone; whether such a thing exists is for the records.
 * - a house label: `text` is its code in capitals
 * - `sscc`: `ours` when it carries our prefix: then an LPN or a parcel of ours, else a supplier's unit or a carrier's
 * - `gtin`, `gs1`: see `Gs1Accepted`
 * - `unknown`: nothing we can tell; a seller's own item code or a carrier's tracking number looks like this
 */
export type Classified =
  | { ok: true; kind: HouseLabel; text: string }
  | (Extract<Gs1Answer, { ok: true }> & { text: string; ours: boolean })
  | { ok: true; kind: 'unknown'; text: string }
  | Extract<Gs1Answer, { ok: false }>;

/** Zone-aisle-bay-level, or without aisle: A-01-02-3, A-07-3. Tried last, because its zone may be any letters. */
const houseLabels: [HouseLabel, RegExp][] = [
  ['lpn', /^LPN[0-9]{4,12}$/],
  ['tote', /^TOTE-[0-9]{1,6}$/],
  ['cart', /^CART-[0-9]{1,4}$/],
  ['lane', /^LANE-[0-9]{1,4}$/],
  ['dock', /^DOCK-[0-9]{1,4}$/],
  ['vehicle', /^VEH-[A-Z0-9-]{1,20}$/],
  ['badge', /^BADGE-[A-Z0-9]{1,24}$/],
  ['bin', /^[A-Z][A-Z0-9]{0,2}(?:-[0-9]{1,3}){1,2}-[0-9]{1,2}$/],
];

function houseLabel(text: string): HouseLabel | undefined {
  return houseLabels.find(([, shape]) => shape.test(text))?.[0];
}

/**
 * Tells what a scanned or typed code is. Refuses with `scan_unreadable` what cannot be one label (see `unreadable`; two
 * labels glued by a lost suffix), and with a `gs1_…` code what is a damaged or ambiguous GS1 label.
 *
 * A carrier's tracking number of 12 digits looks like a damaged GTIN: who has records asks them for the raw code first.
 */
export function classify(raw: string, options: ClassifyOptions): Classified {
  const refused = unreadable(raw);
  if (refused) return refused;
  const text = raw.trim();
  const own = houseLabel(text.toUpperCase());
  if (own) return { ok: true, kind: own, text: text.toUpperCase() };
  const gs1 = looksLikeGs1(text, options) ? parseGs1(text, options) : undefined;
  const provesItself = gs1?.ok && (options.symbology || /^0[012]|[^0-9]/.test(text));
  if (isDoubled(text, options) || (!provesItself && isGlued(text.toUpperCase()))) {
    return refusal('scan_unreadable', 'labels', text, 'one label');
  }
  if (!gs1) return { ok: true, kind: 'unknown', text };
  if (!gs1.ok) return gs1;
  const { companyPrefix } = options;
  const ours = companyPrefix !== undefined && gs1.fields.sscc?.slice(1).startsWith(companyPrefix) === true;
  return { ...gs1, text, ours };
}

/** Whether a handheld takes the label that a code is printed on: a digit fewer than a barcode's would be a damaged one. */
export const isReadBack = (code: string, at: Date): boolean => classify(code, { year: at.getUTCFullYear() }).ok;

/** The same label twice: the trigger was pulled again before the suffix came. */
function isDoubled(text: string, options: ClassifyOptions): boolean {
  const half = text.slice(0, text.length / 2);
  return half.length >= 8 && half + half === text && looksLikeGs1(half, options) && parseGs1(half, options).ok;
}

/** A label by itself: one of ours, or the bare or numbered key of an item or a unit. */
function looksAlone(text: string): boolean {
  if (houseLabel(text) || isSscc(text)) return true;
  if (text.length >= 12 && isGtin(text)) return true;
  return (text.startsWith('00') && isSscc(text.slice(2))) || (/^01[0-9]{14}$/.test(text) && isGtin(text.slice(2)));
}

/** Two or more labels in a row, each of a shape we know. Short GTIN-8 are left out: chance makes too many of them. */
function isGlued(text: string): boolean {
  if (text.includes(groupSeparator)) return false;
  for (let end = 5; end < text.length - 4; end++) {
    const rest = text.slice(end);
    if (looksAlone(text.slice(0, end)) && (looksAlone(rest) || isGlued(rest))) return true;
  }
  return false;
}

/** What may be asked for in one scan, unless the step tells a smaller range. */
const anyQuantity = { min: 1, max: 999_999 };

export type QuantityRange = { min: number; max: number };

/**
 * Reads a quantity as it was keyed in or came in JSON: a whole number within the range, in plain digits 0-9 and nothing
 * else, so that a scanned code, a full-width １２, `1e9`, `1.5` or `12 ` never becomes one.
 */
export function parseQuantity(
  input: unknown,
  range: QuantityRange = anyQuantity,
): { ok: true; quantity: number } | CodeRefusal {
  const typed = typeof input === 'string' && /^[1-9][0-9]{0,8}$|^0$/.test(input);
  const quantity = typed ? Number(input) : input;
  if (
    typeof quantity === 'number' &&
    Number.isSafeInteger(quantity) &&
    quantity >= range.min &&
    quantity <= range.max
  ) {
    return { ok: true, quantity };
  }
  const got = typeof input === 'string' || typeof input === 'number' ? String(input).slice(0, 40) : typeof input;
  return refusal('qty_invalid', 'quantity', got, `${range.min}-${range.max}`);
}
