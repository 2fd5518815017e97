import type { Rng } from '../shared/rng.ts';
import type { StopRule } from '../shared/stop.ts';
import type { Board } from './board.ts';
import { rebuild, routesOf, type Chain } from './chain.ts';
import { chargesMayFall } from './charges.ts';
import { makeCooling, type Cooling } from './cooling.ts';
import { timed } from './model.ts';
import type { Placer } from './moves/placer.ts';
import { nearestOnMap } from './neighbours.ts';
import { makeReorder } from './order.ts';
import { makeRuin } from './ruin.ts';

/** A plan taken out of the search: the stops of each vehicle and what the plan costs, unserved stops included. */
export interface Incumbent {
  routes: Int32Array[];
  cost: number;
}

export interface Search {
  chain: Chain;
  placer: Placer;
  rng: Rng;
  /** What it costs to leave a stop (or the shipment of a pickup) unserved. */
  missing: Float64Array;
  stop: StopRule;
  /** The chain holds a good plan already, to be refined rather than left behind. */
  warm?: boolean | undefined;
  /** Where threads that search the same problem meet, and the seat of this one. */
  crew?: { board: Board; seat: number } | undefined;
  onIncumbent?: ((cost: number) => void) | undefined;
  /** Where breeding follows: takes plans on the way, the colder the later. The search ends when it has had its part of the budget. */
  onWaypoint?: ((routes: Int32Array[]) => void) | undefined;
}

/** Iterations between two looks at the clock. */
const patience = 32;
/** Unserved stops tried again in one iteration. */
const retried = 8;
/** Parts of the budget at which a thread goes on from the best plan of all, where all are in their only run. */
const meetings = [0.3, 0.45, 0.6, 0.7, 0.8, 0.88, 0.94];

/** Part of the budget between two waypoints. */
const stride = 0.02;

/** Ruin and recreate under simulated annealing until the stop rule says so; the chain ends as the best plan found. */
export function improve(search: Search): Incumbent {
  const { chain, placer, rng, missing, stop, onIncumbent } = search;
  const { model, routeOf, touched } = chain;
  const { n, asked, mate, groups } = model;
  const mayFall = chargesMayFall(model);
  const pending = new Int32Array(n);
  const ruin = makeRuin(chain, nearestOnMap(model, 100), rng, pending);
  const reorder = makeReorder(model, rng);
  let absent: number[] = [];
  let penalty = 0;

  const countAbsent = (): void => {
    absent = [];
    for (let i = 0; i < asked; i++) if (routeOf[i]! < 0 && (mate[i]! < 0 || mate[i]! > i)) absent.push(i);
    penalty = absent.reduce((sum, i) => sum + missing[i]!, 0);
  };
  const goOnFrom = (plan: Incumbent): void => {
    rebuild(chain, plan.routes);
    for (let route = 0; route < model.fleet; route++) placer.refresh(route);
    chain.commit();
    countAbsent();
    current = plan.cost;
  };

  chain.commit();
  countAbsent();
  let current = chain.drivable() ? chain.cost() + penalty : Infinity;
  let best: Incumbent = { routes: routesOf(chain), cost: current };
  const windows = timed(model);
  const cooling = makeCooling(n, meanArc(chain, windows), {
    windows,
    warm: search.warm ?? false,
    breeds: search.onWaypoint !== undefined,
    routes: best.routes.filter((stops) => stops.length > 0).length,
  });
  const meet = search.crew && makeMeeting(search.crew, cooling);
  let temperature = 0;
  let waypoint = stride;

  for (let iteration = 0; ; iteration++) {
    if (iteration % patience === 0) {
      if (stop.done()) break;
      const spent = Math.min(1, stop.elapsed_s() / stop.total_s);
      temperature = cooling.temperature(iteration, spent);
      if (search.onWaypoint && absent.length === 0) {
        if (cooling.over(spent)) break;
        if (spent >= waypoint) {
          search.onWaypoint(routesOf(chain));
          waypoint = spent + stride;
        }
      }
      const better = meet?.(best, spent);
      if (better) goOnFrom(better);
    }
    let count = ruin();
    const changed = chain.touchedCount();
    for (let i = 0; i < changed; i++) placer.refresh(touched[i]!);
    const before = absent;
    const penaltyBefore = penalty;
    if (absent.length > 0) {
      const again = rng.shuffle([...absent]);
      absent = again.splice(retried);
      penalty = 0;
      for (const i of absent) penalty += missing[i]!;
      for (const i of again) pending[count++] = i;
    }
    reorder(pending, count);
    // Every stop that goes back adds to the cost: a plan that is too dear with some of them need not be finished.
    const limit = current - temperature * Math.log(rng.float());
    let cost = chain.cost() + penalty;
    let unserved = absent === before ? null : absent;
    for (let i = 0; i < count && (cost < limit || mayFall); i++) {
      if (!placer.place(pending[i]!)) {
        (unserved ??= []).push(pending[i]!);
        penalty += missing[pending[i]!]!;
      }
      cost = chain.cost() + penalty;
    }
    if (groups.length > 0) {
      // Stops of a group come with one another, asked for or not.
      countAbsent();
      unserved = absent;
      cost = chain.cost() + penalty;
    }
    if (cost < limit && chain.drivable()) {
      if (unserved !== null) absent = unserved;
      current = cost;
      chain.commit();
      if (cost < best.cost) {
        best = { routes: routesOf(chain), cost };
        onIncumbent?.(cost);
      }
    } else {
      chain.rollback();
      const restored = chain.touchedCount();
      for (let i = 0; i < restored; i++) placer.refresh(touched[i]!);
      chain.commit();
      absent = before;
      penalty = penaltyBefore;
    }
  }
  search.crew?.board.show(search.crew.seat, best);
  rebuild(chain, best.routes);
  chain.commit();
  return best;
}

/**
 * What an arc of the plan costs on average. With windows only those between stops count: with many short routes the long ways out
 * and home would make the search several times too hot.
 */
function meanArc({ model, next, gap, arcs }: Chain, between: boolean): number {
  if (!between) return Math.max(1, arcs() / Math.max(1, model.n));
  let sum = 0;
  let count = 0;
  for (let stop = 0; stop < model.n; stop++) {
    if (next[stop]! < 0 || next[stop]! >= model.n) continue;
    sum += gap[stop]!;
    count++;
  }
  return Math.max(1, count > 0 ? sum / count : arcs() / Math.max(1, model.n));
}

/** Shows the others the best plan, and gives theirs back where it is better and the time has come to go on from it. */
function makeMeeting(
  { board, seat }: { board: Board; seat: number },
  cooling: Cooling,
): (best: Incumbent, spent: number) => Incumbent | null {
  let shown = Infinity;
  let next = 0;
  return (best, spent) => {
    if (best.cost < shown) {
      board.show(seat, best);
      shown = best.cost;
    }
    if (next === meetings.length || spent < meetings[next]!) return null;
    while (next < meetings.length && spent >= meetings[next]!) next++;
    return cooling.runs() === 1 ? board.cheaper(seat, best.cost) : null;
  };
}
