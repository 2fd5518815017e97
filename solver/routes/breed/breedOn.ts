import type { Rng } from '../../shared/rng.ts';
import type { StopRule } from '../../shared/stop.ts';
import type { Incumbent, OnIncumbent } from '../anneal.ts';
import type { Crew } from '../deals.ts';
import type { Model } from '../model.ts';
import { breed } from './breed.ts';
import { groundOf, type Ground } from './ground.ts';

export interface BreedOptions {
  rng: Rng;
  stop: StopRule;
  /** Plans that an annealing search passed, the last one the coldest. */
  waypoints: Int32Array[][];
  crew?: Crew | undefined;
  onIncumbent?: OnIncumbent | undefined;
}

/** Plans that the population begins with, and how many of them an annealing search may bring, which are all of one descent. */
const founders = 40;
/** With more stops than these it takes too long to bring a random plan into shape: fewer founders are enough. */
const mostShuffled = 500;
const fewest = 10;
/** Vehicles beyond those that the largest plan uses. */
const spare = { part: 0.1, least: 3 };

/** Breeds from a plan in which all stops are served, with vehicles that are all alike, until the stop rule says so. */
export function breedOn(model: Model, from: Incumbent, options: BreedOptions): Incumbent {
  const { rng, stop, waypoints, crew, onIncumbent } = options;
  const used = (routes: Int32Array[]): Int32Array[] => routes.filter((stops) => stops.length > 0);
  const first = [from.routes, ...waypoints.slice(-founders).reverse()].map(used);
  const largest = Math.max(...first.map((routes) => routes.length));
  const fleet = Math.min(model.fleet, Math.ceil(largest * (1 + spare.part)) + spare.least);
  const ground = groundOf(model, fleet);
  const wanted = model.n <= mostShuffled ? founders : fewest;
  while (first.length < wanted) first.push(shuffled(ground, largest, rng));
  let best = from;
  const whole = (routes: Int32Array[]): Int32Array[] =>
    Array.from({ length: model.fleet }, (_, r) => routes[r] ?? new Int32Array(0));
  breed({
    ground,
    rng,
    stop,
    first,
    onBetter: (routes, cost) => {
      if (cost >= best.cost) return;
      best = { routes: whole(routes), cost };
      onIncumbent?.(best, true);
      crew?.board.show(crew.seat, best);
    },
    visitor: (below) => {
      const other = crew?.board.cheaper(crew.seat, below);
      const routes = other ? used(other.routes) : [];
      return routes.length > 0 && routes.length <= fleet ? routes : null;
    },
  });
  return best;
}

/** All stops in random order, one vehicle after the other filled with as many as an even share. */
function shuffled({ n, fleet, weight, capacity }: Ground, vehicles: number, rng: Rng): Int32Array[] {
  const share = Math.ceil(n / vehicles);
  const routes: number[][] = [[]];
  let load = 0;
  for (const stop of rng.shuffle(Array.from({ length: n }, (_, i) => i))) {
    const full = routes.at(-1)!.length >= share || load + weight[stop]! > capacity;
    if (full && routes.length < fleet) {
      routes.push([]);
      load = 0;
    }
    routes.at(-1)!.push(stop);
    load += weight[stop]!;
  }
  return routes.map((stops) => Int32Array.from(stops));
}
