import { type Barcode, isGtin, isSscc } from '../platform/documents/index.ts';

/** So many letters as bars are as wide as a sticker; more of them are a square. */
const MOST_IN_BARS = 17;

/** How a code is printed, so that a scanner reads it back as it stands. GTINs are kept as 14 digits, and printed as on the goods. */
export function symbolFor(code: string): Barcode {
  if (isGtin(code)) return { kind: 'gtin', value: asOnGoods(code) };
  if (isSscc(code)) return { kind: 'sscc', value: code };
  if (/^[\x20-\x7e]+$/.test(code) && code.length <= MOST_IN_BARS) return { kind: 'code128', value: code };
  return { kind: 'qr', value: code };
}

function asOnGoods(gtin: string): string {
  if (gtin.length !== 14) return gtin;
  if (gtin.startsWith('000000')) return gtin.slice(6);
  return gtin.startsWith('0') ? gtin.slice(1) : gtin;
}
