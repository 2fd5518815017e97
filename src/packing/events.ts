import type { Fact } from '../platform/work.ts';

interface Told {
  siteId: string;
  sellerId: string;
  parcelId: string;
  orderId: string;
}

const fact = (
  kind: string,
  { siteId, sellerId, parcelId, orderId }: Told,
  more: Record<string, unknown> = {},
): Fact => ({
  kind,
  siteId,
  sellerId,
  subject: parcelId,
  body: { parcelId, orderId, ...more },
});

export const parcelClosed = (parcel: Told) => fact('packing.parcelClosed', parcel);
/** Its units went back to a bin; whoever bought a label for it takes that back too. */
export const parcelVoided = (parcel: Told) => fact('packing.parcelVoided', parcel);
/** Held back with a reason, or let go where it is null. */
export const holdChanged = (parcel: Told, reason: string | null) => fact('packing.holdChanged', parcel, { reason });
export const openParcelAsked = (parcel: Told) => fact('packing.openParcelAsked', parcel);
export const unitsMissing = (parcel: Told, itemId: string, quantity: number, cause: string) =>
  fact('packing.unitsMissing', parcel, { itemId, quantity, cause });
