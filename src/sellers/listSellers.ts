import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Seller } from './schema.ts';
import { sellersSeenBy } from './store.ts';

/** Every seller for staff, a seller itself behind its wall. */
export async function listSellers(work: Work): Promise<Outcome<{ sellers: Seller[] }>> {
  return done({ sellers: await sellersSeenBy(work.tx, work.actor.sellerId) });
}
