import { mayUseSite } from '../auth/index.ts';
import { done, invalid, type Outcome } from '../platform/errors.ts';
import { solve } from '../platform/solve.ts';
import type { Work } from '../platform/work.ts';
import type { AskOffers, Offers } from './schema.ts';
import { demandOf } from './needs.ts';
import { service_s, type Visit } from './schedule.ts';
import { scopeOf, tripOf, type Scope } from './scope.ts';
import { ableFor, overWays, problemOfScope, type ScopeProblem } from './scopeProblem.ts';
import { weigh } from './weigh.ts';

interface Found {
  window: [number, number] | null;
  vehicle: number;
  position: number;
  cost: number;
  begin: number;
}

/**
 * For each window that a customer may be offered the cheapest place for one more stop on the routes as they stand, cheapest
 * window first. No other stop changes its vehicle or its turn, and none that is in time becomes late.
 */
export async function offerInsertions(work: Work, asked: AskOffers): Promise<Outcome<Offers>> {
  const closed = mayUseSite(work, asked.siteId);
  if (closed) return closed;
  const crossed = asked.windows.findIndex(({ from }, at) => at > 0 && from <= asked.windows[at - 1]!.to);
  if (crossed > 0) return invalid(`windows.${crossed}`, asked.windows[crossed], 'windows in order and apart');
  const all = await scopeOf(work, asked.siteId, asked.routeIds);
  // what has left carries what it carries
  const scope = { ...all, lanes: all.lanes.filter(({ route }) => route.departedAt === null) };
  if (scope.lanes.length === 0) return done({ offers: [] });
  const problem = problemOfScope(scope, { pool: [], soft: false });
  const windows = asked.windows.filter(({ to }) => to > problem.origin);
  if (windows.length === 0) return done({ offers: [] });
  const { demand } = await demandOf(work.tx, asked.siteId);
  const { lat, lon, temperature } = asked;
  const weight_g = Math.ceil(asked.weight_g / asked.parcels);
  const needs = demand({ temperature, weight_g, itemIds: [], spot: { lat, lon } });
  const job = jobOf(asked, problem, windows, ableFor(needs, scope.lanes));
  const over = overWays(problem, { job, spot: { lat, lon } });
  const found = await solve<Found[]>('offers', { ...over, routes: problem.routes });
  return done({ offers: found.map((one) => offerOf(one, { asked, scope, problem })) });
}

/** Second of the problem; service ends inside the window. */
function jobOf(asked: AskOffers, { origin }: ScopeProblem, windows: AskOffers['windows'], able: object) {
  const { lat, lon, parcels, weight_g, volume_cm3 } = asked;
  const seconds = (at: Date) => Math.max(0, Math.ceil((at.getTime() - origin.getTime()) / 1000));
  return {
    id: 0,
    location: [lon, lat],
    service: service_s(parcels),
    delivery: [parcels, weight_g, volume_cm3],
    ...able,
    time_windows: windows.map(({ from, to }) => [seconds(from), seconds(to)]),
  };
}

interface Asked {
  asked: AskOffers;
  scope: Scope;
  problem: ScopeProblem;
}

function offerOf(
  { window, vehicle, position, cost, begin }: Found,
  { asked, scope, problem }: Asked,
): Offers['offers'][number] {
  const lane = problem.lanes.get(vehicle)!;
  const { routeId, version } = lane.route;
  const at = (second: number) => new Date(problem.origin.getTime() + second * 1000);
  const trip = tripOf(scope, lane);
  const visit: Visit = { stopId: '', lat: asked.lat, lon: asked.lon, service_s: service_s(asked.parcels), dueAt: null };
  const stops: Visit[] = lane.stops;
  const before = weigh(trip, stops, lane.from.spot);
  const after = weigh(trip, stops.toSpliced(position, 0, visit), lane.from.spot);
  const [from, to] = window!;
  return {
    from: at(from),
    to: at(to),
    routeId,
    vehicle: lane.vehicle.code,
    version,
    position: position + 1,
    beginAt: at(begin),
    cost: Math.round(cost),
    distance_m: after.distance_m - before.distance_m,
    duration_s: after.duration_s - before.duration_s,
  };
}
