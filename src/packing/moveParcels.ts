import { done, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { ParcelState } from './rules.ts';
import { setStates } from './store.ts';

/** All of them or none: `parcel_state` names those that are not in one of `from`. For the modules that carry parcels. */
export async function moveParcels(
  work: Work,
  siteId: string,
  move: { parcelIds: string[]; from: readonly ParcelState[]; to: ParcelState },
): Promise<Outcome<undefined>> {
  if (move.parcelIds.length === 0) return done(undefined);
  const moved = new Set((await setStates(work.tx, siteId, move)).map(({ parcelId }) => parcelId));
  const left = move.parcelIds.filter((parcelId) => !moved.has(parcelId));
  if (left.length === 0) return done(undefined);
  return refuse('parcel_state', 'The parcel has moved on', { got: left.slice(0, 20), expected: move.from });
}
