import type { Rng } from '../shared/rng.ts';
import type { StopRule } from '../shared/stop.ts';
import { type Cargo, placesFor } from './construct.ts';
import { advance, bareFront, type Front, type Standing } from './cost.ts';
import type { Size } from './problem.ts';

interface Load {
  standing: Standing[];
  front: Front;
  /** Share of the vehicle that lies behind the front. */
  covered: number;
  /** The same for the same boxes in whatever order. */
  mark: number;
}

interface Child {
  from: Load;
  box: Standing;
  judged: number;
  mark: number;
}

/** What counts beside the space covered, as shares of it: standing high, reaching to the door, chance. */
interface Taste {
  height: number;
  reach: number;
  blur: number;
}

const PLAIN: Taste = { height: 0, reach: 0, blur: 0 };

function someTaste(rng: Rng): Taste {
  return { height: 0.3 * (rng.float() - 0.5), reach: 0.2 * rng.float() ** 2, blur: 0.06 * rng.float() };
}

const WIDEST = 4096;
/** Loads that one load may leave behind, so that the beam does not fill with the variants of one. */
const HEIRS = 100;

/**
 * Beam search item by item, the last stop's goods first: every load kept tries all its next items in all their places, and those
 * loads live on that cover the least space behind the front that the door sees. The beam widens, and what counts is blurred by
 * chance, until everything stands or the stop rule ends it. Returns the load with the most items.
 */
export function loadByBeam(
  cargo: readonly Cargo[],
  vehicle: Size,
  support: number,
  rng: Rng,
  stop: StopRule,
): Standing[] {
  let best: Standing[] = [];
  const salt = cargo.map(() => rng.int(2 ** 30));
  for (let round = 0; best.length < cargo.length && !stop.done(); round++) {
    const width = Math.min(WIDEST, 16 * 2 ** Math.min(round >> 1, 8));
    const taste = round === 0 ? PLAIN : someTaste(rng);
    let beam: Load[] = [{ standing: [], front: bareFront(), covered: 0, mark: 0 }];
    while (beam.length > 0) {
      if (beam[0]!.standing.length > best.length) best = beam[0]!.standing;
      if (best.length === cargo.length || stop.done()) break;
      const children = new Map<number, Child>();
      for (const load of beam) {
        for (const child of heirs(load, cargo, vehicle, support, rng, taste, salt)) {
          const known = children.get(child.mark);
          if (!known || child.judged < known.judged) children.set(child.mark, child);
        }
        if (stop.done()) break;
      }
      const next = [...children.values()].sort((a, b) => a.judged - b.judged).slice(0, width);
      beam = next.map((child) => grown(child, vehicle));
    }
  }
  return best;
}

function heirs(
  load: Load,
  cargo: readonly Cargo[],
  vehicle: Size,
  support: number,
  rng: Rng,
  taste: Taste,
  salt: readonly number[],
): Child[] {
  const loaded = new Set(load.standing.map((box) => box.item));
  const open = cargo.filter((piece) => !loaded.has(piece.item));
  const stop = open.reduce((most, piece) => Math.max(most, piece.stop), -1);
  const children: Child[] = [];
  for (const piece of open) {
    if (piece.stop !== stop) continue;
    const volume = piece.size[0] * piece.size[1] * piece.size[2];
    for (const box of placesFor(piece, load.standing, vehicle, support)) {
      // goods of the same stop are compared although one has loaded more of them: by what is covered in vain
      const wasted = advance(load.front, box, vehicle) - volume / (vehicle[0] * vehicle[1] * vehicle[2]);
      const judged =
        load.covered +
        wasted +
        taste.blur * rng.float() +
        (taste.height * box.z2) / vehicle[2] +
        (taste.reach * box.x2) / vehicle[0];
      const mark = (load.mark + hash(box, salt[piece.item]!)) | 0;
      children.push({ from: load, box, judged, mark });
    }
  }
  return children.sort((a, b) => a.judged - b.judged).slice(0, HEIRS);
}

function grown({ from, box, mark }: Child, vehicle: Size): Load {
  const front = from.front.slice();
  const volume = (box.x2 - box.x1) * (box.y2 - box.y1) * (box.z2 - box.z1);
  const wasted = advance(front, box, vehicle, true) - volume / (vehicle[0] * vehicle[1] * vehicle[2]);
  return { standing: [...from.standing, box], front, covered: from.covered + wasted, mark };
}

function hash({ x1, y1, z1, x2 }: Standing, salt: number): number {
  let h = salt;
  for (const n of [x1, y1, z1, x2]) h = Math.imul(h ^ Math.round(n * 1000), 0x9e3779b1) ^ (h >>> 15);
  return h;
}
