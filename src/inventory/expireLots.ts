import { OvertakenError } from '../platform/errors.ts';
import type { Job, Part } from '../platform/jobs.ts';
import { lotsOver, overOnSale, type StockKey } from './store.ts';
import { takeOutAll } from './takeOut.ts';

/** What lies on sale of an item in lots whose date is over is expired: orders that counted on it are served from elsewhere or told. */
function expireOf({ siteId, itemId }: StockKey): Part {
  return async (work) => {
    const units = (await overOnSale(work, { siteId, itemId })).map((one) => ({ ...one, siteId, reason: 'expired' }));
    if (units.length === 0) return;
    const out = await takeOutAll(work, units, { toCondition: 'expired', kind: 'hold' });
    if (out.refused) throw new OvertakenError(`expired units were moved: ${out.refusal.code}`);
  };
}

/** A day begins at each site's own midnight: none lasts longer on sale than five minutes of the next. */
export const expireLots: Job = {
  name: 'inventory.expireLots',
  every_s: 300,
  run: async (work) => (await lotsOver(work)).map(expireOf),
};
