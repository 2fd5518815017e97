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
