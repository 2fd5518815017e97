import type { Model } from './model.ts';
import { arrival, departure } from './traffic.ts';
import { lastIn, opening } from './windows.ts';

/** When a vehicle without breaks begins its stops, for a search that asks millions of times. */
export interface Clock {
  /** Drives stops that can be driven: home as early as possible, and for that leaving as late as possible. */
  run(r: number, stops: Int32Array, length: number): void;
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

  const forward = (r: number, stops: Int32Array, length: number): void => {
    const { duration, traffic } = model.classes[model.classOf[r]!]!;
    let at = place[n + 2 * r]!;
    let time = leave;
    driven = 0;
    for (let i = 0; i < length; i++) {
      const stop = stops[i]!;
      const there = arrival(traffic, time, duration[at * places + stop]!);
      driven += there - time;
      begin[i] = opening(windows[stop]!, there);
      time = begin[i]! + stay(stop, at);
      at = stop;
    }
    home = arrival(traffic, time, duration[at * places + place[n + 2 * r + 1]!]!);
    driven += home - time;
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

  return {
    begin,
    start: () => leave,
    end: () => home,
    driven: () => driven,
    run(r, stops, length) {
      leave = model.open[r]!;
      forward(r, stops, length);
      leave = latest(r, stops, length);
      forward(r, stops, length);
    },
  };
}
