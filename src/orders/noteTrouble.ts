import type { Work } from '../platform/work.ts';
import { addEvents, lastEvents, lockOrders } from './store.ts';

/** Something on the way of an order that moved none of its units: a door that stayed shut, a parcel left behind. */
export interface Trouble {
  sellerId: string;
  orderId: string;
  kind: string;
  cause: string;
}

/** Keeps it in the order's log, unless its last entry says just that, so that whoever looks at the order finds what happened and why. */
export async function noteTrouble(work: Work, troubles: Trouble[]): Promise<void> {
  if (troubles.length === 0) return;
  await lockOrders(work.tx, troubles);
  const last = await lastEvents(work.tx, troubles);
  const said = new Set(last.map(({ orderId, kind, cause }) => `${orderId} ${kind} ${cause}`));
  const fresh = troubles.filter(({ orderId, kind, cause }) => {
    const words = `${orderId} ${kind} ${cause}`;
    if (said.has(words)) return false;
    // several parcels of one order in the same trouble
    said.add(words);
    return true;
  });
  await addEvents(work, fresh);
}
