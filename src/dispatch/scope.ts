import { layoutOf, type SiteFacts } from '../layout/index.ts';
import { parcelsById, type Parcel } from '../packing/index.ts';
import type { Tx, Work } from '../platform/work.ts';
import type { Able } from './problem.ts';
import { dayPace } from './eta.ts';
import { grouped } from './grouped.ts';
import { cargoOf, needsOf } from './needs.ts';
import { OPEN, RELOAD_MS } from './rules.ts';
import { pastsOf } from './past.ts';
import type { Cargo, Trip } from './schedule.ts';
import { tripFrom, tripOn } from './shiftEnds.ts';
import { liveRoutes, stopParcelsOf, stopsOf, vehiclesById, type RouteRow, type Stop } from './store.ts';
import type { Spot } from './travel.ts';
import { whereabouts } from './whereabouts.ts';

export interface ScopedStop extends Stop {
  cargo: Cargo[];
  /** It cannot change its vehicle: it is locked to it, or its parcels are aboard. */
  isHeld: boolean;
}

/** A route with what may still be arranged of it, from where and when it goes on. */
export interface Scoped {
  route: RouteRow;
  vehicle: Able;
  from: { spot: Spot; at: Date };
  /** When its vehicle has to be back: the end of its shift, or in time for what it drives next. */
  until: Date;
  stops: ScopedStop[];
  /** Its driver's ways take so many times as long as reckoned; what he does at doors stands in the stops. */
  pace: number;
  /** Its vehicle stands idle: the route would be a new one. */
  opens: boolean;
}

export interface Scope {
  site: SiteFacts;
  lanes: Scoped[];
}

/** Routes with stops to come, named or all of a site, read without holding them; a locked route is part of no scope. */
export async function scopeOf(work: Work, siteId: string, routeIds: string[] | undefined): Promise<Scope> {
  const site = await layoutOf(work.tx, siteId);
  const live = await liveRoutes(work.tx, siteId);
  const routes = live.filter(
    ({ routeId, locked }) => !locked && (routeIds === undefined || routeIds.includes(routeId)),
  );
  const vehicles = new Map(
    (await vehiclesById(work.tx, siteId, [...new Set(routes.map(({ vehicleId }) => vehicleId))])).map((one) => [
      one.vehicleId,
      one,
    ]),
  );
  const stops = await scopedStops(work.tx, siteId, routes);
  const running = routes.filter(({ state }) => state === 'running');
  const pasts = await pastsOf(work, site, running);
  const lanes: Scoped[] = [];
  for (const route of routes) {
    const from = route.state === 'running' ? await whereabouts(work, route) : { spot: site, at: route.departAt };
    const next = live.find(({ vehicleId, departAt }) => vehicleId === route.vehicleId && departAt > route.departAt);
    const until = Math.min(route.shiftToAt.getTime(), (next?.departAt.getTime() ?? Infinity) - RELOAD_MS);
    const ahead = stops.get(route.routeId) ?? [];
    if (ahead.length === 0) continue;
    const vehicle = vehicles.get(route.vehicleId)!;
    const { drive, service } = dayPace(pasts.get(route.routeId) ?? { legs: [], doors: [] });
    const paced = ahead.map((stop) => ({ ...stop, service_s: Math.round(stop.service_s * service) }));
    lanes.push({ route, vehicle, from, until: new Date(until), stops: paced, pace: drive, opens: false });
  }
  return { site, lanes };
}

/** A lane as somebody drives it who goes on from where it begins. */
export const tripOf = ({ site }: Pick<Scope, 'site'>, { route, from, pace }: Scoped): Trip => ({
  ...(route.departedAt === null ? tripFrom : tripOn)(site, route, from.at),
  pace,
});

async function scopedStops(tx: Tx, siteId: string, routes: RouteRow[]): Promise<Map<string, ScopedStop[]>> {
  const routeIds = routes.map(({ routeId }) => routeId);
  const left = new Set(routes.filter(({ state }) => !OPEN.includes(state)).map(({ routeId }) => routeId));
  const lines = (await stopParcelsOf(tx, siteId, routeIds)).filter(({ live }) => live);
  const stopOf = new Map(lines.map(({ parcelId, stopId }) => [parcelId, stopId]));
  const standing = await parcelsById(tx, siteId, [...stopOf.keys()]);
  const parcels = new Map(standing.map((one) => [one.parcelId, one]));
  const linesBy = grouped(lines, ({ stopId }) => stopId);
  const open = (await stopsOf(tx, siteId, routeIds)).filter(({ state }) => state === 'planned');
  const doors = new Map(open.map((stop) => [stop.stopId, stop]));
  const spotOf = ({ parcelId }: Parcel) => doors.get(stopOf.get(parcelId)!);
  const needs = await needsOf(tx, siteId, { parcels: standing, spotOf });
  const scoped = open.map((stop): ScopedStop => {
    const here = linesBy.get(stop.stopId) ?? [];
    const isAboard = left.has(stop.routeId) || here.some(({ state }) => state === 'loaded');
    return {
      ...stop,
      cargo: here.map(({ parcelId, stopId }) => cargoOf(parcels.get(parcelId)!, { stopId, needs })),
      isHeld: stop.locked || isAboard,
    };
  });
  return grouped(scoped, ({ routeId }) => routeId);
}
