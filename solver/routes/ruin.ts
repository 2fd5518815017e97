import type { Rng } from '../shared/rng.ts';
import type { Chain } from './chain.ts';
import type { Nearest } from './neighbours.ts';

/** Mean number of stops taken out at once, and the longest string taken from one route. */
const meanRemoved = 10;
const longestString = 10;
/** Chance that a string leaves some stops of its middle in the route, and that it leaves no more than those so far. */
const splitChance = 0.5;
const splitEnds = 0.01;

/**
 * Takes strings of consecutive stops out of neighbouring routes around a given stop (Christiaens and Vanden Berghe, 2020:
 * slack induction by string removals). Returns how many stops are out, written to `removed`; a shipment counts by its pickup.
 */
export function makeRuin(chain: Chain, near: Nearest, rng: Rng, removed: Int32Array): (seed: number) => number {
  const { model, next, prev, routeOf, size } = chain;
  const { n, mate, held, group, groups } = model;
  const string = new Int32Array(2 * longestString + 2);
  const ruinedIn = new Int32Array(model.fleet);
  let round = 0;
  let out = 0;

  /** Takes a stop out, with all that have to be on its vehicle. */
  const take = (stop: number): void => {
    takeOne(stop);
    if (group[stop]! < 0) return;
    for (const other of groups[group[stop]!]!) if (routeOf[other]! >= 0) takeOne(other);
  };

  const takeOne = (stop: number): void => {
    const other = mate[stop]!;
    if (held[stop] === 1 || (other >= 0 && held[other] === 1)) return;
    chain.unlink(stop);
    if (other >= 0) chain.unlink(other);
    removed[out++] = other >= 0 && other < stop ? other : stop;
  };

  /** Removes `length` stops around `stop`, or a longer string less some stops that stay. */
  const takeString = (stop: number, length: number): void => {
    const available = size[routeOf[stop]!]!;
    let kept = 0;
    if (length > 1 && length < available && rng.float() < splitChance) {
      kept = 1;
      while (length + kept < available && kept < longestString && rng.float() > splitEnds) kept++;
    }
    const span = length + kept;
    let first = stop;
    let before = 0;
    for (const most = rng.int(span); before < most && prev[first]! < n; before++) first = prev[first]!;
    let found = 0;
    for (let node = first; found < span && node < n; node = next[node]!) string[found++] = node;
    for (let node = prev[first]!; found < span && node < n; node = prev[node]!) string[found++] = node;
    // The kept stops start anywhere in the span; when they reach its end, they go on at its front.
    const keptFrom = rng.int(found);
    for (let i = 0; i < found; i++) {
      const fromKept = i - keptFrom + (i < keptFrom ? found : 0);
      if (fromKept >= kept && routeOf[string[i]!]! >= 0) take(string[i]!);
    }
  };

  return (seed) => {
    round++;
    out = 0;
    let inUse = 0;
    for (const used of chain.used) inUse += used;
    if (inUse === 0) return 0;
    const most = Math.min(longestString, Math.max(1, n / inUse));
    const strings = 1 + Math.floor(rng.float() * ((4 * meanRemoved) / (1 + most) - 1));
    let ruined = 0;
    const until = near.until[seed]!;
    for (let i = near.from[seed]! - 3; i < until && ruined < strings; i += 3) {
      const stop = i < near.from[seed]! ? seed : near.list[i]!;
      const route = routeOf[stop]!;
      if (route < 0 || ruinedIn[route] === round) continue;
      ruinedIn[route] = round;
      ruined++;
      takeString(stop, 1 + Math.floor(rng.float() * Math.min(size[route]!, most)));
    }
    return out;
  };
}
