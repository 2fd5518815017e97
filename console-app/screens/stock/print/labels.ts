import type { Item } from '../../../link/wire.ts';

/** One sticker as the server prints it: the code as bars, what it is called above them. */
export interface Label {
  code: string;
  title?: string;
  note?: string;
}

/** Stickers of a sheet, and how many the server prints at once. */
export const onSheet = 21;
export const mostLabels = 630;

/** Labels that count on: what they begin with, and how many digits follow. */
export const series = {
  totes: { begin: 'TOTE-', digits: 4 },
  carts: { begin: 'CART-', digits: 2 },
  lpns: { begin: 'LPN', digits: 7 },
} as const;
export type Series = keyof typeof series;

/** Every barcode of the items; a case says how many are in it, and an item without one is called by its own code. */
export function itemLabels(items: Item[]): Label[] {
  return items.flatMap(({ code: title, name, barcodes }): Label[] => {
    if (barcodes.length === 0) return [{ code: title, title, note: name }];
    return barcodes.map(({ code, quantity }) => ({ code, title, note: quantity > 1 ? `${name} × ${quantity}` : name }));
  });
}

export const seriesCode = (kind: Series, at: number): string =>
  `${series[kind].begin}${String(at).padStart(series[kind].digits, '0')}`;

export function seriesLabels(kind: Series, first: number, count: number): Label[] {
  const last = 10 ** series[kind].digits - 1;
  const fit = Math.max(0, Math.min(count, mostLabels + 1, last - first + 1));
  return Array.from({ length: fit }, (_, at) => ({ code: seriesCode(kind, first + at) }));
}

/** Each of them so often, the same beside each other. */
export const timesEach = (labels: Label[], copies: number): Label[] =>
  labels.flatMap((label) => Array.from({ length: copies }, () => label));
