import type { Chain } from '../chain.ts';
import { waive, type makeJudge } from '../feasible.ts';

export interface Trips {
  /**
   * Tries a route that cannot be driven with one more reload, where only room is lacking. `delta` is what its arcs add without,
   * `below` what they may add at most.
   */
  tryReload(route: number, stops: Int32Array, length: number, { delta, below }: { delta: number; below: number }): void;
  /** Takes reloads out of a route that needs them no more, and gives it one where it is overloaded without. */
  mend(route: number): void;
}

/** Reloads of vehicles: none of them is asked for, a route has as many as it needs (several trips of one vehicle). */
export function makeTrips(
  chain: Chain,
  rules: {
    feasible: ReturnType<typeof makeJudge>;
    consider: (route: number, stops: Int32Array, length: number, arcs: number) => void;
    heldIn: (route: number) => number;
  },
): Trips {
  const { model } = chain;
  const { n, places, place: placeOf } = model;
  const { feasible, consider, heldIn } = rules;
  const trial = new Int32Array(n + 2);
  const present = new Int32Array(n + 2);

  /** A reload of the vehicle that is in no route, -1 when all are. */
  const spare = (route: number): number => model.reloads[route]!.find((stop) => chain.routeOf[stop]! < 0) ?? -1;

  /** What arcs cost more when the route comes by the reload before its stop number `at`. */
  const detour = (route: number, reload: number, stops: Int32Array, at: number, length: number): number => {
    const { cost } = model.classes[model.classOf[route]!]!;
    const before = placeOf[at === 0 ? n + 2 * route : stops[at - 1]!]!;
    const after = placeOf[at === length ? n + 2 * route + 1 : stops[at]!]!;
    const direct = cost[before * places + after]!;
    return cost[before * places + reload]! + cost[reload * places + after]! - direct;
  };

  const withReload = (stops: Int32Array, length: number, reload: number, at: number): void => {
    for (let i = 0; i < at; i++) trial[i] = stops[i]!;
    trial[at] = reload;
    for (let i = at; i < length; i++) trial[i + 1] = stops[i]!;
  };

  const stopsIn = (route: number): number => {
    let length = 0;
    for (let node = chain.next[n + 2 * route]!; node < n; node = chain.next[node]!) present[length++] = node;
    return length;
  };

  /** Unlinks the reloads without which the route can be driven as well. */
  const dropIdle = (route: number): void => {
    for (const reload of model.reloads[route]!) {
      if (chain.routeOf[reload]! < 0 || model.held[reload] === 1) continue;
      const length = stopsIn(route);
      let kept = 0;
      for (let i = 0; i < length; i++) if (present[i] !== reload) trial[kept++] = present[i]!;
      if (kept === 0 || feasible(route, trial, kept)) chain.unlink(reload);
    }
  };

  const addNeeded = (route: number): void => {
    const length = stopsIn(route);
    const reload = spare(route);
    if (reload < 0 || feasible(route, present, length)) return;
    let [best, bestAt] = [Infinity, -1];
    for (let at = heldIn(route); at <= length; at++) {
      const cost = detour(route, reload, present, at, length);
      if (cost >= best) continue;
      withReload(present, length, reload, at);
      if (feasible(route, trial, length + 1)) [best, bestAt] = [cost, at];
    }
    if (bestAt >= 0) chain.link(reload, bestAt === 0 ? n + 2 * route : present[bestAt - 1]!, route);
  };

  return {
    tryReload(route, stops, length, { delta, below }) {
      if (model.reloads[route]!.length === 0) return;
      const reload = spare(route);
      if (reload < 0 || !feasible(route, stops, length, waive.load)) return;
      for (let at = heldIn(route); at <= length; at++) {
        const arcs = delta + detour(route, reload, stops, at, length);
        if (arcs >= below) continue;
        withReload(stops, length, reload, at);
        if (feasible(route, trial, length + 1)) consider(route, trial, length + 1, arcs);
      }
    },
    mend(route) {
      if (model.reloads[route]!.length === 0) return;
      dropIdle(route);
      addNeeded(route);
    },
  };
}
