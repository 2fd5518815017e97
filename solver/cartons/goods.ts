import type { CartonItem, CartonsProblem, Edges } from './problem.ts';

/** One kind of item: units that differ in nothing but their place in the list. */
export interface Kind {
  item: CartonItem;
  volume: number;
  /** Distinct sizes as placed, upright edge last. */
  turns: Edges[];
}

/** The smallest share of an item's base that has to rest on the floor or on other items. */
export const SUPPORT = 0.75;

export function kindsOf({ items }: CartonsProblem): Kind[] {
  return items.map((item) => ({ item, volume: item.size[0] * item.size[1] * item.size[2], turns: turnsOf(item) }));
}

function turnsOf({ size, vertical }: CartonItem): Edges[] {
  const turns = new Map<string, Edges>();
  for (let up = 0; up < 3; up++) {
    if (vertical[up] !== 1) continue;
    const a = size[(up + 1) % 3]!;
    const b = size[(up + 2) % 3]!;
    for (const turn of [
      [a, b, size[up]!],
      [b, a, size[up]!],
    ] as Edges[])
      turns.set(turn.join(), turn);
  }
  return [...turns.values()];
}

/** For each axis and length the largest sum of edges that fits into it: what can still be filled beside a block. */
export function reachTables(kinds: readonly Kind[], counts: readonly number[], inner: Edges): Int32Array[] {
  return [0, 1, 2].map((axis) => {
    const edges = new Set<number>();
    kinds.forEach((kind, k) => counts[k]! > 0 && kind.turns.forEach((turn) => edges.add(turn[axis]!)));
    const length = inner[axis]!;
    const reach = new Int32Array(length + 1);
    for (let r = 1; r <= length; r++) {
      let best = 0;
      for (const edge of edges) if (edge <= r && reach[r - edge]! + edge > best) best = reach[r - edge]! + edge;
      reach[r] = best;
    }
    return reach;
  });
}
