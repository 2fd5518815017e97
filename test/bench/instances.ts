import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { makeRandom } from '../../src/commands/day/random.ts';
import type { VroomProblem, VroomSolution } from '../../solver/routes/problem.ts';

/** A published routing instance in whole numbers; site 0 is the depot. */
export interface Instance {
  name: string;
  kind: 'CVRP' | 'VRPTW';
  distance: number[][];
  demand: number[];
  capacity: number;
  fleet: number;
  /** In the unit of the distances; absent without time windows. */
  windows?: [from: number, to: number][];
  service?: number[];
  /** The best cost that anybody has published, in the unit of the distances. */
  best: number | undefined;
}

export class InstanceError extends Error {
  override name = 'InstanceError';
}

/**
 * Instances of a folder: CVRPLIB's .vrp (EUC_2D rounded to whole numbers) and Solomon's layout .txt (distances and times in
 * tenths, truncated: the convention of DIMACS 2021), with their best known costs from bks.json ({instances: {name: {bks}}})
 * or from a .sol file of the same name (a line "Cost …").
 * @throws InstanceError naming the file and what is wrong with it
 */
export function readInstances(folder: string, only = ''): Instance[] {
  if (!existsSync(folder)) throw new InstanceError(`--set: got ${folder}, expected a folder of .vrp and .txt files`);
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => ['.vrp', '.txt'].includes(extname(file)) && basename(file).startsWith(only))
    .sort();
  const known = bestKnown(folder);
  const found = files.flatMap((file) => readInstance(join(folder, file), known) ?? []);
  if (found.length === 0)
    throw new InstanceError(`--set: ${folder} has no instance${only && ` whose name begins ${only}`}`);
  return found.sort((a, b) => (a.kind === b.kind ? a.demand.length - b.demand.length : a.kind < b.kind ? -1 : 1));
}

function bestKnown(folder: string): Map<string, number> {
  const path = join(folder, 'bks.json');
  if (!existsSync(path)) return new Map();
  const { instances } = JSON.parse(readFileSync(path, 'utf8')) as { instances: Record<string, { bks: number }> };
  return new Map(Object.entries(instances).map(([name, { bks }]) => [name, bks]));
}

function readInstance(path: string, known: Map<string, number>): Instance | undefined {
  const text = readFileSync(path, 'utf8');
  const name = basename(path, extname(path));
  const solution = path.replace(/\.\w+$/, '.sol');
  const written = existsSync(solution) ? /^Cost:?\s+([\d.]+)/im.exec(readFileSync(solution, 'utf8'))?.[1] : undefined;
  const best = known.get(name) ?? (written === undefined ? undefined : Number(written));
  if (extname(path) === '.vrp') return { ...readVrp(path, text), name, best };
  // a folder may hold other texts
  if (!/^CUSTOMER/m.test(text)) return undefined;
  return { ...readSolomon(path, text), name, best: best === undefined ? undefined : Math.round(10 * best) };
}

type Read = Omit<Instance, 'name' | 'best'>;

function readVrp(path: string, text: string): Read {
  const wrong = (what: string) => new InstanceError(`${path}: ${what}`);
  const head = (key: string) => new RegExp(`^${key}\\s*:\\s*(.+?)\\s*$`, 'm').exec(text)?.[1];
  const section = (key: string, rows: number) => {
    const lines = text
      .split(new RegExp(`^${key}\\s*$`, 'm'))[1]
      ?.trim()
      .split('\n')
      .slice(0, rows);
    if (lines === undefined) throw wrong(`${key} is missing`);
    return lines.map((line) => line.trim().split(/\s+/).map(Number));
  };
  const [n, capacity] = [Number(head('DIMENSION')), Number(head('CAPACITY'))];
  const weights = head('EDGE_WEIGHT_TYPE');
  if (!(n > 1) || !(capacity > 0)) throw wrong('DIMENSION and CAPACITY are expected');
  if (weights !== 'EUC_2D') throw wrong(`EDGE_WEIGHT_TYPE: got ${weights}, expected EUC_2D`);
  const at = section('NODE_COORD_SECTION', n).map(([, x, y]) => [x!, y!] as const);
  const demand = section('DEMAND_SECTION', n).map(([, units]) => units!);
  const units = demand.reduce((sum, more) => sum + more, 0);
  // the fleet is not limited; a few above the least are never in the way
  const fleet = Math.ceil(units / capacity) + 20;
  return { kind: 'CVRP', distance: distances(at, Math.round), demand, capacity, fleet };
}

function readSolomon(path: string, text: string): Read {
  const lines = text.split('\n').map((line) => line.trim());
  const [fleet, capacity] = (lines[lines.findIndex((line) => line.startsWith('NUMBER')) + 1] ?? '')
    .split(/\s+/)
    .map(Number);
  const rows = lines
    .slice(lines.findIndex((line) => line.startsWith('CUSTOMER')))
    .filter((line) => /^\d/.test(line))
    .map((line) => line.split(/\s+/).map(Number));
  const short = rows.findIndex((row) => row.length < 7 || row.some(Number.isNaN));
  if (!(fleet! > 0) || !(capacity! > 0)) throw new InstanceError(`${path}: vehicle number and capacity are expected`);
  if (short >= 0) throw new InstanceError(`${path}: customer ${short} has not seven numbers`);
  return {
    kind: 'VRPTW',
    distance: distances(
      rows.map(([, x, y]) => [x!, y!] as const),
      (length) => Math.floor(10 * length),
    ),
    demand: rows.map((row) => row[3]!),
    capacity: capacity!,
    fleet: fleet!,
    windows: rows.map((row) => [10 * row[4]!, 10 * row[5]!]),
    service: rows.map((row) => 10 * row[6]!),
  };
}

function distances(at: (readonly [number, number])[], whole: (length: number) => number): number[][] {
  return at.map(([x, y]) => at.map(([u, v]) => whole(Math.hypot(x - u, y - v))));
}

/** Instances of our own where none are given: clustered stops, demands 1-100, with and without windows. */
export function madeInstances(seed: number): Instance[] {
  return [
    made('made-200', { stops: 200, seed, timed: false }),
    made('made-500', { stops: 500, seed: seed + 1, timed: false }),
    made('made-timed-200', { stops: 200, seed: seed + 2, timed: true }),
  ];
}

function made(name: string, { stops, seed, timed }: { stops: number; seed: number; timed: boolean }): Instance {
  const random = makeRandom(seed);
  const centres = Array.from({ length: 7 }, () => [random.int(1000), random.int(1000)] as const);
  const near = (middle: number) => Math.round(middle + (random.float() + random.float() - 1) * 250);
  const at = Array.from({ length: stops + 1 }, () => {
    const [x, y] = random.pick(centres);
    return [near(x), near(y)] as const;
  });
  const demand = at.map((_, stop) => (stop === 0 ? 0 : 1 + random.int(100)));
  const capacity = 900;
  const fleet = Math.ceil(demand.reduce((sum, units) => sum + units, 0) / capacity) + 20;
  const instance: Instance = {
    name,
    kind: 'CVRP',
    distance: distances(at, Math.round),
    demand,
    capacity,
    fleet,
    best: undefined,
  };
  if (!timed) return instance;
  const end = 10_000;
  const windows = at.map((_, stop): [number, number] => {
    const from = 1_500 + random.int(5_000);
    return stop === 0 ? [0, end] : [from, from + 1_200];
  });
  return {
    ...instance,
    kind: 'VRPTW',
    fleet: fleet + 30,
    windows,
    service: at.map((_, stop) => (stop === 0 ? 0 : 90)),
  };
}

export function problemOf({ distance, demand, capacity, fleet, windows, service }: Instance): VroomProblem {
  return {
    vehicles: Array.from({ length: fleet }, (_, at) => ({
      id: at + 1,
      start_index: 0,
      end_index: 0,
      capacity: [capacity],
      ...(windows && { time_window: windows[0]! }),
    })),
    jobs: demand.slice(1).map((units, at) => ({
      id: at + 1,
      location_index: at + 1,
      delivery: [units],
      ...(service && { service: service[at + 1]! }),
      ...(windows && { time_windows: [windows[at + 1]!] }),
    })),
    matrices: { car: { durations: distance } },
  };
}

/** The cost of an answer, computed from its order of visits alone. @throws Error where it breaks a rule */
export function provenCost(instance: Instance, { routes }: VroomSolution): number {
  const { distance, demand, capacity, fleet, windows, service } = instance;
  const seen = new Set<number>();
  let cost = 0;
  if (new Set(routes.map((route) => route.vehicle)).size > fleet) throw new Error('more vehicles than there are');
  for (const route of routes) {
    let [at, load, time] = [0, 0, windows?.[0]![0] ?? 0];
    for (const stop of [...route.steps.flatMap((step) => (step.type === 'job' ? [Number(step.id)] : [])), 0]) {
      if (stop !== 0 && seen.has(stop)) throw new Error(`stop ${stop} is served twice`);
      cost += distance[at]![stop]!;
      load += demand[stop]!;
      const [from, to] = windows?.[stop] ?? [0, Number.POSITIVE_INFINITY];
      time = Math.max(time + distance[at]![stop]!, from);
      if (time > to) throw new Error(`stop ${stop} is served at ${time}, after ${to}`);
      time += service?.[stop] ?? 0;
      if (stop !== 0) seen.add(stop);
      at = stop;
    }
    if (load > capacity) throw new Error(`a vehicle carries ${load} of ${capacity}`);
  }
  if (seen.size !== demand.length - 1) throw new Error(`${demand.length - 1 - seen.size} stops are not served`);
  return cost;
}
