import { describe, expect, test } from 'vitest';
import { checkAffinity } from '../../solver/affinity/check.ts';
import { BasketCollector } from '../../solver/affinity/construct.ts';
import { neighbours, solveAffinity } from '../../solver/affinity/solve.ts';
import { makeRng } from '../../solver/shared/rng.ts';

function collect(baskets: string[][]) {
  const collector = new BasketCollector();
  for (const basket of baskets) collector.add(basket);
  return collector.finish();
}

describe('affinity', () => {
  test('counts every pair exactly, however the baskets look', () => {
    const rng = makeRng(1);
    for (let i = 0; i < 20; i++) {
      const names = 1 + rng.int(40);
      const baskets = Array.from({ length: rng.int(300) }, () =>
        Array.from({ length: rng.int(12) }, () => `sku${Math.min(rng.int(names), rng.int(names))}`),
      );
      expect(checkAffinity(baskets, solveAffinity(collect(baskets)))).toEqual([]);
    }
  });

  test('counts an item once a basket', () => {
    const answer = solveAffinity(
      collect([
        ['a', 'a', 'b', 'a'],
        ['b', 'a'],
      ]),
    );
    expect(answer).toMatchObject({ baskets: 2, items: 2, pairs: 1, pairOccurrences: 2 });
  });

  test('has no pairs in baskets of one', () => {
    expect(solveAffinity(collect([['a'], ['b']]))).toMatchObject({ baskets: 2, items: 2, pairs: 0 });
  });

  test('names as neighbours what is bought together more often than by chance, not what everybody buys', () => {
    const baskets = Array.from({ length: 200 }, (_, n) => ['milk', ...(n % 10 === 0 ? ['chips', 'dip'] : ['bread'])]);
    const found = collect(baskets);
    const near = neighbours(found)[found.names.indexOf('chips')]!;
    expect(near.map(({ item }) => found.names[item])).toEqual(['dip']);
    expect(near[0]).toMatchObject({ together: 20, lift: 10 });
  });
});
