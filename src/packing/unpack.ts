import { mayUseSite } from '../auth/index.ts';
import { binPlace, parcelPlace, post } from '../inventory/index.ts';
import { advance, returnShares } from '../orders/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { movesOf } from './closeParcel.ts';
import { parcelVoided } from './events.ts';
import { AT_TABLE } from './rules.ts';
import { admitGoods } from '../slotting/index.ts';
import { finishOpenTask, linesOf, lockParcel, setStates, type Parcel } from './store.ts';

/**
 * Opens a parcel of a cancelled order and puts its units into a bin, where they are sellable again.
 * Refuses `unpack_not_cancelled`, `unpack_gone` once it has left on a vehicle, and what the bin refuses.
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
    for (const goods of goodsOf(parcel, lines)) {
      const unfit = await admitGoods(work, { ...goods, binCode: input.binCode });
      if (unfit !== undefined) return unfit;
    }
    const moves = await movesOf(work, parcel, [column, 'cancelled']);
    const moved = await advance(work, { siteId, moves });
    if (moved.refused) return moved;
    const back = await putIntoBin(work, parcel, lines, input.binCode);
    if (back.refused) return back;
    await returnShares(work, { siteId, moves });
  }
  await finishOpenTask(work, siteId, parcelId);
  tell(work, parcelVoided(parcel));
  return done({ units: lines.reduce((total, { quantity }) => total + quantity, 0) });
}

type Lines = Awaited<ReturnType<typeof linesOf>>;

/** One entry an item and lot, as a bin judges goods. */
function goodsOf({ siteId, sscc, sellerId }: Parcel, lines: Lines) {
  const goods = new Map<string, Lines[number]>();
  for (const line of lines) {
    const key = `${line.itemId} ${line.lot}`;
    goods.set(key, { ...line, quantity: line.quantity + (goods.get(key)?.quantity ?? 0) });
  }
  return [...goods.values()].map(({ itemId, lot, quantity }) => {
    return { siteId, lpnCode: sscc, sellerId, itemId, lot, condition: 'sellable' as const, quantity };
  });
}

function putIntoBin(work: Work, parcel: Parcel, lines: Lines, binCode: string) {
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
