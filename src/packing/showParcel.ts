import { mayUseSite } from '../auth/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { balancesAt } from '../inventory/index.ts';
import type { ParcelShown } from './schema.ts';
import { linesOf, parcelAnywhere, type Parcel } from './store.ts';

/** A parcel with what lies in it. A seller sees its own. */
export async function showParcel(work: Work, input: { parcelId: string }): Promise<Outcome<ParcelShown>> {
  const parcel = await parcelAnywhere(work.tx, input.parcelId);
  const { sellerId } = work.actor;
  if (parcel === undefined || (sellerId !== undefined && parcel.sellerId !== sellerId)) return notFound('parcel');
  if (sellerId === undefined && mayUseSite(work, parcel.siteId)) return notFound('parcel');
  return done(await shownOf(work, parcel));
}

export async function shownOf(work: Work, parcel: Parcel): Promise<ParcelShown> {
  const { siteId, parcelId } = parcel;
  const lines = await linesOf(work.tx, siteId, [parcelId]);
  const left = await unitsIn(work, parcel);
  return {
    siteId,
    parcelId,
    sscc: parcel.sscc,
    sellerId: parcel.sellerId,
    orderId: parcel.orderId,
    state: parcel.state,
    cartonCode: parcel.cartonCode,
    suggested: parcel.suggested,
    expected_g: parcel.expected_g,
    weight_g: parcel.weight_g,
    volume_cm3: parcel.volume_cm3,
    temperature: parcel.temperature,
    holdReason: parcel.holdReason,
    cancelAsked: parcel.cancelAsked,
    lines: lines.map(({ lineNo, itemId, lot, serial, quantity }) => ({ lineNo, itemId, lot, serial, quantity })),
    left,
  };
}

/** Units still in the source; none once the parcel has left the table, when the tote serves another order. */
async function unitsIn(work: Work, parcel: Parcel): Promise<number> {
  if (!['open', 'verified', 'weighed', 'labelled'].includes(parcel.state)) return 0;
  const lying = await balancesAt(work.tx, parcel.siteId, parcel.source);
  return lying.reduce((total, { quantity }) => total + quantity, 0);
}
