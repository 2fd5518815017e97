import { parcelsPage } from '../packing/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Parcels, ParcelsQuery } from './schema.ts';
import { labelsOf, trackingsOf } from './store.ts';

/** Parcels with their labels and tracking, oldest first. Sellers see their own, staff those of their sites. */
export async function listParcels(work: Work, input: ParcelsQuery): Promise<Outcome<Parcels>> {
  const { role, sellerId, siteIds } = work.actor;
  const found = await parcelsPage(work.tx, {
    ...input,
    sellerId,
    siteIds: sellerId === undefined && role !== 'admin' ? siteIds : undefined,
  });
  const parcelIds = found.map(({ parcelId }) => parcelId);
  const labels = new Map((await labelsOf(work.tx, parcelIds)).map((label) => [label.parcelId, label]));
  const trackings = new Map((await trackingsOf(work.tx, parcelIds)).map((tracking) => [tracking.parcelId, tracking]));
  const last = found.length === input.limit ? found.at(-1) : undefined;
  return done({
    parcels: found.map((parcel) => {
      const { siteId, parcelId, sscc, sellerId, orderId, state, cartonCode, weight_g, temperature } = parcel;
      const tracking = trackings.get(parcelId);
      return {
        siteId,
        parcelId,
        sscc,
        sellerId,
        orderId,
        state,
        cartonCode,
        weight_g,
        temperature,
        holdReason: parcel.holdReason,
        cancelAsked: parcel.cancelAsked,
        carrier: labels.get(parcelId)?.carrier ?? null,
        trackingNo: labels.get(parcelId)?.trackingNo ?? null,
        tracking: tracking
          ? { token: tracking.token, state: tracking.state, etaFrom: tracking.etaFrom, etaTo: tracking.etaTo }
          : null,
      };
    }),
    ...(last ? { next: last.parcelId } : {}),
  });
}
