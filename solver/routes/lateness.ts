import { shareOf, type StopRule } from '../shared/stop.ts';
import type { Incumbent } from './anneal.ts';
import { modelOf, type Model } from './model.ts';
import type { VroomProblem, VroomSolution } from './problem.ts';

/** What is served late: at a price for each hour, before all of a lower priority. */
export interface Lateness {
  per_hour: number;
  priority: number;
}

/** Part of the time that goes into a plan in which nothing is late; what that leaves is planned late in the rest. */
const inTime = 0.6;

/** The same problem, where some jobs may be late. */
function relaxed({ jobs = [], ...problem }: VroomProblem, late: ReadonlySet<number>, lateness: Lateness): VroomProblem {
  const { per_hour, priority } = lateness;
  return { ...problem, jobs: jobs.map((job) => (late.has(job.id) ? { ...job, priority, late: { per_hour } } : job)) };
}

interface Search {
  stop: StopRule;
  begin: Int32Array[] | undefined;
  searchOn: (model: Model, stop: StopRule, begin: Int32Array[] | undefined) => Incumbent;
}

/**
 * As many stops as possible in time, then what that left as well, late where it has to be, going on from the same plan. Both take
 * the time of one, and the answer is written once.
 */
export function lateWhereLeft(
  model: Model,
  lateness: Lateness,
  { stop, begin, searchOn }: Search,
): { model: Model; plan: Incumbent } {
  const first = searchOn(model, shareOf(stop, inTime * stop.total_s), begin);
  const served = new Set(first.routes.flatMap((stops) => [...stops]));
  const left = model.stops.filter(({ kind }, stop) => kind === 'job' && !served.has(stop));
  const rest = shareOf(stop, stop.total_s - stop.elapsed_s());
  if (left.length === 0) return { model, plan: searchOn(model, rest, first.routes) };
  const late = modelOf(relaxed(model.problem, new Set(left.map(({ task }) => task.id)), lateness));
  const plan = searchOn(late, rest, first.routes);
  const more = servedBy(late, plan) > servedBy(model, first);
  return more ? { model: late, plan } : { model, plan: first };
}

const servedBy = ({ asked }: Model, { routes }: Incumbent): number =>
  routes.reduce((sum, stops) => sum + stops.filter((stop) => stop < asked).length, 0);

interface InParts {
  stop: StopRule;
  inParts: (problem: VroomProblem, stop: StopRule) => VroomSolution;
}

/** The same for a problem that is solved in parts: made anew with what was left. */
export function lateInParts(problem: VroomProblem, lateness: Lateness, { stop, inParts }: InParts): VroomSolution {
  const first = inParts(problem, shareOf(stop, inTime * stop.total_s));
  const left = new Set(first.unassigned.flatMap(({ type, id }) => (type === 'job' ? [id] : [])));
  if (left.size === 0) return first;
  const late = inParts(relaxed(problem, left, lateness), shareOf(stop, stop.total_s - stop.elapsed_s()));
  return late.unassigned.length < first.unassigned.length ? late : first;
}
