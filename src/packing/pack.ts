import { balancesAt, parcelPlace, post } from '../inventory/index.ts';
import { orderFacts } from '../orders/index.ts';
import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { refuseOrder } from './openParcel.ts';
import { decidePack, type Open, type Wanted } from './rules.ts';
import type { ParcelShown } from './schema.ts';
import { shownOf } from './showParcel.ts';
import { addLines, lockParcel, unitsAtTable, type Parcel } from './store.ts';
import { mayUseSite } from '../auth/index.ts';

/**
 * Puts scanned units of the order into its open parcel: the ledger moves them from the tote with this scan.
 * Refuses `pack_not_in_order`, `pack_too_many`, `pack_other_lot`, `pack_other_serial`, `serial_required`,
 * `pack_contents_final`, `pack_cancelled`, `pack_on_hold`.
 */
export async function pack(
  work: Work,
  input: Wanted & { siteId: string; parcelId: string },
): Promise<Outcome<ParcelShown>> {
  const at = await parcelAtTable(work, input);
  if ('refused' in at) return at;
  const { parcel, open } = at;
  if (parcel.state !== 'open') {
    return refuse('pack_contents_final', 'Its contents are final; open another parcel', { got: parcel.state });
  }
  const lying = (await balancesAt(work.tx, parcel.siteId, parcel.source)).filter(
    (units) => units.sellerId === parcel.sellerId,
  );
  const decided = decidePack(input, lying, open);
  if ('refused' in decided) return decided;
  const posted = await post(work, {
    siteId: parcel.siteId,
    kind: 'pack',
    legs: decided.taken.map(({ itemId, lot, serial, quantity }) => ({
      sellerId: parcel.sellerId,
      itemId,
      lot,
      serial,
      from: parcel.source,
      to: parcelPlace(parcel.parcelId),
      quantity,
    })),
  });
  if (posted.refused) return posted;
  await addLines(work.tx, parcel, decided.taken);
  return done(await shownOf(work, parcel));
}

interface AtTable {
  parcel: Parcel;
  /** What the order's lines still have to get into a parcel. */
  open: Open[];
}

/** The parcel under its lock with what its order still needs; refused where the order is cancelled or on hold. */
export async function parcelAtTable(
  work: Work,
  { siteId, parcelId }: { siteId: string; parcelId: string },
): Promise<AtTable | Refused> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const parcel = await lockParcel(work.tx, siteId, parcelId);
  if (parcel === undefined) return notFound('parcel');
  const order = (await orderFacts(work.tx, [parcel.orderId])).get(parcel.orderId);
  if (order === undefined) return notFound('order');
  const stopped = refuseOrder(order);
  if (stopped) return stopped;
  const packed = new Map(
    (await unitsAtTable(work.tx, siteId, parcel.orderId)).map(({ lineNo, quantity }) => [lineNo, quantity]),
  );
  const open = order.lines.flatMap(({ lineNo, itemId, picked }) =>
    itemId === null ? [] : [{ lineNo, itemId, quantity: picked - (packed.get(lineNo) ?? 0) }],
  );
  return { parcel, open };
}
