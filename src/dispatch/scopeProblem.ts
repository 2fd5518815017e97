import { LATE_PER_HOUR, type Door } from './problem.ts';
import { OPEN } from './rules.ts';
import type { Scope, Scoped, ScopedStop } from './scope.ts';
import { FREE_KMH, REFERENCE_KMH, freeLeg, planningSpeed_kmh, type Spot } from './travel.ts';
import { waysBetween } from './ways.ts';

/** Rounding of legs, by which the solver's clock and this one may differ. */
const SLACK_S = 2;
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
  problem: { vehicles: object[]; jobs: object[] };
  /** The site, where each vehicle goes on from, and where each job is, in their order. */
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
  const origin = new Date(Math.min(...lanes.map(({ from }) => from.at.getTime())));
  const seconds = (at: Date | number) => Math.max(0, Math.round((Number(at) - origin.getTime()) / 1000));
  const stops = new Map<number, ScopedStop>();
  const doors = new Map<number, Door>();
  const jobs: object[] = [];
  const routes: ScopeProblem['routes'] = [];
  const dueOf = (dueAt: Date, service_s: number) => seconds(dueAt.getTime() - service_s * 1000);
  const vehicles = lanes.map((lane, at) => {
    const pace = paceOf(lane, site);
    const steps = lane.stops.map((stop, place) => {
      const id = stops.size + 1;
      stops.set(id, stop);
      const begin = seconds(pace.begins[place]!);
      const hard = stop.dueAt && Math.max(dueOf(stop.dueAt, stop.service_s), begin);
      jobs.push({
        id,
        location: [stop.lon, stop.lat],
        service: stop.service_s,
        delivery: amountsOf(stop.cargo),
        vehicles: stop.isHeld ? [at + 1] : ableFor(coldOf(stop.cargo), lanes, at),
        priority: ON_ROUTE,
        ...(soft && lane.route.state !== 'planned' && { announced: announcedOf(at + 1, begin) }),
        ...(stop.dueAt && soft && { time_windows: [[0, dueOf(stop.dueAt, stop.service_s)]], late: LATE }),
        ...(stop.dueAt && !soft && { time_windows: [[0, hard]] }),
      });
      return { type: 'job' as const, id };
    });
    routes.push({ vehicle: at + 1, steps });
    return vehicleOf(lane, { id: at + 1, site, steps, seconds, endAt: pace.endAt });
  });
  for (const door of pool) {
    const id = jobs.length + 1;
    doors.set(id, door);
    jobs.push({
      id,
      location: [door.lon, door.lat],
      service: door.service_s,
      delivery: [door.parcelIds.length, door.weight_g, door.volume_cm3],
      vehicles: ableFor(door.temperatures.filter(isCold), lanes),
      priority: IN_POOL,
      ...(door.dueAt && { time_windows: [[0, dueOf(door.dueAt, door.service_s)]], late: LATE }),
    });
  }
  const byVehicle = new Map(lanes.map((lane, at) => [at + 1, lane]));
  const spots = [site, ...lanes.map(({ from }) => from.spot), ...stops.values(), ...pool];
  return { origin, stops, doors, lanes: byVehicle, problem: { vehicles, jobs }, spots, routes };
}

/** The same over the ways that are known, and over crow-flies where none is; `more`: a job that is asked about. */
export function overWays<Job extends object>({ problem, spots }: ScopeProblem, more?: { job: Job; spot: Spot }) {
  const ways = waysBetween(more ? [...spots, more.spot] : spots);
  if (ways === undefined) return { problem, job: more?.job };
  const first = problem.vehicles.length + 1;
  return {
    problem: {
      vehicles: problem.vehicles.map((vehicle, at) => ({ ...vehicle, start_index: at + 1, end_index: 0 })),
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

interface Known {
  id: number;
  site: Spot;
  steps: { type: 'job'; id: number }[];
  seconds: (at: Date | number) => number;
  endAt: Date;
}

function vehicleOf({ vehicle, from, until, stops, route }: Scoped, { id, site, steps, seconds, endAt }: Known) {
  const pinned = stops.findLastIndex((stop) => stop.pinned) + 1;
  const load = amountsOf(stops.flatMap(({ cargo }) => cargo));
  const room = [vehicle.capacityParcels, vehicle.capacityWeight_g, vehicle.capacityVolume_cm3];
  return {
    id,
    start: [from.spot.lon, from.spot.lat],
    end: [site.lon, site.lat],
    capacity: room.map((most, at) => Math.max(most, load[at]!)),
    time_window: [seconds(from.at), seconds(Math.max(until.getTime(), endAt.getTime()))],
    // one on the road costs nothing more
    costs: {
      fixed: OPEN.includes(route.state) ? vehicle.costFixed : 0,
      per_hour: vehicle.costPerHour,
      per_km: vehicle.costPerKm,
    },
    speed_factor: speedFactor(site, from.at),
    ...(pinned > 0 && { locked: steps.slice(0, pinned) }),
  };
}

type Clocked = Spot & { timeZone?: string };
const speedFactor = ({ timeZone = 'UTC' }: Clocked, at: Date): number =>
  Math.round((planningSpeed_kmh(timeZone, at) / REFERENCE_KMH) * 100) / 100;

/** When a route as it stands would begin at each stop and be back, at the speed that the solver reckons with. */
function paceOf({ from, stops }: Scoped, site: Clocked & { timeZone: string }): { begins: Date[]; endAt: Date } {
  const factor = speedFactor(site, from.at);
  let at = from.at.getTime();
  let here: Spot = from.spot;
  const drive = (to: Spot) => {
    const reference_s = (freeLeg(here, to).duration_s * FREE_KMH) / REFERENCE_KMH;
    at += (Math.round(reference_s / factor) + SLACK_S) * 1000;
    here = to;
  };
  const begins = stops.map((stop) => {
    drive(stop);
    const begin = new Date(at);
    at += stop.service_s * 1000;
    return begin;
  });
  drive(site);
  return { begins, endAt: new Date(at) };
}

const isCold = (temperature: string): boolean => temperature !== 'ambient';
const coldOf = (cargo: Scoped['stops'][number]['cargo']): string[] =>
  cargo.map(({ temperature }) => temperature).filter(isCold);

/** The routes that a stop may be on: those that have not left and are cold enough, and the one that it is on. */
export function ableFor(cold: string[], lanes: Scoped[], own?: number): number[] {
  return lanes.flatMap(({ route, vehicle }, at) => {
    const fits = OPEN.includes(route.state) && cold.every((kind) => vehicle.skills.includes(kind));
    return fits || at === own ? [at + 1] : [];
  });
}

const amountsOf = (cargo: { weight_g: number; volume_cm3: number }[]): number[] => [
  cargo.length,
  cargo.reduce((sum, { weight_g }) => sum + weight_g, 0),
  cargo.reduce((sum, { volume_cm3 }) => sum + volume_cm3, 0),
];
