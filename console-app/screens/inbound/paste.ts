import { get } from '../../link/http.ts';
import { withQuery } from '../../link/ask.ts';
import type { Item, Items } from '../../link/wire.ts';
import { type DraftLine, newLine } from './draft.ts';
import type { PastedRow } from './readPasted.ts';

/** How many codes are looked up at the same time. */
const together = 6;

/** Lines of what was pasted; a code that is nobody's stays on its line, to be corrected there. */
export async function resolveRows(rows: PastedRow[], sellerId: string): Promise<DraftLine[]> {
  const codes = [...new Set(rows.map(({ code }) => code))];
  const items = new Map<string, Item>();
  const waiting = [...codes];
  const work = async (): Promise<void> => {
    for (let code = waiting.shift(); code !== undefined; code = waiting.shift()) {
      const item = await findItem(code, sellerId);
      if (item) items.set(code, item);
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  return rows.map(({ code, quantity, lot, expiry }) => {
    const item = items.get(code);
    return item ? lineOf(item, { quantity, lot, expiry }) : newLine({ code, quantity, lot, expiry });
  });
}

async function findItem(code: string, sellerId: string): Promise<Item | undefined> {
  if (code === '') return undefined;
  const { items } = await get<Items>(withQuery('/v1/items', { sellerId, search: code, limit: 20 }));
  return (
    items.find((item) => item.code === code) ??
    items.find((item) => item.code.toUpperCase() === code.toUpperCase()) ??
    items.find(({ barcodes }) => barcodes.some((one) => isSame(one.code, code)))
  );
}

/** A GTIN is the same with and without its leading zeros. */
const isSame = (a: string, b: string): boolean =>
  a === b || (/^\d{8,14}$/.test(b) && a.replace(/^0+/, '') === b.replace(/^0+/, ''));

export function lineOf(item: Item, more: Partial<DraftLine> = {}): DraftLine {
  const { itemId, code, name, lotTracked, expiryTracked, minLifeDays, packs } = item;
  const [pack] = packs;
  return newLine({
    itemId,
    code,
    name,
    lotTracked,
    expiryTracked,
    minLifeDays,
    ...(pack && {
      perBox: pack.quantity,
      ...(pack.size_mm && { size: pack.size_mm.map((side) => String(side / 10)) as [string, string, string] }),
      ...(pack.weight_g && { weight: String(pack.weight_g / 1000) }),
    }),
    ...more,
  });
}
