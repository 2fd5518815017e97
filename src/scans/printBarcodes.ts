import { sheetPdf } from '../platform/documents/index.ts';
import { done, invalid, refuse, type Outcome } from '../platform/errors.ts';
import { Download } from '../platform/route.ts';
import type { Work } from '../platform/work.ts';
import { isReadBack } from './codes.shared.ts';
import type { PrintBarcodes } from './schema.ts';
import { symbolFor } from './symbolFor.ts';

/** What fits a sticker of 63 mm in letters that are read at arm's length. */
const TITLE = 32;
const NOTE = 80;

/** So many are named; who prints more that no scanner takes mends these first. */
const NAMED = 5;

/** Stickers for items, bins, totes: the code as its bars, what it is called above them. */
export async function printBarcodes({ at }: Work, { labels }: PrintBarcodes): Promise<Outcome<Download>> {
  const unread = new Set(labels.map(({ code }) => code).filter((code) => !isReadBack(code, at)));
  if (unread.size > 0) {
    const got = [...unread].slice(0, NAMED).join(', ');
    return refuse('label_unread', 'No handheld takes these labels', { status: 422, field: 'labels', got });
  }
  const stickers = labels.map(({ code, title, note }) => ({
    title: cut(title ?? code, TITLE),
    lines: note === undefined ? [] : [{ text: cut(note, NOTE) }],
    barcode: symbolFor(code),
  }));
  try {
    return done(new Download('application/pdf', await sheetPdf(stickers), 'barcodes.pdf'));
  } catch (error) {
    // letters of a width that no script here has
    if (error instanceof RangeError) return invalid('labels', error.message, 'text that fits a sticker');
    throw error;
  }
}

const cut = (text: string, most: number): string => {
  const letters = Array.from(text);
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
};
