import { mayUseSite } from '../auth/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { holdChanged } from './events.ts';
import { setHold } from './store.ts';

/** With a reason the parcel waits for staff and goes on no route; with null it may go again. */
export async function holdParcel(
  work: Work,
  input: { siteId: string; parcelId: string; reason: string | null },
): Promise<Outcome<{ parcelId: string }>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  const held = await setHold(work.tx, input, input.reason);
  if (held === undefined) return notFound('parcel');
  tell(work, holdChanged(held, input.reason));
  return done({ parcelId: input.parcelId });
}
