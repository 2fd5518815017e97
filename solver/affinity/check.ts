import type { AffinityAnswer } from './problem.ts';

/** Counts again, pair by pair in one table, and says where the answer differs. For small sets: memory grows with the pairs. */
export function checkAffinity(baskets: readonly (readonly string[])[], answer: AffinityAnswer): string[] {
  const counts = new Map<string, number>();
  const items = new Set<string>();
  for (const basket of baskets) {
    const once = [...new Set(basket)].sort();
    once.forEach((a, i) => {
      items.add(a);
      for (const b of once.slice(i + 1)) counts.set(`${a}\n${b}`, (counts.get(`${a}\n${b}`) ?? 0) + 1);
    });
  }
  const faults: string[] = [];
  const compare = (name: string, ours: number, theirs: number): void => {
    if (ours !== theirs) faults.push(`${name}: ${theirs}, should be ${ours}`);
  };
  compare('baskets', baskets.length, answer.baskets);
  compare('items', items.size, answer.items);
  compare('pairs', counts.size, answer.pairs);
  const values = [...counts.values()];
  compare(
    'pairOccurrences',
    values.reduce((a, b) => a + b, 0),
    answer.pairOccurrences,
  );
  for (const [least, found] of Object.entries(answer.pairsAtLeast))
    compare(`pairs at least ${least}`, values.filter((c) => c >= Number(least)).length, found);
  return faults;
}
