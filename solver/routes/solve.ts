import { makeRng } from '../shared/rng.ts';
import { stopRule, type SolveOptions } from '../shared/options.ts';
import { answer } from './answer.ts';
import { makeChain } from './chain.ts';
import { construct } from './construct.ts';
import { improve } from './improve.ts';
import { modelOf, never, timed, type Model } from './model.ts';
import { placeByLoad } from './moves/placeByLoad.ts';
import { placeByRules } from './moves/placeByRules.ts';
import { placeByTime } from './moves/placeByTime.ts';
import type { MakePlacer } from './moves/placer.ts';
import type { VroomProblem, VroomSolution } from './problem.ts';
import { readRoutes } from './validate.ts';

export interface RouteOptions extends SolveOptions {
  /** Called with every better plan; `cost` includes what unserved stops are counted at. */
  onIncumbent?: ((incumbent: { cost: number; at_s: number }) => void) | undefined;
}

/** Chance that a place is overlooked when a stop goes back into the plan. */
const blink = 0.01;

/**
 * Plans routes: who serves what, in which order, at least cost. As many stops as possible come first (by priority, then by
 * number), cost second. One thread. Throws Misfit.
 */
export function solveRoutes(input: VroomProblem, options: RouteOptions = {}): VroomSolution {
  const { jobs = [], shipments = [] } = input;
  // Without seconds a step is 32 iterations: about a second of work at 1,000 jobs.
  const stop = stopRule(options, 100 + 4 * jobs.length + 2 * shipments.length);
  const model = modelOf(readRoutes(input, ''));
  const rng = makeRng(options.seed ?? 1);
  const chain = makeChain(model);
  if (model.fleet === 0) return answer(model, { routes: [], cost: 0 });
  const placer = placerFor(model)(chain, rng, blink);
  construct(chain, placer);
  const report = options.onIncumbent;
  const onIncumbent = report && ((cost: number) => report({ cost: cost / model.costScale, at_s: stop.elapsed_s() }));
  const best = improve({ chain, placer, rng, missing: missingCosts(model), stop, onIncumbent });
  return answer(model, best);
}

/** Leaving a stop out costs more than any plan, and one of a higher priority more than all of a lower one. */
function missingCosts(model: Model): Float64Array {
  const { n, classes, fixed, mate } = model;
  let arc = 1;
  for (const { cost } of classes) for (const one of cost) if (one > arc) arc = one;
  const all = arc * (n + 2 * fixed.length) + fixed.reduce((sum, one) => sum + one, 0);
  return Float64Array.from({ length: n }, (_, stop) => {
    const { priority } = model.stops[stop]!;
    return mate[stop]! >= 0 && mate[stop]! < stop ? 0 : all * (1 + priority * (n + 1));
  });
}

/** The fastest way of placing stops that knows every rule that this problem states. */
function placerFor(model: Model): MakePlacer {
  const { aboard, change } = model;
  const oneWay = change.every((units, i) => units === -aboard[i]!) || aboard.every((units) => units === 0);
  const plain =
    oneWay &&
    model.classes.length === 1 &&
    model.mate.every((other) => other < 0) &&
    model.setup.every((time) => time === 0) &&
    model.pauses.every((pauses) => pauses.length === 0) &&
    model.maxTasks.every((most) => most === never) &&
    model.maxTravel.every((most) => most === Infinity) &&
    model.maxDistance.every((most) => most === Infinity);
  if (!plain || model.windows.some((windows) => windows.length > 1)) return placeByRules;
  return timed(model) ? placeByTime : placeByLoad;
}
