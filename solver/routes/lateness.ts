import type { Model } from './model.ts';
import { latenessOf, timetable } from './schedule.ts';
import { opening } from './windows.ts';

/** What the lateness at soft windows costs when vehicle r drives these stops, which it can, as early as it can. */
export function makePricing(model: Model): (r: number, stops: Int32Array, length: number) => number {
  const { n, places, place, windows, service, setup, spot, dueBy, latePrice } = model;
  if (dueBy.every((due) => due === Infinity)) return () => 0;
  return (r, stops, length) => {
    if (model.pauses[r]!.length > 0) return latenessOf(model, timetable(model, r, stops.subarray(0, length)).acts);
    const { duration } = model.classes[model.classOf[r]!]!;
    let at = place[n + 2 * r]!;
    let time = model.open[r]!;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      const stop = stops[i]!;
      time = opening(windows[stop]!, time + duration[at * places + stop]!);
      if (time > dueBy[stop]!) sum += (time - dueBy[stop]!) * latePrice[stop]!;
      time += service[stop]! + (spot[at] === spot[stop] ? 0 : setup[stop]!);
      at = stop;
    }
    return sum;
  };
}
