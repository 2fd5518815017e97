import { drivingMatrix } from '../shared/matrix.ts';
import { timeTables, type TravelClass } from './cost.ts';
import type { Break, Located, Matrices, Place, Task, Vehicle, VroomProblem, Window } from './problem.ts';

/** Later than any moment that a problem can name. */
export const never = 2 ** 31 - 1;

export type StopKind = 'job' | 'pickup' | 'delivery';

/** What stop number i is on the wire. */
export interface Stop {
  kind: StopKind;
  task: Task;
  priority: number;
}

/** A pause of a vehicle, its windows on the model's clock. */
export interface Pause {
  id: number;
  windows: Window[];
  service: number;
  maxLoad: number[] | null;
}

/**
 * A problem laid out for searching. Stops are 0 … n-1 (jobs, then the pickup and the delivery of each shipment); vehicle r
 * starts at node n+2r and ends at n+2r+1. `place` maps a node to its row in the tables: stops keep their number, depots follow.
 * Times count from `origin`, the opening of the earliest shift.
 */
export interface Model {
  problem: VroomProblem;
  n: number;
  fleet: number;
  places: number;
  dimensions: number;
  origin: number;
  stops: Stop[];
  place: Int32Array;
  /** The other half of a shipment, -1 for a job. */
  mate: Int32Array;
  /** Location in the matrices, by place; -1 where a vehicle has no start or no end. */
  spot: Int32Array;
  windows: Window[][];
  /** The end of a soft window, which stands in `windows` as closing later, and the price of a second after it; 0 if hard. */
  dueBy: Float64Array;
  latePrice: Float64Array;
  service: Int32Array;
  setup: Int32Array;
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
  /** Cost of using vehicle r at all, in the unit of the cost tables. */
  fixed: Float64Array;
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

/** The stops of a problem in model order. */
function stopsOf(problem: VroomProblem): Stop[] {
  const stops: Stop[] = [];
  for (const job of problem.jobs ?? []) stops.push({ kind: 'job', task: job, priority: job.priority ?? 0 });
  for (const { pickup, delivery, priority = 0 } of problem.shipments ?? []) {
    stops.push({ kind: 'pickup', task: pickup, priority }, { kind: 'delivery', task: delivery, priority });
  }
  return stops;
}

/** A problem without matrices gets one, from its coordinates, for every profile that its vehicles name. */
export function withMatrices(problem: VroomProblem): VroomProblem {
  if (problem.matrices !== undefined) return problem;
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
  }));
  const jobs = (problem.jobs ?? []).map(located);
  const shipments = (problem.shipments ?? []).map((shipment) => ({
    ...shipment,
    pickup: located(shipment.pickup),
    delivery: located(shipment.delivery),
  }));
  const drive: Matrices = drivingMatrix(spots);
  const matrices = Object.fromEntries(vehicles.map(({ profile = 'car' }) => [profile, drive]));
  return { vehicles, jobs, shipments, matrices };
}

/** Lays a checked problem out for searching. */
export function modelOf(wire: VroomProblem): Model {
  const problem = withMatrices(wire);
  const { vehicles } = problem;
  const stops = stopsOf(problem);
  const n = stops.length;
  const fleet = vehicles.length;
  const origin = Math.min(never, ...vehicles.map((vehicle) => vehicle.time_window?.[0] ?? 0));
  const dimensions = dimensionsOf(problem);
  const { place, spot } = placesOf(stops, vehicles);
  const { classes, classOf, fixed, costScale } = timeTables(problem, spot);
  const relative = (windows: Window[] | undefined): Window[] =>
    windows === undefined
      ? [[0, never]]
      : windows.map(([from, to]) => [Math.max(0, from - origin), Math.min(never, to - origin)] as Window);
  const numbers = (pick: (vehicle: Vehicle) => number): Int32Array => Int32Array.from(vehicles, pick);
  const { typeOf, types } = typesOf(problem);
  const model: Model = {
    problem,
    n,
    fleet,
    places: spot.length,
    dimensions,
    origin: fleet === 0 ? 0 : origin,
    stops,
    place,
    mate: Int32Array.from(stops, ({ kind }, i) => (kind === 'job' ? -1 : kind === 'pickup' ? i + 1 : i - 1)),
    spot,
    windows: stops.map(({ task }) => relative(withLateness(task))),
    dueBy: Float64Array.from(stops, ({ task }) =>
      task.late && task.time_windows ? task.time_windows.at(-1)![1] - origin : Infinity,
    ),
    latePrice: Float64Array.from(stops, ({ task }) => ((task.late?.per_hour ?? 0) / 3600) * costScale),
    service: Int32Array.from(stops, ({ task }) => task.service ?? 0),
    setup: Int32Array.from(stops, ({ task }) => task.setup ?? 0),
    ...amountsOf(problem, n, dimensions),
    capacity: Int32Array.from(vehicles.flatMap((vehicle) => padded(vehicle.capacity, dimensions))),
    open: numbers((vehicle) => (vehicle.time_window?.[0] ?? origin) - origin),
    close: numbers((vehicle) => (vehicle.time_window === undefined ? never : vehicle.time_window[1] - origin)),
    maxTasks: numbers((vehicle) => vehicle.max_tasks ?? never),
    maxTravel: Float64Array.from(vehicles, (vehicle) => vehicle.max_travel_time ?? Infinity),
    maxDistance: Float64Array.from(vehicles, (vehicle) => vehicle.max_distance ?? Infinity),
    maxDuration: Float64Array.from(vehicles, (vehicle) => vehicle.max_duration ?? Infinity),
    lifo: Uint8Array.from(vehicles, ({ lifo = false }) => (lifo ? 1 : 0)),
    ...lockedOf(vehicles, stops),
    pauses: vehicles.map(({ breaks = [] }) => breaks.map((pause) => pauseOf(pause, relative)).sort(byOpening)),
    fixed,
    classOf,
    classes,
    costScale,
    typeOf,
    types,
    able: ableOf(problem, stops, typeOf, types),
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

/** A soft window closes when lateness ends, or never. */
function withLateness({ time_windows, late }: Task): Window[] | undefined {
  if (time_windows === undefined || late === undefined) return time_windows;
  const [from, to] = time_windows.at(-1)!;
  return [...time_windows.slice(0, -1), [from, Math.max(to, late.until ?? never)]];
}

function pauseOf(pause: Break, relative: (windows: Window[] | undefined) => Window[]): Pause {
  return {
    id: pause.id,
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

function amountsOf(problem: VroomProblem, n: number, dimensions: number): { aboard: Int32Array; change: Int32Array } {
  const aboard = new Int32Array(n * dimensions);
  const change = new Int32Array(n * dimensions);
  let stop = 0;
  for (const job of problem.jobs ?? []) {
    job.delivery?.forEach((amount, d) => {
      aboard[stop * dimensions + d]! += amount;
      change[stop * dimensions + d]! -= amount;
    });
    job.pickup?.forEach((amount, d) => (change[stop * dimensions + d]! += amount));
    stop++;
  }
  for (const { amount = [] } of problem.shipments ?? []) {
    amount.forEach((units, d) => {
      change[stop * dimensions + d] = units;
      change[(stop + 1) * dimensions + d] = -units;
    });
    stop += 2;
  }
  return { aboard, change };
}

function lockedOf(vehicles: Vehicle[], stops: Stop[]): { locked: Int32Array[]; held: Uint8Array } {
  const held = new Uint8Array(stops.length);
  if (vehicles.every(({ locked }) => locked === undefined)) return { locked: [], held };
  const numbers = new Map(stops.map(({ kind, task }, stop) => [`${kind} ${task.id}`, stop]));
  const locked = vehicles.map(({ locked: first = [] }) =>
    Int32Array.from(first, ({ type, id }) => numbers.get(`${type} ${id}`)!),
  );
  for (const first of locked) for (const stop of first) held[stop] = 1;
  return { locked, held };
}

function typesOf({ vehicles, jobs = [], shipments = [] }: VroomProblem): { typeOf: Int32Array; types: number } {
  const named = new Set([...jobs, ...shipments].flatMap((request) => request.vehicles ?? []));
  const known = new Map<string, number>();
  const typeOf = Int32Array.from(vehicles, (vehicle) => {
    const alike = Object.entries({ ...vehicle, id: named.has(vehicle.id) ? vehicle.id : -1, description: '' }).sort(
      ([one], [other]) => (one < other ? -1 : 1),
    );
    const key = JSON.stringify(alike);
    if (!known.has(key)) known.set(key, known.size);
    return known.get(key)!;
  });
  return { typeOf, types: known.size };
}

function ableOf(problem: VroomProblem, stops: Stop[], typeOf: Int32Array, types: number): Uint8Array {
  const n = stops.length;
  const able = new Uint8Array(types * n);
  const needs = [...(problem.jobs ?? []), ...(problem.shipments ?? []).flatMap((shipment) => [shipment, shipment])];
  for (let type = 0; type < types; type++) {
    const { id, skills } = problem.vehicles[typeOf.indexOf(type)]!;
    const has = new Set(skills);
    needs.forEach(({ skills: need = [], vehicles }, i) => {
      const fit = need.every((skill) => has.has(skill)) && (vehicles === undefined || vehicles.includes(id));
      able[type * n + i] = fit ? 1 : 0;
    });
  }
  return able;
}
