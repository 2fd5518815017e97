import { isBuried, pushedTo, restingShare, type Standing } from './cost.ts';
import type { Size } from './problem.ts';

/** An item to load, with the number of its stop in order of delivery. */
export interface Cargo {
  item: number;
  stop: number;
  size: Size;
  fragile: boolean;
}

/** What makes a place good: all lower is better. */
export interface Taste {
  /** Weights of how far the item reaches to the door, how high it stands, how much of its width it leaves beside. */
  reach: number;
  height: number;
  side: number;
  /** Random part, as a share of the vehicle's length. */
  noise: number;
}

/** Loads the cargo in the order given, each item at its best place; stops at the first that finds none and returns what stands. */
export function loadInOrder(
  cargo: readonly Cargo[],
  vehicle: Size,
  support: number,
  taste: Taste,
  random: () => number,
): Standing[] {
  const loaded: Standing[] = [];
  for (const piece of cargo) {
    const place = bestPlace(piece, loaded, vehicle, support, taste, random);
    if (!place) break;
    loaded.push(place);
  }
  return loaded;
}

function bestPlace(
  { item, stop, size, fragile }: Cargo,
  loaded: readonly Standing[],
  vehicle: Size,
  support: number,
  taste: Taste,
  random: () => number,
): Standing | null {
  let best: Standing | null = null;
  let lowest = Infinity;
  const floors = new Set([0]);
  for (const q of loaded) floors.add(q.z2);
  for (let turn = 0; turn < (size[0] === size[1] ? 1 : 2); turn++) {
    const l = size[turn]!;
    const w = size[1 - turn]!;
    const sides = new Set([0, vehicle[1] - w]);
    for (const q of loaded) sides.add(q.y2).add(q.y1 - w);
    for (const z of floors) {
      if (z + size[2] > vehicle[2]) continue;
      for (const y of sides) {
        if (y < 0 || y + w > vehicle[1]) continue;
        const pushed = pushedTo(loaded, y, y + w, z, z + size[2]);
        for (const x of z === 0 ? [pushed] : edgesFrom(loaded, z, pushed, l)) {
          if (x + l > vehicle[0]) continue;
          const box: Standing = { item, stop, fragile, x1: x, y1: y, z1: z, x2: x + l, y2: y + w, z2: z + size[2] };
          const score = judge(box, loaded, vehicle, taste, random());
          if (score >= lowest || restingShare(loaded, box) < support - 1e-9 || isBuried(loaded, box)) continue;
          best = box;
          lowest = score;
        }
      }
    }
  }
  return best;
}

/** Where along the vehicle an item may stand on others: pushed in, or flush with an edge of what carries it. */
function edgesFrom(loaded: readonly Standing[], z: number, pushed: number, l: number): Set<number> {
  const xs = new Set<number>([pushed]);
  for (const q of loaded) {
    if (q.z2 !== z) continue;
    if (q.x1 > pushed) xs.add(q.x1);
    if (q.x2 - l > pushed) xs.add(q.x2 - l);
  }
  return xs;
}

function judge(box: Standing, loaded: readonly Standing[], vehicle: Size, taste: Taste, random: number): number {
  let touching = 0;
  if (box.y1 === 0 || box.y2 === vehicle[1]) touching++;
  for (const q of loaded)
    if ((q.y2 === box.y1 || q.y1 === box.y2) && q.x1 < box.x2 && q.x2 > box.x1 && q.z1 < box.z2 && q.z2 > box.z1) {
      touching++;
      break;
    }
  return (
    taste.reach * (box.x2 / vehicle[0]) +
    taste.height * (box.z1 / vehicle[2]) -
    taste.side * touching +
    taste.noise * random
  );
}
