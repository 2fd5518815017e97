import { type SolveOptions, stopRule } from '../shared/options.ts';
import { makeRng } from '../shared/rng.ts';
import type { Cargo } from './construct.ts';
import { loadByBeam } from './improve.ts';
import { DEFAULT_SUPPORT, type LoadingAnswer, type LoadingProblem } from './problem.ts';

const DEFAULT_LOADS = 2_000;

/** Finds a place for every item so that each stop's goods can leave by the door without moving what leaves later. */
export function solveLoading(problem: LoadingProblem, options: SolveOptions = {}): LoadingAnswer {
  const stop = stopRule(options, DEFAULT_LOADS);
  const items = problem.stops.flatMap((s, order) => s.items.map((item) => ({ stop: s.id, order, item })));
  const cargo: Cargo[] = items.map(({ order, item }, i) => ({
    item: i,
    stop: order,
    size: item.size,
    fragile: item.fragile,
  }));
  const support = problem.support ?? DEFAULT_SUPPORT;
  const loaded = loadByBeam(cargo, problem.vehicle.size, support, makeRng(options.seed ?? 1), stop);
  return {
    feasible: loaded.length === cargo.length,
    items: loaded.map((p) => ({
      stop: items[p.item]!.stop,
      id: items[p.item]!.item.id,
      at: [p.x1, p.y1, p.z1],
      size: [p.x2 - p.x1, p.y2 - p.y1, p.z2 - p.z1],
    })),
  };
}
