import { done, notFound, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { adjustmentLimitSet } from './events.ts';
import { keepAdjustmentLimit } from './store.ts';

/** Above how many units a correction of the books waits for a second person: for admins, since it binds the managers. */
export async function setAdjustmentLimit(
  work: Work,
  { siteId, units }: { siteId: string; units: number },
): Promise<Outcome<{ units: number }>> {
  if (!(await keepAdjustmentLimit(work.tx, siteId, units))) return notFound('site', 'siteId', siteId);
  tell(work, adjustmentLimitSet(siteId, units));
  return done({ units });
}
