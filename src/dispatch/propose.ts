import { mayUseSite } from '../auth/index.ts';
import { conclude } from '../platform/answerApart.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { solve } from '../platform/solve.ts';
import type { Work } from '../platform/work.ts';
import { gather } from './gather.ts';
import type { Lane } from './lanes.ts';
import { learnTable } from './roads/index.ts';
import { idleLanes } from './openRoutes.ts';
import { movesBetween, type DraftLane, type DraftStop } from './moves.ts';
import { LATE_PER_HOUR, whyLeft, type Door, type Solution } from './problem.ts';
import { schedule } from './schedule.ts';
import type { PlanDiff, Propose, Unassigned } from './schema.ts';
import { scopeOf, tripOf, type Scope, type Scoped } from './scope.ts';
import { overWays, problemOfScope, type ScopeProblem } from './scopeProblem.ts';
import { insertProposal, routesById } from './store.ts';
import { endOf } from './shiftEnds.ts';
import { summed, weigh, type Weight } from './weigh.ts';

/**
 * Looks for a better arrangement of what is still to be driven: of the routes named, unlocked, from now on. What is driven,
 * aboard or locked stays. Nothing is changed before the proposal is accepted; one that is no better is empty.
 */
export async function propose(work: Work, asked: Propose): Promise<Outcome<PlanDiff>> {
  const { siteId } = asked;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const known = new Set((await routesById(work.tx, siteId, asked.routeIds ?? [])).map(({ routeId }) => routeId));
  const absent = asked.routeIds?.find((routeId) => !known.has(routeId));
  if (absent !== undefined) return notFound('route', 'routeIds', absent);
  const standing = await scopeOf(work, siteId, asked.routeIds);
  const { doors, vans } = await gather(work, { siteId, routeIds: [], seconds: 1, seed: 1 });
  const idle = asked.idle ? await idleLanes(work, standing, vans) : [];
  const scope = { ...standing, lanes: [...standing.lanes, ...idle] };
  const pool = asked.pool ? doors : [];
  const drafted = await draft(scope, pool, asked);
  const changed = drafted.lanes.filter(({ before, after }) => keyOf(before) !== keyOf(after));
  const proposalId = newId();
  const routes = changed.map(({ lane }) => lane);
  const versions = Object.fromEntries(
    routes.filter(({ opens }) => !opens).map(({ route }) => [route.routeId, route.version]),
  );
  const opens = routes
    .filter((lane) => lane.opens)
    .map(({ route: { routeId, vehicleId, departAt, shiftToAt } }) => {
      return { routeId, vehicleId, departAt, shiftToAt };
    });
  const diff = diffOf(scope, { proposalId, changed, unassigned: drafted.unassigned });
  return conclude(work, async (work) => {
    await insertProposal(work, { siteId, proposalId, versions, opens, lanes: changed.map(laneAfter) });
    return done(diff, 201);
  });
}

const keyOf = (stops: DraftStop[]): string => stops.map(({ stopId }) => stopId).join();

interface Drafted {
  lanes: DraftLane[];
  unassigned: Unassigned[];
}

/** As the solver would have it; as it stands where that is no better. */
async function draft(scope: Scope, pool: Door[], { seconds, seed }: Propose): Promise<Drafted> {
  if (scope.lanes.length === 0) return { lanes: [], unassigned: [] };
  const spots = scope.lanes.flatMap(({ route, from, stops }) => [from.spot, ...stops, endOf(scope.site, route) ?? []]);
  await learnTable([scope.site, ...spots.flat(), ...pool]);
  const asked = problemOfScope(scope, { pool, soft: true });
  const solution = await solve<Solution>('routes', overWays(asked).problem, { seconds, seed });
  const lanes = lanesOfSolution(asked, solution);
  const isWhole = solution.unassigned.every(({ id }) => asked.doors.has(id));
  const placed = solution.routes.flatMap(({ steps }) => steps).filter(({ id }) => id && asked.doors.has(id)).length;
  const isBetter = isWhole && (placed > 0 || priceOf(scope, lanes, 'after') < priceOf(scope, lanes, 'before'));
  const codes = scope.lanes.map(({ vehicle }) => vehicle.code);
  const left = new Map(solution.unassigned.map((one) => [one.id, whyLeft(one, codes)]));
  return {
    lanes: isBetter ? lanes : lanes.map((lane) => ({ ...lane, after: lane.before })),
    unassigned: [...asked.doors].flatMap(([id, { parcelIds }]) => {
      const why = left.get(id);
      return why === undefined ? [] : parcelIds.map((parcelId) => ({ parcelId, ...why }));
    }),
  };
}

function lanesOfSolution({ stops, doors, lanes }: ScopeProblem, { routes }: Solution): DraftLane[] {
  const planned = new Map(routes.map(({ vehicle, steps }) => [vehicle, steps.flatMap(({ id }) => id ?? [])]));
  const ofDoor = new Map([...doors].map(([id, door]) => [id, draftOfDoor(door)]));
  return [...lanes].map(([vehicle, lane]) => ({
    lane,
    before: lane.stops.map((stop) => ({ ...stop, parcelIds: stop.cargo.map(({ parcelId }) => parcelId) })),
    after: (planned.get(vehicle) ?? []).map((id) => {
      const stop = stops.get(id);
      return stop ? { ...stop, parcelIds: stop.cargo.map(({ parcelId }) => parcelId) } : ofDoor.get(id)!;
    }),
  }));
}

const draftOfDoor = ({ lat, lon, service_s, dueAt, parcelIds }: Door): DraftStop => ({
  stopId: newId(),
  lat,
  lon,
  service_s,
  dueAt,
  parcelIds,
  locked: false,
  pinned: false,
});

const weightOf = (scope: Scope, lane: Scoped, stops: DraftStop[]): Weight =>
  weigh(tripOf(scope, lane), stops, lane.from.spot);

/** What lanes cost with their lateness, in the unit of the vehicles' costs. */
function priceOf(scope: Scope, lanes: DraftLane[], which: 'before' | 'after'): number {
  return lanes.reduce((sum, draft) => {
    if (draft[which].length === 0) return sum;
    const { costPerHour, costPerKm } = draft.lane.vehicle;
    const { distance_m, duration_s, late_s } = weightOf(scope, draft.lane, draft[which]);
    const hours = (duration_s * costPerHour + late_s * LATE_PER_HOUR) / 3600;
    return sum + fixedOf(draft, which) + hours + (distance_m / 1000) * costPerKm;
  }, 0);
}

/** One that has left costs nothing more. */
const fixedOf = ({ lane, ...stops }: DraftLane, which: 'before' | 'after'): number =>
  stops[which].length > 0 && lane.route.departedAt === null ? lane.vehicle.costFixed : 0;

const laneAfter = ({ lane: { route }, after }: DraftLane): Lane => ({
  routeId: route.routeId,
  state: route.state,
  locked: route.locked,
  stops: after.map(({ stopId, parcelIds, locked, pinned }) => ({ stopId, parcelIds, locked, pinned })),
});

interface Found {
  proposalId: string;
  changed: DraftLane[];
  unassigned: Unassigned[];
}

function diffOf(scope: Scope, { proposalId, changed, unassigned }: Found): PlanDiff {
  const routes = changed.map((draft) => {
    const { lane, before, after } = draft;
    const { etas } = schedule(tripOf(scope, lane), after, lane.from.spot);
    return {
      routeId: lane.route.routeId,
      vehicle: lane.vehicle.code,
      version: lane.route.version,
      opens: lane.opens,
      fixedCost: fixedOf(draft, 'after') - fixedOf(draft, 'before'),
      cost: { before: weightOf(scope, lane, before), after: weightOf(scope, lane, after) },
      stops: after.map(({ stopId, lat, lon, service_s, dueAt }) => {
        const etaAt = etas.get(stopId)!;
        const over_s = dueAt === null ? 0 : Math.ceil((etaAt.getTime() - dueAt.getTime()) / 1000) + service_s;
        return { stopId, lat, lon, etaAt, late_s: Math.max(0, over_s) };
      }),
    };
  });
  const cost = {
    before: summed(routes.map((route) => route.cost.before)),
    after: summed(routes.map((route) => route.cost.after)),
  };
  const fixedCost = routes.reduce((sum, route) => sum + route.fixedCost, 0);
  return { proposalId, cost, fixedCost, routes, moves: movesBetween(changed), unassigned };
}
