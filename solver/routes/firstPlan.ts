import { shareOf, type StopRule } from '../shared/stop.ts';
import { makeJudge } from './feasible.ts';
import { modelOf, type Model } from './model.ts';
import type { Job, Pace, Vehicle, VroomProblem } from './problem.ts';
import { plain, search } from './search.ts';

/** With fewer stops the search that knows all rules is as good from the beginning. */
const fewest = 40;
/** Part of the time that goes into a plan without hours, reloads and lateness; the rest goes into one with them. */
const firstPart = 0.4;

/**
 * A plan to begin with where hours on the road, reloads and soft windows are all that keeps a problem from the search that judges a
 * place in constant time: made at the mean speed, in one trip and in time, and without what cannot be driven like that.
 */
export function firstPlan(model: Model, { seed, stop }: { seed: number; stop: StopRule }): Int32Array[] | undefined {
  if (model.asked < fewest || plain(model)) return undefined;
  const simple = modelOf(simplified(model.problem));
  if (!plain(simple)) return undefined;
  const { routes } = search(simple, { seed, stop: shareOf(stop, firstPart * stop.total_s) });
  const feasible = makeJudge(model);
  return routes.map((stops, r) => {
    let kept = new Int32Array(0);
    for (const stop of stops) {
      const longer = Int32Array.of(...kept, stop);
      if (feasible(r, longer, longer.length)) kept = longer;
    }
    return kept;
  });
}

function simplified({ traffic, vehicles, jobs = [], ...problem }: VroomProblem): VroomProblem {
  return {
    ...problem,
    vehicles: vehicles.map((vehicle) => {
      const speed = meanSpeed(traffic?.[vehicle.profile ?? 'car'] ?? [], vehicle);
      const simple: Vehicle = { ...vehicle, speed_factor: Math.min(5, ((vehicle.speed_factor ?? 1) * speed) / 100) };
      delete simple.reload;
      return simple;
    }),
    jobs: jobs.map((job) => {
      const simple: Job = { ...job };
      delete simple.late;
      return simple;
    }),
  };
}

const day_s = 86_400;

/** Per cent, over the shift of a vehicle. */
function meanSpeed(paces: readonly Pace[], { time_window: [open, close] = [0, day_s] }: Vehicle): number {
  const until = Math.max(open + 1, Math.min(close, open + day_s));
  const pieces = [{ from: 0, speed: 100 }, ...paces];
  const driven = pieces.reduce((sum, { from, speed }, at) => {
    const next = pieces[at + 1]?.from ?? Infinity;
    return sum + Math.max(0, Math.min(until, next) - Math.max(open, from)) * speed;
  }, 0);
  return driven / (until - open);
}
