import { makeClock } from './clock.ts';
import type { Model } from './model.ts';
import { shiftOf } from './schedule.ts';
import { quickest } from './traffic.ts';
import { opening } from './windows.ts';

/** What a route costs beside its arcs and its vehicle, in the unit of the cost tables. */
export interface Charges {
  /** Lateness, slow roads, reloads, changes of what was announced, too little work. The stops can be driven, or there are none. */
  of(r: number, stops: Int32Array, length: number): number;
  /** Of the route that was asked for last: seconds of driving, setup and service. */
  work(): number;
  /** Of the same: what other times than those announced cost, which one more stop may make less. */
  shift(): number;
}

/** Null where nothing is charged. */
export function makeCharges(model: Model): Charges | null {
  const { n, asked, places, place, windows, spot, dueBy, latePrice } = model;
  const late = dueBy.some((due, stop) => due < Infinity && latePrice[stop]! > 0);
  const shifted = model.shiftPrice.some((price) => price > 0);
  const moved = model.movePrice.some((price) => price > 0);
  const slowed = model.classes.some(({ traffic, perSecond }) => traffic !== null && perSecond > 0);
  const reloaded = model.reloadPrice.some((price) => price > 0);
  const counted = model.spreadPrice > 0 || model.minWorkPrice.some((price) => price > 0);
  if (!late && !shifted && !moved && !slowed && !counted && !reloaded) return null;
  const clock = makeClock(model);
  const hourly = model.classes.some(({ traffic }) => traffic !== null);
  const severalWindows = windows.some((list) => list.length > 1);
  let work = 0;
  let shift = 0;

  /** Whether a departure that is later than the first changes what is charged. */
  const onTheClock = (r: number): boolean =>
    shifted || hourly || model.pauses[r]!.length > 0 || (severalWindows && model.maxDuration[r]! < Infinity);

  const driveAtOnce = (r: number, stops: Int32Array, length: number): number => {
    const { duration, service, setup } = model.classes[model.classOf[r]!]!;
    let at = place[n + 2 * r]!;
    let time = model.open[r]!;
    let sum = 0;
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
    const { duration, traffic, perSecond, service, setup } = model.classes[model.classOf[r]!]!;
    clock.run(r, stops, length);
    work = clock.driven();
    let slower = clock.driven();
    let at = place[n + 2 * r]!;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      const stop = stops[i]!;
      const begin = clock.begin[i]!;
      if (begin > dueBy[stop]!) sum += (begin - dueBy[stop]!) * latePrice[stop]!;
      if (shifted) shift += shiftOf(model, stop, begin);
      work += service[stop]! + (spot[at] === spot[stop] ? 0 : setup[stop]!);
      slower -= quickest(traffic, duration[at * places + stop]!);
      at = stop;
    }
    slower -= quickest(traffic, duration[at * places + place[n + 2 * r + 1]!]!);
    return sum + shift + (traffic === null ? 0 : slower * perSecond);
  };

  return {
    work: () => work,
    shift: () => shift,
    of(r, stops, length) {
      work = 0;
      shift = 0;
      let sum = 0;
      if (length > 0) {
        if (late || shifted || slowed || counted) {
          sum = (onTheClock(r) ? driveOnTheClock : driveAtOnce)(r, stops, length);
        }
        for (let i = 0; i < length && (moved || reloaded); i++) {
          sum += stops[i]! < asked ? moveOf(model, stops[i]!, r) : model.reloadPrice[stops[i]!]!;
        }
      }
      return sum + shortOf(model, r, work);
    },
  };
}

/** Whether one more stop in a plan may make it cheaper, or bring others with it. */
export function chargesMayFall({ groups, spreadPrice, minWorkPrice, shiftPrice, classes }: Model): boolean {
  const some = (prices: Float64Array): boolean => prices.some((price) => price > 0);
  const slow = classes.some(({ traffic }) => traffic !== null);
  return groups.length > 0 || spreadPrice > 0 || slow || some(minWorkPrice) || some(shiftPrice);
}

/** What it costs that another vehicle comes than was announced. */
export function moveOf({ namedFor, movePrice }: Model, stop: number, r: number): number {
  return namedFor[stop] === -1 || namedFor[stop] === r ? 0 : movePrice[stop]!;
}

/** What it costs that a vehicle works less than it should. */
export function shortOf({ minWork, minWorkPrice }: Model, r: number, work: number): number {
  return Math.max(0, minWork[r]! - work) * minWorkPrice[r]!;
}
