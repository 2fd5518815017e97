import { done, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { setLabel } from './store.ts';

/** The label is off again: the address or the weight changed before the parcel was closed. */
export async function unlabelParcel(
  work: Work,
  input: { siteId: string; parcelId: string },
): Promise<Outcome<undefined>> {
  if ((await setLabel(work.tx, input, null)) === 1) return done(undefined);
  return refuse('pack_state', 'The parcel is closed or has no label');
}
