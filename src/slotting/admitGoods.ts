import { itemById } from '../catalogue/index.ts';
import { notFound, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { refreshSpace } from './refreshSpace.ts';
import { admit, NOTHING } from './rules.ts';
import { dropReservation, loadsOf, lockBin } from './store.ts';
import { goodsOf, type GoodsOfLpn } from './suggestBin.ts';

/**
 * Whether a bin takes goods of an LPN, counted under the bin's lock, which is held until the commit; the room kept for
 * them elsewhere is given up. Refuses `bin_blocked`, `bin_under_count`, `bin_forbids`, `bin_full`.
 */
export async function admitGoods(work: Work, goods: GoodsOfLpn & { binCode: string }): Promise<Refused | undefined> {
  const { siteId, binCode } = goods;
  let bin = await lockBin(work.tx, siteId, binCode);
  if (bin === undefined) {
    await refreshSpace(work, siteId);
    bin = await lockBin(work.tx, siteId, binCode);
  }
  if (bin === undefined) return notFound('bin', 'binCode', binCode);
  const item = await itemById(work.tx, goods.itemId);
  if (item === undefined) return notFound('item', 'itemId', goods.itemId);
  const loads = await loadsOf(work.tx, { binCodes: [binCode], except: goods, at: work.at });
  return admit(bin, loads.get(binCode) ?? NOTHING, await goodsOf(work.tx, goods, item));
}

/** The goods lie, or go elsewhere: their room is no longer kept. */
export function releaseSpace(work: Work, goods: GoodsOfLpn): Promise<void> {
  return dropReservation(work.tx, goods);
}
