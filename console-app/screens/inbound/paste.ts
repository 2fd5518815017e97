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
  const items = await lookedUp(codes, (code) => findItem(code, sellerId));
  return rows.map(({ code, quantity, lot, expiry }) => {
    const item = items.get(code);
    return item ? lineOf(item, { quantity, lot, expiry }) : newLine({ code, quantity, lot, expiry });
  });
}

async function lookedUp(
  names: string[],
  find: (name: string) => Promise<Item | undefined>,
): Promise<Map<string, Item>> {
  const items = new Map<string, Item>();
  const waiting = [...names];
  const work = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const item = await find(name);
      if (item) items.set(name, item);
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  return items;
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

export const lineOf = (item: Item, more: Partial<DraftLine> = {}): DraftLine =>
  newLine({ ...ofCatalogue(item), ...boxOf(item), ...more });

function ofCatalogue({ itemId, code, name, lotTracked, expiryTracked, minLifeDays, size_mm, weight_g, packs }: Item) {
  const unit = { size_mm, weight_g };
  return { itemId, code, name, lotTracked, expiryTracked, minLifeDays, unit, hasBox: packs.length > 0 };
}

/** The box in which it comes, where the catalogue knows one. */
function boxOf({ packs: [pack] }: Item): Partial<DraftLine> {
  if (pack === undefined) return {};
  const { quantity, size_mm, weight_g } = pack;
  return {
    perBox: quantity,
    ...(size_mm && { size: size_mm.map((side) => String(side / 10)) as [string, string, string] }),
    ...(weight_g && { weight: String(weight_g / 1000) }),
  };
}

/** A booking with more items than this is not asked about one by one: its boxes are told by whoever packs them. */
const mostAsked = 200;

/** Lines as the server has them, with what the catalogue knows of their items. */
export async function withCatalogue(lines: DraftLine[]): Promise<DraftLine[]> {
  const ids = [...new Set(lines.flatMap(({ itemId }) => itemId ?? []))].slice(0, mostAsked);
  const items = await lookedUp(ids, (itemId) => get<Item>(`/v1/items/${itemId}`).catch(() => undefined));
  return lines.map((line) => {
    const item = items.get(line.itemId ?? '');
    if (item === undefined) return line;
    const isBoxed = line.perBox > 0 || line.size.some((side) => side !== '');
    return { ...line, ...ofCatalogue(item), ...(isBoxed ? {} : boxOf(item)) };
  });
}
