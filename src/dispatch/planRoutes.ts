import { mayUseSite } from '../auth/index.ts';
import { cutOffsOf } from '../layout/index.ts';
import { noteStanding } from '../orders/index.ts';
import { parcelsById } from '../packing/index.ts';
import { conclude } from '../platform/answerApart.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { amountsOf } from './amounts.ts';
import { routesPlanned } from './events.ts';
import { followTrips } from './followTrips.ts';
import { gather, type Gathered } from './gather.ts';
import { cancelHeldRoute } from './cancelRoute.ts';
import { cargoOf } from './needs.ts';
import { OPEN } from './rules.ts';
import { schedule, violationsOf } from './schedule.ts';
import type { Plan, PlanRoutes, Unassigned } from './schema.ts';
import { routesShown } from './routesShown.ts';
import {
  busyUntil,
  insertPlan,
  insertRoutes,
  insertStopParcels,
  insertStops,
  keepViolations,
  lockRoutes,
  lockVehicles,
  routesPage,
  type Busy,
  type NewRoute,
  type NewStop,
} from './store.ts';
import { planTrips, visitOf, type Trip, type Trips } from './trips.ts';
import { unfitVehicle } from './unfit.ts';

/**
 * Plans a site's closed parcels on its vehicles. The facts are read and the solver runs outside of any transaction; one at
 * the end writes the plan, and refuses `plan_moved` where another plan took some of the parcels meanwhile, `cut_off_not_found` for a name that the site has not.
 */
export async function planRoutes(work: Work, asked: PlanRoutes): Promise<Outcome<Plan>> {
  const closed = mayUseSite(work, asked.siteId);
  if (closed) return closed;
  if (asked.cutOff !== undefined) {
    const known = (await cutOffsOf(work.tx, asked.siteId)).some(({ name }) => name === asked.cutOff);
    if (!known) return notFound('cut_off', 'cutOff', asked.cutOff);
  }
  const facts = await gather(work, asked);
  const planned = await planTrips(facts, { seconds: asked.seconds, seed: asked.seed });
  return conclude(work, (work) => keepPlan(work, { asked, facts, planned }));
}

interface Planned {
  asked: PlanRoutes;
  facts: Gathered;
  planned: Trips;
}

/**
 * A vehicle of the plan that was given a route while the plan was made, or that lost what it is planned for; those of the plan
 * are held from here on.
 */
async function movedVehicle(work: Work, { asked, facts, planned }: Planned): Promise<string | undefined> {
  const { siteId, routeIds } = asked;
  const used = new Set(planned.trips.map(({ van }) => van.vehicleId));
  await lockVehicles(work.tx, siteId, [...used]);
  const now = await busyUntil(work.tx, siteId, routeIds);
  const isNew = ({ vehicleId, routeIds: has }: Busy) => {
    const known = facts.busy.get(vehicleId)?.routeIds ?? [];
    return used.has(vehicleId) && has.some((routeId) => !known.includes(routeId));
  };
  const added = now.find(isNew);
  if (added !== undefined) return added.vehicleId;
  const loads = planned.trips.map(({ van: { vehicleId }, doors }) => {
    const here = doors.map((door) => facts.doors[door]!);
    const parcels = here.flatMap(({ parcelIds }) => parcelIds.map((parcelId) => facts.parcels.get(parcelId)!));
    return { vehicleId, needs: here.flatMap(({ needs }) => needs), amounts: amountsOf(parcels) };
  });
  return unfitVehicle(work.tx, siteId, loads);
}

async function keepPlan(work: Work, { asked, facts, planned }: Planned): Promise<Outcome<Plan>> {
  const { siteId } = asked;
  const replanned: string[] = [];
  for (const route of await lockRoutes(work.tx, siteId, asked.routeIds)) {
    if (route.locked || !OPEN.includes(route.state)) {
      return refuse('plan_moved', 'A route to plan anew is locked or has left', { got: route.routeId });
    }
    const cancelled = await cancelHeldRoute(work, route);
    if (cancelled.refused) return cancelled;
    replanned.push(route.vehicleId);
  }
  const moved = await movedVehicle(work, { asked, facts, planned });
  if (moved !== undefined) return refuse('plan_moved', 'A vehicle of the plan was changed meanwhile', { got: moved });
  const planId = newId();
  const drafts = planned.trips.map((trip) => draftOf(planId, facts, trip));
  const unassigned: Unassigned[] = [
    ...facts.kept,
    ...planned.left.flatMap(({ door, ...why }) =>
      facts.doors[door]!.parcelIds.map((parcelId) => ({ parcelId, ...why })),
    ),
  ];
  await tellLeftOut(work, siteId, unassigned);
  const summary = summaryOf(drafts);
  await insertPlan(work, { siteId, planId, asked, summary, unassigned });
  await insertRoutes(
    work,
    drafts.map(({ route }) => route),
  );
  await insertStops(
    work.tx,
    drafts.flatMap(({ stops }) => stops),
  );
  const lines = drafts.flatMap(({ lines }) => lines);
  if ((await insertStopParcels(work, siteId, lines)) !== lines.length) {
    return refuse('plan_moved', 'Another plan has taken some of these parcels');
  }
  for (const { route, violations } of drafts) {
    if (violations.length > 0) await keepViolations(work.tx, siteId, route.routeId, violations);
  }
  await followTrips(work, siteId, [...drafts.map(({ route }) => route.vehicleId), ...replanned]);
  tell(work, routesPlanned(siteId, planId, { routes: drafts.length, unassigned: unassigned.length }));
  const routes = await routesPage(work.tx, {
    siteId,
    planId,
    driverId: undefined,
    states: undefined,
    since: work.at,
    limit: Math.max(1, drafts.length),
  });
  return done({ planId, routes: await routesShown(work, siteId, routes), unassigned, summary }, 201);
}

/** An order whose parcel finds no place in a plan learns why. */
async function tellLeftOut(work: Work, siteId: string, unassigned: Unassigned[]): Promise<void> {
  const why = new Map(
    unassigned
      // the log says so already
      .filter(({ reason }) => reason.code !== 'order_cancelled')
      .map(({ parcelId, reason }) => [parcelId, reason.code]),
  );
  const parcels = await parcelsById(work.tx, siteId, [...why.keys()]);
  await noteStanding(
    work,
    parcels.map(({ sellerId, orderId, parcelId }) => {
      return { sellerId, orderId, kind: 'not_planned', cause: why.get(parcelId)! };
    }),
  );
}

type Draft = ReturnType<typeof draftOf>;

function draftOf(planId: string, { site, doors, parcels, needs }: Gathered, { van, drive, doors: visited }: Trip) {
  const { siteId } = site;
  const routeId = newId();
  const visits = visited.map((door) => visitOf(doors[door]!, newId()));
  const timed = schedule(drive, visits);
  const { endAt, distance_m, duration_s } = timed;
  const route: NewRoute = {
    siteId,
    routeId,
    planId,
    vehicleId: van.vehicleId,
    departAt: drive.departAt,
    shiftToAt: van.shiftToAt,
    endAt,
    distance_m,
    duration_s,
  };
  const stops = visits.map((visit, at): NewStop => ({
    ...visit,
    siteId,
    routeId,
    position: at + 1,
    etaAt: timed.etas.get(visit.stopId)!,
    locked: doors[visited[at]!]!.vehicleId !== undefined,
    pinned: false,
  }));
  const lines = visits.flatMap(({ stopId }, at) =>
    doors[visited[at]!]!.parcelIds.map((parcelId) => ({ stopId, parcelId, routeId, state: 'planned' as const })),
  );
  const cargo = lines.map(({ stopId, parcelId }) => cargoOf(parcels.get(parcelId)!, { stopId, needs }));
  return { route, stops, lines, violations: violationsOf(van, cargo, timed, visits) };
}

function summaryOf(drafts: Draft[]): Plan['summary'] {
  const sum = (of: (draft: Draft) => number) => drafts.reduce((total, draft) => total + of(draft), 0);
  return {
    parcels: sum(({ lines }) => lines.length),
    stops: sum(({ stops }) => stops.length),
    routes: drafts.length,
    late: sum(({ violations }) => violations.filter(({ kind }) => kind === 'late').length),
    distance_m: sum(({ route }) => route.distance_m),
    duration_s: sum(({ route }) => route.duration_s),
  };
}
