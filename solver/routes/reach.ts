import type { Model } from './model.ts';
import { arrival, departure } from './traffic.ts';
import { lastIn, opening } from './windows.ts';

/**
 * When the stops of a route are reached at the soonest and may be begun at the latest, so that most places for one more stop that are
 * too late are known without driving through it (Savelsbergh, 1992). Breaks, time on duty and what is on board are not looked at.
 */
export interface Reach {
  /** Takes a route, as it is without the stop. */
  note(r: number, stops: Int32Array, length: number): void;
  /** False where the stop, before the one at `at`, is too late itself or makes a later one too late. */
  may(stop: number, at: number): boolean;
}

export function makeReach(model: Model): Reach {
  const { n, places, place, spot, windows } = model;
  /** Leaving stop i - 1 at the soonest; being ready to serve stop i, or home, at the latest. */
  const leaves = new Float64Array(n + 1);
  const ready = new Float64Array(n + 1);
  let route = 0;
  let count = 0;
  let visited: Int32Array = new Int32Array(0);

  return {
    note(r, stops, length) {
      route = r;
      count = length;
      visited = stops;
      const { duration, traffic, service, setup } = model.classes[model.classOf[r]!]!;
      let at = place[n + 2 * r]!;
      leaves[0] = model.open[r]!;
      for (let i = 0; i < length; i++) {
        const stop = stops[i]!;
        const begin = opening(windows[stop]!, arrival(traffic, leaves[i]!, duration[at * places + stop]!));
        leaves[i + 1] = begin < 0 ? Infinity : begin + service[stop]! + (spot[at] === spot[stop] ? 0 : setup[stop]!);
        if (begin < 0) leaves.fill(Infinity, i + 1, length + 1);
        if (begin < 0) break;
        at = stop;
      }
      let to = place[n + 2 * r + 1]!;
      let by = model.close[r]!;
      ready[length] = by;
      for (let i = length - 1; i >= 0; i--) {
        const stop = stops[i]!;
        ready[i] = departure(traffic, by, duration[stop * places + to]!) - service[stop]!;
        const before = i > 0 ? stops[i - 1]! : place[n + 2 * r]!;
        by = lastIn(windows[stop]!, ready[i]! - (spot[before] === spot[stop] ? 0 : setup[stop]!));
        to = stop;
      }
    },
    may(stop, at) {
      if (leaves[at] === Infinity) return false;
      const { duration, traffic, service, setup } = model.classes[model.classOf[route]!]!;
      const before = at > 0 ? visited[at - 1]! : place[n + 2 * route]!;
      const there = arrival(traffic, leaves[at]!, duration[before * places + stop]!);
      const begin = opening(windows[stop]!, there);
      if (begin < 0) return false;
      const away = begin + service[stop]! + (spot[before] === spot[stop] ? 0 : setup[stop]!);
      const after = at < count ? visited[at]! : place[n + 2 * route + 1]!;
      const next = arrival(traffic, away, duration[stop * places + after]!);
      if (at === count) return next <= ready[at]!;
      return next <= lastIn(windows[after]!, ready[at]! - (spot[stop] === spot[after] ? 0 : setup[after]!));
    },
  };
}
