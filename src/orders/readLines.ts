import { itemByBarcode, itemsByCode, itemsById } from '../catalogue/index.ts';
import { ownerOf } from '../inventory/index.ts';
import { done, invalid, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { mayUseSeller, sellerById } from '../sellers/index.ts';
import type { Line, Partition } from './rules.ts';
import type { PlaceOrder } from './schema.ts';

/** Whose order it is: the caller's, the one named, or the owner of the items. */
export async function sellerOfOrder(work: Work, input: PlaceOrder): Promise<Outcome<string>> {
  const named = input.sellerId ?? work.actor.sellerId;
  const itemIds = input.lines.flatMap((line) => (line.itemId === undefined ? [] : [line.itemId]));
  const sellerId = named ?? (itemIds.length > 0 ? await ownerOf(work.tx, itemIds) : undefined);
  if (sellerId === undefined) return notFound('seller', 'sellerId', input.sellerId);
  const foreign = mayUseSeller(work, sellerId);
  if (foreign) return foreign;
  const seller = await sellerById(work.tx, sellerId);
  if (seller === undefined) return notFound('seller', 'sellerId', sellerId);
  return seller.state === 'active' ? done(sellerId) : refuse('seller_suspended', 'This seller is suspended');
}

/** Of one line, so that the 500 lines of an order still sum up to a whole number of the database. */
const MOST_UNITS = 1_000_000;

/** The lines of an order; a code that is nobody's yet stays as it came, for staff to map. All units are waiting. */
export async function readLines(work: Work, sellerId: string, asked: PlaceOrder['lines']): Promise<Outcome<Line[]>> {
  const meanings = await meaningsOf(work, sellerId, asked);
  const known = await ownItems(work, sellerId, asked);
  const lines: Line[] = [];
  for (const [at, { itemId, code, quantity }] of asked.entries()) {
    if (itemId !== undefined && !known.has(itemId)) return notFound('item', `lines.${at}.itemId`, itemId);
    const meaning = code === undefined ? undefined : meanings.get(code);
    const units = quantity * (meaning?.quantity ?? 1);
    if (units > MOST_UNITS) return invalid(`lines.${at}.quantity`, units, `at most ${MOST_UNITS} units`, 'qty_invalid');
    lines.push(lineOf(at + 1, itemId ?? meaning?.itemId ?? null, code ?? null, units));
  }
  return done(lines);
}

const nowhere: Partition = {
  waiting: 0,
  back_ordered: 0,
  promised: 0,
  allocated: 0,
  picked: 0,
  packed: 0,
  shipped: 0,
  delivered: 0,
  returned: 0,
  cancelled: 0,
};

function lineOf(lineNo: number, itemId: string | null, code: string | null, ordered: number): Line {
  return { ...nowhere, lineNo, itemId, code, promiseId: null, ordered, waiting: ordered };
}

async function ownItems(work: Work, sellerId: string, asked: PlaceOrder['lines']): Promise<Set<string>> {
  const itemIds = [...new Set(asked.flatMap((line) => (line.itemId === undefined ? [] : [line.itemId])))];
  if (itemIds.length === 0) return new Set();
  const items = await itemsById(work.tx, itemIds);
  return new Set(items.filter((item) => item.sellerId === sellerId).map((item) => item.itemId));
}

/** The seller's own codes first, then barcodes; a case of twelve ordered by its barcode is twelve units. */
async function meaningsOf(work: Work, sellerId: string, asked: PlaceOrder['lines']) {
  const codes = [...new Set(asked.flatMap((line) => (line.code === undefined ? [] : [line.code])))];
  const meanings = new Map<string, { itemId: string; quantity: number }>();
  if (codes.length === 0) return meanings;
  const items = await itemsByCode(work.tx, sellerId, codes);
  for (const { code, itemId } of items) meanings.set(code, { itemId, quantity: 1 });
  for (const code of codes) {
    if (meanings.has(code)) continue;
    const [found] = await itemByBarcode(work.tx, code, sellerId);
    if (found !== undefined) meanings.set(code, { itemId: found.itemId, quantity: found.quantity });
  }
  return meanings;
}
