import { sheetPdf } from '../platform/documents/index.ts';
import { done, invalid, type Outcome } from '../platform/errors.ts';
import { Download } from '../platform/route.ts';
import type { Work } from '../platform/work.ts';
import type { PrintBarcodes } from './schema.ts';
import { symbolFor } from './symbolFor.ts';

/** What fits a sticker of 63 mm in letters that are read at arm's length. */
const TITLE = 32;
const NOTE = 80;

/** Stickers for items, bins, totes: the code as its bars, what it is called above them. */
export async function printBarcodes(_work: Work, { labels }: PrintBarcodes): Promise<Outcome<Download>> {
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
