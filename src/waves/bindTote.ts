import { balancesAt, totePlace } from '../inventory/index.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { leaseFrom } from './claim.ts';
import { beginUse, liveUse, renewLease, slotsOf } from './store.ts';

export interface BindTote {
  siteId: string;
  batchId: string;
  slot: number;
  toteCode: string;
}

/**
 * A tote is put into a slot of the cart and holds the slot's order from now on. A second tote for the same slot: the
 * first is full and stays with the order. @returns `tote_in_use`, `tote_not_empty`, `lease_lost`
 */
export async function bindTote(work: Work, input: BindTote): Promise<Outcome<undefined>> {
  const { siteId, batchId, slot, toteCode } = input;
  if (!(await renewLease(work, siteId, batchId, leaseFrom(work.at)))) {
    return refuse('lease_lost', 'Your claim ran out; scan your cart');
  }
  const place = (await slotsOf(work.tx, siteId, batchId)).find((one) => one.slot === slot);
  if (place === undefined) return refuse('no_such_slot', 'The cart has no such slot', { got: slot });
  if (place.toteCode === toteCode) return done(undefined);
  const use = await liveUse(work.tx, siteId, toteCode);
  if (use !== undefined) return refuse('tote_in_use', 'This tote holds another order', { got: toteCode });
  if ((await balancesAt(work.tx, siteId, totePlace(toteCode))).length > 0) {
    return refuse('tote_not_empty', 'Something lies in this tote', { got: toteCode });
  }
  if (!(await beginUse(work, { siteId, batchId, slot, toteCode, useId: newId() }))) {
    return refuse('tote_in_use', 'This tote holds another order', { got: toteCode });
  }
  return done(undefined);
}
