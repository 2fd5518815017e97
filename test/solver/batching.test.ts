import { describe, expect, test } from 'vitest';
import { checkBatching } from '../../solver/batching/check.ts';
import { firstComeBatches, savingsBatches } from '../../solver/batching/construct.ts';
import { tourLengths } from '../../solver/batching/cost.ts';
import { type BatchingProblem, readBatching } from '../../solver/batching/problem.ts';
import { solveBatching } from '../../solver/batching/solve.ts';
import { solvePickPath } from '../../solver/pickpath/solve.ts';
import { makeRng } from '../../solver/shared/rng.ts';

function dayOf(seed: number, orders: number, crossY = [0, 12]): BatchingProblem {
  const rng = makeRng(seed);
  const place = () => ({ aisle: rng.int(6), y: 1 + rng.int(11) });
  return {
    layout: { aisleX: [0, 3, 6, 9, 12, 15], crossY },
    depot: { aisle: 2, y: 0 },
    capacity: 10,
    orders: Array.from({ length: orders }, (_, id) => {
      const picks = Array.from({ length: 1 + rng.int(4) }, (_, p) => ({ id: `${id}.${p}`, at: [place()] }));
      return { id, weight: picks.length, picks };
    }),
  };
}

const alone = ({ layout, depot, orders }: BatchingProblem, members: number[]): number =>
  solvePickPath({ layout, depot, picks: members.flatMap((o) => orders[o]!.picks) }).length;

/** The least total length over all ways to split the orders, by subsets. */
function optimum(problem: BatchingProblem): number {
  const n = problem.orders.length;
  const members = (set: number) => problem.orders.flatMap((_, o) => ((set >> o) & 1 ? [o] : []));
  const length = Array.from({ length: 1 << n }, (_, set) => {
    const weight = members(set).reduce((sum, o) => sum + problem.orders[o]!.weight, 0);
    return weight > problem.capacity ? Infinity : alone(problem, members(set));
  });
  const best = length.slice();
  for (let set = 1; set < 1 << n; set++)
    for (let part = (set - 1) & set; part > 0; part = (part - 1) & set)
      best[set] = Math.min(best[set]!, length[part]! + best[set ^ part]!);
  return best.at(-1)!;
}

const sum = (problem: BatchingProblem, batches: number[][]): number =>
  batches.reduce((total, members) => total + alone(problem, members), 0);

describe('order batching', () => {
  test.each([
    ['one block', [0, 12]],
    ['two blocks', [0, 6, 12]],
  ])('walks as little as the best of all splits, in %s', (_, crossY) => {
    for (let seed = 1; seed <= 4; seed++) {
      const problem = dayOf(seed, 8, crossY);
      const answer = solveBatching(problem, { seed });
      expect(checkBatching(problem, answer)).toEqual([]);
      expect(answer.length).toBeCloseTo(optimum(problem), 9);
    }
  });

  test('measures a tour as the picker routing does, whatever the layout and the depot', () => {
    for (const [crossY, depot] of [
      [[0, 12], { aisle: 0, y: 0 }],
      [[0, 12], { aisle: 5, y: 12 }],
      [[0, 12], { aisle: 3, y: 5 }],
      [[-1, 6, 13], { aisle: 1, y: -1 }],
    ] as const) {
      const problem = { ...dayOf(9, 12), layout: { aisleX: [0, 3, 6, 9, 12, 15], crossY: [...crossY] }, depot };
      const lengths = tourLengths(problem);
      const rng = makeRng(4);
      for (let i = 0; i < 40; i++) {
        const members = rng.shuffle([...problem.orders.keys()]).slice(0, 1 + rng.int(5));
        const key = (keys: Int32Array) => members.reduce((a, o) => a ^ keys[o]!, 0);
        expect(lengths.of(members, [], [], key(lengths.keyA), key(lengths.keyB))).toBeCloseTo(
          alone(problem, members),
          9,
        );
      }
    }
  });

  test('is never worse than first come, first served, or than savings', () => {
    for (let seed = 20; seed < 24; seed++) {
      const problem = dayOf(seed, 40);
      const { length } = solveBatching(problem, { seed });
      expect(length).toBeLessThanOrEqual(sum(problem, firstComeBatches(problem)));
      expect(length).toBeLessThanOrEqual(sum(problem, savingsBatches(problem, tourLengths(problem))) + 1e-9);
    }
  });

  test('gives the same batches for the same seed', () => {
    expect(solveBatching(dayOf(3, 30), { seed: 8 })).toEqual(solveBatching(dayOf(3, 30), { seed: 8 }));
  });

  test('has nothing to do without orders', () => {
    expect(solveBatching(dayOf(1, 0))).toEqual({ length: 0, batches: [] });
  });

  test('refuses an order that no cart takes', () => {
    const problem = dayOf(1, 3);
    problem.orders[1]!.weight = 11;
    expect(() => readBatching(problem, '')).toThrow('orders[1].weight: got 11, expected at most the capacity of 10');
  });

  test('the check finds an overloaded cart and a forgotten order', () => {
    const problem = dayOf(5, 12);
    const { batches } = solveBatching(problem);
    const length = batches.slice(1).reduce((total, batch) => total + batch.length, 0);
    expect(checkBatching(problem, { length, batches: batches.slice(1) })).toContainEqual(
      expect.stringMatching(/in no batch/),
    );
    expect(checkBatching({ ...problem, capacity: 3 }, solveBatching(problem))).toContainEqual(
      expect.stringMatching(/weighs/),
    );
  });
});
