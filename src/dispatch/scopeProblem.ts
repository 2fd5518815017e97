import { amountsOf, ROOMS } from './amounts.ts';
import { LATE_PER_HOUR, costOf, type Door } from './problem.ts';
import { OPEN } from './rules.ts';
import { tripOf, type Scope, type Scoped, type ScopedStop } from './scope.ts';
import { canTake, schedule, type Trip } from './schedule.ts';
import { SPEED_FACTOR, pacesFrom, type Spot } from './travel.ts';
import { waysBetween } from './ways.ts';

/** Another vehicle counts as five minutes of driving, time beyond the window that the customer was told as half its driving. */
const ANNOUNCED = { move: 300, slack_s: 30 * 60, per_hour: 1_800 };
/** What is on a route comes before what waits: VROOM's priorities go from 0 to 100. */
const ON_ROUTE = 100;
const IN_POOL = 10;

export interface ScopeProblem {
  /** Second 0 of the problem. */
  origin: Date;
  /** Job id → stop, or a place in the pool. */
  stops: Map<number, ScopedStop>;
  doors: Map<number, Door>;
  /** Vehicle id → route. */
  lanes: Map<number, Scoped>;
  problem: { vehicles: { end?: Place }[]; jobs: object[]; traffic: object };
  /** The site, where each vehicle goes on from, where each job is, and where vehicles end that do not at the site, in their order. */
  spots: Spot[];
  /** The plan as it stands, in the solver's form. */
  routes: { vehicle: number; steps: { type: 'job'; id: number }[] }[];
}

/**
 * What may still be arranged, in VROOM's form: what is driven or pinned comes first as it stands, what is locked or aboard
 * keeps its vehicle. A limit that the plan breaks already may stay broken, no further. Where `soft`, due times have a
 * price; else none that is kept now may be missed.
 */
export function problemOfScope({ site, lanes }: Scope, { pool, soft }: { pool: Door[]; soft: boolean }): ScopeProblem {
  const origin = new Date(Math.floor(Math.min(...lanes.map(({ from }) => from.at.getTime())) / 1000) * 1000);
  const clock: Clock = (at) => Math.max(0, (Number(at) - origin.getTime()) / 1000);
  const stops = new Map<number, ScopedStop>();
  const jobs: object[] = [];
  const routes: ScopeProblem['routes'] = [];
  const ends: Spot[] = [];
  const vehicles = lanes.map((lane, at) => {
    const from = Math.ceil(clock(lane.from.at));
    const at_ms = origin.getTime() + from * 1000;
    const trip = tripOf({ site }, { ...lane, from: { ...lane.from, at: new Date(at_ms) } });
    const { etas, endAt } = schedule(trip, lane.stops, lane.from.spot);
    if (trip.end !== null && !isAt(site, trip.end)) ends.push(trip.end);
    const steps = lane.stops.map((stop) => {
      const id = stops.size + 1;
      stops.set(id, stop);
      jobs.push({ id, ...jobOfStop(stop, { lanes, at, clock, soft, begin: clock(etas.get(stop.stopId)!) }) });
      return { type: 'job' as const, id };
    });
    routes.push({ vehicle: at + 1, steps });
    const until = Math.floor(clock(Math.max(lane.until.getTime(), endAt.getTime())));
    return vehicleOf(lane, { id: at + 1, trip, steps, time_window: [from, until] });
  });
  const doors = new Map(pool.map((door, at) => [stops.size + 1 + at, door]));
  for (const [id, door] of doors) jobs.push({ id, ...jobOfDoor(door, lanes, clock) });
  const lastEnd = Math.max(...vehicles.map(({ time_window: [, until] }) => until));
  const traffic = { car: pacesFrom(site.timeZone, origin, new Date(origin.getTime() + lastEnd * 1000)) };
  return {
    origin,
    stops,
    doors,
    lanes: new Map(lanes.map((lane, at) => [at + 1, lane])),
    problem: { vehicles, jobs, traffic },
    spots: [site, ...lanes.map(({ from }) => from.spot), ...stops.values(), ...pool, ...ends],
    routes,
  };
}

const isAt = (one: Spot, other: Spot): boolean => one.lat === other.lat && one.lon === other.lon;

/** Seconds of the problem. */
type Clock = (at: Date | number) => number;
const dueBy = ({ dueAt, service_s }: { dueAt: Date | null; service_s: number }, clock: Clock): number =>
  dueAt === null ? Infinity : Math.floor(clock(dueAt.getTime() - service_s * 1000));

interface Placed {
  lanes: Scoped[];
  /** Its own. */
  at: number;
  clock: Clock;
  soft: boolean;
  begin: number;
}

function jobOfStop(stop: ScopedStop, { lanes, at, clock, soft, begin }: Placed): object {
  const { lat, lon, cargo, dueAt, isHeld } = stop;
  const due = dueBy(stop, clock);
  return {
    location: [lon, lat],
    service: stop.service_s,
    delivery: dimensionsOf(cargo),
    ...(isHeld
      ? { vehicles: [at + 1] }
      : ableFor(
          cargo.flatMap(({ needs }) => needs),
          lanes,
          at,
        )),
    priority: ON_ROUTE,
    ...(soft && lanes[at]!.route.state !== 'planned' && { announced: announcedOf(at + 1, begin) }),
    ...(dueAt && (soft ? { time_windows: [[0, due]], late: LATE } : { time_windows: [[0, Math.max(due, begin)]] })),
  };
}

const jobOfDoor = (door: Door, lanes: Scoped[], clock: Clock): object => ({
  location: [door.lon, door.lat],
  service: door.service_s,
  delivery: [door.parcelIds.length, door.weight_g, door.volume_cm3],
  ...ableFor(door.needs, lanes),
  priority: IN_POOL,
  ...(door.dueAt && { time_windows: [[0, dueBy(door, clock)]], late: LATE }),
});

/** The same over the ways that are known, and over crow-flies where none is; `more`: a job that is asked about. */
export function overWays<Job extends object>({ problem, spots, lanes }: ScopeProblem, more?: { job: Job; spot: Spot }) {
  const ways = waysBetween(more ? [...spots, more.spot] : spots);
  if (ways === undefined) return { problem, job: more?.job };
  const first = problem.vehicles.length + 1;
  let away = first + problem.jobs.length;
  const endOf = ({ end }: { end?: Place }): { end_index?: number } => {
    if (end === undefined) return {};
    return { end_index: isAt(spots[0]!, { lon: end[0], lat: end[1] }) ? 0 : away++ };
  };
  return {
    problem: {
      ...problem,
      vehicles: problem.vehicles.map((vehicle, at) => ({
        ...vehicle,
        speed_factor: 1 / lanes.get(at + 1)!.pace,
        start_index: at + 1,
        ...endOf(vehicle),
      })),
      jobs: problem.jobs.map((job, at) => ({ ...job, location_index: first + at })),
      matrices: { car: ways },
    },
    job: more && { ...more.job, location_index: spots.length },
  };
}

const LATE = { per_hour: LATE_PER_HOUR };

/** A stop that a driver was given and a customer was told of is not moved for a few minutes' gain. */
const announcedOf = (vehicle: number, begin: number) => {
  const { move, slack_s: slack, per_hour } = ANNOUNCED;
  return { vehicle, move, begin, slack, per_hour };
};

type Place = [lon: number, lat: number];

interface Known {
  id: number;
  trip: Trip;
  steps: { type: 'job'; id: number }[];
  time_window: [from: number, until: number];
}

function vehicleOf({ vehicle, from, stops, route, pace }: Scoped, { id, trip, steps, time_window }: Known) {
  const pinned = stops.findLastIndex((stop) => stop.pinned) + 1;
  const load = dimensionsOf(stops.flatMap(({ cargo }) => cargo));
  const room = [vehicle.capacityParcels, vehicle.capacityWeight_g, vehicle.capacityVolume_cm3];
  return {
    id,
    start: [from.spot.lon, from.spot.lat],
    ...(trip.end && { end: [trip.end.lon, trip.end.lat] as Place }),
    capacity: room.map((most, at) => Math.max(most, load[at]!)),
    time_window,
    // one on the road costs nothing more
    costs: {
      fixed: OPEN.includes(route.state) ? vehicle.costFixed + costOf(vehicle, trip.approach) : 0,
      per_hour: vehicle.costPerHour,
      per_km: vehicle.costPerKm,
    },
    speed_factor: SPEED_FACTOR / pace,
    ...(pinned > 0 && { locked: steps.slice(0, pinned) }),
  };
}

/**
 * The routes that a stop may be on, where those are not all: which have not left and whose vehicles have what is needed, and the one that it is
 * on. Vehicles that nobody names are alike, and quicker to plan.
 */
export function ableFor(needs: string[], lanes: Scoped[], own?: number): { vehicles?: number[] } {
  const able = lanes.flatMap(({ route, vehicle }, at) => {
    const fits = OPEN.includes(route.state) && canTake(vehicle, needs);
    return fits || at === own ? [at + 1] : [];
  });
  return able.length === lanes.length ? {} : { vehicles: able };
}

function dimensionsOf(cargo: Parameters<typeof amountsOf>[0]): number[] {
  const amounts = amountsOf(cargo);
  return ROOMS.map((kind) => amounts[kind]);
}
