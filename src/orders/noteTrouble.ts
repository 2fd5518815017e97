import type { Work } from '../platform/work.ts';
import { addEvents, lockOrders } from './store.ts';

/** Something on the way of an order that moved none of its units: a door that stayed shut, a parcel left behind. */
export interface Trouble {
  sellerId: string;
  orderId: string;
  kind: string;
  cause: string;
}

/** Keeps it in the order's log, so that whoever looks at the order finds what happened and why. */
export async function noteTrouble(work: Work, troubles: Trouble[]): Promise<void> {
  if (troubles.length === 0) return;
  await lockOrders(work.tx, troubles);
  await addEvents(work, troubles);
}
