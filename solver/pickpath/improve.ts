import { walk } from './cost.ts';
import type { Layout, Place } from './problem.ts';

/** 2-opt and Or-opt descent on an order of places, the depot first; for layouts with more cross aisles than the exact method takes. */
export function shortenOrder(layout: Layout, places: readonly Place[], order: number[]): number[] {
  const n = order.length;
  const at = (i: number): number => order[((i % n) + n) % n]!;
  const d = (i: number, j: number): number => walk(layout, places[i]!, places[j]!);
  for (let round = 0, better = true; better && round < 50; round++) {
    better = false;
    for (let i = 0; i + 2 < n; i++) {
      for (let j = i + 2; j < n; j++) {
        const gain = d(at(i), at(i + 1)) + d(at(j), at(j + 1)) - d(at(i), at(j)) - d(at(i + 1), at(j + 1));
        if (gain < 1e-9) continue;
        order = [...order.slice(0, i + 1), ...order.slice(i + 1, j + 1).reverse(), ...order.slice(j + 1)];
        better = true;
      }
    }
    for (let size = 1; size <= 3; size++) better = moveStrings(order, size, d) || better;
  }
  return order;
}

/** Moves strings of `size` places elsewhere, in place; true where something became shorter. */
function moveStrings(order: number[], size: number, d: (i: number, j: number) => number): boolean {
  let better = false;
  for (let from = 1; from + size <= order.length; from++) {
    const before = order[from - 1]!;
    const first = order[from]!;
    const last = order[from + size - 1]!;
    const after = order[(from + size) % order.length]!;
    const saved = d(before, first) + d(last, after) - d(before, after);
    if (saved < 1e-9) continue;
    const rest = [...order.slice(0, from), ...order.slice(from + size)];
    let best = saved - 1e-9;
    let place = -1;
    for (let i = 0; i < rest.length; i++) {
      const added =
        d(rest[i]!, first) + d(last, rest[(i + 1) % rest.length]!) - d(rest[i]!, rest[(i + 1) % rest.length]!);
      if (added >= best) continue;
      best = added;
      place = i;
    }
    if (place < 0) continue;
    const string = order.slice(from, from + size);
    order.splice(0, order.length, ...rest.slice(0, place + 1), ...string, ...rest.slice(place + 1));
    better = true;
  }
  return better;
}

/** Nearest neighbour from the depot, place 0. */
export function nearestOrder(layout: Layout, places: readonly Place[]): number[] {
  const left = new Set(places.keys());
  const order = [0];
  left.delete(0);
  while (left.size > 0) {
    let best = -1;
    let shortest = Infinity;
    for (const i of left) {
      const length = walk(layout, places[order.at(-1)!]!, places[i]!);
      if (length >= shortest) continue;
      shortest = length;
      best = i;
    }
    order.push(best);
    left.delete(best);
  }
  return order;
}
