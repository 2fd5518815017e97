import { joined } from '../platform/joined.ts';

/** Where units are, as text: a kind and a code for a real place, a bare word for a virtual one. */
export const SUPPLIER = 'supplier';
export const CUSTOMER = 'customer';
export const ADJUSTMENT = 'adjustment';
export const SCRAP = 'scrap';

/** Why units are adjusted that a count did not find where they are booked. */
export const COUNT_REASON = 'count';

export const conditions = ['sellable', 'inspect', 'hold', 'damaged', 'expired'] as const;
export type Condition = (typeof conditions)[number];

export type PlaceKind = 'dock' | 'bin' | 'lpn' | 'tote' | 'wall' | 'parcel' | 'vehicle' | 'virtual';

export const dockPlace = (code: string) => `dock/${code}`;
export const binPlace = (code: string) => `bin/${code}`;
export const lpnPlace = (code: string) => `lpn/${code}`;
export const totePlace = (code: string) => `tote/${code}`;
export const parcelPlace = (parcelId: string) => `parcel/${parcelId}`;
export const vehiclePlace = (routeId: string) => `vehicle/${routeId}`;

export function kindOfPlace(place: string): PlaceKind {
  const slash = place.indexOf('/');
  return slash < 0 ? 'virtual' : (place.slice(0, slash) as PlaceKind);
}

/** `bin/A-01` → `A-01` */
export function codeOfPlace(place: string): string {
  return place.slice(place.indexOf('/') + 1);
}

const SHELVED: ReadonlySet<PlaceKind> = new Set(['dock', 'bin', 'lpn']);

/** Where units lie that may be sold: nobody's yet. */
export const isShelved = (place: string): boolean => SHELVED.has(kindOfPlace(place));

interface Lying {
  place: string;
  itemId: string;
  lot: string;
  serial: string;
  condition?: string;
}

/** One account of the books, whatever stands in a lot or a serial; of all conditions where none is named. */
export const accountKey = ({ place, itemId, lot, serial, condition = '' }: Lying): string =>
  joined(place, itemId, lot, serial, condition);

/** Goods whose expiry is tracked but not their lot are told apart by the day: it is their lot. */
export function lotName(lot: string | undefined, expiry: string | undefined): string {
  return lot ?? (expiry === undefined ? '' : `EXP-${expiry}`);
}
