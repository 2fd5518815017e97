import type { Model } from './model.ts';
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
}

/**
 * When vehicle r does what. It gets home as early as it can, and leaves as late as that allows, so that nobody waits at a door who
 * could still be at the depot.
 */
export function timetable(model: Model, r: number, stops: Int32Array): Timetable {
  const soonest = drive(model, r, stops, model.open[r]!)!;
  let low = model.open[r]!;
  let high =
    soonest.end - soonest.acts.reduce((sum, act) => sum + act.travel + act.setup + act.service, soonest.homeward);
  const late = latenessOf(model, soonest.acts);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const plan = drive(model, r, stops, middle);
    if (plan !== null && plan.end <= soonest.end && latenessOf(model, plan.acts) <= late) low = middle;
    else high = middle - 1;
  }
  return drive(model, r, stops, low)!;
}

/** What the lateness of these acts costs, in the unit of the cost tables. */
export function latenessOf({ dueBy, latePrice }: Model, acts: Act[]): number {
  let sum = 0;
  for (const { stop, arrival, wait } of acts) {
    if (stop >= 0) sum += Math.max(0, arrival + wait - dueBy[stop]!) * latePrice[stop]!;
  }
  return sum;
}

interface Reached {
  time: number;
  /** The acts since the previous stop, and the state there. */
  acts: Act[];
  homeward: number;
  from: Reached | null;
}

/** Earliest schedule when leaving at `start`; null when a window or the shift is missed. */
function drive(model: Model, r: number, stops: Int32Array, start: number): Timetable | null {
  const { n, places, place, spot, service, setup, windows, dimensions, aboard, change } = model;
  const { duration } = model.classes[model.classOf[r]!]!;
  const pauses = model.pauses[r]!.length;
  const load = Array.from({ length: dimensions }, (_, d) =>
    stops.reduce((sum, i) => sum + aboard[i * dimensions + d]!, 0),
  );
  let reached: (Reached | null)[] = Array.from({ length: pauses + 1 }, () => null);
  reached[0] = { time: start, acts: [], homeward: 0, from: null };
  let at = place[n + 2 * r]!;
  for (let i = 0; i <= stops.length; i++) {
    const to = i < stops.length ? stops[i]! : place[n + 2 * r + 1]!;
    const next: (Reached | null)[] = reached.map(() => null);
    for (const [taken, state] of reached.entries()) {
      if (state !== null) driveLeg(model, r, duration[at * places + to]!, { state, taken, next, load });
    }
    if (i < stops.length) {
      const preparing = spot[at] === spot[to] ? 0 : setup[to]!;
      for (const [taken, state] of next.entries()) {
        if (state === null) continue;
        const begin = opening(windows[to]!, state.time);
        if (begin < 0) {
          next[taken] = null;
          continue;
        }
        const times = { arrival: state.time, travel: state.homeward, wait: begin - state.time };
        state.acts.push({ stop: to, pause: -1, ...times, setup: preparing, service: service[to]! });
        state.time = begin + preparing + service[to]!;
      }
      for (let d = 0; d < dimensions; d++) load[d]! += change[to * dimensions + d]!;
    }
    reached = next;
    at = to;
  }
  const last = reached[pauses];
  if (!last || last.time > model.close[r]!) return null;
  const legs: Act[][] = [];
  for (let state: Reached | null = last; state !== null; state = state.from) legs.push(state.acts);
  return { start, acts: legs.reverse().flat(), homeward: last.homeward, end: last.time };
}

/** One leg with none, one or more of the breaks that are still due taken on the way. */
function driveLeg(
  model: Model,
  r: number,
  travel: number,
  leg: { state: Reached; taken: number; next: (Reached | null)[]; load: number[] },
): void {
  const { state, taken, next, load } = leg;
  const pauses = model.pauses[r]!;
  const acts: Act[] = [];
  let { time } = state;
  let left = travel;
  for (let now = taken; ; now++) {
    const known = next[now];
    if (!known || time + left < known.time) {
      next[now] = { time: time + left, acts: [...acts], homeward: left, from: state };
    }
    const pause = pauses[now];
    if (!pause || pause.maxLoad?.some((most, d) => load[d]! > most)) return;
    const begin = opening(pause.windows, time);
    if (begin < 0) return;
    const driven = Math.min(left, begin - time);
    const wait = begin - time - driven;
    acts.push({ stop: -1, pause: now, arrival: time + driven, travel: driven, wait, setup: 0, service: pause.service });
    left -= driven;
    time = begin + pause.service;
  }
}
