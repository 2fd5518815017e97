import { makeJudge, waive } from './feasible.ts';
import type { Model } from './model.ts';
import { makeReach } from './reach.ts';
import { withReload } from './reloaded.ts';

/**
 * Whether some place in the route of vehicle r takes a request (a job, or a pickup and its delivery), rules waived or not, with one
 * more reload where only room is lacking. Skills are the caller's.
 */
export function makeTaking(
  model: Model,
): (request: number[], r: number, stops: Int32Array, waived?: number) => boolean {
  const feasible = makeJudge(model);
  const reach = makeReach(model);
  const trial = new Int32Array(model.n + 2);

  const drivable = (r: number, length: number, waived: number): boolean => {
    if (feasible(r, trial, length, waived)) return true;
    if (model.reloads[r]!.length === 0 || !feasible(r, trial, length, waived | waive.load)) return false;
    const trips = withReload(model, r, trial.slice(0, length));
    return trips.some((stops) => feasible(r, stops, stops.length, waived));
  };

  return (request, r, stops, waived = waive.nothing) => {
    const isTimed = (waived & waive.time) === 0;
    if (isTimed) reach.note(r, stops, stops.length);
    for (let first = Math.min(stops.length, model.locked[r]?.length ?? 0); first <= stops.length; first++) {
      if (isTimed && !reach.may(request[0]!, first)) continue;
      for (let second = first; second <= (request.length > 1 ? stops.length : first); second++) {
        let length = 0;
        for (let i = 0; i <= stops.length; i++) {
          if (i === first) trial[length++] = request[0]!;
          if (i === second && request.length > 1) trial[length++] = request[1]!;
          if (i < stops.length) trial[length++] = stops[i]!;
        }
        if (drivable(r, length, waived)) return true;
      }
    }
    return false;
  };
}
