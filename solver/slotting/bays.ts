import { walk } from '../pickpath/cost.ts';
import type { SlottingProblem } from './problem.ts';

/**
 * The slots seen as bays: one aisle between two cross aisles, entered from the end nearer to the depot. Numbers per slot or bay.
 */
export interface Bays {
  count: number;
  bayOf: Int32Array;
  /** Per slot: way into the bay. */
  depth: Float64Array;
  /** Per bay: its whole length, its x from the depot, how far its entrance lies from the depot along the aisles. */
  length: Float64Array;
  x: Float64Array;
  away: Float64Array;
  /** Slots of each bay, the nearest to its entrance first; bays from the nearest on in `order`. */
  slots: number[][];
  order: number[];
  /** Per slot: walk from the depot. */
  walk: Float64Array;
}

export function baysOf({ layout, depot, slots }: SlottingProblem): Bays {
  const { aisleX, crossY } = layout;
  const blocks = Math.max(1, crossY.length - 1);
  const count = aisleX.length * blocks;
  const bays: Bays = {
    count,
    bayOf: new Int32Array(slots.length),
    depth: new Float64Array(slots.length),
    length: new Float64Array(count),
    x: new Float64Array(count),
    away: new Float64Array(count),
    slots: Array.from({ length: count }, () => []),
    order: [],
    walk: Float64Array.from(slots, (slot) => walk(layout, depot, slot)),
  };
  const fromTop = (block: number): boolean =>
    crossY.length > 1 && Math.abs(crossY[block + 1]! - depot.y) < Math.abs(crossY[block]! - depot.y);
  for (let bay = 0; bay < count; bay++) {
    const block = bay % blocks;
    const door = crossY[fromTop(block) ? block + 1 : block]!;
    bays.length[bay] = crossY.length > 1 ? crossY[block + 1]! - crossY[block]! : Infinity;
    bays.x[bay] = aisleX[Math.floor(bay / blocks)]! - aisleX[depot.aisle]!;
    bays.away[bay] = Math.abs(door - depot.y);
  }
  slots.forEach(({ aisle, y }, s) => {
    let block = 0;
    while (block + 1 < blocks && y > crossY[block + 1]!) block++;
    const bay = aisle * blocks + block;
    bays.bayOf[s] = bay;
    bays.depth[s] = Math.abs(y - crossY[fromTop(block) ? block + 1 : block]!);
    bays.slots[bay]!.push(s);
  });
  for (const list of bays.slots) list.sort((a, b) => bays.depth[a]! - bays.depth[b]! || a - b);
  const near = (bay: number): number => Math.abs(bays.x[bay]!) + bays.away[bay]!;
  bays.order = [...bays.slots.keys()]
    .filter((b) => bays.slots[b]!.length > 0)
    .sort((a, b) => near(a) - near(b) || a - b);
  return bays;
}
