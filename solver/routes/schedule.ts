import { makeClock } from './clock.ts';
import type { Model } from './model.ts';
import { after, drivenBetween, quickest } from './traffic.ts';
import { opening } from './windows.ts';

/** One thing that a vehicle does: a stop, or a break (by its place in the vehicle's list). Times on the model's clock. */
export interface Act {
  stop: number;
  pause: number;
  arrival: number;
  /** Driving since the act before it. */
  travel: number;
  wait: number;
  setup: number;
  service: number;
}

export interface Timetable {
  start: number;
  acts: Act[];
  /** Driving from the last act to the end, and the moment of arrival there. */
  homeward: number;
  end: number;
  /** Driving, setup and service. */
  work: number;
  /** What lateness, other times than those announced, and slow roads cost, in the unit of the cost tables. */
  late: number;
  shift: number;
  slower: number;
}

/**
 * When vehicle r does what. It gets home as early as it can, and leaves as late as that allows, so that nobody waits at a door who
 * could still be at the depot. Where that is too long on duty it leaves later, if that helps.
 */
export function timetable(model: Model, r: number, stops: Int32Array): Timetable {
  const { n, places, place, spot, windows, dueBy, latePrice } = model;
  const { duration, traffic, perSecond, setup, service } = model.classes[model.classOf[r]!]!;
  const clock = makeClock(model);
  clock.run(r, stops, stops.length);
  const acts: Act[] = [];
  let at = place[n + 2 * r]!;
  let time = clock.start();
  let homeward = 0;
  let pause = 0;
  let [slower, late, shift, work] = [clock.driven(), 0, 0, clock.driven()];
  for (let i = 0; i <= stops.length; i++) {
    const to = i < stops.length ? stops[i]! : place[n + 2 * r + 1]!;
    const base = duration[at * places + to]!;
    slower -= quickest(traffic, base);
    let left = 100 * base;
    for (; pause < clock.taken[i]!; pause++) {
      const { windows: allowed, service: rest } = model.pauses[r]![pause]!;
      const begin = opening(allowed, time);
      const there = Math.min(begin, after(traffic, time, left));
      left = Math.max(0, left - drivenBetween(traffic, time, there));
      acts.push({
        stop: -1,
        pause,
        arrival: there,
        travel: there - time,
        wait: begin - there,
        setup: 0,
        service: rest,
      });
      time = begin + rest;
    }
    const there = after(traffic, time, left);
    homeward = there - time;
    time = there;
    if (i === stops.length) break;
    const preparing = spot[at] === spot[to] ? 0 : setup[to]!;
    const begin = opening(windows[to]!, there);
    const times = { arrival: there, travel: homeward, wait: begin - there, setup: preparing, service: service[to]! };
    acts.push({ stop: to, pause: -1, ...times });
    late += Math.max(0, begin - dueBy[to]!) * latePrice[to]!;
    shift += shiftOf(model, to, begin);
    work += preparing + service[to]!;
    time = begin + preparing + service[to]!;
    at = to;
  }
  return { start: clock.start(), acts, homeward, end: time, work, late, shift, slower: slower * perSecond };
}

/** What it costs that a stop begins at another moment than was announced. */
export function shiftOf({ toldFor, shiftSlack, shiftPrice }: Model, stop: number, begin: number): number {
  if (shiftPrice[stop] === 0) return 0;
  return Math.max(0, Math.abs(begin - toldFor[stop]!) - shiftSlack[stop]!) * shiftPrice[stop]!;
}
