import type { Rng } from '../shared/rng.ts';
import { rebuild, routesOf, type Chain } from './chain.ts';
import { chargesMayFall } from './charges.ts';
import type { Placer } from './moves/placer.ts';
import { nearestOnMap } from './neighbours.ts';
import { makeReorder } from './order.ts';
import { makeRuin } from './ruin.ts';
import { makeUnserved } from './unserved.ts';

/** A plan taken out of the search: the stops of each vehicle and what the plan costs, unserved stops included. */
export interface Incumbent {
  routes: Int32Array[];
  cost: number;
}

/** Is told of every better plan, and whether it serves every stop. */
export type OnIncumbent = (plan: Incumbent, servesAll: boolean) => void;

/** Ruin and recreate under simulated annealing, one iteration at a time. */
export interface Anneal {
  /** Takes some stops out and puts them back; the plan stays like that if it costs less than chance allows at this temperature. */
  iterate(temperature: number): void;
  /** The plan as it is now, and the best since it was begun from. */
  routes(): Int32Array[];
  best(): Incumbent;
  /** Whether every stop is served. */
  complete(): boolean;
  /**
   * Goes on from a plan. With a number of vehicles of each type it is a share of a plan: its stops are all that there is until the next
   * call, those vehicles may serve them, and it has a best of its own.
   */
  goOnFrom(routes: Int32Array[], vehicles?: Int32Array): void;
}

export interface Annealing {
  chain: Chain;
  placer: Placer;
  rng: Rng;
  /** What it costs to leave a stop (or the shipment of a pickup) unserved. */
  missing: Float64Array;
  /** Called when the best plan, of all stops or of the share, is a better one. */
  onBetter: () => void;
}

/** Iterations between two looks at the clock. */
export const patience = 32;
/** Near stops around which strings are taken out. */
const widest = 100;

/** Anneals the plan that the chain holds. */
export function makeAnneal({ chain, placer, rng, missing, onBetter }: Annealing): Anneal {
  const { model, touched } = chain;
  const { n, groups } = model;
  const mayFall = chargesMayFall(model);
  const pending = new Int32Array(n);
  const ruin = makeRuin(chain, nearestOnMap(model, widest), rng, pending);
  const reorder = makeReorder(model, rng);
  const fleet = chain.most.slice();
  let share: Int32Array | null = null;
  const unserved = makeUnserved(chain, missing, rng);
  const refreshTouched = (): void => {
    const changed = chain.touchedCount();
    for (let i = 0; i < changed; i++) placer.refresh(touched[i]!);
  };

  chain.commit();
  unserved.recount();
  let current = chain.drivable() ? chain.cost() + unserved.price() : Infinity;
  let best: Incumbent = { routes: routesOf(chain), cost: current };

  return {
    iterate(temperature) {
      let count = ruin(share === null ? rng.int(n) : share[rng.int(share.length)]!);
      refreshTouched();
      unserved.begin();
      count = unserved.retry(pending, count);
      reorder(pending, count);
      // Every stop that goes back adds to the cost: a plan that is too dear with some of them need not be finished.
      const limit = current - temperature * Math.log(rng.float());
      let cost = chain.cost() + unserved.price();
      for (let i = 0; i < count && (cost < limit || mayFall); i++) {
        if (!placer.place(pending[i]!, mayFall ? undefined : limit - cost)) unserved.add(pending[i]!);
        cost = chain.cost() + unserved.price();
      }
      if (groups.length > 0) {
        // Stops of a group come with one another, asked for or not.
        unserved.recount();
        cost = chain.cost() + unserved.price();
      }
      // the others' plans are joined with a share: nobody would miss what it lost
      if (cost < limit && chain.drivable() && (share === null || unserved.none())) {
        current = cost;
        chain.commit();
        if (cost < best.cost) {
          best = { routes: routesOf(chain), cost };
          onBetter();
        }
        return;
      }
      chain.rollback();
      refreshTouched();
      chain.commit();
      unserved.takeBack();
    },
    routes: () => routesOf(chain),
    best: () => best,
    complete: unserved.none,
    goOnFrom(routes, vehicles) {
      rebuild(chain, routes);
      for (let route = 0; route < model.fleet; route++) placer.refresh(route);
      chain.commit();
      chain.most.set(vehicles ?? fleet);
      const another = share !== null || vehicles !== undefined;
      share = vehicles ? Int32Array.from(routes.flatMap((stops) => [...stops])) : null;
      if (share === null) unserved.recount();
      else unserved.forget();
      current = chain.cost() + unserved.price();
      if (another || current < best.cost) best = { routes, cost: current };
    },
  };
}
