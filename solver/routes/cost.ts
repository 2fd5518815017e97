import type { Stop } from './model.ts';
import type { Task, Vehicle, VroomProblem } from './problem.ts';
import { quickest, trafficOf, type Traffic } from './traffic.ts';

/** Travel between places for all vehicles of one profile, speed and price: tables of `places` × `places`, row = from. */
export interface TravelClass {
  duration: Int32Array;
  distance: Int32Array | null;
  /** With traffic the time in it is that of the quickest hour; what more a drive takes costs `perSecond`. */
  cost: Int32Array;
  traffic: Traffic | null;
  perSecond: number;
  /** What is done at a stop by vehicles like these, and before that by those who come from elsewhere. */
  service: Int32Array;
  setup: Int32Array;
  /** What the service at each stop is paid, which is part of every arc that leads there. */
  paid: Int32Array;
}

const largestArc = 2 ** 29;

/**
 * Cuts the matrices down to the places in use and prices every arc, as VROOM does: a table of costs when the problem brings one,
 * otherwise travel time by the hour and travel length by the kilometre. Waiting is free, service as well where no price is named for
 * it: what is done at a stop is paid by the arc that leads there.
 */
export function timeTables(
  problem: VroomProblem,
  { stops, asked, spot, origin }: Ground,
): { classes: TravelClass[]; classOf: Int32Array; fixed: Float64Array; costScale: number } {
  const types = new Set(stops.flatMap(({ task }) => Object.keys({ ...task.setup_per_type, ...task.service_per_type })));
  const keys = problem.vehicles.map((vehicle) => classKey(vehicle, types));
  const names = [...new Set(keys)];
  const samples = names.map((name) => problem.vehicles[keys.indexOf(name)]!);
  const costScale = scaleFor(
    problem,
    samples,
    [...new Set(spot)].filter((row) => row >= 0),
    stops,
  );
  return {
    classes: samples.map((vehicle) => travelClass(problem, vehicle, { stops, asked, spot, origin, costScale })),
    classOf: Int32Array.from(keys, (key) => names.indexOf(key)),
    fixed: Float64Array.from(problem.vehicles, (vehicle) => (vehicle.costs?.fixed ?? 0) * costScale),
    costScale,
  };
}

interface Ground {
  stops: Stop[];
  /** Stops that somebody asked for come first: a reload is no task. */
  asked: number;
  spot: Int32Array;
  origin: number;
}

function classKey({ profile = 'car', speed_factor = 1, costs = {}, type }: Vehicle, types: Set<string>): string {
  const { per_hour = 3600, per_km = 0, per_task_hour = 0 } = costs;
  const own = type !== undefined && types.has(type) ? type : '';
  return [profile, speed_factor, per_hour, per_km, per_task_hour, own].join(' ');
}

/** Seconds that a task takes a vehicle of this type: what is done there, and before that by one who comes from elsewhere. */
export function stayOf(
  { service = 0, setup = 0, service_per_type = {}, setup_per_type = {} }: Task,
  { type = '' }: Pick<Vehicle, 'type'>,
): { service: number; setup: number } {
  const of = (times: Record<string, number>, usual: number): number =>
    Object.hasOwn(times, type) ? times[type]! : usual;
  return { service: of(service_per_type, service), setup: of(setup_per_type, setup) };
}

/** Costs per second and per metre are fractions: up to three decimals are kept, fewer where arcs would outgrow 32 bits. */
function scaleFor(problem: VroomProblem, vehicles: Vehicle[], rows: number[], stops: Stop[]): number {
  let scale = 1;
  let largest = 1;
  for (const { profile = 'car', speed_factor = 1, costs = {}, type } of vehicles) {
    const { durations, distances, costs: table } = problem.matrices![profile]!;
    const { per_hour: perHour = 3600, per_km: perKm = 0, per_task_hour: perTaskHour = 0 } = costs;
    if (table === undefined && (perKm > 0 || perHour % 3600 !== 0)) scale = 1000;
    if (perTaskHour % 3600 !== 0) scale = 1000;
    const stays = perTaskHour === 0 ? [] : stops.map(({ task }) => stayOf(task, type === undefined ? {} : { type }));
    const longest = stays.reduce((most, { service, setup }) => Math.max(most, service + setup), 0);
    const there = (longest / 3600) * perTaskHour;
    for (const from of rows) {
      for (const to of rows) {
        const hours = (durations[from]![to]! / speed_factor / 3600) * perHour;
        const metres = (distances?.[from]![to] ?? 0) / 1000;
        largest = Math.max(largest, (table?.[from]![to] ?? hours + metres * perKm) + there);
      }
    }
  }
  while (scale > 1 && largest * scale > largestArc) scale /= 10;
  return scale;
}

function travelClass(
  problem: VroomProblem,
  vehicle: Vehicle,
  { stops, asked, spot, origin, costScale }: Ground & { costScale: number },
): TravelClass {
  const { profile = 'car', speed_factor = 1, costs = {} } = vehicle;
  const { durations, distances, costs: table } = problem.matrices![profile]!;
  const perSecond = ((costs.per_hour ?? 3600) / 3600) * costScale;
  const perMetre = ((costs.per_km ?? 0) / 1000) * costScale;
  const perTaskSecond = ((costs.per_task_hour ?? 0) / 3600) * costScale;
  const stays = stops.map(({ task }) => stayOf(task, vehicle));
  const service = Int32Array.from(stays, (stay) => stay.service);
  const setup = Int32Array.from(stays, (stay) => stay.setup);
  const paid = service.map((time, stop) => (stop < asked ? Math.round(time * perTaskSecond) : 0));
  const taskPrice = (from: number, to: number): number => {
    if (to >= asked) return 0;
    return paid[to]! + (spot[from] === spot[to] ? 0 : setup[to]! * perTaskSecond);
  };
  const traffic = trafficOf(problem.traffic?.[profile], origin);
  const places = spot.length;
  const duration = new Int32Array(places * places);
  const distance = distances === undefined ? null : new Int32Array(places * places);
  const cost = new Int32Array(places * places);
  for (let from = 0; from < places; from++) {
    if (spot[from]! < 0) {
      for (let to = 0; to < asked; to++) cost[from * places + to] = Math.round(taskPrice(from, to));
      continue;
    }
    const times = durations[spot[from]!]!;
    const lengths = distances?.[spot[from]!];
    const prices = table?.[spot[from]!];
    for (let to = 0, arc = from * places; to < places; to++, arc++) {
      const there = spot[to]!;
      if (there < 0) continue;
      const time = speed_factor === 1 ? times[there]! : Math.round(times[there]! / speed_factor);
      duration[arc] = time;
      if (distance !== null) distance[arc] = lengths![there]!;
      const price =
        prices === undefined
          ? quickest(traffic, time) * perSecond + (lengths?.[there] ?? 0) * perMetre
          : prices[there]! * costScale;
      cost[arc] = Math.round(price + taskPrice(from, to));
    }
  }
  return { duration, distance, cost, traffic, perSecond: table === undefined ? perSecond : 0, service, setup, paid };
}
