import { mayUseSite } from '../auth/index.ts';
import { maskedRecipientOf, orderFacts } from '../orders/index.ts';
import { labelParcel, parcelById, type Parcel } from '../packing/index.ts';
import { done, invalid, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newId, newToken } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { carrierCodes, carrierOf } from './carriers/index.ts';
import { labelBought } from './events.ts';
import type { BuyLabel, LabelShown } from './schema.ts';
import { intendLabel, liveLabel, markBought, markTrouble, openTracking, type Label } from './store.ts';

/**
 * One label for one parcel. The purchase is written down before anybody is asked; with our own carriers it is done in the
 * same transaction, with others by the job `shipping.finishPurchases` after it. A parcel that has its label answers 200
 * with that one: print it again. Refuses `label_on_hold`, `address_missing`, `pack_weigh_first`, `label_refused`.
 */
export async function buyLabel(work: Work, input: BuyLabel & { parcelId: string }): Promise<Outcome<LabelShown>> {
  const { siteId, parcelId } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  if (carrierOf(input.carrier) === undefined) {
    return invalid('carrier', input.carrier, carrierCodes(), 'carrier_unknown');
  }
  const parcel = await parcelById(work.tx, siteId, parcelId);
  if (parcel === undefined) return notFound('parcel');
  const known = await liveLabel(work.tx, siteId, parcelId);
  if (known !== undefined) return done(shown(known), 200);
  if (parcel.state !== 'weighed') return refuse('pack_weigh_first', 'Weigh the parcel first', { got: parcel.state });
  const order = (await orderFacts(work.tx, [parcel.orderId])).get(parcel.orderId);
  if (order === undefined) return notFound('order');
  if (order.cancelAskedAt !== null) return refuse('pack_cancelled', 'Order cancelled: put the goods back');
  if (order.paused !== null) return refuse('label_on_hold', 'The order is on hold', { got: order.paused });
  if (order.recipient === null) return refuse('address_missing', 'The order has no address yet');
  // where our own vehicles do not drive, whoever asks for them gets the carrier of the order's zone
  const code = input.carrier === 'own' ? (order.carrier ?? 'own') : input.carrier;
  const carrier = carrierOf(code);
  if (carrier === undefined) return invalid('carrier', code, carrierCodes(), 'carrier_unknown');
  const label: Label = {
    siteId,
    labelId: newId(),
    parcelId,
    sellerId: parcel.sellerId,
    carrier: carrier.code,
    state: 'intended',
    trackingNo: null,
    addressVersion: order.recipient,
    trouble: null,
    tries: 0,
  };
  if (!(await intendLabel(work, label))) {
    const twin = await liveLabel(work.tx, siteId, parcelId);
    return twin ? done(shown(twin), 200) : refuse('label_unknown', 'Another purchase is under way');
  }
  if (!carrier.inHouse) return done(shown(label), 202);
  const answer = await carrier.buy({ reference: label.labelId, sscc: parcel.sscc, weight_g: parcel.weight_g! });
  if ('refusedBecause' in answer) {
    await markTrouble(work.tx, label, answer.refusedBecause, true);
    return refuse('label_refused', 'The carrier does not take this parcel', { got: answer.refusedBecause });
  }
  return finishLabel(work, { parcel, label, trackingNo: answer.trackingNo });
}

/** The carrier has sold it: the parcel is labelled, and its customer's tracking page opens. */
export async function finishLabel(
  work: Work,
  { parcel, label, trackingNo }: { parcel: Parcel; label: Label; trackingNo: string },
): Promise<Outcome<LabelShown>> {
  const { siteId, parcelId, sellerId, orderId } = parcel;
  const to = await maskedRecipientOf(work, { sellerId, orderId, version: label.addressVersion });
  if (to.refused) return to;
  await markBought(work, label, trackingNo);
  const labelled = await labelParcel(work, { siteId, parcelId, addressVersion: label.addressVersion });
  if (labelled.refused) return labelled;
  await openTracking(work, { siteId, parcelId, sellerId, token: newToken(), maskedName: to.value.name });
  tell(work, labelBought(parcel, label.carrier, trackingNo));
  return done(shown({ ...label, state: 'bought', trackingNo }), 201);
}

export function shown({ labelId, parcelId, carrier, state, trackingNo, trouble }: Label): LabelShown {
  return { labelId, parcelId, carrier, state, trackingNo, trouble };
}
