import type { Rng } from '../../shared/rng.ts';
import type { StopRule } from '../../shared/stop.ts';
import { makeCross } from './cross.ts';
import { makeDescend } from './descend.ts';
import type { Ground } from './ground.ts';
import { feasible, makePopulation, memberOf, type Member } from './population.ts';
import { makeTours, type Prices } from './tours.ts';

export interface Breeding {
  ground: Ground;
  rng: Rng;
  stop: StopRule;
  /** Plans to begin with. */
  first: Int32Array[][];
  /** The routes of a plan that keeps every rule and costs less than all before. */
  onBetter: (routes: Int32Array[], cost: number) => void;
  /** A plan of another search that costs less than this, if there is one. */
  visitor: (below: number) => Int32Array[] | null;
}

/** Children after which the prices follow how many of them kept a rule, and the part that should. */
const review = 50;
const target = 0.3;
const dearer = 1.2;
const cheaper = 0.85;
/** Children after which another search is asked for its best plan. */
const visits = 200;
/** A child that breaks a rule is often mended at prices this many times as high. */
const mendAt = 10;
const mendChance = 0.5;

/** Hybrid genetic search with a penalised descent (Vidal et al., 2012 and 2013; Vidal, 2022) until the stop rule says so. */
export function breed({ ground, rng, stop, first, onBetter, visitor }: Breeding): void {
  const tours = makeTours(ground);
  const descend = makeDescend(ground, tours, rng);
  const cross = makeCross(ground, rng);
  const population = makePopulation(rng);
  const prices = firstPrices(ground);
  let best = Infinity;
  const tally = { children: 0, loaded: 0, punctual: 0 };

  const note = (member: Member): void => {
    if (!feasible(member) || member.cost >= best) return;
    best = member.cost;
    onBetter(member.routes, member.cost);
  };

  const learn = (routes: Int32Array[], kept?: boolean[]): void => {
    tours.lay(routes, kept && ((r) => r >= routes.length || kept[r]!));
    descend(prices);
    let member = memberOf(ground, tours.routes());
    population.add(member, prices);
    note(member);
    tally.children++;
    if (member.overload === 0) tally.loaded++;
    if (member.warp === 0) tally.punctual++;
    if (!feasible(member) && rng.float() < mendChance) {
      descend({ load: mendAt * prices.load, late: mendAt * prices.late });
      member = memberOf(ground, tours.routes());
      if (feasible(member)) {
        population.add(member, prices);
        note(member);
      }
    }
    if (tally.children === review) {
      prices.load = repriced(prices.load, tally.loaded / review);
      prices.late = repriced(prices.late, tally.punctual / review);
      tally.children = tally.loaded = tally.punctual = 0;
    }
  };

  /** A plan of another search joins as it is, and once more as the descent leaves it. */
  const welcome = (routes: Int32Array[]): void => {
    const member = memberOf(ground, routes);
    if (feasible(member)) population.add(member, prices);
    note(member);
    learn(routes);
  };

  for (const routes of first) {
    welcome(routes);
    if (stop.done()) return;
  }
  for (let child = 1; !stop.done(); child++) {
    const guest = child % visits === 0 ? visitor(best) : null;
    if (guest) welcome(guest);
    const [one, other] = population.parents(prices);
    const { routes, kept } = cross(one, other);
    learn(routes, kept);
  }
}

function repriced(price: number, part: number): number {
  if (part > target + 0.05) return Math.max(1, Math.floor(price * cheaper));
  if (part < target - 0.05) return Math.min(1e6, Math.ceil(price * dearer));
  return price;
}

/** A unit of load costs what driving the longest arc does, spread over the heaviest stop (Vidal, 2022). */
function firstPrices({ n, rows, cost, weight }: Ground): Prices {
  let far = 1;
  for (let i = 0; i < n; i++) far = Math.max(far, cost[n * rows + i]!);
  let heaviest = 1;
  for (const units of weight) if (units > heaviest) heaviest = units;
  return { load: Math.max(1, Math.round(far / heaviest)), late: 1 };
}
