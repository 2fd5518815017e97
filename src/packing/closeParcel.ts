import { mayUseSite } from '../auth/index.ts';
import { balancesAt, codeOfPlace } from '../inventory/index.ts';
import { advance, orderFacts, type Move } from '../orders/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { emptyTote } from '../waves/index.ts';
import { parcelClosed } from './events.ts';
import { refuseOrder } from './openParcel.ts';
import type { CloseParcel, ParcelShown } from './schema.ts';
import { shownOf } from './showParcel.ts';
import { linesOf, lockParcel, parcelById, parcelBySscc, setClosed, type Parcel } from './store.ts';

/**
 * The label on the parcel was scanned back: it is closed, its units are packed, and an emptied tote is free again.
 * Refuses `pack_label_first`, `address_changed` where the label shows an older address than the order has now.
 */
export async function closeParcel(work: Work, input: CloseParcel): Promise<Outcome<ParcelShown>> {
  const { siteId } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const found = await parcelBySscc(work.tx, siteId, input.sscc);
  const parcel = found && (await lockParcel(work.tx, siteId, found.parcelId));
  if (parcel === undefined) return notFound('parcel', 'sscc', input.sscc);
  if (parcel.state === 'closed') return done(await shownOf(work, parcel));
  if (parcel.state !== 'labelled') {
    return refuse('pack_label_first', 'The parcel has no label yet', { got: parcel.state, expected: 'labelled' });
  }
  const order = (await orderFacts(work.tx, [parcel.orderId])).get(parcel.orderId);
  if (order === undefined) return notFound('order');
  const stopped = refuseOrder(order);
  if (stopped) return stopped;
  if (order.recipient !== parcel.addressVersion) {
    return refuse('address_changed', 'Address changed: void and print again', {
      got: parcel.addressVersion,
      expected: order.recipient,
    });
  }
  const moved = await advance(work, { siteId, moves: await movesOf(work, parcel, ['picked', 'packed']) });
  if (moved.refused) return moved;
  if ((await setClosed(work, parcel)) !== 1) return refuse('pack_cancelled', 'Order cancelled: put the goods back');
  await freeSource(work, parcel);
  tell(work, parcelClosed(parcel));
  return done(await shownOf(work, (await parcelById(work.tx, siteId, parcel.parcelId))!));
}

/** The moves of a parcel's units between two columns of their order. */
export async function movesOf(
  work: Work,
  { siteId, parcelId, sellerId, orderId }: Pick<Parcel, 'siteId' | 'parcelId' | 'sellerId' | 'orderId'>,
  [from, to]: [Move['from'], Move['to']],
): Promise<Move[]> {
  const lines = await linesOf(work.tx, siteId, [parcelId]);
  return lines.map(({ lineNo, quantity }) => ({ sellerId, orderId, lineNo, from, to, quantity }));
}

async function freeSource(work: Work, { siteId, source }: Parcel): Promise<void> {
  const inside = await balancesAt(work.tx, siteId, source);
  if (inside.length === 0) await emptyTote(work, { siteId, toteCode: codeOfPlace(source) });
}
