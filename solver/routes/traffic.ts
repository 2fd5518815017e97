import type { Pace } from './problem.ts';

/**
 * How fast roads are driven by hour of day: pieces of constant speed, driven through one after the other (Ichoua, Gendreau and
 * Potvin, 2003), so that whoever leaves later never arrives earlier. `speed` in per cent; `gone` is what has been driven at the
 * beginning of a piece, in hundredths of a second of the matrices. All are whole numbers, and so exact.
 */
export interface Traffic {
  from: Float64Array;
  gone: Float64Array;
  speed: Float64Array;
  fastest: number;
  /** The piece found last. */
  last: number;
}

/** Before any moment that a problem can name. */
const dawn = -(2 ** 32);

/** The paces of a profile on a clock that starts at `origin`; before the first the matrices hold as they are. */
export function trafficOf(paces: Pace[] | undefined, origin: number): Traffic | null {
  if (paces === undefined || paces.length === 0) return null;
  const pieces = [{ from: dawn, speed: 100 }, ...paces.map(({ from, speed }) => ({ from: from - origin, speed }))];
  const gone = new Float64Array(pieces.length);
  for (let i = 1; i < pieces.length; i++) {
    const before = pieces[i - 1]!;
    gone[i] = gone[i - 1]! + (pieces[i]!.from - before.from) * before.speed;
  }
  return {
    from: Float64Array.from(pieces, ({ from }) => from),
    gone,
    speed: Float64Array.from(pieces, ({ speed }) => speed),
    fastest: Math.max(...pieces.map(({ speed }) => speed)),
    last: 0,
  };
}

/**
 * The piece in which a moment lies. Who asks mostly asks about a moment soon after the last one, so the search starts at the
 * piece found last.
 */
function pieceAt(traffic: Traffic, time: number): number {
  const { from } = traffic;
  let piece = traffic.last;
  while (piece > 0 && from[piece]! > time) piece--;
  while (piece + 1 < from.length && from[piece + 1]! <= time) piece++;
  traffic.last = piece;
  return piece;
}

/** What has been driven at a moment. */
function progress(traffic: Traffic, time: number): number {
  const piece = pieceAt(traffic, time);
  return traffic.gone[piece]! + (time - traffic.from[piece]!) * traffic.speed[piece]!;
}

/** When somebody arrives who leaves at `time` for a drive of `base` seconds of the matrix. */
export function arrival(traffic: Traffic | null, time: number, base: number): number {
  return traffic === null ? time + base : after(traffic, time, 100 * base);
}

/** When a drive is over of which so much is left, in hundredths of a second of the matrix: the first whole second. */
export function after(traffic: Traffic | null, time: number, left: number): number {
  if (traffic === null) return time + left / 100;
  const { from, gone, speed } = traffic;
  const driven = progress(traffic, time) + left;
  let piece = traffic.last;
  while (piece + 1 < gone.length && gone[piece + 1]! <= driven) piece++;
  return from[piece]! + Math.ceil((driven - gone[piece]!) / speed[piece]!);
}

/** When to leave at the latest to arrive by `time`. */
export function departure(traffic: Traffic | null, time: number, base: number): number {
  if (traffic === null) return time - base;
  const { from, gone, speed } = traffic;
  const driven = progress(traffic, time) - 100 * base;
  let piece = traffic.last;
  while (piece > 0 && gone[piece]! > driven) piece--;
  return from[piece]! + Math.floor((driven - gone[piece]!) / speed[piece]!);
}

/** The least seconds that a drive takes at any hour. */
export function quickest(traffic: Traffic | null, base: number): number {
  return traffic === null ? base : Math.floor((100 * base) / traffic.fastest);
}

/** How much of a drive is done between two moments on the road, in hundredths of a second of the matrices. */
export function drivenBetween(traffic: Traffic | null, from: number, to: number): number {
  return traffic === null ? 100 * (to - from) : progress(traffic, to) - progress(traffic, from);
}
