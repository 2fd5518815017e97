import type { Refused } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { endDueFirst } from '../expirePromises.ts';
import {
  customersOfPromises,
  lockSalesOf,
  standingsOf,
  unitsOfCustomers,
  writeTakes,
  type FlashSaleRow,
  type StockKey,
} from '../store.ts';
import { keyInSale, type Buyer } from './customerKey.ts';
import { endSale } from './endSale.ts';
import { decideCaps, isOver, type CapPlan, type SaleAsk } from './rules.ts';

/** One item of a basket; `promiseId` names the promise that it is to be under. */
export interface CapAsk extends Buyer, StockKey {
  promiseId: string;
  quantity: number;
}

export interface CapsTaken {
  /** By promise: the baskets that a sale refuses. Nothing is taken for any of their items. */
  refused: Map<string, Refused>;
  /** Units became available that were not when the caller locked the sums: read them again (`lockAvailable`). */
  moved: boolean;
}

/**
 * Lets baskets into the flash sales that their items are in, in order, and takes what each customer may have. The caller
 * holds the sums of the items (`lockAvailable`) and promises the baskets in the same transaction; what it then refuses for
 * another reason it gives back by `returnCaps`.
 * @returns refusals `flash_cap_reached`, `flash_customer_missing`, `flash_not_open`, `not_enough_stock`
 */
export async function takeCaps(work: Work, asks: CapAsk[]): Promise<CapsTaken> {
  const items = asks.map(({ siteId, itemId }) => ({ siteId, itemId }));
  const sales = items.length === 0 ? [] : await lockSalesOf(work.tx, items);
  const over = sales.filter((sale) => isOver(sale, work.at));
  // nobody waits for the sweep
  for (const sale of over) await endSale(work, sale);
  const live = sales.filter((sale) => !over.includes(sale));
  if (live.length === 0) return { refused: new Map(), moved: over.length > 0 };
  const asked = await asksInSales(work, asks, live);
  const plan = await planTakes(work, asked, live);
  await endDueFirst(work, itemsOf(live, plan.tight));
  const saleOf = new Map(live.map((sale) => [sale.saleId, sale]));
  const takes = plan.taken.map(({ saleId, promiseId, quantity, customer }) => {
    const { siteId, sellerId, cap } = saleOf.get(saleId)!;
    return { siteId, saleId, sellerId, promiseId, customer: customer!, cap, units: quantity };
  });
  if (takes.length > 0) await writeTakes(work, takes);
  const aside = takes.some(({ saleId }) => saleOf.get(saleId)!.promiseId !== null);
  return { refused: plan.refused, moved: over.length > 0 || aside };
}

/** What the baskets ask of the sales, the customers by the keys that each sale knows them by. */
async function asksInSales(work: Work, asks: CapAsk[], live: FlashSaleRow[]): Promise<SaleAsk[]> {
  const saleOf = new Map(live.map((sale) => [`${sale.siteId} ${sale.itemId}`, sale]));
  const inSales = asks.flatMap((ask) => {
    const sale = saleOf.get(`${ask.siteId} ${ask.itemId}`);
    return sale === undefined ? [] : [{ ...ask, saleId: sale.saleId }];
  });
  const unnamed = inSales.filter(({ customer }) => customer === undefined);
  const known = unnamed.length === 0 ? [] : await customersOfPromises(work.tx, unnamed.map(keysOf));
  const before = new Map(known.map(({ saleId, promiseId, customer }) => [`${saleId} ${promiseId}`, customer]));
  return inSales.map(({ promiseId, saleId, quantity, customer }) => ({
    promiseId,
    saleId,
    quantity,
    customer: customer === undefined ? before.get(`${saleId} ${promiseId}`) : keyInSale(saleId, customer),
  }));
}

const keysOf = ({ siteId, saleId, promiseId }: { siteId: string; saleId: string; promiseId: string }) => ({
  siteId,
  saleId,
  promiseId,
});

async function planTakes(work: Work, asks: SaleAsk[], live: FlashSaleRow[]): Promise<CapPlan> {
  const siteOf = new Map(live.map(({ saleId, siteId }) => [saleId, siteId]));
  const rooms = await standingsOf(work.tx, [...siteOf.keys()]);
  const named = asks.flatMap(({ saleId, customer }) =>
    customer === undefined ? [] : [{ siteId: siteOf.get(saleId)!, saleId, customer }],
  );
  const had = named.length === 0 ? [] : await unitsOfCustomers(work.tx, named);
  const units = new Map(had.map((row) => [`${row.saleId} ${row.customer}`, row.units]));
  return decideCaps(asks, rooms, units, work.at);
}

const itemsOf = (live: FlashSaleRow[], tight: Set<string>): StockKey[] =>
  live.filter(({ saleId }) => tight.has(saleId)).map(({ siteId, itemId }) => ({ siteId, itemId }));
