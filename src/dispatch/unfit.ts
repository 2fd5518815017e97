import { destinationsOf } from '../orders/index.ts';
import { parcelsById } from '../packing/index.ts';
import type { Tx } from '../platform/work.ts';
import { amountsOf, type Amounts } from './amounts.ts';
import { holds } from './carried.ts';
import { lanesOf, type Lane } from './lanes.ts';
import { needsOf } from './needs.ts';
import { canTake } from './schedule.ts';
import { vehiclesById, type Able, type PlanChange, type RouteRow } from './store.ts';

/** What a trip carries, and what for. */
interface Load {
  vehicleId: string;
  needs: readonly string[];
  amounts: Amounts;
  /** What it carries already, too much or not. */
  before?: Amounts;
  /** What its vehicle was able to when it carried that before. */
  able?: Able | undefined;
}

/** The first of these vehicles that is retired, has not, or no longer, what its load needs, or does not hold it. The caller holds them. */
export async function unfitVehicle(tx: Tx, siteId: string, loads: readonly Load[]): Promise<string | undefined> {
  const ids = [...new Set(loads.map(({ vehicleId }) => vehicleId))];
  const able = new Map((await vehiclesById(tx, siteId, ids)).map((one) => [one.vehicleId, one]));
  const fits = ({ vehicleId, needs, able: had, ...held }: Load): boolean => {
    const vehicle = able.get(vehicleId)!;
    return (
      vehicle.state === 'active' &&
      canTake(vehicle, had ? needs.filter((need) => had.skills.includes(need)) : needs) &&
      holds(vehicle, { ...held, able: had })
    );
  };
  return loads.find((load) => !fits(load))?.vehicleId;
}

interface Arranged {
  /** Held by the caller, with the vehicles of those that have no stops yet. */
  routes: RouteRow[];
  to: readonly PlanChange['before'][number][];
}

/**
 * The same of the routes that would get stops; what a route has already is its vehicle's. Of a route that comes back only what its
 * vehicle has lost since counts: it may be as unfit as it was.
 */
export async function unfitForAdded(tx: Tx, siteId: string, { routes, to }: Arranged): Promise<string | undefined> {
  const standing = new Map((await lanesOf(tx, siteId, routes)).map((lane) => [lane.routeId, lane.stops]));
  const vehicles = new Map(routes.map(({ routeId, vehicleId }) => [routeId, vehicleId]));
  const gaining = to.flatMap(({ routeId, stops, able }) => {
    const before = standing.get(routeId)!;
    const known = new Set(before.map(({ stopId }) => stopId));
    const added = stops.filter(({ stopId }) => !known.has(stopId));
    return added.length === 0 ? [] : [{ vehicleId: vehicles.get(routeId)!, before, added, after: stops, able }];
  });
  if (gaining.length === 0) return undefined;
  const parcelIdsOf = (stops: Lane['stops']) => stops.flatMap(({ parcelIds }) => parcelIds);
  const ids = [...new Set(gaining.flatMap(({ before, after }) => parcelIdsOf([...before, ...after])))];
  const parcels = new Map((await parcelsById(tx, siteId, ids)).map((one) => [one.parcelId, one]));
  const at = (stops: Lane['stops']) => parcelIdsOf(stops).flatMap((parcelId) => parcels.get(parcelId) ?? []);
  const coming = gaining.flatMap(({ added }) => at(added));
  const spots = await destinationsOf(tx, [...new Set(coming.map(({ orderId }) => orderId))]);
  const needs = await needsOf(tx, siteId, { parcels: coming, spotOf: ({ orderId }) => spots.get(orderId) });
  const loads = gaining.map(({ vehicleId, before, added, after, able }) => ({
    vehicleId,
    able,
    needs: at(added).flatMap(({ parcelId }) => needs.get(parcelId) ?? []),
    amounts: amountsOf(at(after)),
    before: amountsOf(at(before)),
  }));
  return unfitVehicle(tx, siteId, loads);
}
