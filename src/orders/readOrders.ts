import { itemByBarcode, itemsByCode } from '../catalogue/index.ts';
import { ownersOf } from '../inventory/index.ts';
import { done, invalid, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Asked } from '../platform/gather.ts';
import type { Work } from '../platform/work.ts';
import { mayUseSeller, sellersByIds } from '../sellers/index.ts';
import type { Line, Partition } from './rules.ts';
import type { PlaceOrder } from './schema.ts';

export interface ReadOrder {
  sellerId: string;
  /** All units are waiting. */
  lines: Line[];
}

/** Whose orders they are, and what of; each is refused for itself. */
export async function readOrders(asked: Asked<PlaceOrder>[]): Promise<Outcome<ReadOrder>[]> {
  const { tx } = asked[0]!.work;
  const itemIds = asked.flatMap(({ input }) => input.lines.flatMap(({ itemId }) => itemId ?? []));
  const owners = await ownersOf(tx, [...new Set(itemIds)]);
  const named = asked.map(({ work, input }) => sellerOf(work, input, owners));
  const [sellers, meanings] = await Promise.all([
    sellersByIds(tx, [...new Set(named.flatMap((sellerId) => sellerId ?? []))]),
    Promise.all(asked.map(({ work, input }, at) => meaningsOf(work, named[at], input.lines))),
  ]);
  return asked.map(({ work, input }, at) => {
    const sellerId = named[at];
    if (sellerId === undefined) return notFound('seller', 'sellerId', input.sellerId);
    const foreign = mayUseSeller(work, sellerId);
    if (foreign) return foreign;
    const seller = sellers.get(sellerId);
    if (seller === undefined) return notFound('seller', 'sellerId', sellerId);
    if (seller.state !== 'active') return refuse('seller_suspended', 'This seller is suspended');
    const own = (itemId: string) => owners.get(itemId) === sellerId;
    const lines = readLines(input.lines, own, meanings[at]!);
    return lines.refused ? lines : done({ sellerId, lines: lines.value });
  });
}

/** The one named, the caller, or the one owner of the items. */
function sellerOf(work: Work, input: PlaceOrder, owners: Map<string, string>): string | undefined {
  const named = input.sellerId ?? work.actor.sellerId;
  if (named !== undefined) return named;
  const ids = input.lines.flatMap(({ itemId }) => itemId ?? []);
  const [owner, ...others] = new Set(ids.map((itemId) => owners.get(itemId)));
  return others.length === 0 ? owner : undefined;
}

/** Of one line, so that the 500 lines of an order still sum up to a whole number of the database. */
const MOST_UNITS = 1_000_000;

/** The lines of an order; a code that is nobody's yet stays as it came, for staff to map. */
function readLines(
  asked: PlaceOrder['lines'],
  own: (itemId: string) => boolean,
  meanings: Map<string, Meaning>,
): Outcome<Line[]> {
  const lines: Line[] = [];
  for (const [at, { itemId, code, quantity }] of asked.entries()) {
    if (itemId !== undefined && !own(itemId)) return notFound('item', `lines.${at}.itemId`, itemId);
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

interface Meaning {
  itemId: string;
  quantity: number;
}

/** The seller's own codes first, then barcodes; a case of twelve ordered by its barcode is twelve units. */
async function meaningsOf(work: Work, sellerId: string | undefined, asked: PlaceOrder['lines']) {
  const codes = [...new Set(asked.flatMap((line) => (line.code === undefined ? [] : [line.code])))];
  const meanings = new Map<string, Meaning>();
  if (codes.length === 0 || sellerId === undefined) return meanings;
  const items = await itemsByCode(work.tx, sellerId, codes);
  for (const { code, itemId } of items) meanings.set(code, { itemId, quantity: 1 });
  for (const code of codes) {
    if (meanings.has(code)) continue;
    const [found] = await itemByBarcode(work.tx, code, sellerId);
    if (found !== undefined) meanings.set(code, { itemId: found.itemId, quantity: found.quantity });
  }
  return meanings;
}
