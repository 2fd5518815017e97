import type { Model } from './model.ts';
import { arrival, departure } from './traffic.ts';
import { closing, lastIn, opening } from './windows.ts';

/** Departures tried to get a route into the time that its vehicle may be on duty. */
export const mostDepartures = 64;
/** Where roads are slower at some hours, departures so far apart are tried. */
export const stride_s = 300;

/** When a vehicle without breaks begins its stops, for a search that asks millions of times. */
export interface Clock {
  /**
   * Drives stops whose windows and shift can be kept: home as early as possible, and for that leaving as late as possible. Where
   * that is too long on duty the vehicle leaves later, if that helps; whether it is short enough then.
   */
  run(r: number, stops: Int32Array, length: number): boolean;
  /** The beginning of service, by place in the route. */
  readonly begin: Float64Array;
  start(): number;
  end(): number;
  /** Seconds of driving. */
  driven(): number;
}

export function makeClock(model: Model): Clock {
  const { n, places, place, windows, service, setup, spot, dueBy, latePrice } = model;
  const begin = new Float64Array(n);
  let leave = 0;
  let home = 0;
  let driven = 0;

  const stay = (stop: number, before: number): number =>
    service[stop]! + (spot[before] === spot[stop] ? 0 : setup[stop]!);

  /** Earliest times of somebody who leaves at `leave`; false when a window or the shift is missed. */
  const forward = (r: number, stops: Int32Array, length: number): boolean => {
    const { duration, traffic } = model.classes[model.classOf[r]!]!;
    let at = place[n + 2 * r]!;
    let time = leave;
    driven = 0;
    for (let i = 0; i < length; i++) {
      const stop = stops[i]!;
      const there = arrival(traffic, time, duration[at * places + stop]!);
      driven += there - time;
      begin[i] = opening(windows[stop]!, there);
      if (begin[i]! < 0) return false;
      time = begin[i]! + stay(stop, at);
      at = stop;
    }
    home = arrival(traffic, time, duration[at * places + place[n + 2 * r + 1]!]!);
    driven += home - time;
    return home <= model.close[r]!;
  };

  /** When to leave at the latest so that nothing that counts gets later. */
  const latest = (r: number, stops: Int32Array, length: number): number => {
    const { duration, traffic } = model.classes[model.classOf[r]!]!;
    let time = home;
    let to = place[n + 2 * r + 1]!;
    for (let i = length - 1; i >= 0; i--) {
      const stop = stops[i]!;
      const before = i > 0 ? stops[i - 1]! : place[n + 2 * r]!;
      let last = departure(traffic, time, duration[stop * places + to]!) - stay(stop, before);
      if (latePrice[stop]! > 0) last = Math.min(last, Math.max(begin[i]!, dueBy[stop]!));
      time = lastIn(windows[stop]!, last);
      to = stop;
    }
    return Math.max(leave, departure(traffic, time, duration[place[n + 2 * r]! * places + to]!));
  };

  const from = (r: number, stops: Int32Array, { length, open }: { length: number; open: number }): boolean => {
    leave = open;
    if (!forward(r, stops, length)) return false;
    leave = latest(r, stops, length);
    return forward(r, stops, length);
  };

  const short = (r: number): boolean => home - leave <= model.maxDuration[r]! && driven <= model.maxTravel[r]!;

  /** For how long everything may be put off until a stop moves into its next window. */
  const untilAWindowCloses = (r: number, stops: Int32Array, length: number): number => {
    let room = model.classes[model.classOf[r]!]!.traffic === null ? Infinity : stride_s;
    for (let i = 0; i < length; i++) room = Math.min(room, closing(windows[stops[i]!]!, begin[i]!) - begin[i]!);
    return room;
  };

  return {
    begin,
    start: () => leave,
    end: () => home,
    driven: () => driven,
    run(r, stops, length) {
      const open = model.open[r]!;
      from(r, stops, { length, open });
      for (let tried = 0; tried < mostDepartures && !short(r); tried++) {
        if (!from(r, stops, { length, open: leave + 1 + untilAWindowCloses(r, stops, length) })) break;
      }
      if (short(r)) return true;
      from(r, stops, { length, open });
      return false;
    },
  };
}
