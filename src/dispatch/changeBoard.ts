import { layoutOf } from '../layout/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { arrange, lanesFrom, type Lane } from './lanes.ts';
import { routesShown } from './routesShown.ts';
import { tripFrom, tripOn } from './shiftEnds.ts';
import type { Changed } from './schema.ts';
import type { ChangeKind } from './rules.ts';
import {
  insertChange,
  routesById,
  stopParcelsOf,
  stopsOf,
  vehiclesById,
  type PlanChange,
  type RouteRow,
} from './store.ts';
import { summed, weigh, type Weight } from './weigh.ts';
import { whereabouts } from './whereabouts.ts';

interface Asked {
  kind: ChangeKind;
  /** Held by the caller. */
  routes: RouteRow[];
  to: Lane[];
}

/** Arranges held routes anew, tells what that costs, and keeps what stood before, so that it can be taken back. */
export async function changeBoard(work: Work, siteId: string, asked: Asked): Promise<Outcome<Changed>> {
  const before = await boardAt(work, siteId, asked.routes);
  const lanes = await withAble(work, siteId, { routes: asked.routes, lanes: before.lanes });
  const arranged = await arrange(work, siteId, asked);
  if (arranged.refused) return arranged;
  const routes = await routesById(
    work.tx,
    siteId,
    asked.routes.map(({ routeId }) => routeId),
  );
  const after = await boardAt(work, siteId, routes);
  const changeId = newId();
  await insertChange(work, { siteId, changeId, kind: asked.kind, before: lanes, after: after.lanes });
  return done({
    changeId,
    cost: { before: before.weight, after: after.weight },
    routes: await routesShown(work, siteId, routes),
  });
}

/** What a vehicle lacked before the change it may lack again. */
async function withAble(
  work: Work,
  siteId: string,
  { routes, lanes }: { routes: RouteRow[]; lanes: Lane[] },
): Promise<PlanChange['before']> {
  const vehicleOf = new Map(routes.map(({ routeId, vehicleId }) => [routeId, vehicleId]));
  const vehicles = await vehiclesById(work.tx, siteId, [...new Set(vehicleOf.values())]);
  const ableBy = new Map(
    vehicles.map(({ vehicleId, skills, capacityParcels, capacityWeight_g, capacityVolume_cm3 }) => [
      vehicleId,
      { skills, capacityParcels, capacityWeight_g, capacityVolume_cm3 },
    ]),
  );
  return lanes.map((lane) => ({ ...lane, able: ableBy.get(vehicleOf.get(lane.routeId)!)! }));
}

/** How routes stand, and what driving the rest of them comes to. */
async function boardAt(work: Work, siteId: string, routes: RouteRow[]): Promise<{ lanes: Lane[]; weight: Weight }> {
  const site = await layoutOf(work.tx, siteId);
  const routeIds = routes.map(({ routeId }) => routeId);
  const stops = await stopsOf(work.tx, siteId, routeIds);
  const weights: Weight[] = [];
  for (const route of routes) {
    const open = stops.filter(({ routeId, state }) => routeId === route.routeId && state === 'planned');
    const from = route.state === 'running' ? await whereabouts(work, route) : undefined;
    const trip = from ? tripOn(site, route, from.at) : tripFrom(site, route, route.departAt);
    weights.push(weigh(trip, open, from?.spot));
  }
  return { lanes: lanesFrom(routes, stops, await stopParcelsOf(work.tx, siteId, routeIds)), weight: summed(weights) };
}
