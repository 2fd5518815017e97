import { sheetPdf } from '../platform/documents/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
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
  return done(new Download('application/pdf', await sheetPdf(stickers), 'barcodes.pdf'));
}

const cut = (text: string, most: number): string => {
  const letters = Array.from(text);
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
};
