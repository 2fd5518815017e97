import { makeClock } from './clock.ts';
import { loadAlong } from './loads.ts';
import type { Model } from './model.ts';
import { arrival, quickest } from './traffic.ts';
import { closing, opening } from './windows.ts';

/**
 * Rules that may be waived, to learn which of them keeps a stop off the road; `load` includes the order of unloading, `limits` the
 * time on duty.
 */
export const waive = { nothing: 0, load: 1, time: 2, limits: 4, relations: 8 } as const;

/**
 * Whether vehicle r can drive these stops in this order: load in every dimension at every moment, windows, shift, breaks, number
 * of tasks, travel time and length, time on duty, stops that must come after others. Skills, the order of a shipment's two stops,
 * and which stops belong to one vehicle are the caller's.
 */
export function makeJudge(model: Model): (r: number, stops: Int32Array, length: number, waived?: number) => boolean {
  const { n, asked, places, dimensions, place, aboard, change, capacity, spot, windows } = model;
  const { mate, before, dueBy, latePrice } = model;
  const loads = new Float64Array((n + 1) * dimensions);
  const clock = makeClock(model);
  const passed = new Int32Array(n);
  let asking = 0;
  const stack = new Int32Array(n);
  let anyLoad = false;
  let anyDuty = false;
  /** When the vehicle that was judged last is home, leaving at once. */
  let home = 0;

  /** With reloads in between the load is counted trip by trip. */
  const tripsFit = (r: number, stops: Int32Array, length: number): boolean => {
    loadAlong(model, stops, length, loads);
    for (let i = 0, end = (length + 1) * dimensions; i < end; i++) {
      if (loads[i]! > capacity[r * dimensions + (i % dimensions)]!) return false;
    }
    return true;
  };

  const loadsFit = (r: number, stops: Int32Array, length: number): boolean => {
    if (model.reloads[r]!.length > 0) return tripsFit(r, stops, length);
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
    if (length > model.maxTasks[r]! && tasksIn(stops, length) > model.maxTasks[r]!) return false;
    const longest_s = model.maxTravel[r]!;
    const longest_m = model.maxDistance[r]!;
    if (longest_s === Infinity && longest_m === Infinity) return true;
    const { duration, distance, traffic } = model.classes[model.classOf[r]!]!;
    let at = place[n + 2 * r]!;
    let travel_s = 0;
    let travel_m = 0;
    for (let i = 0; i <= length; i++) {
      const to = i < length ? stops[i]! : place[n + 2 * r + 1]!;
      travel_s += duration[at * places + to]!;
      if (distance !== null) travel_m += distance[at * places + to]!;
      at = to;
    }
    // Where the hour counts, travel is known from the timetable alone.
    return (traffic !== null || travel_s <= longest_s) && travel_m <= longest_m;
  };

  const tasksIn = (stops: Int32Array, length: number): number => {
    let tasks = 0;
    for (let i = 0; i < length; i++) if (stops[i]! < asked) tasks++;
    return tasks;
  };

  /** No stop without those that must come before it. */
  const inOrder = (stops: Int32Array, length: number): boolean => {
    asking++;
    for (let i = 0; i < length; i++) {
      const first = before[stops[i]!]!;
      for (let at = 0; at < first.length; at++) if (passed[first[at]!] !== asking) return false;
      passed[stops[i]!] = asking;
    }
    return true;
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
    const { duration, traffic, service, setup } = model.classes[model.classOf[r]!]!;
    let at = place[n + 2 * r]!;
    let time = model.open[r]!;
    const longest = anyDuty || traffic !== null ? Infinity : model.maxDuration[r]!;
    let choice = false;
    // How much later the vehicle could leave and still be home as early (Savelsbergh, 1992).
    let waited = 0;
    let slack = Infinity;
    for (let i = 0; i < length; i++) {
      const stop = stops[i]!;
      const drive = duration[at * places + stop]!;
      const there = traffic === null ? time + drive : arrival(traffic, time, drive);
      time = opening(windows[stop]!, there);
      if (time < 0) return false;
      if (longest < Infinity) {
        waited += time - there;
        if (windows[stop]!.length > 1) choice = true;
        const soft = latePrice[stop]! > 0 ? Math.max(time, dueBy[stop]!) : Infinity;
        const due = Math.min(closing(windows[stop]!, time), soft);
        slack = Math.min(slack, waited + due - time);
      }
      time += service[stop]! + (spot[at] === spot[stop] ? 0 : setup[stop]!);
      at = stop;
    }
    home = arrival(traffic, time, duration[at * places + place[n + 2 * r + 1]!]!);
    if (home > model.close[r]!) return false;
    if (home - model.open[r]! - Math.min(waited, slack) <= longest) return true;
    // Somebody who leaves much later may find later windows closer together.
    return choice && workOf(r, stops, length) <= longest && clock.run(r, stops, length);
  };

  /** The least time on duty, were all windows open. */
  const workOf = (r: number, stops: Int32Array, length: number): number => {
    const { duration, traffic, service, setup } = model.classes[model.classOf[r]!]!;
    let at = place[n + 2 * r]!;
    let work = 0;
    for (const { service: rest } of model.pauses[r]!) work += rest;
    for (let i = 0; i < length; i++) {
      const stop = stops[i]!;
      work += quickest(traffic, duration[at * places + stop]!) + service[stop]!;
      if (spot[at] !== spot[stop]) work += setup[stop]!;
      at = stop;
    }
    return work + quickest(traffic, duration[at * places + place[n + 2 * r + 1]!]!);
  };

  return (r, stops, length, waived = waive.nothing) => {
    if (length === 0) return true;
    anyLoad = (waived & waive.load) !== 0;
    anyDuty = (waived & waive.limits) !== 0;
    if (before.length > 0 && !(waived & waive.relations) && !inOrder(stops, length)) return false;
    if (!anyLoad && !loadsFit(r, stops, length)) return false;
    if (model.lifo[r] === 1 && !anyLoad && !unloadsInReverse(stops, length)) return false;
    if (!anyDuty && !limitsHold(r, stops, length)) return false;
    if (waived & waive.time) return anyDuty || workOf(r, stops, length) <= model.maxDuration[r]!;
    const rests = model.pauses[r]!.length > 0;
    const { traffic } = model.classes[model.classOf[r]!]!;
    if (rests || traffic !== null) {
      // A sum is told sooner than a timetable.
      const most = Math.min(anyDuty ? Infinity : model.maxDuration[r]!, model.close[r]! - model.open[r]!);
      if (workOf(r, stops, length) > most) return false;
    }
    if (!(rests ? clock.soonest(r, stops, length, anyLoad) : clockHolds(r, stops, length))) return false;
    if (rests) home = clock.end();
    const away = home - model.open[r]!;
    const long = (rests || traffic !== null) && away > model.maxDuration[r]!;
    const slow = traffic !== null && away > model.maxTravel[r]!;
    // A later departure may be shorter.
    return anyDuty || (!long && !slow) || clock.run(r, stops, length);
  };
}
