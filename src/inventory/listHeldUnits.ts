import { mayUseSite } from '../auth/index.ts';
import { done } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { heldBalances } from './store.ts';

/** Where units lie that nobody may sell: held by a count or a short pick, to be inspected, damaged, expired. */
export async function listHeldUnits(work: Work, { siteId, limit }: { siteId: string; limit: number }) {
  const closed = mayUseSite(work, siteId);
  return closed ?? done({ places: await heldBalances(work.tx, siteId, limit) });
}
