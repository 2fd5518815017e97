import { parcelsById, type Parcel } from '../packing/index.ts';
import { refuse, type Refused } from '../platform/errors.ts';
import type { Tx } from '../platform/work.ts';
import { needsOf } from './needs.ts';
import { stopParcelsOf, stopsOf, type RouteRow } from './store.ts';

interface Asked {
  /** Of one vehicle, held by the caller. */
  routes: RouteRow[];
  now: string[];
  next: string[];
}

/** Refuses `skill_in_use` with the routes that carry what needs a skill which their vehicle would lose. */
export async function refuseInUse(tx: Tx, siteId: string, { routes, now, next }: Asked): Promise<Refused | undefined> {
  const lost = now.filter((skill) => !next.includes(skill));
  if (routes.length === 0 || lost.length === 0) return undefined;
  const needed = await neededOn(tx, siteId, routes);
  const inUse = routes.flatMap(({ routeId, vehicleCode, departAt, state }) => {
    const skills = lost.filter((skill) => needed.get(routeId)?.has(skill));
    return skills.length === 0 ? [] : [{ routeId, vehicle: vehicleCode, departAt, state, skills }];
  });
  if (inUse.length === 0) return undefined;
  return refuse('skill_in_use', 'Routes of this vehicle carry what needs it', {
    field: 'skills',
    got: next,
    expected: lost.filter((skill) => inUse.some(({ skills }) => skills.includes(skill))),
    details: { routes: inUse },
  });
}

/** What the parcels of each route need, those that are aboard after their door included. */
async function neededOn(tx: Tx, siteId: string, routes: RouteRow[]): Promise<Map<string, Set<string>>> {
  const routeIds = routes.map(({ routeId }) => routeId);
  const lines = (await stopParcelsOf(tx, siteId, routeIds)).filter(({ live }) => live);
  const lineOf = new Map(lines.map((line) => [line.parcelId, line]));
  const doors = new Map((await stopsOf(tx, siteId, routeIds)).map((stop) => [stop.stopId, stop]));
  const parcels = await parcelsById(tx, siteId, [...lineOf.keys()]);
  const spotOf = ({ parcelId }: Parcel) => doors.get(lineOf.get(parcelId)!.stopId);
  const needs = await needsOf(tx, siteId, { parcels, spotOf });
  const needed = new Map(routeIds.map((routeId) => [routeId, new Set<string>()]));
  for (const [parcelId, skills] of needs) {
    for (const skill of skills) needed.get(lineOf.get(parcelId)!.routeId)!.add(skill);
  }
  return needed;
}
