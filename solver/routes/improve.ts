import type { Rng } from '../shared/rng.ts';
import type { StopRule } from '../shared/stop.ts';
import { rebuild, routesOf, type Chain } from './chain.ts';
import { makeCooling } from './cooling.ts';
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
  onIncumbent?: ((cost: number) => void) | undefined;
}

/** Iterations between two looks at the clock. */
const patience = 32;
/** Unserved stops tried again in one iteration. */
const retried = 8;

/** Ruin and recreate under simulated annealing until the stop rule says so; the chain ends as the best plan found. */
export function improve({ chain, placer, rng, missing, stop, onIncumbent }: Search): Incumbent {
  const { model, routeOf, touched } = chain;
  const { n, mate } = model;
  const pending = new Int32Array(n);
  const ruin = makeRuin(chain, nearestOnMap(model, 100), rng, pending);
  const reorder = makeReorder(model, rng);
  let absent: number[] = [];
  let penalty = 0;
  for (let i = 0; i < n; i++) {
    if (routeOf[i]! >= 0 || (mate[i]! >= 0 && mate[i]! < i)) continue;
    absent.push(i);
    penalty += missing[i]!;
  }
  let current = chain.cost() + penalty;
  let best: Incumbent = { routes: routesOf(chain), cost: current };
  const cooling = makeCooling(n, Math.max(1, chain.cost() / Math.max(1, n)), timed(model));
  let temperature = 0;
  chain.commit();

  for (let iteration = 0; ; iteration++) {
    if (iteration % patience === 0) {
      if (stop.done()) break;
      temperature = cooling(iteration, Math.min(1, stop.elapsed_s() / stop.total_s));
    }
    let count = ruin();
    const changed = chain.touchedCount();
    for (let i = 0; i < changed; i++) placer.refresh(touched[i]!);
    const before = absent;
    const penaltyBefore = penalty;
    if (absent.length > 0) {
      const again = rng.shuffle([...absent]);
      absent = again.splice(retried);
      for (const i of again) pending[count++] = i;
    }
    reorder(pending, count);
    let unserved = absent === before ? null : absent;
    for (let i = 0; i < count; i++) if (!placer.place(pending[i]!)) (unserved ??= []).push(pending[i]!);
    if (unserved !== null) {
      absent = unserved;
      penalty = 0;
      for (const i of absent) penalty += missing[i]!;
    }
    const cost = chain.cost() + penalty;
    if (cost < current - temperature * Math.log(rng.float())) {
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
  rebuild(chain, best.routes);
  chain.commit();
  return best;
}
