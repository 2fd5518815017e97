/**
 * Why a scanned or typed code is refused, for machines; the worker's words are made from it elsewhere.
 * - `scan_unreadable`: `field` is `length`, `character`, `encoding` or `labels` (two read as one)
 * - `gs1_malformed`: it claims to be GS1 and breaks its grammar; `field` is the element's field, or `ai`
 * - `gs1_check_digit`: `got` is the key as read, `expected` the right digit, `digit` its place counted from 1
 * - `gs1_date`: `got` is the value as read
 * - `qty_invalid`: `expected` is the range, `1-24`
 */
export type CodeRefusal = {
  ok: false;
  code: 'scan_unreadable' | 'gs1_malformed' | 'gs1_check_digit' | 'gs1_date' | 'qty_invalid';
  field: string;
  got: string;
  expected: string;
  digit?: number;
};

export function refusal(code: CodeRefusal['code'], field: string, got: string, expected: string): CodeRefusal {
  return { ok: false, code, field, got, expected };
}

/** Longest code that any label on the floor carries; longer means that several were read without an end between. */
export const maxCodeLength = 200;

/** FNC1 between elements, as scanners send it: the ASCII group separator. */
export const groupSeparator = '\u001d';

/** `U+3141`: a character as it can be shown in a log, whatever it does to a screen. */
function named(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * Refuses what no label of ours, no GS1 symbol and no carrier's label can hold: nothing at all, more than 200
 * characters, control characters other than FNC1, and anything beyond printable ASCII, which comes from a wrong
 * keyboard layout, an input method left on (ㅁ-07-3 for A-07-3) or a damaged encoding.
 */
export function unreadable(code: string): CodeRefusal | undefined {
  if (code.trim() === '') return refusal('scan_unreadable', 'length', '0', `1-${maxCodeLength}`);
  if (code.length > maxCodeLength) return refusal('scan_unreadable', 'length', `${code.length}`, `1-${maxCodeLength}`);
  for (const character of code) {
    if (character === groupSeparator || /^[\u0020-\u007e]$/.test(character)) continue;
    const field = /^\p{Cc}$/u.test(character) ? 'character' : 'encoding';
    return refusal('scan_unreadable', field, named(character), 'printable ASCII');
  }
  return undefined;
}
