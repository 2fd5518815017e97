import { mayUseSite } from '../auth/index.ts';
import { binPlace, parcelPlace, post } from '../inventory/index.ts';
import { advance } from '../orders/index.ts';
import { linesOf, movesOf, moveParcels, parcelBySscc, type Parcel } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newCode, newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { noteEvents } from '../shipping/index.ts';
import { unitTakenBack } from './events.ts';
import type { ReturnShown, TakeBackParcel } from './schema.ts';
import { returnsShown } from './returnsShown.ts';
import { insertCase, insertUnits, type ReturnCase } from './store.ts';
import { returnBin } from './takeBack.ts';

/** A parcel that never reached its customer is opened at the returns desk. Refuses `return_not_back`, `return_already`. */
export async function takeBackParcel(work: Work, input: TakeBackParcel): Promise<Outcome<ReturnShown>> {
  const { siteId } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const parcel = await parcelBySscc(work.tx, siteId, input.sscc);
  if (parcel === undefined) return notFound('parcel', 'sscc', input.sscc);
  if (parcel.state === 'returned') return refuse('return_already', 'This parcel is back already');
  if (parcel.state !== 'returning')
    return refuse('return_not_back', 'This parcel is not on its way back', { got: parcel.state });
  const bin = await returnBin(work, siteId, input.binCode);
  if (bin.refused) return bin;
  const { parcelId, sellerId, orderId } = parcel;
  const moved = await moveParcels(work, siteId, { parcelIds: [parcelId], from: ['returning'], to: 'returned' });
  if (moved.refused) return moved;
  const one: ReturnCase = {
    siteId,
    returnId: newId(),
    code: `RET-${newCode(8)}`,
    sellerId,
    orderId,
    parcelId,
    state: 'received',
    reason: parcel.cancelAsked ? 'order_cancelled' : 'undelivered',
  };
  if (!(await insertCase(work, one))) return refuse('return_already', 'This parcel is back already');
  const emptied = await emptyInto(work, { parcel, one, binCode: bin.value });
  if (emptied.refused) return emptied;
  await noteEvents(work, siteId, [{ parcelId, eventId: 'returned', kind: 'returned', happenedAt: work.at }]);
  tell(work, unitTakenBack(one, { parcelId }));
  return done((await returnsShown(work, [one]))[0]!, 201);
}

async function emptyInto(
  work: Work,
  { parcel, one, binCode }: { parcel: Parcel; one: ReturnCase; binCode: string },
): Promise<Outcome<undefined>> {
  const { siteId, parcelId, sellerId } = parcel;
  const back = await advance(work, { siteId, moves: await movesOf(work, parcel, ['shipped', 'returned']) });
  if (back.refused) return back;
  const lines = await linesOf(work.tx, siteId, [parcelId]);
  const posted = await post(work, {
    siteId,
    kind: 'takeBack',
    reason: one.reason,
    legs: lines.map(({ itemId, lot, serial, quantity }) => ({
      sellerId,
      itemId,
      lot,
      serial,
      from: parcelPlace(parcelId),
      to: binPlace(binCode),
      toCondition: 'inspect' as const,
      quantity,
    })),
  });
  if (posted.refused) return posted;
  const units = lines.flatMap(({ lineNo, itemId, lot, serial, quantity }) =>
    Array.from({ length: quantity }, () => {
      return { siteId, unitId: newId(), returnId: one.returnId, lineNo, itemId, lot, serial, binCode };
    }),
  );
  await insertUnits(work, units);
  return done(undefined);
}
