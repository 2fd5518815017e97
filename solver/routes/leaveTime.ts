import type { StopRule } from '../shared/stop.ts';
import type { OnIncumbent } from './anneal.ts';

/** After this part of the time a plan that leaves stops out is taken for one that will: before, stops are still finding their places. */
const settled = 0.3;
/** Part of the time that telling why they were left gets then. */
const forReasons = 0.04;

/**
 * The stop rule of a search after which there is time to tell why stops were left out, where some are; one that serves all has the
 * whole time. It is told of every better plan by `note`.
 */
export function leaveTime(stop: StopRule, servesAll: boolean): { stop: StopRule; note: OnIncumbent } {
  let isWhole = servesAll;
  const total_s = (): number =>
    isWhole || stop.elapsed_s() < settled * stop.total_s ? stop.total_s : (1 - forReasons) * stop.total_s;
  return {
    stop: {
      done() {
        const most_s = total_s();
        return stop.done() || (most_s < stop.total_s && stop.elapsed_s() >= most_s);
      },
      elapsed_s: () => stop.elapsed_s(),
      get total_s() {
        return total_s();
      },
    },
    note: (_, all) => (isWhole = all),
  };
}
