import { mayUseSite } from '../auth/index.ts';
import { parcelPlace } from '../inventory/index.ts';
import { parcelById, type Parcel } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { parcelWrittenOff } from './events.ts';
import { loseParcel } from './loseParcel.ts';
import type { WriteOffParcel, WrittenOff } from './schema.ts';
import { onLiveRoute } from './store.ts';

/** Held since it was not found when its vehicle left. */
const MISSING = 'not_found';

/**
 * What was lost at the dock stays lost: it is written off as what vanished on the road is. Refuses `parcel_not_missing` where it
 * is not held as not found, was let go meanwhile, or is on a route.
 */
export async function writeOffParcel(
  work: Work,
  { siteId, parcelId, reason }: WriteOffParcel & { parcelId: string },
): Promise<Outcome<WrittenOff>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const parcel = await parcelById(work.tx, siteId, parcelId);
  if (parcel === undefined) return notFound('parcel');
  if (parcel.state === 'lost') return done({ parcelId, state: 'lost' });
  if (parcel.state !== 'closed' || parcel.holdReason !== MISSING) return refuseFound(parcel);
  const place = parcelPlace(parcelId);
  const from = { from: ['closed' as const], column: 'packed' as const, place };
  const lost = await loseParcel(work, parcel, { ...from, reason, eventId: 'lost:dock' });
  if (lost.refused) return lost;
  // its row is ours from here on: nobody lets it go or plans it any more
  const now = (await parcelById(work.tx, siteId, parcelId))!;
  const planned = await onLiveRoute(work.tx, siteId, [parcelId]);
  if (now.holdReason !== MISSING || planned.length > 0) return refuseFound(now);
  tell(work, parcelWrittenOff(siteId, parcelId, { reason }));
  return done({ parcelId, state: 'lost' });
}

const refuseFound = ({ holdReason, state }: Parcel): Refused =>
  refuse('parcel_not_missing', 'This parcel is not held as not found', { got: holdReason ?? state, expected: MISSING });
