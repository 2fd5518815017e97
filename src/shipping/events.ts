import type { Fact } from '../platform/work.ts';
import type { EventKind } from './rules.ts';

interface Named {
  siteId: string;
  sellerId: string;
  parcelId: string;
  orderId: string;
}

const fact = (kind: string, named: Named, body: Record<string, unknown>): Fact => ({
  kind,
  siteId: named.siteId,
  sellerId: named.sellerId,
  subject: named.parcelId,
  body: { parcelId: named.parcelId, orderId: named.orderId, ...body },
});

export const labelBought = (named: Named, carrier: string, trackingNo: string) =>
  fact('shipping.labelBought', named, { carrier, trackingNo });
export const labelVoided = (named: Named) => fact('shipping.labelVoided', named, {});
/** The parcel's public state became another one. */
export const parcelTracked = (named: Named, state: EventKind) => fact('shipping.parcelTracked', named, { state });
