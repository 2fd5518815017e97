import type { TourLengths } from './cost.ts';
import type { BatchingProblem } from './problem.ts';

/** Batches as lists of order numbers. */
export type Batches = number[][];

/** Orders in the order of their coming, a new batch whenever the next one does not fit. */
export function firstComeBatches({ orders, capacity }: BatchingProblem): Batches {
  const batches: Batches = [];
  let weight = Infinity;
  orders.forEach((order, o) => {
    if (weight + order.weight > capacity) {
      batches.push([]);
      weight = 0;
    }
    batches.at(-1)!.push(o);
    weight += order.weight;
  });
  return batches;
}

/** Savings with recalculation after every merger (Clarke and Wright, 1964; variant ii of De Koster et al., 1999). */
export function savingsBatches({ orders, capacity }: BatchingProblem, lengths: TourLengths): Batches {
  const batches = orders.map((order, o) => ({
    members: [o],
    weight: order.weight,
    a: lengths.keyA[o]!,
    b: lengths.keyB[o]!,
    length: lengths.of([o], [], [], lengths.keyA[o]!, lengths.keyB[o]!),
  }));
  type Open = (typeof batches)[number];
  const join = (p: Open, q: Open): number => lengths.of(p.members, [], q.members, p.a ^ q.a, p.b ^ q.b);
  for (;;) {
    let best = -1;
    let pair: [number, number] | null = null;
    for (let i = 0; i < batches.length; i++) {
      for (let j = i + 1; j < batches.length; j++) {
        const p = batches[i]!;
        const q = batches[j]!;
        if (p.weight + q.weight > capacity) continue;
        const saving = p.length + q.length - join(p, q);
        if (saving <= best) continue;
        best = saving;
        pair = [i, j];
      }
    }
    if (!pair) return batches.map((batch) => batch.members);
    const [p, q] = [batches[pair[0]]!, batches[pair[1]]!];
    p.length = join(p, q);
    p.members = [...p.members, ...q.members];
    p.weight += q.weight;
    p.a ^= q.a;
    p.b ^= q.b;
    batches.splice(pair[1], 1);
  }
}

/** Up to so many orders every split is looked at: 3^n steps. */
export const MOST_FOR_ALL_SPLITS = 12;

/** The best of all splits, set by set of orders from the small ones up. */
export function bestSplit({ orders, capacity }: BatchingProblem, lengths: TourLengths): Batches {
  const n = orders.length;
  const members = (set: number): number[] => [...orders.keys()].filter((o) => (set >> o) & 1);
  const best = new Float64Array(1 << n);
  const part = new Int32Array(1 << n);
  for (let set = 1; set < 1 << n; set++) {
    const list = members(set);
    const weight = list.reduce((sum, o) => sum + orders[o]!.weight, 0);
    const key = (keys: Int32Array): number => list.reduce((a, o) => a ^ keys[o]!, 0);
    best[set] = weight > capacity ? Infinity : lengths.of(list, [], [], key(lengths.keyA), key(lengths.keyB));
    part[set] = set;
    // the batch of the lowest order is enough to look at
    const lowest = set & -set;
    for (let sub = (set - 1) & set; sub > 0; sub = (sub - 1) & set) {
      if ((sub & lowest) === 0 || part[sub] !== sub || best[sub]! + best[set ^ sub]! >= best[set]!) continue;
      best[set] = best[sub]! + best[set ^ sub]!;
      part[set] = sub;
    }
  }
  const batches: Batches = [];
  for (let set = (1 << n) - 1; set > 0; set ^= part[set]!) batches.push(members(part[set]!));
  return batches;
}
