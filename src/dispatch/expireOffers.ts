import type { Job } from '../platform/jobs.ts';
import { tell, type Work } from '../platform/work.ts';
import { shiftExpired } from './events.ts';
import { endOffers } from './store.ts';

const AT_ONCE = 500;

/** Offers that nobody took end by themselves. Between the end and this job the guard of `accept` keeps them closed. */
async function expireOffers(work: Work): Promise<void> {
  for (const { siteId, shiftId } of await endOffers(work, AT_ONCE)) tell(work, shiftExpired(siteId, shiftId));
}

export const offersExpired: Job = { name: 'dispatch.expireOffers', every_s: 15, run: expireOffers };
