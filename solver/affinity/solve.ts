import { eachRow, frequencies } from './construct.ts';
import type { AffinityAnswer, Baskets, Neighbour } from './problem.ts';

const THRESHOLDS = [10, 100, 1000];

/** Exact pair counts over the baskets, summed up. */
export function solveAffinity(baskets: Baskets): AffinityAnswer {
  let pairs = 0;
  let pairOccurrences = 0;
  const atLeast = THRESHOLDS.map(() => 0);
  eachRow(baskets, ({ partners, together }) => {
    pairs += partners.length;
    for (let p = 0; p < partners.length; p++) {
      const count = together[partners[p]!]!;
      pairOccurrences += count;
      for (let t = 0; t < THRESHOLDS.length && count >= THRESHOLDS[t]!; t++) atLeast[t]!++;
    }
  });
  return {
    baskets: baskets.start.length - 1,
    items: baskets.names.length,
    pairs,
    pairOccurrences,
    pairsAtLeast: Object.fromEntries(THRESHOLDS.map((t, i) => [String(t), atLeast[i]!])),
  };
}

/**
 * For every item those it is bought with more often than by chance, at most `most` of them, strongest first: together in at
 * least `support` baskets, lift above 1, ordered by how far the count lies above the chance one in its own spread.
 */
export function neighbours(baskets: Baskets, most = 50, support = 2): Neighbour[][] {
  const n = baskets.start.length - 1;
  const frequency = frequencies(baskets);
  const lists: (Neighbour & { strength: number })[][] = baskets.names.map(() => []);
  eachRow(baskets, ({ item, partners, together }) => {
    for (let p = 0; p < partners.length; p++) {
      const other = partners[p]!;
      const count = together[other]!;
      if (count < support) continue;
      const chance = (frequency[item]! * frequency[other]!) / n;
      if (count <= chance) continue;
      const strength = (count - chance) / Math.sqrt(chance + 1);
      lists[item]!.push({ item: other, together: count, lift: count / chance, strength });
      lists[other]!.push({ item, together: count, lift: count / chance, strength });
    }
  });
  return lists.map((list) =>
    list
      .sort((a, b) => b.strength - a.strength || a.item - b.item)
      .slice(0, most)
      .map(({ item, together, lift }) => ({ item, together, lift })),
  );
}
