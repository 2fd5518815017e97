import type { RouteShown } from '../../link/wire.ts';

type Loaded = { stops: { parcels: Pick<RouteShown['stops'][number]['parcels'][number], 'parcelId' | 'state'>[] }[] };

/** Each once, though it may go to its door once more; what stayed at the dock is on none. */
export const parcelsOn = (routes: Loaded[]): number =>
  new Set(
    routes
      .flatMap(({ stops }) => stops.flatMap(({ parcels }) => parcels))
      .flatMap(({ parcelId, state }) => (state === 'left' ? [] : [parcelId])),
  ).size;

/** At one door; of one that was left at the dock as a whole: what stayed there. */
export const parcelsAt = ({ parcels }: Loaded['stops'][number]): number =>
  parcels.filter(({ state }) => state !== 'left').length || parcels.length;
