import type { Rng } from '../../shared/rng.ts';
import { makeAround } from './around.ts';
import type { Ground } from './ground.ts';
import { makeSplice } from './splice.ts';
import { makeSwapStar } from './swapStar.ts';
import type { Prices, Tours } from './tours.ts';

/** Brings the tours to a plan that no small change makes better at these prices. */
export type Descend = (prices: Prices) => void;

/**
 * First improvement over near pairs of stops (Vidal, 2022: HGS-CVRP): moves and swaps of one or two stops, 2-opt, 2-opt*, then SWAP*. A
 * pair is looked at only if one of its routes changed since the last look. What a change does to the arcs alone comes first:
 * unless that is less than what both routes are charged now, load and windows cannot make it worth while.
 */
export function makeDescend(ground: Ground, tours: Tours, rng: Rng): Descend {
  const { n, fleet } = ground;
  const splice = makeSplice(ground, tours);
  const swapStar = makeSwapStar(ground, tours, splice);
  const around = makeAround(ground, tours, splice);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const testedAt = new Int32Array(n);
  const arc = (i: number, j: number): number => ground.cost[tours.row[i]! * ground.rows + tours.row[j]!]!;

  const shuffle = (): void => {
    for (let last = n - 1; last > 0; last--) {
      const other = rng.int(last + 1);
      const held = order[last]!;
      order[last] = order[other]!;
      order[other] = held;
    }
  };

  return (prices) => {
    tours.reprice(prices);
    shuffle();
    // Routes known to be as good as they get are marked as changed at 0.
    testedAt.fill(0);
    for (;;) {
      let changed = false;
      for (let k = 0; k < n; k++) {
        const u = order[k]!;
        const tested = testedAt[u]!;
        testedAt[u] = tours.changes();
        if (around(u, tested)) changed = true;
        if (intoEmpty(u, tested)) changed = true;
      }
      if (!changed && !swapStar()) return;
    }
  };

  /** Moves a stop, it and the next, or all from it on to a vehicle that is not in use. */
  function intoEmpty(u: number, tested: number): boolean {
    const { next, prev, gap, size, routeOf, changedAt } = tours;
    const r = routeOf[u]!;
    if (changedAt[r]! <= tested) return false;
    let empty = 0;
    while (empty < fleet && size[empty]! > 0) empty++;
    if (empty === fleet) return false;
    const start = n + 2 * empty;
    const [before, x] = [prev[u]!, next[u]!];
    const out = arc(n, u);
    const alone = arc(before, x) - gap[before]! - gap[u]! + out + arc(u, n + 1);
    if (alone < tours.charge[r]! && splice.move(u, u, start, false, alone)) return true;
    if (x < n) {
      const pair = arc(before, next[x]!) - gap[before]! - gap[x]! + out + arc(x, n + 1);
      if (pair < tours.charge[r]! && splice.move(u, x, start, false, pair)) return true;
    }
    if (before >= n) return false;
    const rest = out - gap[before]! + arc(before, n + 1);
    return rest < tours.charge[r]! && splice.tails(start, u, rest);
  }
}
