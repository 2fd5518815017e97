import { isBuried, pushedTo, restingShare, type Standing } from './cost.ts';
import type { Size } from './problem.ts';

/** An item to load, with the number of its stop in order of delivery. */
export interface Cargo {
  item: number;
  stop: number;
  size: Size;
  fragile: boolean;
}

/**
 * Every sensible place for an item onto what stands already: against a wall or flush with an edge of something across the vehicle,
 * on the floor or on something, pushed in from the door as far as it goes or, when it stands on others, flush with their edges.
 */
export function placesFor(
  { item, stop, size, fragile }: Cargo,
  loaded: readonly Standing[],
  vehicle: Size,
  support: number,
): Standing[] {
  const places: Standing[] = [];
  const floors = new Set([0]);
  for (const q of loaded) floors.add(q.z2);
  for (let turn = 0; turn < (size[0] === size[1] ? 1 : 2); turn++) {
    const l = size[turn]!;
    const w = size[1 - turn]!;
    const sides = new Set([0, vehicle[1] - w]);
    for (const q of loaded)
      sides
        .add(q.y2)
        .add(q.y1 - w)
        .add(q.y1)
        .add(q.y2 - w);
    for (const z of floors) {
      if (z + size[2] > vehicle[2]) continue;
      for (const y of sides) {
        if (y < 0 || y + w > vehicle[1]) continue;
        const pushed = pushedTo(loaded, y, y + w, z, z + size[2]);
        for (const x of z === 0 ? [pushed] : edgesFrom(loaded, z, pushed, l)) {
          if (x + l > vehicle[0]) continue;
          const box: Standing = { item, stop, fragile, x1: x, y1: y, z1: z, x2: x + l, y2: y + w, z2: z + size[2] };
          if (restingShare(loaded, box) >= support - 1e-9 && !isBuried(loaded, box)) places.push(box);
        }
      }
    }
  }
  return places;
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
