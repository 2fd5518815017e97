import { describe, expect, test } from 'vitest';
import { makeRng } from '../../solver/shared/rng.ts';
import { checkWavePlan } from '../../solver/waveplan/check.ts';
import type { WavePlanProblem } from '../../solver/waveplan/problem.ts';
import { solveWavePlan } from '../../solver/waveplan/solve.ts';

function evening(seed: number, orders: number): WavePlanProblem {
  const rng = makeRng(seed);
  return {
    start_min: 600,
    pickers: 2,
    units_per_hour: 60,
    after_pick_min: 10,
    wave_units: 20,
    orders: Array.from({ length: orders }, (_, id) => ({
      id,
      due_min: 620 + rng.int(120),
      units: 1 + rng.int(12),
      ready_min: rng.int(3) ? undefined : 600 + rng.int(60),
    })),
  };
}

/** Smallest possible largest lateness when orders are released one by one, over all sequences. */
function leastLateness({ orders, start_min, after_pick_min }: WavePlanProblem): number {
  const rest = (left: number[], clock: number): number => {
    let best = left.length > 0 ? Infinity : 0;
    for (const o of left) {
      const { ready_min = start_min, units, due_min } = orders[o]!;
      const end = Math.max(clock, ready_min) + units / 2;
      best = Math.min(
        best,
        Math.max(
          0,
          end + after_pick_min - due_min,
          rest(
            left.filter((x) => x !== o),
            end,
          ),
        ),
      );
    }
    return best;
  };
  return rest([...orders.keys()], start_min);
}

describe('wave planning', () => {
  test('keeps every rule, whatever the orders', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const problem = evening(seed, 1 + (seed % 30));
      expect(checkWavePlan(problem, solveWavePlan(problem))).toEqual([]);
    }
  });

  test('with single-order waves and everything ready the largest lateness is the least possible', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const problem = { ...evening(seed, 6), wave_units: 1 };
      for (const order of problem.orders) delete order.ready_min;
      expect(solveWavePlan(problem).max_late_min).toBeCloseTo(leastLateness(problem), 9);
    }
  });

  test('closes a wave before one order more makes its first one late', () => {
    const problem = {
      ...evening(1, 0),
      orders: [
        { id: 'a', due_min: 615, units: 10 },
        { id: 'b', due_min: 700, units: 5 },
      ],
    };
    const { waves, late } = solveWavePlan(problem);
    expect(waves.map((wave) => wave.orders)).toEqual([['a'], ['b']]);
    expect(late).toEqual([]);
  });

  test('fills a wave up to its limit and gives an order above it a wave of its own', () => {
    const orders = [7, 7, 7, 25].map((units, id) => ({ id, due_min: 2000 + id, units }));
    expect(solveWavePlan({ ...evening(1, 0), orders }).waves.map((wave) => wave.units)).toEqual([14, 7, 25]);
  });

  test('waits for orders that are not ready, and for nothing else', () => {
    const orders = [
      { id: 1, due_min: 900, units: 4, ready_min: 700 },
      { id: 2, due_min: 950, units: 4 },
    ];
    const { waves } = solveWavePlan({ ...evening(1, 0), orders });
    expect(waves.map(({ release_min, orders: ids }) => [release_min, ids])).toEqual([
      [600, [2]],
      [700, [1]],
    ]);
  });
});
