import { Misfit, type Misfits } from '../shared/shape.ts';
import { inOrder } from './bonds.ts';
import { needsLengths, isLocated } from './lengths.ts';
import type { Job, Matrices, Place, Relation, Shipment, Vehicle } from './problem.ts';

/** A problem's rows; nothing in the place of those that are wrong by themselves. */
export interface Rows {
  vehicles: (Vehicle | undefined)[];
  jobs: (Job | undefined)[];
  shipments: (Shipment | undefined)[];
  relations: (Relation | undefined)[];
  matrices: Record<string, Matrices> | undefined;
  /** What may be named of the rows that are wrong by themselves: who names them makes no mistake. */
  unsound: { jobs: number[]; shipments: { pickup: number; delivery: number }[] };
}

/** Each takes a row in the tables of the search. */
const mostReloads = 2000;

type Note = (field: string, got: unknown, expected: string) => void;

/** What rows say of each other: ids, rows of the matrices, numbers of dimensions, names of stops. */
export function checkTogether(
  rows: Rows,
  { misfits, tablesBroken }: { misfits: Misfits; tablesBroken: boolean },
): void {
  const note: Note = (field, got, expected) =>
    misfits.try(() => {
      throw new Misfit(field, got, expected);
    });
  once('vehicles', rows.vehicles, note);
  once('jobs', rows.jobs, note);
  for (const half of ['pickup', 'delivery'] as const) {
    const halves = rows.shipments.map((entry) => entry?.[half]);
    once(`shipments.${half}`, halves, note);
  }
  if (!tablesBroken) {
    tablesForAll(rows, note);
    placesForAll(rows, note);
  }
  oneDimensionality(rows, note);
  const reloads = rows.vehicles.reduce((sum, vehicle) => sum + (vehicle?.reload?.max ?? 0), 0);
  if (reloads > mostReloads) note('vehicles', `${reloads} reloads`, `at most ${mostReloads} reloads of all vehicles`);
  const stops = namesOf(rows);
  for (const key of ['locked', 'steps'] as const) namedForAll(rows, { key, stops }, note);
  relationsForAll(rows, stops, note);
}

/** Calls back for every row that is sound. */
function each<T>(rows: readonly (T | undefined)[], look: (row: T, at: number) => void): void {
  rows.forEach((row, at) => {
    if (row !== undefined) look(row, at);
  });
}

function once(field: string, entries: readonly ({ id: number } | undefined)[], note: Note): void {
  const seen = new Set<number>();
  each(entries, ({ id }, at) => {
    if (seen.has(id)) note(`${field}[${at}].id`, id, 'an id used once');
    seen.add(id);
  });
}

function tablesForAll({ vehicles, jobs, shipments, matrices }: Rows, note: Note): void {
  if (matrices === undefined) return;
  const located = isLocated({ vehicles: defined(vehicles), jobs: defined(jobs), shipments: defined(shipments) });
  each(vehicles, (vehicle, at) => {
    const { profile = 'car' } = vehicle;
    if (matrices[profile] === undefined) {
      note(`vehicles[${at}].profile`, profile, `one of ${Object.keys(matrices).join(', ')}`);
    } else if (needsLengths(vehicle) && matrices[profile].distances === undefined && !located) {
      note(`matrices.${profile}.distances`, undefined, 'a table of metres, as max_distance or per_km is given');
    }
  });
}

const defined = <T>(rows: readonly (T | undefined)[]): T[] => rows.flatMap((row) => row ?? []);

/** With matrices everything names its row, without them everything has coordinates. */
function placesForAll({ vehicles, jobs, shipments, matrices }: Rows, note: Note): void {
  const rows = matrices === undefined ? -1 : (Object.values(matrices)[0]?.durations.length ?? 0);
  const spot = (field: string, [point, index]: string[], at: [Place | undefined, number | undefined]): void => {
    if (rows < 0 && at[0] === undefined) note(`${field}${point}`, at[0], 'a longitude and a latitude');
    if (rows >= 0 && (at[1] === undefined || at[1] >= rows)) {
      note(`${field}${index}`, at[1], `a row of the matrices, 0 to ${rows - 1}`);
    }
  };
  const located = (field: string, { location, location_index }: Job | Shipment['pickup']): void =>
    spot(`${field}.`, ['location', 'location_index'], [location, location_index]);
  each(jobs, (entry, at) => located(`jobs[${at}]`, entry));
  each(shipments, (entry, at) => {
    located(`shipments[${at}].pickup`, entry.pickup);
    located(`shipments[${at}].delivery`, entry.delivery);
  });
  each(vehicles, ({ start, start_index, end, end_index, reload }, at) => {
    const starts = start !== undefined || start_index !== undefined;
    const ends = end !== undefined || end_index !== undefined;
    if (starts || !ends) spot(`vehicles[${at}].`, ['start', 'start_index'], [start, start_index]);
    if (ends) spot(`vehicles[${at}].`, ['end', 'end_index'], [end, end_index]);
    if (reload === undefined) return;
    const { location, location_index } = reload;
    if (!starts || location !== undefined || location_index !== undefined) {
      spot(`vehicles[${at}].reload.`, ['location', 'location_index'], [location, location_index]);
    }
  });
}

function oneDimensionality({ vehicles, jobs, shipments }: Rows, note: Note): void {
  let first: { field: string; size: number } | null = null;
  const look = (field: string, list: number[] | undefined): void => {
    if (list === undefined) return;
    first ??= { field, size: list.length };
    if (list.length !== first.size) note(field, list, `${first.size} numbers, as in ${first.field}`);
  };
  each(vehicles, ({ capacity, breaks = [] }, at) => {
    look(`vehicles[${at}].capacity`, capacity);
    breaks.forEach(({ max_load }, pause) => look(`vehicles[${at}].breaks[${pause}].max_load`, max_load));
  });
  each(jobs, (entry, at) => {
    look(`jobs[${at}].delivery`, entry.delivery);
    look(`jobs[${at}].pickup`, entry.pickup);
  });
  each(shipments, (entry, at) => look(`shipments[${at}].amount`, entry.amount));
}

/** Every stop that a lock or a relation may name, with its number, and for a delivery the name of its pickup. */
function namesOf({ jobs, shipments, unsound }: Rows): Map<string, { number: number; pickup?: string }> {
  const names = new Map<string, { number: number; pickup?: string }>();
  const name = (key: string, pickup?: string): void => {
    if (!names.has(key)) names.set(key, { number: names.size, ...(pickup !== undefined && { pickup }) });
  };
  each(jobs, ({ id }) => name(`job ${id}`));
  each(shipments, ({ pickup, delivery }) => {
    name(`pickup ${pickup.id}`);
    name(`delivery ${delivery.id}`, `pickup ${pickup.id}`);
  });
  for (const id of unsound.jobs) name(`job ${id}`);
  for (const { pickup, delivery } of unsound.shipments) {
    name(`pickup ${pickup}`);
    name(`delivery ${delivery}`, `pickup ${pickup}`);
  }
  return names;
}

/**
 * A lock, and a plan to begin with, names a stop that there is, no stop is named twice, and of a shipment both stops are named or
 * none.
 */
function namedForAll(
  { vehicles }: Rows,
  { key, stops }: { key: 'locked' | 'steps'; stops: ReturnType<typeof namesOf> },
  note: Note,
): void {
  const named = new Set<string>();
  const once = key === 'locked' ? 'locked' : 'named';
  each(vehicles, ({ [key]: list = [], reload }, at) => {
    const aboard = new Set<string>();
    let reloads = 0;
    list.forEach(({ type, id = 0 }, turn) => {
      if (type === 'start' || type === 'end' || type === 'break') return;
      const field = `vehicles[${at}].${key}[${turn}]`;
      const name = `${type} ${id}`;
      if (type === 'reload') {
        reloads++;
        if (id !== reloads || id > (reload?.max ?? 0))
          note(field, name, 'the reloads of the vehicle in order, 1 first');
        return;
      }
      if (!stops.has(name) || named.has(name)) note(field, name, `a stop of the problem, ${once} once`);
      named.add(name);
      if (type === 'pickup') aboard.add(name);
      if (type === 'delivery' && !aboard.delete(stops.get(name)?.pickup ?? '')) {
        note(field, name, `its pickup ${once} before it`);
      }
    });
    if (aboard.size > 0) note(`vehicles[${at}].${key}`, [...aboard], 'the deliveries of its pickups as well');
  });
}

/** Relations name stops that there are, and no stop has to come before itself. */
function relationsForAll({ relations }: Rows, stops: ReturnType<typeof namesOf>, note: Note): void {
  const before: number[][] = Array.from({ length: stops.size }, () => []);
  for (const { number, pickup } of stops.values()) if (pickup) before[number]!.push(stops.get(pickup)!.number);
  each(relations, ({ type, stops: members }, at) => {
    const numbers = members.map((stop, turn) => {
      const known = stops.get(`${stop.type} ${stop.id}`);
      if (known === undefined)
        note(`relations[${at}].stops[${turn}]`, `${stop.type} ${stop.id}`, 'a stop of the problem');
      return known?.number;
    });
    if (type !== 'in_order') return;
    for (let i = 1; i < numbers.length; i++) {
      if (numbers[i] !== undefined && numbers[i - 1] !== undefined) before[numbers[i]!]!.push(numbers[i - 1]!);
    }
  });
  const sorted = new Set(inOrder([...before.keys()], (stop) => before[stop]!));
  const ring = [...stops].find(([, { number }]) => !sorted.has(number));
  if (ring === undefined) return;
  const at = relations.findLastIndex((one) => one?.stops.some(({ type, id }) => `${type} ${id}` === ring[0]));
  note(`relations[${at}].stops`, ring[0], 'an order in which no stop has to come before itself');
}
