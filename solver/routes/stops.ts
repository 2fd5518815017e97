import type { Stop } from './model.ts';
import type { Task, VroomProblem, Window } from './problem.ts';

/** The stops of a problem in model order: jobs, pickups with their deliveries, and the reloads of each vehicle in turn. */
export function stopsOf(problem: VroomProblem): { stops: Stop[]; asked: number; reloads: Int32Array[] } {
  const stops: Stop[] = [];
  for (const job of problem.jobs ?? []) stops.push({ kind: 'job', task: job, priority: job.priority ?? 0 });
  for (const { pickup, delivery, priority = 0 } of problem.shipments ?? []) {
    stops.push({ kind: 'pickup', task: pickup, priority }, { kind: 'delivery', task: delivery, priority });
  }
  const asked = stops.length;
  const reloads = problem.vehicles.map(({ reload, start, start_index }) =>
    Int32Array.from({ length: reload?.max ?? 0 }, (_, turn) => {
      const here = {
        ...(start && { location: start }),
        ...(start_index !== undefined && { location_index: start_index }),
      };
      const task: Task = { ...here, ...reload, id: turn + 1 };
      return stops.push({ kind: 'reload', task, priority: 0 }) - 1;
    }),
  );
  return { stops, asked, reloads };
}

/** The number of each stop but the reloads, by its name on the wire. */
export function numbersOf(stops: Stop[]): Map<string, number> {
  return new Map(
    stops.flatMap(({ kind, task }, stop) => (kind === 'reload' ? [] : [[`${kind} ${task.id}`, stop] as const])),
  );
}

/** A soft window closes when lateness ends, or never. */
export function withLateness({ time_windows, late }: Task, never: number): Window[] | undefined {
  if (time_windows === undefined || late === undefined) return time_windows;
  const [from, to] = time_windows.at(-1)!;
  return [...time_windows.slice(0, -1), [from, Math.max(to, late.until ?? never)]];
}

/** Load on board from the start, and the change of the load at the stop; `dimensions` numbers a stop. */
export function amountsOf(
  problem: VroomProblem,
  n: number,
  dimensions: number,
): { aboard: Int32Array; change: Int32Array } {
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

/** What was announced to a stop's customer, on the model's clock and in the unit of the cost tables. */
export interface Announced {
  /** The vehicle that was named, -1 for none; -2 for one that is not part of the problem. */
  namedFor: Int32Array;
  movePrice: Float64Array;
  /** When service was to begin, NaN where nothing was said, and the price of a second beyond the slack. */
  toldFor: Float64Array;
  shiftSlack: Float64Array;
  shiftPrice: Float64Array;
}

export function announcedOf(
  problem: VroomProblem,
  stops: Stop[],
  { origin, costScale }: { origin: number; costScale: number },
): Announced {
  const at = new Map(problem.vehicles.map(({ id }, r) => [id, r]));
  const each = (pick: (told: NonNullable<Task['announced']>) => number, none: number): Float64Array =>
    Float64Array.from(stops, ({ task: { announced } }) => (announced === undefined ? none : pick(announced)));
  return {
    namedFor: Int32Array.from(each(({ vehicle }) => (vehicle === undefined ? -1 : (at.get(vehicle) ?? -2)), -1)),
    movePrice: each(({ move = 0 }) => move * costScale, 0),
    toldFor: each(({ begin }) => (begin === undefined ? NaN : begin - origin), NaN),
    shiftSlack: each(({ slack = 0 }) => slack, 0),
    shiftPrice: each(({ begin, per_hour = 0 }) => (begin === undefined ? 0 : (per_hour / 3600) * costScale), 0),
  };
}
