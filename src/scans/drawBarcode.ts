import { encode } from '../platform/documents/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { BarcodeDrawn, BarcodeQuery } from './schema.ts';
import { symbolFor } from './symbolFor.ts';

/** The bars of a code, to be shown where it can be scanned off a screen. Whose it is, nobody asks. */
export function drawBarcode(_work: Work, { code }: BarcodeQuery): Promise<Outcome<BarcodeDrawn>> {
  const barcode = symbolFor(code);
  const { linear, columns, rows, quiet, bars } = encode(barcode);
  return Promise.resolve(done({ kind: barcode.kind, text: barcode.value, linear, columns, rows, quiet, bars }));
}
