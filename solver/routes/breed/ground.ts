import { timed, type Model } from '../model.ts';
import { equal } from '../moves/placer.ts';

/**
 * A problem in which all vehicles are alike, laid out for the penalised search: stops are 0 … n-1, every vehicle starts at row n and
 * ends at row n+1 of the tables. What a vehicle costs at all stands in the arcs that leave its start.
 */
export interface Ground {
  n: number;
  /** Routes that a plan may have. */
  fleet: number;
  /** Rows of the tables: n + 2. */
  rows: number;
  cost: Int32Array;
  time: Int32Array;
  weight: Int32Array;
  capacity: number;
  /** Windows and stay by row; those of the start and the end are the shift. */
  opens: Int32Array;
  closes: Int32Array;
  service: Int32Array;
  timed: boolean;
  /** A route costs the same in both directions, and its ends may change places. */
  turnable: boolean;
  /** Stops worth moving next to stop i: near[from[i]] … near[from[i + 1] - 1]; whoever is in the list of i has i in its own. */
  near: Int32Array;
  from: Int32Array;
}

const widest = { windows: 30, none: 20 };
/** What an hour of waiting, and an hour of lateness, that no schedule can avoid count against an hour of driving (PyVRP). */
const waitWeight = 0.2;
const lateWeight = 1;

/** Lays out a model in which every vehicle is of one type, with one load dimension and one window a stop at most. */
export function groundOf(model: Model, fleet: number): Ground {
  const { n, places, place } = model;
  const { cost: costs, duration, service: stays } = model.classes[0]!;
  const rows = n + 2;
  const cost = new Int32Array(rows * rows);
  const time = new Int32Array(rows * rows);
  const placeOf = (row: number): number => (row < n ? row : place[row]!);
  let turnable = place[n] === place[n + 1];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) {
      const at = placeOf(i) * places + placeOf(j);
      cost[i * rows + j] = costs[at]!;
      time[i * rows + j] = duration[at]!;
      if (costs[at] !== costs[placeOf(j) * places + placeOf(i)]) turnable = false;
    }
  }
  for (let j = 0; j < n; j++) cost[n * rows + j]! += model.fixed[0]!;
  cost[n * rows + n + 1] = 0;
  time[n * rows + n + 1] = 0;
  const opens = new Int32Array(rows);
  const closes = new Int32Array(rows);
  const service = new Int32Array(rows);
  for (let stop = 0; stop < n; stop++) {
    [opens[stop], closes[stop]] = model.windows[stop]![0]!;
    service[stop] = stays[stop]!;
  }
  opens.fill(model.open[0]!, n);
  closes.fill(model.close[0]!, n);
  const weight = model.change.map(Math.abs);
  // One table instead of two equal ones: what is not in the processor's cache is slow.
  const laid = {
    n,
    fleet,
    rows,
    cost,
    time: equal(cost, time) ? cost : time,
    weight,
    capacity: model.capacity[0]!,
    opens,
    closes,
    service,
  };
  const whole = { ...laid, timed: timed(model), turnable: turnable && !timed(model) };
  return { ...whole, ...nearOf(whole) };
}

function nearOf({ n, rows, cost, time, opens, closes, service, timed }: Omit<Ground, 'near' | 'from'>): {
  near: Int32Array;
  from: Int32Array;
} {
  const oneWay = (i: number, j: number): number => {
    const travel = service[i]! + time[i * rows + j]!;
    const wait = opens[j]! - travel - closes[i]!;
    const late = opens[i]! + travel - closes[j]!;
    return cost[i * rows + j]! + waitWeight * Math.max(0, wait) + lateWeight * Math.max(0, late);
  };
  const lists = Array.from({ length: n }, () => new Set<number>());
  const width = Math.min(n - 1, timed ? widest.windows : widest.none);
  const keys = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      keys[j] = j === i ? Infinity : Math.round(Math.min(oneWay(i, j), oneWay(j, i))) * n + j;
    }
    for (const key of keys.toSorted().subarray(0, width)) {
      lists[i]!.add(key % n);
      lists[key % n]!.add(i);
    }
  }
  const from = new Int32Array(n + 1);
  lists.forEach((list, i) => (from[i + 1] = from[i]! + list.size));
  const far = (i: number, j: number): number => Math.min(oneWay(i, j), oneWay(j, i));
  const sorted = lists.flatMap((list, i) => [...list].sort((j, k) => far(i, j) - far(i, k)));
  return { near: Int32Array.from(sorted), from };
}
