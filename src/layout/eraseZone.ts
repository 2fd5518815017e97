import { done, notFound, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { zoneErased } from './events.ts';
import { dropZone } from './store.ts';

/** Takes a zone off the map; orders that were placed in it stay as they are. */
export async function eraseZone(work: Work, { zoneId }: { zoneId: string }): Promise<Outcome<{ zoneId: string }>> {
  const { role, siteIds } = work.actor;
  const siteId = await dropZone(work.tx, zoneId, role === 'admin' ? undefined : siteIds);
  if (siteId === undefined) return notFound('zone');
  tell(work, zoneErased(siteId, zoneId));
  return done({ zoneId });
}
