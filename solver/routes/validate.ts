import { list, Misfit, Misfits, optional, record, truth, whole, type Read } from '../shared/shape.ts';
import { checkTogether } from './consistent.ts';
import type {
  Break,
  Job,
  Objectives,
  Pace,
  Place,
  Relation,
  Reload,
  Shipment,
  StopName,
  Task,
  Vehicle,
  VehicleCosts,
  VehicleStep,
  VroomProblem,
  Window,
} from './problem.ts';
import { inPresentKeys } from './oldKeys.ts';
import { suspicions } from './suspicions.ts';
import { matrices } from './tables.ts';

const longest = 2 ** 30;
const amount = whole(0, longest);
const time = whole(0, 2 ** 31 - 1);
const degrees =
  (most: number, what: string): Read<number> =>
  (value, field) => {
    if (typeof value !== 'number' || !(Math.abs(value) <= most))
      throw new Misfit(field, value, `a ${what} in degrees, from -${most} to ${most}`);
    return value;
  };
const longitude = degrees(180, 'longitude');
const latitude = degrees(90, 'latitude');
const spot: Read<Place> = (value, field) => {
  if (!Array.isArray(value) || value.length !== 2) throw new Misfit(field, value, 'a longitude and a latitude');
  const misfits = new Misfits();
  misfits.try(() => longitude(value[0], `${field}[0]`));
  misfits.try(() => latitude(value[1], `${field}[1]`));
  misfits.end();
  return value as Place;
};
const place = optional(spot);
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

const timesByType = optional<Record<string, number>>((value, field) => {
  const times = record<Record<string, number>>({})(value, field);
  const misfits = new Misfits();
  for (const [type, time] of Object.entries(times)) misfits.try(() => whole(0, longest)(time, `${field}.${type}`));
  misfits.end();
  return times;
});

const task = {
  id: whole(0),
  description: text,
  location: place,
  location_index: row,
  setup: optional(whole(0, longest)),
  service: optional(whole(0, longest)),
  setup_per_type: timesByType,
  service_per_type: timesByType,
  time_windows: optional(windows),
  late: optional(record<NonNullable<Task['late']>>({ per_hour: amount, until: optional(time) })),
  announced: optional(
    record<NonNullable<Task['announced']>>({
      vehicle: optional(whole(0)),
      move: optional(amount),
      begin: optional(time),
      slack: optional(time),
      per_hour: optional(amount),
    }),
  ),
};

const job = record<Job>({
  ...task,
  delivery: amounts,
  pickup: amounts,
  skills,
  priority,
  vehicles: skills,
  skip_price: optional(amount),
});

const shipment = record<Shipment>({
  pickup: record<Task>(task),
  delivery: record<Task>(task),
  amount: amounts,
  skills,
  priority,
  vehicles: skills,
  skip_price: optional(amount),
});

const pause = record<Break>({
  id: whole(0),
  description: text,
  time_windows: optional(windows),
  service: optional(whole(0, longest)),
  max_load: amounts,
});

const speed: Read<number> = (value, field) => {
  if (typeof value !== 'number' || !(value > 0 && value <= 5))
    throw new Misfit(field, value, 'a number above 0, at most 5');
  return value;
};

const oneOf =
  <T extends string>(...types: T[]): Read<T> =>
  (value, field) => {
    if (!types.includes(value as T)) throw new Misfit(field, value, `one of ${types.join(', ')}`);
    return value as T;
  };

const stopName = (...types: StopName['type'][]): Read<StopName> =>
  record<StopName>({ type: oneOf(...types), id: whole(0) });

const stepType = oneOf('start', 'job', 'pickup', 'delivery', 'reload', 'break', 'end');

const reload = record<Reload>({
  location: place,
  location_index: row,
  max: whole(0, 100),
  service: optional(whole(0, longest)),
  time_windows: optional(windows),
  price: optional(amount),
});

const step: Read<VehicleStep> = (value, field) => {
  const { type, id } = record<VehicleStep>({ type: stepType, id: optional(whole(0)) })(value, field);
  if (type !== 'start' && type !== 'end') whole(0)(id, `${field}.id`);
  return value as VehicleStep;
};

const vehicle = record<Vehicle>({
  id: whole(0),
  description: text,
  profile: text,
  type: text,
  start: place,
  start_index: row,
  end: place,
  end_index: row,
  capacity: amounts,
  costs: optional(
    record<VehicleCosts>({
      fixed: optional(amount),
      per_hour: optional(amount),
      per_task_hour: optional(amount),
      per_km: optional(amount),
    }),
  ),
  skills,
  time_window: optional(window),
  breaks: optional(list(pause)),
  speed_factor: optional(speed),
  max_tasks: optional(whole(0)),
  max_travel_time: optional(whole(0)),
  max_distance: optional(whole(0)),
  steps: optional(list(step)),
  max_duration: optional(whole(0)),
  lifo: optional(truth),
  locked: optional(list(stopName('job', 'pickup', 'delivery', 'reload'))),
  reload: optional(reload),
  min_work: optional(record<NonNullable<Vehicle['min_work']>>({ time, per_hour: amount })),
});

const relation = record<Relation>({
  type: oneOf('same_vehicle', 'in_order'),
  stops: list(stopName('job', 'pickup', 'delivery'), 1),
});

const paces: Read<Pace[]> = (value, field) => {
  const all = list(record<Pace>({ from: time, speed: whole(1, 1000) }))(value, field);
  all.forEach(({ from }, at) => {
    if (at > 0 && from <= all[at - 1]!.from) throw new Misfit(`${field}[${at}].from`, from, 'moments in order');
  });
  return all;
};

const traffic: Read<Record<string, Pace[]>> = (value, field) => {
  const all = record<Record<string, Pace[]>>({})(value, field);
  const misfits = new Misfits();
  for (const [profile, entry] of Object.entries(all)) misfits.try(() => paces(entry, `${field}.${profile}`));
  misfits.end();
  return all;
};

const objectives = record<Objectives>({
  fewest_vehicles: optional(truth),
  spread: optional(record<NonNullable<Objectives['spread']>>({ per_hour: amount, idle: optional(truth) })),
});

const drawing = record<NonNullable<VroomProblem['options']>>({ g: optional(truth) });

/** As they came in: the rows that are wrong by themselves. */
const wrongOf = <T>(value: T[] | undefined, rows: readonly (T | undefined)[]): (T | undefined)[] =>
  Array.isArray(value) ? value.filter((_, at) => rows[at] === undefined) : [];

/** The rows of a list; nothing in the place of those that do not fit. */
function rowsOf<T>(
  value: unknown,
  field: string,
  { row, misfits }: { row: Read<T>; misfits: Misfits },
): (T | undefined)[] {
  const all = misfits.try(() => list<unknown>((one) => one)(value, field)) ?? [];
  return all.map((one, at) => misfits.try(() => row(one, `${field}[${at}]`)));
}

/**
 * Checks a problem as it came in from outside: first every row by itself, then what the sound ones say of each other. Throws a
 * Misfit of all that it finds; returns the problem, typed.
 */
export const readRoutes: Read<VroomProblem> = (value, field) => {
  const problem = inPresentKeys(record<object>({})(value, field) as VroomProblem);
  const misfits = new Misfits();
  const named = (key: keyof VroomProblem): string => (field ? `${field}.${key}` : key);
  const rows = {
    vehicles: rowsOf(problem.vehicles, named('vehicles'), { row: vehicle, misfits }),
    jobs: rowsOf(problem.jobs ?? [], named('jobs'), { row: job, misfits }),
    shipments: rowsOf(problem.shipments ?? [], named('shipments'), { row: shipment, misfits }),
    relations: rowsOf(problem.relations ?? [], named('relations'), { row: relation, misfits }),
    matrices: misfits.try(() => optional(matrices)(problem.matrices, named('matrices'))),
  };
  const besides = { traffic, objectives, strict: truth, options: drawing };
  for (const key of ['traffic', 'objectives', 'strict', 'options'] as const)
    misfits.try(() => optional<unknown>(besides[key])(problem[key], named(key)));
  const broken = problem.matrices !== undefined && rows.matrices === undefined;
  const unsound = {
    jobs: wrongOf(problem.jobs, rows.jobs).flatMap((job) => job?.id ?? []),
    shipments: wrongOf(problem.shipments, rows.shipments).flatMap((one) => {
      const [pickup, delivery] = [one?.pickup?.id, one?.delivery?.id];
      return pickup === undefined || delivery === undefined ? [] : [{ pickup, delivery }];
    }),
  };
  checkTogether({ ...rows, unsound }, { misfits, tablesBroken: broken });
  if (problem.strict === true) suspicions({ ...rows, unsound }, misfits);
  misfits.end();
  return problem;
};
