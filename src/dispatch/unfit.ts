import { destinationsOf } from '../orders/index.ts';
import { parcelsById } from '../packing/index.ts';
import type { Tx } from '../platform/work.ts';
import type { Lane } from './lanes.ts';
import { needsOf } from './needs.ts';
import { canTake } from './schedule.ts';
import { stopsOf, vehiclesById, type RouteRow } from './store.ts';

interface Load {
  vehicleId: string;
  needs: readonly string[];
}

/** The first of these vehicles that has not, or no longer, what its load needs. The caller holds them. */
export async function unfitVehicle(tx: Tx, siteId: string, loads: readonly Load[]): Promise<string | undefined> {
  const ids = [...new Set(loads.map(({ vehicleId }) => vehicleId))];
  const able = new Map((await vehiclesById(tx, siteId, ids)).map((one) => [one.vehicleId, one]));
  return loads.find(({ vehicleId, needs }) => !canTake(able.get(vehicleId)!, needs))?.vehicleId;
}

interface Arranged {
  /** Held by the caller, with the vehicles of those that have no stops yet. */
  routes: RouteRow[];
  to: readonly Lane[];
}

/** The same of the stops that routes would get; what a route has already is its vehicle's. */
export async function unfitForAdded(tx: Tx, siteId: string, { routes, to }: Arranged): Promise<string | undefined> {
  const routeIds = routes.map(({ routeId }) => routeId);
  const standing = new Map((await stopsOf(tx, siteId, routeIds)).map((stop) => [stop.stopId, stop.routeId]));
  const vehicles = new Map(routes.map(({ routeId, vehicleId }) => [routeId, vehicleId]));
  const added = to.flatMap(({ routeId, stops }) =>
    stops
      .filter(({ stopId }) => standing.get(stopId) !== routeId)
      .flatMap(({ parcelIds }) => parcelIds.map((parcelId) => ({ parcelId, vehicleId: vehicles.get(routeId)! }))),
  );
  if (added.length === 0) return undefined;
  const ids = added.map(({ parcelId }) => parcelId);
  const parcels = await parcelsById(tx, siteId, ids);
  const spots = await destinationsOf(tx, [...new Set(parcels.map(({ orderId }) => orderId))]);
  const needs = await needsOf(tx, siteId, { parcels, spotOf: ({ orderId }) => spots.get(orderId) });
  const loads = added.map(({ parcelId, vehicleId }) => ({ vehicleId, needs: needs.get(parcelId) ?? [] }));
  return unfitVehicle(tx, siteId, loads);
}
