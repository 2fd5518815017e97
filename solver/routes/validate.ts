import { list, Misfit, optional, record, truth, whole, type Read } from '../shared/shape.ts';
import type {
  Break,
  Job,
  Located,
  Matrices,
  Place,
  Shipment,
  Task,
  Vehicle,
  VehicleCosts,
  VroomProblem,
  Window,
} from './problem.ts';

const longest = 2 ** 30;
const amount = whole(0, longest);
const time = whole(0, 2 ** 31 - 1);
const degrees: Read<number> = (value, field) => {
  if (typeof value !== 'number' || !(Math.abs(value) <= 180))
    throw new Misfit(field, value, 'degrees from -180 to 180');
  return value;
};
const place = optional(list(degrees, 2, 2)) as Read<Place | undefined>;
const amounts = optional(list(amount));
const skills = optional(list(whole(0)));
const priority = optional(whole(0, 100));
const row = optional(whole(0));

const window: Read<Window> = (value, field) => {
  const [from, to] = list(time, 2, 2)(value, field) as Window;
  if (from > to) throw new Misfit(field, value, 'a start that is not after the end');
  return [from, to];
};

const windows: Read<Window[]> = (value, field) => {
  const all = list(window, 1)(value, field);
  all.forEach(([from], at) => {
    if (at > 0 && from <= all[at - 1]![1]) throw new Misfit(`${field}[${at}]`, all[at], 'windows in order and apart');
  });
  return all;
};

const text = optional<string>((value, field) => {
  if (typeof value !== 'string') throw new Misfit(field, value, 'a text');
  return value;
});

const task = {
  id: whole(0),
  description: text,
  location: place,
  location_index: row,
  setup: optional(whole(0, longest)),
  service: optional(whole(0, longest)),
  time_windows: optional(windows),
  late: optional(record<NonNullable<Task['late']>>({ per_hour: whole(0, longest), until: optional(time) })),
};

const job = record<Job>({ ...task, delivery: amounts, pickup: amounts, skills, priority, vehicles: skills });

const shipment = record<Shipment>({
  pickup: record<Task>(task),
  delivery: record<Task>(task),
  amount: amounts,
  skills,
  priority,
  vehicles: skills,
});

const pause = record<Break>({
  id: whole(0),
  time_windows: optional(windows),
  service: optional(whole(0, longest)),
  max_load: amounts,
});

const speed: Read<number> = (value, field) => {
  if (typeof value !== 'number' || !(value > 0 && value <= 5))
    throw new Misfit(field, value, 'a number above 0, at most 5');
  return value;
};

const lock = record<NonNullable<Vehicle['locked']>[number]>({
  type: (value, field) => {
    if (value !== 'job' && value !== 'pickup' && value !== 'delivery')
      throw new Misfit(field, value, 'job, pickup or delivery');
    return value;
  },
  id: whole(0),
});

const vehicle = record<Vehicle>({
  id: whole(0),
  profile: text,
  start: place,
  start_index: row,
  end: place,
  end_index: row,
  capacity: amounts,
  costs: optional(
    record<VehicleCosts>({ fixed: optional(amount), per_hour: optional(amount), per_km: optional(amount) }),
  ),
  skills,
  time_window: optional(window),
  breaks: optional(list(pause)),
  speed_factor: optional(speed),
  max_tasks: optional(whole(0)),
  max_travel_time: optional(whole(0)),
  max_distance: optional(whole(0)),
  max_duration: optional(whole(0)),
  lifo: optional(truth),
  locked: optional(list(lock)),
});

/** A square table of whole numbers; its rows may be typed arrays. */
const table: Read<ArrayLike<number>[]> = (value, field) => {
  const rows = value as ArrayLike<number>[];
  if (!Array.isArray(value)) throw new Misfit(field, value, 'a table, one row a place');
  for (let from = 0; from < rows.length; from++) {
    const line = rows[from]!;
    if (line?.length !== rows.length) throw new Misfit(`${field}[${from}]`, line, `a row of ${rows.length} numbers`);
    for (let to = 0; to < line.length; to++) {
      if (!(line[to]! >= 0 && line[to]! <= longest) || !Number.isInteger(line[to]))
        amount(line[to], `${field}[${from}][${to}]`);
    }
  }
  return rows;
};

const tables = record<Matrices>({ durations: table, distances: optional(table), costs: optional(table) });

const matrices: Read<Record<string, Matrices>> = (value, field) => {
  const all = record<Record<string, Matrices>>({})(value, field);
  let size = -1;
  for (const [profile, { durations, distances, costs }] of Object.entries(all).map(
    ([profile, entry]) => [profile, tables(entry, `${field}.${profile}`)] as const,
  )) {
    for (const [kind, entry] of Object.entries({ durations, distances, costs })) {
      if (entry === undefined) continue;
      if (size < 0) size = entry.length;
      if (entry.length !== size)
        throw new Misfit(`${field}.${profile}.${kind}`, `${entry.length} rows`, `${size} rows`);
    }
  }
  return all;
};

const problemShape = record<VroomProblem>({
  vehicles: list(vehicle),
  jobs: optional(list(job)),
  shipments: optional(list(shipment)),
  matrices: optional(matrices),
});

/** Checks a problem as it came in from outside. Throws Misfit at the first fault; returns the same object, typed. */
export const readRoutes: Read<VroomProblem> = (value, field) => {
  const problem = problemShape(value, field);
  const { vehicles, jobs = [], shipments = [] } = problem;
  once('vehicles', vehicles);
  once('jobs', jobs);
  for (const half of ['pickup', 'delivery'] as const)
    once(
      `shipments.${half}`,
      shipments.map((entry) => entry[half]),
    );
  tablesForAll(problem);
  placesForAll(problem);
  oneDimensionality(problem);
  locksForAll(problem);
  return problem;
};

/** A lock names a stop that there is, no stop is locked twice, and of a shipment both stops are locked or none. */
function locksForAll({ vehicles, jobs = [], shipments = [] }: VroomProblem): void {
  if (vehicles.every(({ locked }) => locked === undefined)) return;
  const open = new Set([
    ...jobs.map(({ id }) => `job ${id}`),
    ...shipments.flatMap(({ pickup, delivery }) => [`pickup ${pickup.id}`, `delivery ${delivery.id}`]),
  ]);
  const mates = new Map(shipments.map(({ pickup, delivery }) => [delivery.id, pickup.id]));
  vehicles.forEach(({ locked = [] }, at) => {
    const aboard = new Set<number>();
    locked.forEach(({ type, id }, turn) => {
      const field = `vehicles[${at}].locked[${turn}]`;
      if (!open.delete(`${type} ${id}`)) throw new Misfit(field, `${type} ${id}`, 'a stop of the problem, locked once');
      if (type === 'pickup') aboard.add(id);
      if (type === 'delivery' && !aboard.delete(mates.get(id)!))
        throw new Misfit(field, `${type} ${id}`, 'its pickup locked before it');
    });
    if (aboard.size > 0)
      throw new Misfit(`vehicles[${at}].locked`, [...aboard], 'the deliveries of its pickups as well');
  });
}

function once(field: string, entries: { id: number }[]): void {
  const seen = new Set<number>();
  entries.forEach(({ id }, at) => {
    if (seen.has(id)) throw new Misfit(`${field}[${at}].id`, id, 'an id used once');
    seen.add(id);
  });
}

function tablesForAll({ vehicles, matrices }: VroomProblem): void {
  if (matrices === undefined) return;
  vehicles.forEach(({ profile = 'car', max_distance }, at) => {
    if (matrices[profile] === undefined) {
      throw new Misfit(`vehicles[${at}].profile`, profile, `one of ${Object.keys(matrices).join(', ')}`);
    }
    if (max_distance !== undefined && matrices[profile].distances === undefined) {
      throw new Misfit(`matrices.${profile}.distances`, undefined, 'a table of metres, as max_distance is given');
    }
  });
}

/** With matrices everything names its row, without them everything has coordinates. */
function placesForAll({ vehicles, jobs = [], shipments = [], matrices }: VroomProblem): void {
  const rows = matrices === undefined ? -1 : (Object.values(matrices)[0]?.durations.length ?? 0);
  const spot = (field: string, [point, index]: string[], at: [Place | undefined, number | undefined]): void => {
    if (rows < 0 && at[0] === undefined) throw new Misfit(`${field}${point}`, at[0], 'a longitude and a latitude');
    if (rows >= 0 && (at[1] === undefined || at[1] >= rows)) {
      throw new Misfit(`${field}${index}`, at[1], `a row of the matrices, 0 to ${rows - 1}`);
    }
  };
  const located = (field: string, entry: Located): void =>
    spot(`${field}.`, ['location', 'location_index'], [entry.location, entry.location_index]);
  jobs.forEach((entry, at) => located(`jobs[${at}]`, entry));
  shipments.forEach((entry, at) => {
    located(`shipments[${at}].pickup`, entry.pickup);
    located(`shipments[${at}].delivery`, entry.delivery);
  });
  vehicles.forEach(({ start, start_index, end, end_index }, at) => {
    const starts = start !== undefined || start_index !== undefined;
    const ends = end !== undefined || end_index !== undefined;
    if (starts || !ends) spot(`vehicles[${at}].`, ['start', 'start_index'], [start, start_index]);
    if (ends) spot(`vehicles[${at}].`, ['end', 'end_index'], [end, end_index]);
  });
}

function oneDimensionality({ vehicles, jobs = [], shipments = [] }: VroomProblem): void {
  let first: { field: string; size: number } | null = null;
  const look = (field: string, list: number[] | undefined): void => {
    if (list === undefined) return;
    first ??= { field, size: list.length };
    if (list.length !== first.size) throw new Misfit(field, list, `${first.size} numbers, as in ${first.field}`);
  };
  vehicles.forEach(({ capacity, breaks = [] }, at) => {
    look(`vehicles[${at}].capacity`, capacity);
    breaks.forEach(({ max_load }, pause) => look(`vehicles[${at}].breaks[${pause}].max_load`, max_load));
  });
  jobs.forEach((entry, at) => {
    look(`jobs[${at}].delivery`, entry.delivery);
    look(`jobs[${at}].pickup`, entry.pickup);
  });
  shipments.forEach((entry, at) => look(`shipments[${at}].amount`, entry.amount));
}
