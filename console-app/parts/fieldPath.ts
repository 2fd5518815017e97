import { en } from '../words/en.ts';

/** Lists of which each number is a part of one field, not a row that somebody filled in. */
const inOneField = new Set(['barcodes', 'packs', 'size_mm', 'polygon', 'skills', 'serials']);
const isNumber = (part: string): boolean => /^\d+$/.test(part);

export interface FieldPath {
  /** Of which `field.…` has the word. */
  name: string | undefined;
  /** Counted from 1. */
  row: number | undefined;
}

/** `lines.2.quantity` is the quantity of row 3, `barcodes.0.code` the barcode; a path that no form has is nothing. */
export function fieldPath(path: string): FieldPath {
  const parts = path.split('.');
  const names = parts.filter((part) => !isNumber(part));
  // the code of a barcode, or the name of a recipient, has a word of its own
  const whole = names.slice(-2).join('.');
  const name = `field.${whole}` in en ? whole : names.findLast((part) => `field.${part}` in en);
  const row = parts.find((part, at) => isNumber(part) && !inOneField.has(parts[at - 1] ?? ''));
  return { name, row: row === undefined ? undefined : Number(row) + 1 };
}
