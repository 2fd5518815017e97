import { mayUseSite } from '../auth/index.ts';
import { binPlace, parcelPlace, post } from '../inventory/index.ts';
import { advance } from '../orders/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { movesOf } from './closeParcel.ts';
import { parcelVoided } from './events.ts';
import { AT_TABLE } from './rules.ts';
import { finishOpenTask, linesOf, lockParcel, setStates, type Parcel } from './store.ts';

/**
 * Opens a parcel of a cancelled order and puts its units into a bin, where they are sellable again.
 * Refuses `unpack_not_cancelled`, and `unpack_gone` once it has left on a vehicle.
 */
export async function unpack(
  work: Work,
  input: { siteId: string; parcelId: string; binCode: string },
): Promise<Outcome<{ units: number }>> {
  const { siteId, parcelId } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const parcel = await lockParcel(work.tx, siteId, parcelId);
  if (parcel === undefined) return notFound('parcel');
  if (!parcel.cancelAsked) return refuse('unpack_not_cancelled', 'Its order is not cancelled');
  const states = [...AT_TABLE, 'closed'] as const;
  const column = parcel.state === 'closed' ? 'packed' : 'picked';
  const lines = await linesOf(work.tx, siteId, [parcelId]);
  if ((await setStates(work.tx, siteId, { parcelIds: [parcelId], from: states, to: 'void' })).length !== 1) {
    return refuse('unpack_gone', 'The parcel is not here to be opened', { got: parcel.state });
  }
  if (lines.length > 0) {
    const moved = await advance(work, { siteId, moves: await movesOf(work, parcel, [column, 'cancelled']) });
    if (moved.refused) return moved;
    const back = await putIntoBin(work, parcel, lines, input.binCode);
    if (back.refused) return back;
  }
  await finishOpenTask(work, siteId, parcelId);
  tell(work, parcelVoided(parcel));
  return done({ units: lines.reduce((total, { quantity }) => total + quantity, 0) });
}

function putIntoBin(work: Work, parcel: Parcel, lines: Awaited<ReturnType<typeof linesOf>>, binCode: string) {
  return post(work, {
    siteId: parcel.siteId,
    kind: 'unpack',
    reason: 'order_cancelled',
    legs: lines.map(({ itemId, lot, serial, quantity }) => ({
      sellerId: parcel.sellerId,
      itemId,
      lot,
      serial,
      from: parcelPlace(parcel.parcelId),
      to: binPlace(binCode),
      quantity,
    })),
  });
}
