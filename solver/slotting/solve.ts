import { type SolveOptions, stopRule } from '../shared/options.ts';
import { makeRng } from '../shared/rng.ts';
import { baysOf } from './bays.ts';
import { byAffinity } from './construct.ts';
import { demandOf } from './demand.ts';
import { swapSlots } from './improve.ts';
import type { SlottingAnswer, SlottingProblem } from './problem.ts';

const DEFAULT_LOOKS = 2_000;
/** Lengthening of all past walks together that is let through, in the layout's unit. */
const COOLING = { hot: 30, cold: 1 };

/** Gives every SKU a slot so that orders like the past ones are walked short. */
export function solveSlotting(problem: SlottingProblem, options: SolveOptions = {}): SlottingAnswer {
  const stop = stopRule(options, DEFAULT_LOOKS);
  const demand = demandOf(problem);
  const bays = baysOf(problem);
  const begin = byAffinity(demand, bays);
  const best = swapSlots(demand, bays, begin, makeRng(options.seed ?? 1), stop, COOLING);
  return { assignment: problem.skus.map((sku, i) => [sku, problem.slots[best[i]!]!.id]) };
}
