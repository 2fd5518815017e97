import { mayUseSite } from '../auth/index.ts';
import { done, invalid, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { cutOffSet } from './events.ts';
import { layoutOf } from './reads.ts';
import type { CutOff, SetCutOff } from './schema.ts';
import { keepCutOff } from './store.ts';

/** Until when an order must be in to be delivered by when; the same name again changes it. */
export async function setCutOff(work: Work, input: SetCutOff): Promise<Outcome<CutOff>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed !== undefined) return closed;
  if (input.deliverByMinute <= input.orderByMinute) {
    return invalid('deliverByMinute', input.deliverByMinute, `more than ${input.orderByMinute}`);
  }
  const { siteId, ...cutOff } = input;
  await layoutOf(work.tx, siteId);
  const kept = await keepCutOff(work.tx, siteId, { ...cutOff, cutOffId: newId() });
  tell(work, cutOffSet(siteId, kept.cutOffId));
  return done(kept);
}
