import { makeClock } from './clock.ts';
import type { Model } from './model.ts';
import { shiftOf, timetable } from './schedule.ts';
import { quickest } from './traffic.ts';
import { opening } from './windows.ts';

/** What a route costs beside its arcs and its vehicle, in the unit of the cost tables. */
export interface Charges {
  /** Lateness, slow roads, changes of what was announced, too little work. The stops can be driven, or there are none. */
  of(r: number, stops: Int32Array, length: number): number;
  /** Seconds of driving, setup and service of the route that was asked for last. */
  work(): number;
  /** Whether one more stop may make a route's charge fall. */
  readonly mayFall: boolean;
}

/** Null where nothing is charged. */
export function makeCharges(model: Model): Charges | null {
  const { n, asked, places, place, windows, service, setup, spot, dueBy, latePrice } = model;
  const late = dueBy.some((due, stop) => due < Infinity && latePrice[stop]! > 0);
  const shifted = model.shiftPrice.some((price) => price > 0);
  const moved = model.movePrice.some((price) => price > 0);
  const slowed = model.classes.some(({ traffic, perSecond }) => traffic !== null && perSecond > 0);
  const counted = model.spreadPrice > 0 || model.minWorkPrice.some((price) => price > 0);
  if (!late && !shifted && !moved && !slowed && !counted) return null;
  const clock = makeClock(model);
  const onTheClock = shifted || slowed || (counted && model.classes.some(({ traffic }) => traffic !== null));
  const severalWindows = windows.some((list) => list.length > 1);
  let work = 0;

  /** As for a vehicle that leaves at once: no later departure changes lateness or, without traffic, work. */
  const driveAtOnce = (r: number, stops: Int32Array, length: number): number => {
    const { duration } = model.classes[model.classOf[r]!]!;
    let at = place[n + 2 * r]!;
    let time = model.open[r]!;
    let sum = 0;
    work = 0;
    for (let i = 0; i < length; i++) {
      const stop = stops[i]!;
      const drive = duration[at * places + stop]!;
      const stay = service[stop]! + (spot[at] === spot[stop] ? 0 : setup[stop]!);
      time = opening(windows[stop]!, time + drive);
      if (time > dueBy[stop]!) sum += (time - dueBy[stop]!) * latePrice[stop]!;
      time += stay;
      work += drive + stay;
      at = stop;
    }
    work += duration[at * places + place[n + 2 * r + 1]!]!;
    return sum;
  };

  const driveOnTheClock = (r: number, stops: Int32Array, length: number): number => {
    const { duration, traffic, perSecond } = model.classes[model.classOf[r]!]!;
    clock.run(r, stops, length);
    work = clock.driven();
    let slower = clock.driven();
    let at = place[n + 2 * r]!;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      const stop = stops[i]!;
      const begin = clock.begin[i]!;
      if (begin > dueBy[stop]!) sum += (begin - dueBy[stop]!) * latePrice[stop]!;
      if (shifted) sum += shiftOf(model, stop, begin);
      work += service[stop]! + (spot[at] === spot[stop] ? 0 : setup[stop]!);
      slower -= quickest(traffic, duration[at * places + stop]!);
      at = stop;
    }
    slower -= quickest(traffic, duration[at * places + place[n + 2 * r + 1]!]!);
    return sum + (traffic === null ? 0 : slower * perSecond);
  };

  return {
    mayFall: shifted || slowed || counted,
    work: () => work,
    of(r, stops, length) {
      work = 0;
      let sum = 0;
      if (length > 0) {
        if (model.pauses[r]!.length > 0) {
          const plan = timetable(model, r, stops.subarray(0, length));
          work = plan.work;
          sum = plan.late + plan.shift + plan.slower;
        } else sum = onTheClock || (severalWindows && model.maxDuration[r]! < Infinity) ? driveOnTheClock(r, stops, length) : driveAtOnce(r, stops, length);
        if (moved) for (let i = 0; i < length; i++) if (stops[i]! < asked) sum += moveOf(model, stops[i]!, r);
      }
      return sum + Math.max(0, model.minWork[r]! - work) * model.minWorkPrice[r]!;
    },
  };
}

/** What it costs that another vehicle comes than was announced. */
export function moveOf({ namedFor, movePrice }: Model, stop: number, r: number): number {
  return namedFor[stop] === -1 || namedFor[stop] === r ? 0 : movePrice[stop]!;
}
