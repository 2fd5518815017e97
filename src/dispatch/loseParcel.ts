import { ADJUSTMENT, post } from '../inventory/index.ts';
import { advance, noteTrouble, returnShares, type Move } from '../orders/index.ts';
import { finishOpenTask, linesOf, movesOf, moveParcels, type Parcel, type ParcelState } from '../packing/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { noteEvents } from '../shipping/index.ts';
import { goneReasons } from './rules.ts';

/** The order's log is for many eyes: why, in words of somebody's own, stays with the movement. */
const causeOf = (reason: string): string => goneReasons.find((one) => one === reason) ?? 'lost';

interface Gone {
  reason: string;
  /** Where it was: as a parcel, in its order, and in the ledger. */
  from: ParcelState[];
  column: Move['from'];
  place: string;
  /** Of this loss among the events of the parcel. */
  eventId: string;
}

/**
 * A parcel is nowhere to be found: its units are written off with the reason, its order goes on without them and says so, and its
 * customer is told. Refuses `parcel_state`.
 */
export async function loseParcel(work: Work, parcel: Parcel, gone: Gone): Promise<Outcome<undefined>> {
  const { siteId, parcelId, sellerId, orderId } = parcel;
  const { reason, from, column, place, eventId } = gone;
  const moved = await moveParcels(work, siteId, { parcelIds: [parcelId], from, to: 'lost' });
  if (moved.refused) return moved;
  const cause = causeOf(reason);
  await noteTrouble(work, [{ sellerId, orderId, kind: 'written_off', cause }]);
  const moves = await movesOf(work, parcel, [column, 'cancelled']);
  const advanced = await advance(work, { siteId, cause: 'lost', moves });
  if (advanced.refused) return advanced;
  await returnShares(work, { siteId, moves, lost: true });
  const lines = await linesOf(work.tx, siteId, [parcelId]);
  const legs = lines.map(({ itemId, lot, serial, quantity }) => {
    return { sellerId, itemId, lot, serial, from: place, to: ADJUSTMENT, quantity };
  });
  const posted = await post(work, { siteId, kind: 'adjust', reason, legs });
  if (posted.refused) return posted;
  // an order that was cancelled meanwhile asks nobody to open what is not there
  await finishOpenTask(work, siteId, parcelId);
  await noteEvents(work, siteId, [{ parcelId, eventId, kind: 'lost', happenedAt: work.at }]);
  return done(undefined);
}
