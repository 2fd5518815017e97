import { drivingMatrix } from '../shared/matrix.ts';
import { bondsOf, type Bonds } from './bonds.ts';
import { timeTables, type TravelClass } from './cost.ts';
import { ableOf, lockedOf, typesOf } from './fleet.ts';
import { withLengths } from './lengths.ts';
import type { Break, Located, Matrices, Place, Task, Vehicle, VroomProblem, Window } from './problem.ts';
import { amountsOf, announcedOf, numbersOf, stopsOf, withLateness, type Announced } from './stops.ts';

/** Later than any moment that a problem can name. */
export const never = 2 ** 31 - 1;

export type StopKind = 'job' | 'pickup' | 'delivery' | 'reload';

/** What stop number i is on the wire. */
export interface Stop {
  kind: StopKind;
  task: Task;
  priority: number;
}

/** A pause of a vehicle, its windows on the model's clock. */
export interface Pause {
  id: number;
  description: string | undefined;
  windows: Window[];
  service: number;
  maxLoad: number[] | null;
}

/**
 * A problem laid out for searching. Stops are 0 … n-1 (jobs, then the pickup and the delivery of each shipment, then the reloads of
 * the vehicles, which nobody asked for: they are in a route or not as it needs them); vehicle r
 * starts at node n+2r and ends at n+2r+1. `place` maps a node to its row in the tables: stops keep their number, depots follow.
 * Times count from `origin`, the opening of the earliest shift.
 */
export interface Model extends Bonds, Announced {
  problem: VroomProblem;
  n: number;
  /** Stops that somebody asked for: 0 … asked-1. */
  asked: number;
  /** The reloads of each vehicle, alike but for their numbers. */
  reloads: Int32Array[];
  fleet: number;
  places: number;
  dimensions: number;
  origin: number;
  stops: Stop[];
  place: Int32Array;
  /** The other half of a shipment, -1 for any other stop. */
  mate: Int32Array;
  /** Location in the matrices, by place; -1 where a vehicle has no start or no end. */
  spot: Int32Array;
  windows: Window[][];
  /** The end of a soft window, which stands in `windows` as closing later, and the price of a second after it; 0 if hard. */
  dueBy: Float64Array;
  latePrice: Float64Array;
  /** Load on board from the start, and the change of the load at the stop; `dimensions` numbers a stop. */
  aboard: Int32Array;
  change: Int32Array;
  capacity: Int32Array;
  open: Int32Array;
  close: Int32Array;
  maxTasks: Int32Array;
  maxTravel: Float64Array;
  maxDistance: Float64Array;
  /** Longest time from leaving to coming home. */
  maxDuration: Float64Array;
  lifo: Uint8Array;
  /** The stops that vehicle r begins with, whatever else it does; held[i] is 1 for all of them. */
  locked: Int32Array[];
  held: Uint8Array;
  pauses: Pause[][];
  /** Cost of using vehicle r at all, in the unit of the cost tables, and what of it is only there to have few vehicles. */
  fixed: Float64Array;
  perVehicle: number;
  /** What leaving a stop out costs, Infinity for one that is not optional; of a shipment the pickup has it. */
  skipPrice: Float64Array;
  /** What coming back for more costs, 0 for a stop that is no reload. */
  reloadPrice: Float64Array;
  /** Seconds of work that a vehicle should have, and the price of each that it lacks. */
  minWork: Float64Array;
  minWorkPrice: Float64Array;
  /** The price of a second between the most and the least work of vehicles, of idle ones as well where `spreadIdle`. */
  spreadPrice: number;
  spreadIdle: boolean;
  classOf: Int32Array;
  classes: TravelClass[];
  /** Cost units of the tables in one unit of the answer. */
  costScale: number;
  /** Vehicles that are alike in everything have the same type; they are numbered in the order of the problem. */
  typeOf: Int32Array;
  types: number;
  /** Type t may serve stop i at all (by its skills): able[t * n + i]. */
  able: Uint8Array;
}

/** A problem without matrices gets one, from its coordinates, for every profile that its vehicles name. */
export function withMatrices(problem: VroomProblem): VroomProblem {
  if (problem.matrices !== undefined) return withLengths(problem);
  const rows = new Map<string, number>();
  const spots: Place[] = [];
  const row = (spot: Place): number => {
    const key = spot.join(' ');
    const known = rows.get(key);
    if (known !== undefined) return known;
    rows.set(key, spots.length);
    return spots.push(spot) - 1;
  };
  const located = <T extends Located>(task: T): T => ({ ...task, location_index: row(task.location!) });
  const vehicles = problem.vehicles.map((vehicle) => ({
    ...vehicle,
    ...(vehicle.start && { start_index: row(vehicle.start) }),
    ...(vehicle.end && { end_index: row(vehicle.end) }),
    ...(vehicle.reload && { reload: vehicle.reload.location ? located(vehicle.reload) : vehicle.reload }),
  }));
  const jobs = (problem.jobs ?? []).map(located);
  const shipments = (problem.shipments ?? []).map((shipment) => ({
    ...shipment,
    pickup: located(shipment.pickup),
    delivery: located(shipment.delivery),
  }));
  const drive: Matrices = drivingMatrix(spots);
  const matrices = Object.fromEntries(vehicles.map(({ profile = 'car' }) => [profile, drive]));
  return { ...problem, vehicles, jobs, shipments, matrices };
}

/** Lays a checked problem out for searching. */
export function modelOf(wire: VroomProblem): Model {
  const problem = withMatrices(wire);
  const { vehicles } = problem;
  const { stops, asked, reloads } = stopsOf(problem);
  const n = stops.length;
  const fleet = vehicles.length;
  const origin = Math.min(never, ...vehicles.map((vehicle) => vehicle.time_window?.[0] ?? 0));
  const dimensions = dimensionsOf(problem);
  const { place, spot } = placesOf(stops, vehicles);
  const ground = { stops, asked, spot, origin: fleet === 0 ? 0 : origin };
  const { classes, classOf, fixed, costScale } = timeTables(problem, ground);
  const mate = Int32Array.from(stops, ({ kind }, i) => (kind === 'pickup' ? i + 1 : kind === 'delivery' ? i - 1 : -1));
  const numbers = numbersOf(stops);
  const perVehicle = problem.objectives?.fewest_vehicles ? dearerThanAnyDetour(classes, n) : 0;
  const relative = (windows: Window[] | undefined): Window[] =>
    windows === undefined
      ? [[0, never]]
      : windows.map(([from, to]) => [Math.max(0, from - origin), Math.min(never, to - origin)] as Window);
  const each = (pick: (vehicle: Vehicle) => number): Int32Array => Int32Array.from(vehicles, pick);
  const { typeOf, types } = typesOf(problem);
  const model: Model = {
    problem,
    n,
    asked,
    reloads,
    fleet,
    places: spot.length,
    dimensions,
    origin: ground.origin,
    stops,
    place,
    mate,
    spot,
    windows: stops.map(({ task }) => relative(withLateness(task, never))),
    dueBy: Float64Array.from(stops, ({ task }) =>
      task.late && task.time_windows ? task.time_windows.at(-1)![1] - origin : Infinity,
    ),
    latePrice: Float64Array.from(stops, ({ task }) => ((task.late?.per_hour ?? 0) / 3600) * costScale),
    ...amountsOf(problem, n, dimensions),
    capacity: Int32Array.from(vehicles.flatMap((vehicle) => padded(vehicle.capacity, dimensions))),
    open: each((vehicle) => (vehicle.time_window?.[0] ?? origin) - origin),
    close: each((vehicle) => (vehicle.time_window === undefined ? never : vehicle.time_window[1] - origin)),
    maxTasks: each((vehicle) => vehicle.max_tasks ?? never),
    maxTravel: Float64Array.from(vehicles, (vehicle) => vehicle.max_travel_time ?? Infinity),
    maxDistance: Float64Array.from(vehicles, (vehicle) => vehicle.max_distance ?? Infinity),
    maxDuration: Float64Array.from(vehicles, (vehicle) => vehicle.max_duration ?? Infinity),
    lifo: Uint8Array.from(vehicles, ({ lifo = false }) => (lifo ? 1 : 0)),
    ...lockedOf(vehicles, stops, { numbers, reloads }),
    ...bondsOf(problem, mate, numbers),
    ...announcedOf(problem, stops, { origin, costScale }),
    pauses: vehicles.map(({ breaks = [] }) => breaks.map((pause) => pauseOf(pause, relative)).sort(byOpening)),
    fixed: fixed.map((one) => one + perVehicle),
    perVehicle,
    skipPrice: skipPrices(problem, n, costScale),
    reloadPrice: reloadPrices(reloads, vehicles, { n, costScale }),
    minWork: Float64Array.from(vehicles, ({ min_work }) => min_work?.time ?? 0),
    minWorkPrice: Float64Array.from(vehicles, ({ min_work }) => ((min_work?.per_hour ?? 0) / 3600) * costScale),
    spreadPrice: ((problem.objectives?.spread?.per_hour ?? 0) / 3600) * costScale,
    spreadIdle: problem.objectives?.spread?.idle ?? false,
    classOf,
    classes,
    costScale,
    typeOf,
    types,
    able: ableOf(problem, n, typeOf, types),
  };
  return model;
}

/** Whether the clock matters at all: a window, a shift or a break. */
export function timed(model: Model): boolean {
  const always = model.windows.every(
    (windows) => windows.length === 1 && windows[0]![0] === 0 && windows[0]![1] === never,
  );
  return !always || model.close.some((close) => close < never) || model.pauses.some((pauses) => pauses.length > 0);
}

/** Leaving a stop out is priced where its request is optional; a shipment by its pickup alone. */
function skipPrices({ jobs = [], shipments = [] }: VroomProblem, n: number, costScale: number): Float64Array {
  const prices = new Float64Array(n).fill(Infinity);
  const price = (skip: number | undefined, stop: number): number => (prices[stop] = (skip ?? Infinity) * costScale);
  jobs.forEach(({ skip_price }, at) => price(skip_price, at));
  shipments.forEach(({ skip_price }, at) => price(skip_price, jobs.length + 2 * at));
  return prices;
}

function reloadPrices(
  reloads: Int32Array[],
  vehicles: Vehicle[],
  { n, costScale }: { n: number; costScale: number },
): Float64Array {
  const prices = new Float64Array(n);
  reloads.forEach((stops, r) =>
    stops.forEach((stop) => (prices[stop] = (vehicles[r]!.reload!.price ?? 0) * costScale)),
  );
  return prices;
}

/** More than one vehicle fewer can cost in arcs, but for very long routes at very fine prices: placers count in 32 bits. */
function dearerThanAnyDetour(classes: TravelClass[], n: number): number {
  const arc = classes.reduce((most, { cost }) => cost.reduce((one, other) => Math.max(one, other), most), 1);
  return Math.min(2 ** 30, arc * (n + 1));
}

function pauseOf(pause: Break, relative: (windows: Window[] | undefined) => Window[]): Pause {
  return {
    id: pause.id,
    description: pause.description,
    windows: relative(pause.time_windows),
    service: pause.service ?? 0,
    maxLoad: pause.max_load ?? null,
  };
}

const byOpening = (one: Pause, other: Pause): number => one.windows[0]![0] - other.windows[0]![0];

function padded(amounts: number[] | undefined, dimensions: number): number[] {
  return Array.from({ length: dimensions }, (_, d) => amounts?.[d] ?? 0);
}

function dimensionsOf(problem: VroomProblem): number {
  const lists = [
    ...problem.vehicles.map((vehicle) => vehicle.capacity),
    ...(problem.jobs ?? []).flatMap((job) => [job.delivery, job.pickup]),
    ...(problem.shipments ?? []).map((shipment) => shipment.amount),
  ];
  return Math.max(1, lists.find((list) => list !== undefined)?.length ?? 1);
}

/** Stops take rows 0 … n-1; each location that a vehicle starts or ends at takes one more. */
function placesOf(stops: Stop[], vehicles: Vehicle[]): { place: Int32Array; spot: Int32Array } {
  const spots = stops.map(({ task }) => task.location_index!);
  const depots = new Map<number, number>();
  const depot = (at: number | undefined): number => {
    const location = at ?? -1;
    const known = depots.get(location);
    if (known !== undefined) return known;
    depots.set(location, spots.length);
    return spots.push(location) - 1;
  };
  const ends = vehicles.flatMap((vehicle) => [depot(vehicle.start_index), depot(vehicle.end_index)]);
  return { place: Int32Array.from([...stops.keys(), ...ends]), spot: Int32Array.from(spots) };
}
