import { shareOf, type StopRule } from '../shared/stop.ts';
import type { Incumbent } from './anneal.ts';
import { modelOf, never, type Model } from './model.ts';
import type { VroomProblem, VroomSolution } from './problem.ts';
import type { SearchOptions } from './search.ts';
import { makeTaking } from './takes.ts';

/** What is served late: at a price for each hour. */
export interface Lateness {
  per_hour: number;
}

/**
 * Where a plan in which nothing is late leaves stops out after this part of the time, they are planned late in the rest. Where being
 * late helps few of them, or none, because shifts and rooms are short as well, less of the time, or none, is spent on that.
 */
const inTime = { usual: 0.6, few: 0.9, none: 1 };
/** When that is looked at, and what few of them are. */
const lookedAt = 0.25;
const few = 0.1;
/** Stops tried late: enough to tell few from many. */
const mostTried = 40;

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
  let best = begin ?? [];
  let part: number | undefined;
  const whole = stop.total_s;
  const inTimeOnly: StopRule = {
    done: () => stop.done() || stop.elapsed_s() >= inTimeOnly.total_s,
    elapsed_s: () => stop.elapsed_s(),
    // a search that knows its end cools down until then: one that is cut short leaves more stops out
    get total_s() {
      if (servesAll) return whole;
      if (best.length > 0 && stop.elapsed_s() >= lookedAt * whole) part ??= partInTime(model, best);
      return (part ?? inTime.usual) * whole;
    },
  };
  const first = searchOn(model, {
    stop: inTimeOnly,
    begin,
    onIncumbent: (plan, all) => {
      servesAll = all;
      best = plan.routes;
      onIncumbent?.(plan, all);
    },
  });
  const left = leftBy(model, first.routes);
  if (left.length === 0 && stop.done()) return { model, plan: first };
  const rest = shareOf(stop, stop.total_s - stop.elapsed_s());
  const more = { stop: rest, begin: first.routes, onIncumbent };
  if (left.length === 0) return { model, plan: searchOn(model, more) };
  if (partInTime(model, first.routes) === inTime.none) return { model, plan: first };
  const late = modelOf(relaxed(model.problem, new Set(left.map((stop) => model.stops[stop]!.task.id)), lateness));
  const plan = searchOn(late, more);
  return servedBy(late, plan.routes) > servedBy(model, first.routes) ? { model: late, plan } : { model, plan: first };
}

/** The part of the time for a plan in time, by how many of the jobs that this one leaves could be served late in it. */
function partInTime(model: Model, routes: Int32Array[]): number {
  const taken = makeTaking(model);
  const left = leftBy(model, routes);
  const tried = left.slice(0, mostTried);
  const helped = tried.filter((stop) => {
    const due = model.windows[stop]!;
    model.windows[stop] = [...due.slice(0, -1), [due.at(-1)![0], never]];
    const fits = routes.some(
      (stops, r) => model.able[model.typeOf[r]! * model.n + stop] === 1 && taken([stop], r, stops),
    );
    model.windows[stop] = due;
    return fits;
  });
  if (helped.length === 0) return inTime.none;
  return helped.length < few * tried.length ? inTime.few : inTime.usual;
}

const leftBy = (model: Model, routes: Int32Array[]): number[] => {
  const served = new Set(routes.flatMap((stops) => [...stops]));
  return [...model.stops.keys()].filter((stop) => model.stops[stop]!.kind === 'job' && !served.has(stop));
};

/** How many of the stops that somebody asked for. */
export const servedBy = ({ asked }: Model, routes: Int32Array[]): number =>
  routes.reduce((sum, stops) => sum + stops.filter((stop) => stop < asked).length, 0);

interface InParts {
  stop: StopRule;
  inParts: (problem: VroomProblem, stop: StopRule, begin?: VroomSolution) => VroomSolution;
}

/** The same for a problem that is solved in parts. */
export function lateInParts(problem: VroomProblem, lateness: Lateness, { stop, inParts }: InParts): VroomSolution {
  const first = inParts(problem, shareOf(stop, inTime.usual * stop.total_s));
  const left = new Set(first.unassigned.flatMap(({ type, id }) => (type === 'job' ? [id] : [])));
  const rest = shareOf(stop, stop.total_s - stop.elapsed_s());
  if (left.size === 0) return inParts(problem, rest, first);
  const late = inParts(relaxed(problem, left, lateness), rest, first);
  return late.unassigned.length < first.unassigned.length ? late : first;
}
