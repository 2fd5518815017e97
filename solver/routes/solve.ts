import { stopRule, type SolveOptions } from '../shared/options.ts';
import { shareOf, type StopRule } from '../shared/stop.ts';
import { Misfit } from '../shared/shape.ts';
import { answer } from './answer.ts';
import { searchTogether } from './crew.ts';
import { divisible, solveInParts } from './decompose.ts';
import { makeJudge } from './feasible.ts';
import { firstPlan } from './firstPlan.ts';
import type { Incumbent, OnIncumbent } from './anneal.ts';
import { lateInParts, lateWhereLeft, servedBy, type Lateness } from './lateness.ts';
import { leaveTime } from './leaveTime.ts';
import { modelOf, type Model } from './model.ts';
import type { VroomProblem, VroomSolution } from './problem.ts';
import type { SearchOptions } from './search.ts';
import { givenPlan } from './planned.ts';
import { readRoutes } from './validate.ts';
import { drawn } from './geometry.ts';
import { inWalkingOrder } from './walk.ts';

export interface RouteOptions extends SolveOptions {
  /** Called with every better plan of the first thread; `cost` includes what unserved stops are counted at. */
  onIncumbent?: ((incumbent: { cost: number; at_s: number }) => void) | undefined;
  /** What cannot be served in time is served late at this price. */
  lateIfLeft?: Lateness | undefined;
}

/**
 * Plans routes: who serves what, in which order, at least cost. As many stops as possible come first (by priority, then by
 * number), cost second. With one thread the same seed and number of steps give the same plan. Throws Misfit.
 */
export function solveRoutes(input: VroomProblem, options: RouteOptions = {}): VroomSolution {
  const solution = planned(input, options);
  return input.options?.g === true ? drawn(solution) : solution;
}

function planned(input: VroomProblem, options: RouteOptions): VroomSolution {
  const { jobs = [], shipments = [] } = input;
  // Without seconds a step is 32 iterations: about a second of work at 1,000 jobs.
  const stop = stopRule(options, 100 + 4 * jobs.length + 2 * shipments.length);
  const problem = readRoutes(input, '');
  const seed = options.seed ?? 1;
  const { lateIfLeft: lateness } = options;
  if (divisible(problem)) {
    const inParts = (parts: VroomProblem, stop: StopRule, begin?: VroomSolution): VroomSolution =>
      solveInParts(parts, { seed, stop, begin });
    return lateness ? lateInParts(problem, lateness, { stop, inParts }) : inParts(problem, stop);
  }
  const model = modelOf(inWalkingOrder(problem));
  refuseBrokenLocks(model);
  if (model.fleet === 0) return answer(model, { routes: [] });
  const begin = givenPlan(model) ?? firstPlan(model, { seed, stop });
  const left_s = stop.total_s - stop.elapsed_s();
  // told in steps, the work is what was asked for
  const search_s =
    options.seconds === undefined ? left_s : Math.min(left_s, enoughFor(jobs.length + 2 * shipments.length));
  const rest = leaveTime(
    begin === undefined && search_s === left_s ? stop : shareOf(stop, search_s),
    begin !== undefined && servedBy(model, begin) === model.asked,
  );
  const onIncumbent: OnIncumbent = (plan, servesAll) => {
    rest.note(plan, servesAll);
    options.onIncumbent?.({ cost: plan.cost / model.costScale, at_s: stop.elapsed_s() });
  };
  const isOver = (): boolean => stop.elapsed_s() > stop.total_s;
  const asked = { stop: rest.stop, begin, onIncumbent };
  const searchOn = (model: Model, search: Omit<SearchOptions, 'seed'>): Incumbent =>
    searchTogether(model, options.threads ?? 1, { seed, ...search });
  if (lateness === undefined) return answer(model, searchOn(model, asked), isOver);
  const { model: relaxed, plan } = lateWhereLeft(model, lateness, { ...asked, searchOn });
  return answer(relaxed, plan, isOver);
}

/**
 * Seconds after which a search of so few stops finds nothing better: whoever plans five doors does not wait for the time of five
 * hundred. 10 stops have 1.2 s, in which each of them is moved some ten thousand times; from 22 on five seconds are used up.
 */
const enoughFor = (stops: number): number => 0.2 + stops ** 2 / 100;

/** Stops that are locked are served as they stand; a search could not mend what is late or overloaded among them. */
function refuseBrokenLocks(model: Model): void {
  const feasible = makeJudge(model);
  model.locked.forEach((stops, r) => {
    const able = stops.every((stop) => model.able[model.typeOf[r]! * model.n + stop] === 1);
    if (able && feasible(r, stops, stops.length)) return;
    const { locked } = model.problem.vehicles[r]!;
    throw new Misfit(`vehicles[${r}].locked`, locked, 'stops that the vehicle can serve in this order');
  });
}
