import type { Model, Pause } from './model.ts';
import { timetable } from './schedule.ts';
import { closing, opening } from './windows.ts';

/** Rules that may be waived, to learn which of them keeps a stop off the road; `load` includes the order of unloading. */
export const waive = { nothing: 0, load: 1, time: 2, limits: 4 } as const;

/**
 * Whether vehicle r can drive these stops in this order: load in every dimension at every moment, windows, shift, breaks, number
 * of tasks, travel time and length. Skills and the order of a shipment's two stops are the caller's.
 */
export function makeJudge(model: Model): (r: number, stops: Int32Array, length: number, waived?: number) => boolean {
  const { n, places, dimensions, place, aboard, change, capacity, service, setup, spot, windows, mate, dueBy } = model;
  const load = new Float64Array(dimensions);
  const stack = new Int32Array(n);
  let anyLoad = false;
  const mostPauses = Math.max(0, ...model.pauses.map((pauses) => pauses.length));
  const departures = new Float64Array(mostPauses + 1);
  const arrivals = new Float64Array(mostPauses + 1);

  const loadsFit = (r: number, stops: Int32Array, length: number): boolean => {
    for (let d = 0; d < dimensions; d++) {
      const most = capacity[r * dimensions + d]!;
      let sum = 0;
      for (let i = 0; i < length; i++) sum += aboard[stops[i]! * dimensions + d]!;
      if (sum > most) return false;
      for (let i = 0; i < length; i++) {
        sum += change[stops[i]! * dimensions + d]!;
        if (sum > most) return false;
      }
    }
    return true;
  };

  const limitsHold = (r: number, stops: Int32Array, length: number): boolean => {
    if (length > model.maxTasks[r]!) return false;
    const longest_s = model.maxTravel[r]!;
    const longest_m = model.maxDistance[r]!;
    if (longest_s === Infinity && longest_m === Infinity) return true;
    const { duration, distance } = model.classes[model.classOf[r]!]!;
    let at = place[n + 2 * r]!;
    let travel_s = 0;
    let travel_m = 0;
    for (let i = 0; i <= length; i++) {
      const to = i < length ? stops[i]! : place[n + 2 * r + 1]!;
      travel_s += duration[at * places + to]!;
      if (distance !== null) travel_m += distance[at * places + to]!;
      at = to;
    }
    return travel_s <= longest_s && travel_m <= longest_m;
  };

  /** The stop unloaded is always the one loaded last. */
  const unloadsInReverse = (stops: Int32Array, length: number): boolean => {
    let top = 0;
    for (let i = 0; i < length; i++) {
      const other = mate[stops[i]!]!;
      if (other < 0) continue;
      if (other > stops[i]!) stack[top++] = stops[i]!;
      else if (top === 0 || stack[--top] !== other) return false;
    }
    return true;
  };

  const clockHolds = (r: number, stops: Int32Array, length: number): boolean => {
    const { duration } = model.classes[model.classOf[r]!]!;
    let at = place[n + 2 * r]!;
    let time = model.open[r]!;
    const longest = model.maxDuration[r]!;
    // How much later the vehicle could leave and still be home as early (Savelsbergh, 1992).
    let waited = 0;
    let slack = Infinity;
    for (let i = 0; i < length; i++) {
      const stop = stops[i]!;
      const arrival = time + duration[at * places + stop]!;
      time = opening(windows[stop]!, arrival);
      if (time < 0) return false;
      if (longest < Infinity) {
        waited += time - arrival;
        const due = Math.min(closing(windows[stop]!, time), Math.max(time, dueBy[stop]!));
        slack = Math.min(slack, waited + due - time);
      }
      time += service[stop]! + (spot[at] === spot[stop] ? 0 : setup[stop]!);
      at = stop;
    }
    const home = time + duration[at * places + place[n + 2 * r + 1]!]!;
    return home <= model.close[r]! && home - model.open[r]! - Math.min(waited, slack) <= longest;
  };

  /** Earliest departure by number of breaks taken: leaving earlier is never worse, so the smallest time per number is enough. */
  const clockHoldsWithPauses = (r: number, stops: Int32Array, length: number): boolean => {
    const { duration } = model.classes[model.classOf[r]!]!;
    const pauses = model.pauses[r]!;
    const due = pauses.length;
    let reached = departures;
    let next = arrivals;
    reached.fill(Infinity, 0, due + 1);
    reached[0] = model.open[r]!;
    loadAtStart(stops, length);
    let at = place[n + 2 * r]!;
    for (let i = 0; i <= length; i++) {
      const to = i < length ? stops[i]! : place[n + 2 * r + 1]!;
      next.fill(Infinity, 0, due + 1);
      for (let taken = 0; taken <= due; taken++) {
        if (reached[taken]! < Infinity) driveLeg(pauses, taken, reached[taken]!, duration[at * places + to]!, next);
      }
      if (i < length) {
        const stay = service[to]! + (spot[at] === spot[to] ? 0 : setup[to]!);
        let alive = false;
        for (let taken = 0; taken <= due; taken++) {
          const arrival = next[taken]!;
          const start = arrival < Infinity ? opening(windows[to]!, arrival) : -1;
          next[taken] = start < 0 ? Infinity : start + stay;
          if (start >= 0) alive = true;
        }
        if (!alive) return false;
        for (let d = 0; d < dimensions; d++) load[d]! += change[to * dimensions + d]!;
      }
      [reached, next] = [next, reached];
      at = to;
    }
    return reached[due]! <= model.close[r]!;
  };

  /** One leg with none, one or more of the breaks still due; a break may begin on the road, the rest is driven after it. */
  const driveLeg = (pauses: Pause[], taken: number, from: number, travel: number, next: Float64Array): void => {
    let time = from;
    let left = travel;
    for (let now = taken; ; now++) {
      if (time + left < next[now]!) next[now] = time + left;
      if (now === pauses.length) return;
      const { windows: allowed, service: rest, maxLoad } = pauses[now]!;
      if (maxLoad !== null && !anyLoad && maxLoad.some((most, d) => load[d]! > most)) return;
      const begin = opening(allowed, time);
      if (begin < 0) return;
      left -= Math.min(left, begin - time);
      time = begin + rest;
    }
  };

  const loadAtStart = (stops: Int32Array, length: number): void => {
    load.fill(0);
    for (let i = 0; i < length; i++) {
      for (let d = 0; d < dimensions; d++) load[d]! += aboard[stops[i]! * dimensions + d]!;
    }
  };

  return (r, stops, length, waived = waive.nothing) => {
    if (length === 0) return true;
    anyLoad = (waived & waive.load) !== 0;
    if (!anyLoad && !loadsFit(r, stops, length)) return false;
    if (model.lifo[r] === 1 && !anyLoad && !unloadsInReverse(stops, length)) return false;
    if (!(waived & waive.limits) && !limitsHold(r, stops, length)) return false;
    if (waived & waive.time) return true;
    if (model.pauses[r]!.length === 0) return clockHolds(r, stops, length);
    if (!clockHoldsWithPauses(r, stops, length)) return false;
    if (model.maxDuration[r] === Infinity) return true;
    const { start, end } = timetable(model, r, stops.subarray(0, length));
    return end - start <= model.maxDuration[r]!;
  };
}
