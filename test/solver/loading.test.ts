import { describe, expect, test } from 'vitest';
import { checkLoading } from '../../solver/loading/check.ts';
import type { LoadingProblem, Size } from '../../solver/loading/problem.ts';
import { solveLoading } from '../../solver/loading/solve.ts';
import { makeRng } from '../../solver/shared/rng.ts';

const item = (id: string, size: Size, fragile = false) => ({ id, size, fragile });

function van(seed: number, stops: number): LoadingProblem {
  const rng = makeRng(seed);
  return {
    vehicle: { size: [60, 25, 30] },
    stops: Array.from({ length: stops }, (_, s) => ({
      id: s,
      items: Array.from({ length: 1 + rng.int(3) }, (_, k) =>
        item(`${s}.${k}`, [12 + rng.int(20), 5 + rng.int(10), 6 + rng.int(12)], rng.int(4) === 0),
      ),
    })),
  };
}

describe('loading', () => {
  test('finds a load that can leave by the door stop after stop, and says so only when it is one', () => {
    let feasible = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const problem = van(seed, 4);
      const answer = solveLoading(problem, { seed });
      expect(checkLoading(problem, answer)).toEqual([]);
      feasible += answer.feasible ? 1 : 0;
    }
    expect(feasible).toBeGreaterThanOrEqual(17);
  });

  test('fills the floor completely with pallets in their order', () => {
    const pallets = Array.from({ length: 6 }, (_, s) => ({
      id: s,
      items: [item(`${s}a`, [10, 5, 8]), item(`${s}b`, [10, 5, 8])],
    }));
    const problem = { vehicle: { size: [60, 10, 10] as Size }, stops: pallets };
    const answer = solveLoading(problem);
    expect(answer.feasible).toBe(true);
    expect(checkLoading(problem, answer)).toEqual([]);
  });

  test('loads nothing onto fragile goods but fragile goods', () => {
    const stops = [{ id: 's', items: [item('glass', [10, 10, 5], true), item('iron', [10, 10, 5])] }];
    const answer = solveLoading({ vehicle: { size: [10, 10, 10] }, stops });
    expect(answer.feasible).toBe(true);
    expect(answer.items.map(({ id, at }) => [id, at[2]])).toEqual([
      ['iron', 0],
      ['glass', 5],
    ]);
  });

  test('does not claim what cannot be', () => {
    const stops = [
      { id: 1, items: [item('a', [6, 10, 10])] },
      { id: 2, items: [item('b', [6, 10, 10])] },
    ];
    const answer = solveLoading({ vehicle: { size: [10, 10, 10] }, stops });
    expect(answer.feasible).toBe(false);
    expect(answer.items.map(({ id }) => id)).toEqual(['b']);
  });

  test('gives the same load for the same seed', () => {
    expect(solveLoading(van(3, 7), { seed: 2 })).toEqual(solveLoading(van(3, 7), { seed: 2 }));
  });

  test('the check finds goods in the way of an earlier stop and goods without support', () => {
    const stops = [
      { id: 1, items: [item('first', [5, 5, 5])] },
      { id: 2, items: [item('last', [5, 5, 5])] },
    ];
    const problem: LoadingProblem = { vehicle: { size: [20, 20, 20] }, stops };
    const at = (first: Size, last: Size) => ({
      feasible: true,
      items: [
        { stop: 2, id: 'last', at: last, size: [5, 5, 5] as Size },
        { stop: 1, id: 'first', at: first, size: [5, 5, 5] as Size },
      ],
    });
    expect(checkLoading(problem, at([0, 0, 0], [5, 0, 0]))).toEqual([expect.stringMatching(/bars the way/)]);
    expect(checkLoading(problem, at([0, 0, 0], [0, 0, 5]))).toEqual([expect.stringMatching(/which leaves first/)]);
    expect(checkLoading(problem, at([5, 0, 3], [0, 0, 0]))).toEqual([expect.stringMatching(/not supported/)]);
    expect(checkLoading(problem, at([5, 0, 0], [0, 0, 0]))).toEqual([]);
  });
});
