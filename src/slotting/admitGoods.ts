import { itemById } from '../catalogue/index.ts';
import { binFacts } from '../layout/index.ts';
import { notFound, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { refreshSpace } from './refreshSpace.ts';
import { admit, NOTHING, STORES, type BinRules } from './rules.ts';
import { dropReservation, loadsOf, lockBin } from './store.ts';
import { goodsOf, type GoodsOfLpn } from './suggestBin.ts';

/**
 * Whether a bin takes goods of an LPN, counted under the bin's lock, which is held until the commit; the room kept for
 * them elsewhere is given up. Refuses `bin_blocked`, `bin_under_count`, `bin_forbids`, `bin_full`.
 */
export async function admitGoods(work: Work, goods: GoodsOfLpn & { binCode: string }): Promise<Refused | undefined> {
  const { siteId, binCode } = goods;
  const bin = await lockKnownBin(work, siteId, binCode);
  if (bin === undefined) return notFound('bin', 'binCode', binCode);
  const item = await itemById(work.tx, goods.itemId);
  if (item === undefined) return notFound('item', 'itemId', goods.itemId);
  const loads = await loadsOf(work.tx, { binCodes: [binCode], except: goods, at: work.at });
  return admit(bin, loads.get(binCode) ?? NOTHING, await goodsOf(work.tx, goods, item));
}

/** A bin that was added since the last refresh gets its row first; docks and lanes have none, and their rules say no. */
async function lockKnownBin(work: Work, siteId: string, binCode: string): Promise<BinRules | undefined> {
  const locked = await lockBin(work.tx, siteId, binCode);
  if (locked !== undefined) return locked;
  const [bin] = await binFacts(work.tx, siteId, [binCode]);
  if (bin === undefined || !STORES.has(bin.kind)) return bin;
  await refreshSpace(work, siteId);
  return lockBin(work.tx, siteId, binCode);
}

/** The goods lie, or go elsewhere: their room is no longer kept. */
export function releaseSpace(work: Work, goods: GoodsOfLpn): Promise<void> {
  return dropReservation(work.tx, goods);
}
