import type bwipJs from 'bwip-js/node';

import { onDemand } from '../onDemand.ts';
import { isGtin, isSscc } from './gs1Keys.shared.ts';

const bwip = onDemand((require) => require('bwip-js') as typeof bwipJs);

/**
 * `sscc`: 18 digits, printed as GS1-128. `gtin`: 8, 12, 13 or 14 digits, as EAN-8, UPC-A, EAN-13 or GS1-128.
 * `code128`, `qr`: the text itself. `gs1datamatrix`: elements in brackets, `(01)…(10)…`.
 * `text` stands under the symbol in place of its own content; an empty one leaves the space out.
 */
export type Barcode = { kind: 'sscc' | 'gtin' | 'code128' | 'qr' | 'gs1datamatrix'; value: string; text?: string };

/**
 * A symbol in modules, without its quiet zone of `quiet` modules on each side. A linear one is a single row, to be
 * drawn as high as the label allows.
 */
export type BarSymbol = {
  linear: boolean;
  columns: number;
  rows: number;
  quiet: number;
  bars: { column: number; row: number; width: number }[];
  text: string;
};

type Linear = { sbs: number[] };
type Matrix = { pixs: number[]; pixx: number; pixy: number };

/** The symbology in the names of bwip-js, and the text that it takes. */
function symbology({ kind, value }: Barcode): { bcid: string; text: string } {
  if (kind === 'sscc') return { bcid: 'gs1-128', text: `(00)${value}` };
  if (kind === 'code128') return { bcid: 'code128', text: value };
  if (kind === 'qr') return { bcid: 'qrcode', text: value };
  if (kind === 'gs1datamatrix') return { bcid: 'gs1datamatrix', text: value };
  if (value.length === 8) return { bcid: 'ean8', text: value };
  if (value.length === 12) return { bcid: 'upca', text: value };
  if (value.length === 13) return { bcid: 'ean13', text: value };
  return value.startsWith('0') ? { bcid: 'ean13', text: value.slice(1) } : { bcid: 'gs1-128', text: `(01)${value}` };
}

function assertValue({ kind, value }: Barcode): void {
  const fits = {
    sscc: () => isSscc(value),
    gtin: () => isGtin(value),
    code128: () => /^[\u0020-\u007e]{1,48}$/.test(value),
    qr: () => value.length > 0 && value.length <= 300,
    gs1datamatrix: () => /^\([0-9]{2,4}\)[!-z]{1,300}$/.test(value),
  };
  if (!fits[kind]()) throw new RangeError(`"${value}" cannot be printed as ${kind}`);
}

/**
 * Encodes a value as the modules of its symbol.
 * @throws RangeError when the value does not suit the kind: wrong check digit, length or characters
 */
export function encode(barcode: Barcode): BarSymbol {
  assertValue(barcode);
  const [raw] = bwip().raw(symbology(barcode)) as unknown as [Linear | Matrix];
  const text = barcode.text ?? ownText(barcode);
  return 'sbs' in raw ? fromLinear(raw, text) : fromMatrix(raw, text, barcode.kind === 'qr' ? 4 : 2);
}

function ownText({ kind, value }: Barcode): string {
  if (kind === 'qr') return '';
  return kind === 'sscc' ? `(00) ${value}` : value;
}

/** `sbs` holds the widths of bars and spaces in turn, beginning with a bar. Ten modules are quiet, eleven for EAN. */
function fromLinear({ sbs }: Linear, text: string): BarSymbol {
  const bars: BarSymbol['bars'] = [];
  let column = 0;
  sbs.forEach((width, i) => {
    if (i % 2 === 0) bars.push({ column, row: 0, width });
    column += width;
  });
  return { linear: true, columns: column, rows: 1, quiet: 11, bars, text };
}

function fromMatrix({ pixs, pixx, pixy }: Matrix, text: string, quiet: number): BarSymbol {
  const bars: BarSymbol['bars'] = [];
  for (let row = 0; row < pixy; row++) {
    for (let column = 0; column < pixx; column++) {
      if (!pixs[row * pixx + column]) continue;
      const last = bars.at(-1);
      if (last && last.row === row && last.column + last.width === column) last.width += 1;
      else bars.push({ column, row, width: 1 });
    }
  }
  return { linear: false, columns: pixx, rows: pixy, quiet, bars, text };
}
