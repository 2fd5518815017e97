import { shareOf, type StopRule } from '../shared/stop.ts';
import type { Incumbent } from './anneal.ts';
import { modelOf, type Model } from './model.ts';
import type { VroomProblem, VroomSolution } from './problem.ts';
import type { SearchOptions } from './search.ts';

/** What is served late: at a price for each hour. */
export interface Lateness {
  per_hour: number;
}

/** Where a plan in which nothing is late leaves stops out after this part of the time, they are planned late in the rest. */
const inTime = 0.6;

/** The same problem, where some jobs may be late. */
function relaxed({ jobs = [], ...problem }: VroomProblem, late: ReadonlySet<number>, lateness: Lateness): VroomProblem {
  return { ...problem, jobs: jobs.map((job) => (late.has(job.id) ? { ...job, late: { ...lateness } } : job)) };
}

interface Search extends Omit<SearchOptions, 'seed' | 'crew'> {
  searchOn: (model: Model, options: Omit<SearchOptions, 'seed'>) => Incumbent;
}

/**
 * As many stops as possible in time, then what that left as well, late where it has to be, going on from the same plan. Both take
 * the time of one, and where all can be in time the first search has all of it. The answer is written once.
 */
export function lateWhereLeft(
  model: Model,
  lateness: Lateness,
  { stop, begin, onIncumbent, searchOn }: Search,
): { model: Model; plan: Incumbent } {
  let servesAll = false;
  const whole = stop.total_s;
  const inTimeOnly: StopRule = {
    done: () => stop.done() || stop.elapsed_s() >= inTimeOnly.total_s,
    elapsed_s: () => stop.elapsed_s(),
    // a search that knows its end cools down until then: one that is cut short leaves more stops out
    get total_s() {
      return servesAll ? whole : inTime * whole;
    },
  };
  const first = searchOn(model, {
    stop: inTimeOnly,
    begin,
    onIncumbent: (cost, all) => {
      servesAll = all;
      onIncumbent?.(cost, all);
    },
  });
  const served = new Set(first.routes.flatMap((stops) => [...stops]));
  const left = model.stops.filter(({ kind }, stop) => kind === 'job' && !served.has(stop));
  if (left.length === 0 && stop.done()) return { model, plan: first };
  const rest = shareOf(stop, stop.total_s - stop.elapsed_s());
  const more = { stop: rest, begin: first.routes, onIncumbent };
  if (left.length === 0) return { model, plan: searchOn(model, more) };
  const late = modelOf(relaxed(model.problem, new Set(left.map(({ task }) => task.id)), lateness));
  const plan = searchOn(late, more);
  return servedBy(late, plan) > servedBy(model, first) ? { model: late, plan } : { model, plan: first };
}

const servedBy = ({ asked }: Model, { routes }: Incumbent): number =>
  routes.reduce((sum, stops) => sum + stops.filter((stop) => stop < asked).length, 0);

interface InParts {
  stop: StopRule;
  inParts: (problem: VroomProblem, stop: StopRule, begin?: VroomSolution) => VroomSolution;
}

/** The same for a problem that is solved in parts. */
export function lateInParts(problem: VroomProblem, lateness: Lateness, { stop, inParts }: InParts): VroomSolution {
  const first = inParts(problem, shareOf(stop, inTime * stop.total_s));
  const left = new Set(first.unassigned.flatMap(({ type, id }) => (type === 'job' ? [id] : [])));
  const rest = shareOf(stop, stop.total_s - stop.elapsed_s());
  if (left.size === 0) return inParts(problem, rest, first);
  const late = inParts(relaxed(problem, left, lateness), rest, first);
  return late.unassigned.length < first.unassigned.length ? late : first;
}
