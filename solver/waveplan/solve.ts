import { bucketByDueTime } from './construct.ts';
import { picking_min } from './cost.ts';
import type { Wave, WavePlanAnswer, WavePlanProblem } from './problem.ts';

/**
 * Cuts the waiting orders into waves and says when to release each: as soon as the pickers are free and its orders ready, so that
 * nobody stands idle while work waits.
 */
export function solveWavePlan(problem: WavePlanProblem): WavePlanAnswer {
  const waves: Wave[] = [];
  const late: WavePlanAnswer['late'] = [];
  let free_min = problem.start_min;
  for (const { orders, units } of bucketByDueTime(problem)) {
    const release_min = orders.reduce((at, order) => Math.max(at, order.ready_min ?? at), free_min);
    const picked_min = release_min + picking_min(problem, units);
    const due_min = Math.min(...orders.map((order) => order.due_min));
    waves.push({ release_min, picked_min, due_min, units, orders: orders.map((order) => order.id) });
    for (const { id, due_min: due } of orders) {
      const by_min = picked_min + problem.after_pick_min - due;
      if (by_min > 1e-9) late.push({ id, by_min });
    }
    free_min = picked_min;
  }
  late.sort((a, b) => b.by_min - a.by_min);
  return { waves, late, max_late_min: late[0]?.by_min ?? 0 };
}
