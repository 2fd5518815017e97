import { done, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { setLabel } from './store.ts';

/** A bought label is on the parcel, printed from that version of the recipient. */
export async function labelParcel(
  work: Work,
  input: { siteId: string; parcelId: string; addressVersion: number },
): Promise<Outcome<undefined>> {
  if ((await setLabel(work.tx, input, input.addressVersion)) === 1) return done(undefined);
  return refuse('pack_state', 'Only a weighed parcel gets its label');
}
