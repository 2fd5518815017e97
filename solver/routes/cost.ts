import type { Vehicle, VroomProblem } from './problem.ts';
import { quickest, trafficOf, type Traffic } from './traffic.ts';

/** Travel between places for all vehicles of one profile, speed and price: tables of `places` × `places`, row = from. */
export interface TravelClass {
  duration: Int32Array;
  distance: Int32Array | null;
  /** With traffic the time in it is that of the quickest hour; what more a drive takes costs `perSecond`. */
  cost: Int32Array;
  traffic: Traffic | null;
  perSecond: number;
}

const largestArc = 2 ** 29;

/**
 * Cuts the matrices down to the places in use and prices every arc, as VROOM does: a table of costs when the problem brings one,
 * otherwise travel time by the hour and travel length by the kilometre. Waiting and service are free.
 */
export function timeTables(
  problem: VroomProblem,
  spot: Int32Array,
  origin: number,
): { classes: TravelClass[]; classOf: Int32Array; fixed: Float64Array; costScale: number } {
  const keys = problem.vehicles.map(classKey);
  const names = [...new Set(keys)];
  const samples = names.map((name) => problem.vehicles[keys.indexOf(name)]!);
  const costScale = scaleFor(
    problem,
    samples,
    [...new Set(spot)].filter((row) => row >= 0),
  );
  return {
    classes: samples.map((vehicle) => travelClass(problem, vehicle, spot, { costScale, origin })),
    classOf: Int32Array.from(keys, (key) => names.indexOf(key)),
    fixed: Float64Array.from(problem.vehicles, (vehicle) => (vehicle.costs?.fixed ?? 0) * costScale),
    costScale,
  };
}

function classKey({ profile = 'car', speed_factor = 1, costs = {} }: Vehicle): string {
  return [profile, speed_factor, costs.per_hour ?? 3600, costs.per_km ?? 0].join(' ');
}

/** Costs per second and per metre are fractions: up to three decimals are kept, fewer where arcs would outgrow 32 bits. */
function scaleFor(problem: VroomProblem, vehicles: Vehicle[], rows: number[]): number {
  let scale = 1;
  let largest = 1;
  for (const { profile = 'car', speed_factor = 1, costs = {} } of vehicles) {
    const { durations, distances, costs: table } = problem.matrices![profile]!;
    const perHour = costs.per_hour ?? 3600;
    const perKm = costs.per_km ?? 0;
    if (table === undefined && (perKm > 0 || perHour % 3600 !== 0)) scale = 1000;
    for (const from of rows) {
      for (const to of rows) {
        const hours = (durations[from]![to]! / speed_factor / 3600) * perHour;
        const metres = (distances?.[from]![to] ?? 0) / 1000;
        largest = Math.max(largest, table?.[from]![to] ?? hours + metres * perKm);
      }
    }
  }
  while (scale > 1 && largest * scale > largestArc) scale /= 10;
  return scale;
}

function travelClass(
  problem: VroomProblem,
  vehicle: Vehicle,
  spot: Int32Array,
  { costScale, origin }: { costScale: number; origin: number },
): TravelClass {
  const { profile = 'car', speed_factor = 1, costs = {} } = vehicle;
  const { durations, distances, costs: table } = problem.matrices![profile]!;
  const perSecond = ((costs.per_hour ?? 3600) / 3600) * costScale;
  const perMetre = ((costs.per_km ?? 0) / 1000) * costScale;
  const traffic = trafficOf(problem.traffic?.[profile], origin);
  const places = spot.length;
  const duration = new Int32Array(places * places);
  const distance = distances === undefined ? null : new Int32Array(places * places);
  const cost = new Int32Array(places * places);
  for (let from = 0; from < places; from++) {
    if (spot[from]! < 0) continue;
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
      cost[arc] = Math.round(price);
    }
  }
  return { duration, distance, cost, traffic, perSecond: table === undefined ? perSecond : 0 };
}
