import type { Work } from '../platform/work.ts';
import { addEvents, lastEvents, lockOrders } from './store.ts';

/** Something on the way of an order that moved none of its units: a door that stayed shut, a parcel left behind. */
export interface Trouble {
  sellerId: string;
  orderId: string;
  kind: string;
  cause: string;
  /** What it is about, and how many of it. */
  itemId?: string;
  quantity?: number;
}

interface Noted {
  orderId: string;
  kind: string;
  cause: string | null;
  itemId?: string | null;
}

const wordsOf = ({ orderId, kind, cause, itemId }: Noted) => `${orderId} ${kind} ${cause} ${itemId ?? ''}`;

/** Keeps it in the order's log, so that whoever looks finds what happened and why; once for several parcels of an order, and for each item. */
export async function noteTrouble(work: Work, troubles: Trouble[]): Promise<void> {
  if (troubles.length === 0) return;
  await lockOrders(work.tx, troubles);
  const once = new Map(troubles.map((trouble) => [wordsOf(trouble), trouble]));
  addEvents(work, [...once.values()]);
}

/** The same, for what is found again and again until somebody does something: not where the log ends with just that. */
export async function noteStanding(work: Work, troubles: Trouble[]): Promise<void> {
  const said = new Set((await lastEvents(work.tx, troubles)).map(wordsOf));
  await noteTrouble(
    work,
    troubles.filter((trouble) => !said.has(wordsOf(trouble))),
  );
}
