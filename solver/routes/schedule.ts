import { makeClock, mostDepartures, stride_s } from './clock.ts';
import { loadAlong } from './loads.ts';
import type { Model } from './model.ts';
import { drivenBetween, progress, quickest, reached } from './traffic.ts';
import { closing, opening } from './windows.ts';

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

interface Drive {
  start: number;
  acts: Act[];
  /** Driving from the last act to the end, and the moment of arrival there. */
  homeward: number;
  end: number;
}

export interface Timetable extends Drive {
  /** Driving, setup and service. */
  work: number;
  /** Driving alone. */
  travel: number;
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
  if (model.pauses[r]!.length === 0) {
    const clock = makeClock(model);
    clock.run(r, stops, stops.length);
    return told(model, r, stops, drive(model, r, stops, clock.start())!);
  }
  const longest = model.maxDuration[r]!;
  const first = fromThenOn(model, r, stops, model.open[r]!)!;
  let plan: Drive | null = first;
  for (let tried = 0; tried < mostDepartures && plan.end - plan.start > longest; tried++) {
    plan = fromThenOn(model, r, stops, plan.start + 1 + untilAWindowCloses(model, r, plan));
    if (plan === null) break;
  }
  return told(model, r, stops, plan !== null && plan.end - plan.start <= longest ? plan : first);
}

/** Home as early as can be, breaks taken, for somebody who leaves at `open` or later. */
function fromThenOn(model: Model, r: number, stops: Int32Array, open: number): Drive | null {
  const soonest = drive(model, r, stops, open);
  if (soonest === null) return null;
  const late = latenessOf(model, soonest.acts);
  const stays = soonest.acts.reduce((sum, act) => sum + act.setup + act.service, 0);
  const roads = model.classes[model.classOf[r]!]!.traffic === null ? travelOf(soonest) : 0;
  let low = open;
  let high = soonest.end - stays - roads;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const plan = drive(model, r, stops, middle);
    if (plan !== null && plan.end <= soonest.end && latenessOf(model, plan.acts) <= late) low = middle;
    else high = middle - 1;
  }
  return drive(model, r, stops, low)!;
}

/** For how long everything may be put off until a stop moves into its next window. */
function untilAWindowCloses({ windows, classes, classOf }: Model, r: number, { acts }: Drive): number {
  const room = acts
    .filter(({ stop }) => stop >= 0)
    .map(({ stop, arrival: there, wait }) => closing(windows[stop]!, there + wait) - there - wait);
  return Math.min(classes[classOf[r]!]!.traffic === null ? Infinity : stride_s, ...room);
}

const travelOf = ({ acts, homeward }: Drive): number => acts.reduce((sum, act) => sum + act.travel, homeward);

function told(model: Model, r: number, stops: Int32Array, plan: Drive): Timetable {
  const { n, places, place } = model;
  const { duration, traffic, perSecond } = model.classes[model.classOf[r]!]!;
  const travel = travelOf(plan);
  let slower = 0;
  if (traffic !== null) {
    slower = travel;
    const way = [place[n + 2 * r]!, ...stops, place[n + 2 * r + 1]!];
    for (let i = 1; i < way.length; i++) slower -= quickest(traffic, duration[way[i - 1]! * places + way[i]!]!);
  }
  return {
    ...plan,
    travel,
    work: plan.acts.reduce((sum, { pause, setup, service }) => sum + (pause < 0 ? setup + service : 0), travel),
    late: latenessOf(model, plan.acts),
    shift: plan.acts.reduce((sum, act) => sum + (act.stop < 0 ? 0 : shiftOf(model, act.stop, act.arrival + act.wait)), 0),
    slower: slower * perSecond,
  };
}

/** What the lateness of these acts costs, in the unit of the cost tables. */
function latenessOf({ dueBy, latePrice }: Model, acts: Act[]): number {
  let sum = 0;
  for (const { stop, arrival: there, wait } of acts) {
    if (stop >= 0) sum += Math.max(0, there + wait - dueBy[stop]!) * latePrice[stop]!;
  }
  return sum;
}

/** What it costs that a stop begins at another moment than was announced. */
export function shiftOf({ toldFor, shiftSlack, shiftPrice }: Model, stop: number, begin: number): number {
  if (shiftPrice[stop] === 0) return 0;
  return Math.max(0, Math.abs(begin - toldFor[stop]!) - shiftSlack[stop]!) * shiftPrice[stop]!;
}

interface Reached {
  time: number;
  /** The acts since the previous stop, and the state there. */
  acts: Act[];
  homeward: number;
  from: Reached | null;
}

/** Earliest schedule when leaving at `start`; null when a window or the shift is missed. */
function drive(model: Model, r: number, stops: Int32Array, start: number): Drive | null {
  const { n, places, place, spot, service, setup, windows, dimensions } = model;
  const { duration } = model.classes[model.classOf[r]!]!;
  const pauses = model.pauses[r]!.length;
  const loads = new Float64Array((stops.length + 1) * dimensions);
  loadAlong(model, stops, stops.length, loads);
  let states: (Reached | null)[] = Array.from({ length: pauses + 1 }, () => null);
  states[0] = { time: start, acts: [], homeward: 0, from: null };
  let at = place[n + 2 * r]!;
  for (let i = 0; i <= stops.length; i++) {
    const to = i < stops.length ? stops[i]! : place[n + 2 * r + 1]!;
    const next: (Reached | null)[] = states.map(() => null);
    const load = loads.subarray(i * dimensions, (i + 1) * dimensions);
    for (const [taken, state] of states.entries()) {
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
    }
    states = next;
    at = to;
  }
  const last = states[pauses];
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
  leg: { state: Reached; taken: number; next: (Reached | null)[]; load: Float64Array },
): void {
  const { state, taken, next, load } = leg;
  const { traffic } = model.classes[model.classOf[r]!]!;
  const pauses = model.pauses[r]!;
  const acts: Act[] = [];
  let { time } = state;
  // In hundredths of a second of the matrix.
  let left = 100 * travel;
  for (let now = taken; ; now++) {
    const there = traffic === null ? time + left / 100 : reached(traffic, progress(traffic, time) + left);
    const known = next[now];
    if (!known || there < known.time) {
      next[now] = { time: there, acts: [...acts], homeward: there - time, from: state };
    }
    const pause = pauses[now];
    if (!pause || pause.maxLoad?.some((most, d) => load[d]! > most)) return;
    const begin = opening(pause.windows, time);
    if (begin < 0) return;
    const driven = Math.min(there, begin) - time;
    const wait = begin - time - driven;
    acts.push({ stop: -1, pause: now, arrival: time + driven, travel: driven, wait, setup: 0, service: pause.service });
    left = Math.max(0, left - drivenBetween(traffic, time, time + driven));
    time = begin + pause.service;
  }
}
