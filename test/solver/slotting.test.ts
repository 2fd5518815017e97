import { describe, expect, test } from 'vitest';
import { solvePickPath } from '../../solver/pickpath/solve.ts';
import { makeRng } from '../../solver/shared/rng.ts';
import { stopAfterSteps } from '../../solver/shared/stop.ts';
import { baysOf } from '../../solver/slotting/bays.ts';
import { checkSlotting } from '../../solver/slotting/check.ts';
import { byTurnover } from '../../solver/slotting/construct.ts';
import { demandOf } from '../../solver/slotting/demand.ts';
import { readSlotting, type SlottingProblem } from '../../solver/slotting/problem.ts';
import { solveSlotting } from '../../solver/slotting/solve.ts';

/** Orders are drawn from ten families of SKUs; every family sells alike. */
function families(seed: number, orders: number): SlottingProblem {
  const rng = makeRng(seed);
  const skus = rng.shuffle(Array.from({ length: 100 }, (_, s) => `f${s % 10}-${s}`));
  const slots = Array.from({ length: 120 }, (_, s) => ({ id: s, aisle: Math.floor(s / 20), y: 1 + (s % 20) }));
  return {
    layout: { aisleX: [0, 3, 6, 9, 12, 15], crossY: [0, 21] },
    depot: { aisle: 2, y: 0 },
    slots,
    skus,
    orders: Array.from({ length: orders }, (_, o) => {
      const family = `f${rng.int(10)}-`;
      const own = rng.shuffle(skus.filter((sku) => sku.startsWith(family))).slice(0, 2 + rng.int(4));
      return { at: `2025-01-01T${String(o).padStart(6, '0')}`, skus: own };
    }),
  };
}

function walked(
  problem: SlottingProblem,
  assignment: readonly (readonly [unknown, unknown])[],
  orders: SlottingProblem['orders'],
): number {
  const slot = new Map(problem.slots.map((s) => [s.id, s]));
  const slotOf = new Map(assignment.map(([sku, id]) => [sku, slot.get(id as number)!]));
  const { layout, depot } = problem;
  return orders.reduce(
    (sum, order) =>
      sum + solvePickPath({ layout, depot, picks: order.skus.map((id) => ({ id, at: [slotOf.get(id)!] })) }).length,
    0,
  );
}

describe('slotting', () => {
  test('shortens the walks of orders that it has not seen, against turnover alone', () => {
    const problem = families(1, 400);
    const future = families(1, 800).orders.slice(400);
    const answer = solveSlotting(problem, { stop: stopAfterSteps(800) });
    expect(checkSlotting(problem, answer)).toEqual([]);
    const turnover = byTurnover(demandOf(problem), baysOf(problem));
    const coi = problem.skus.map((sku, i) => [sku, problem.slots[turnover[i]!]!.id] as const);
    expect(walked(problem, answer.assignment, future)).toBeLessThan(0.85 * walked(problem, coi, future));
  });

  test('gives every SKU a slot even without any order', () => {
    const problem = { ...families(2, 0), orders: [] };
    expect(checkSlotting(problem, solveSlotting(problem))).toEqual([]);
  });

  test('keeps what sells out of the far end, several cross aisles or one', () => {
    for (const crossY of [
      [0, 21],
      [0, 10.5, 21],
    ]) {
      const base = families(3, 0);
      const problem = {
        ...base,
        layout: { ...base.layout, crossY },
        orders: Array.from({ length: 50 }, (_, o) => ({ at: String(100 + o), skus: [base.skus[o % 5]!] })),
      };
      const { assignment } = solveSlotting(problem, { stop: stopAfterSteps(400) });
      const slotOf = new Map(assignment);
      for (const sku of base.skus.slice(0, 5)) expect(problem.slots[Number(slotOf.get(sku))]!.y).toBeLessThanOrEqual(5);
    }
  });

  test('gives the same slots for the same seed', () => {
    const once = () => solveSlotting(families(4, 100), { seed: 3, stop: stopAfterSteps(200) });
    expect(once()).toEqual(once());
  });

  test('refuses fewer slots than SKUs', () => {
    const problem = families(1, 1);
    expect(() => readSlotting({ ...problem, slots: problem.slots.slice(0, 9) }, '')).toThrow(/slots: got "9 slots"/);
  });
});
