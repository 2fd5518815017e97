import { loadAlong } from './loads.ts';
import type { Model } from './model.ts';
import { after, departure, drivenBetween } from './traffic.ts';
import { closing, lastIn, opening } from './windows.ts';

/** Departures tried to get a route into the time that its vehicle may be on duty. */
const mostDepartures = 64;
/** Where breaks and slow hours stretch a route differently at every departure, so few so far apart are tried. */
const unsteady = { departures: 8, stride_s: 1800 };

/** When a vehicle does what, for a search that asks millions of times. */
export interface Clock {
  /** Drives as early as possible, breaks where that is soonest; whether all windows and the shift are kept. */
  soonest(r: number, stops: Int32Array, length: number, anyLoad: boolean): boolean;
  /**
   * Drives stops whose windows and shift can be kept: home as early as possible, and for that leaving as late as possible. Where
   * that is too long on duty the vehicle leaves later, if that helps; whether it is short enough then.
   */
  run(r: number, stops: Int32Array, length: number): boolean;
  /** The beginning of service, by place in the route. */
  readonly begin: Float64Array;
  /** How many breaks are behind the vehicle when it comes to a stop, or home. */
  readonly taken: Int32Array;
  start(): number;
  end(): number;
  /** Seconds of driving. */
  driven(): number;
}

export function makeClock(model: Model): Clock {
  const { n, places, dimensions, place, windows, spot, dueBy, latePrice } = model;
  const width = 1 + Math.max(0, ...model.pauses.map((pauses) => pauses.length));
  const begin = new Float64Array(n);
  const taken = new Int32Array(n + 1);
  const loads = new Float64Array(width > 1 ? (n + 1) * dimensions : 0);
  // By place in the route and number of breaks taken: when the stop is left, and how many had been taken at the one before it.
  const leaves = new Float64Array((n + 2) * width);
  const cameWith = new Int32Array((n + 2) * width);
  let leave = 0;
  let home = 0;
  let driven = 0;

  const stay = (r: number, stop: number, before: number): number => {
    const { service, setup } = model.classes[model.classOf[r]!]!;
    return service[stop]! + (spot[before] === spot[stop] ? 0 : setup[stop]!);
  };

  /** The earliest moment for every number of breaks taken: leaving earlier is never worse. */
  const choose = (r: number, stops: Int32Array, length: number, anyLoad: boolean): boolean => {
    const { duration, traffic } = model.classes[model.classOf[r]!]!;
    const pauses = model.pauses[r]!;
    const due = pauses.length;
    const limited = !anyLoad && pauses.some(({ maxLoad }) => maxLoad !== null);
    if (limited) loadAlong(model, stops, length, loads);
    leaves.fill(Infinity, 0, (length + 2) * width);
    leaves[0] = leave;
    let at = place[n + 2 * r]!;
    for (let i = 0; i <= length; i++) {
      const to = i < length ? stops[i]! : place[n + 2 * r + 1]!;
      const row = i * width;
      const next = row + width;
      for (let had = 0; had <= due; had++) {
        let time = leaves[row + had]!;
        if (time === Infinity) continue;
        // In hundredths of a second of the matrix.
        let left = 100 * duration[at * places + to]!;
        for (let now = had; ; now++) {
          const there = after(traffic, time, left);
          if (there < leaves[next + now]!) {
            leaves[next + now] = there;
            cameWith[next + now] = had;
          }
          if (now === due) break;
          const { windows: allowed, service: rest, maxLoad } = pauses[now]!;
          if (limited && maxLoad?.some((most, d) => loads[i * dimensions + d]! > most)) break;
          const from = opening(allowed, time);
          if (from < 0) break;
          left = Math.max(0, left - drivenBetween(traffic, time, Math.min(there, from)));
          time = from + rest;
        }
      }
      if (i === length) break;
      let alive = false;
      for (let now = 0; now <= due; now++) {
        const there = leaves[next + now]!;
        const open = there < Infinity ? opening(windows[to]!, there) : -1;
        leaves[next + now] = open < 0 ? Infinity : open + stay(r, to, at);
        if (open >= 0) alive = true;
      }
      if (!alive) return false;
      at = to;
    }
    home = leaves[(length + 1) * width + due]!;
    for (let i = length, now = due; i >= 0; i--) {
      taken[i] = now;
      now = cameWith[(i + 1) * width + now]!;
    }
    return home <= model.close[r]!;
  };

  /** The end of a leg that is begun at `time`, with the breaks that are taken on it; -1 when one of them comes too late. */
  const drive = (r: number, time: number, base: number, from: number, to: number): number => {
    const { traffic } = model.classes[model.classOf[r]!]!;
    let left = 100 * base;
    if (from === to) {
      const there = after(traffic, time, left);
      driven += there - time;
      return there;
    }
    for (let now = from; now < to; now++) {
      const { windows: allowed, service: rest } = model.pauses[r]![now]!;
      const there = after(traffic, time, left);
      const open = opening(allowed, time);
      if (open < 0) return -1;
      const on = Math.min(there, open);
      driven += on - time;
      left = Math.max(0, left - drivenBetween(traffic, time, on));
      time = open + rest;
    }
    const there = after(traffic, time, left);
    driven += there - time;
    return there;
  };

  /** Earliest times of somebody who leaves at `leave` and takes breaks as noted; false when a window or the shift is missed. */
  const forward = (r: number, stops: Int32Array, length: number): boolean => {
    const { duration } = model.classes[model.classOf[r]!]!;
    let at = place[n + 2 * r]!;
    let time = leave;
    driven = 0;
    for (let i = 0; i <= length; i++) {
      const stop = i < length ? stops[i]! : place[n + 2 * r + 1]!;
      const there = drive(r, time, duration[at * places + stop]!, i > 0 ? taken[i - 1]! : 0, taken[i]!);
      if (there < 0) return false;
      if (i === length) {
        home = there;
        break;
      }
      begin[i] = opening(windows[stop]!, there);
      if (begin[i]! < 0) return false;
      time = begin[i]! + stay(r, stop, at);
      at = stop;
    }
    return home <= model.close[r]!;
  };

  /** When a leg with breaks has to be begun to be over by `time`: the last moment from `soonest` on, by bisection. */
  const begunBy = (
    r: number,
    time: number,
    base: number,
    { from, to, soonest }: { from: number; to: number; soonest: number },
  ): number => {
    let low = soonest;
    let high = Math.max(low, time);
    // Mostly all can be put off together, but for what is waited before a break.
    const guess = low + time - drive(r, low, base, from, to);
    if (drive(r, guess, base, from, to) === time && drive(r, guess + 1, base, from, to) !== time) return guess;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const there = drive(r, middle, base, from, to);
      if (there >= 0 && there <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  /** When to leave at the latest so that nothing that counts gets later. */
  const latest = (r: number, stops: Int32Array, length: number): number => {
    const { duration, traffic } = model.classes[model.classOf[r]!]!;
    let time = home;
    for (let i = length; i >= 0; i--) {
      const to = i < length ? stops[i]! : place[n + 2 * r + 1]!;
      const at = i > 0 ? stops[i - 1]! : place[n + 2 * r]!;
      const before = i > 1 ? stops[i - 2]! : place[n + 2 * r]!;
      const base = duration[at * places + to]!;
      const from = i > 0 ? taken[i - 1]! : 0;
      const soonest = i > 0 ? begin[i - 1]! + stay(r, at, before) : leave;
      let last =
        taken[i] === from ? departure(traffic, time, base) : begunBy(r, time, base, { from, to: taken[i]!, soonest });
      if (i === 0) return Math.max(leave, last);
      last -= stay(r, at, before);
      if (latePrice[at]! > 0) last = Math.min(last, Math.max(begin[i - 1]!, dueBy[at]!));
      time = lastIn(windows[at]!, last);
    }
    return leave;
  };

  const from = (r: number, stops: Int32Array, { length, open }: { length: number; open: number }): boolean => {
    leave = open;
    if (model.pauses[r]!.length > 0) {
      if (!choose(r, stops, length, false)) return false;
    } else taken.fill(0, 0, length + 1);
    if (!forward(r, stops, length)) return false;
    leave = latest(r, stops, length);
    return forward(r, stops, length);
  };

  const short = (r: number): boolean => home - leave <= model.maxDuration[r]! && driven <= model.maxTravel[r]!;

  /** Whether all that a later departure changes is which windows are met. */
  const steady = (r: number): boolean =>
    model.classes[model.classOf[r]!]!.traffic === null && model.pauses[r]!.length === 0;

  /** For how long everything may be put off until a stop moves into its next window. */
  const untilAWindowCloses = (r: number, stops: Int32Array, length: number): number => {
    let room = steady(r) ? Infinity : unsteady.stride_s;
    for (let i = 0; i < length; i++) room = Math.min(room, closing(windows[stops[i]!]!, begin[i]!) - begin[i]!);
    return room;
  };

  return {
    begin,
    taken,
    start: () => leave,
    end: () => home,
    driven: () => driven,
    soonest(r, stops, length, anyLoad) {
      leave = model.open[r]!;
      return choose(r, stops, length, anyLoad);
    },
    run(r, stops, length) {
      const open = model.open[r]!;
      from(r, stops, { length, open });
      if (short(r)) return true;
      const most = steady(r) ? mostDepartures : unsteady.departures;
      for (let tried = 0; tried < most; tried++) {
        if (!from(r, stops, { length, open: leave + 1 + untilAWindowCloses(r, stops, length) })) break;
        if (short(r)) return true;
      }
      from(r, stops, { length, open });
      return false;
    },
  };
}
