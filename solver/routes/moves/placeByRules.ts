import type { Rng } from '../../shared/rng.ts';
import type { Chain } from '../chain.ts';
import { makeCharges, moveOf, shortOf } from '../charges.ts';
import { makeJudge, waive } from '../feasible.ts';
import { nearestOnMap } from '../neighbours.ts';
import { makeReach } from '../reach.ts';
import { makeSpread } from '../spread.ts';
import { makeGrouping } from './placeGroup.ts';
import { placesUntilBlink, type Placer } from './placer.ts';
import { makeTrips } from './trips.ts';

const widest = 40;
/** Every so manieth stop is placed with all that might be gained by coming nearer to announced times in view; in small problems all. */
const hopefulTurns = 10;
const smallProblem = 30;
/** Every so manieth time a stop that may be left out is placed at any price: the next ones may make up for it together. */
const daringTurns = { small: 4, large: 20 };

/**
 * Places stops under every rule that a problem can state: a place that may be cheaper than the best so far is judged by driving the
 * whole route. The two stops of a shipment go into one route, the pickup first; a stop for which a vehicle lacks room may come
 * with a reload.
 */
export function placeByRules(chain: Chain, rng: Rng, blink: number): Placer {
  const { model } = chain;
  const { n, fleet, places, mate, place: placeOf, skipPrice } = model;
  const feasible = makeJudge(model);
  const reach = makeReach(model);
  const charges = makeCharges(model);
  const spread = makeSpread(model);
  const near = nearestOnMap(model, widest);
  const nodes = new Int32Array(n + 2);
  const trial = new Int32Array(n + 2);
  const seen = new Int32Array(fleet);
  let round = 0;
  let untilBlink = placesUntilBlink(rng, blink);
  /** The best place so far: its route with the stop in it. */
  const found = { cost: Infinity, route: -1, stops: new Int32Array(n), length: 0 };

  const blinks = (): boolean => {
    if (--untilBlink > 0) return false;
    untilBlink = placesUntilBlink(rng, blink);
    return true;
  };

  /** What an arc costs route r when `stop` comes between two nodes. */
  const detour = (route: number, before: number, stop: number, after: number): number => {
    const { cost } = model.classes[model.classOf[route]!]!;
    const direct = chain.size[route] === 0 ? 0 : cost[placeOf[before]! * places + placeOf[after]!]!;
    return cost[placeOf[before]! * places + stop]! + cost[stop * places + placeOf[after]!]! - direct;
  };

  /** Stops at the front of a route that nothing may come between. */
  const heldIn = (route: number): number => model.locked[route]?.length ?? 0;

  const load = (route: number): number => {
    const { next } = chain;
    let length = 0;
    nodes[length++] = n + 2 * route;
    for (let node = next[n + 2 * route]!; node < n; node = next[node]!) nodes[length++] = node;
    return length;
  };

  /** Of each route in use: its work, and what its other times than those announced cost, as far as either counts. */
  const works = new Float64Array(fleet);
  const shifts = new Float64Array(fleet);
  const priceOfTime = model.shiftPrice.some((price) => price > 0);
  let hopeful = true;
  const counted = spread !== null || model.minWorkPrice.some((price) => price > 0);

  /**
   * What a stop of so much work is about to add to a route beside arcs, at least: the change of vehicle, more or less even work; less
   * what it may gain by coming nearer to what was announced. Gains from slow roads at other hours are small and not counted.
   */
  const beside = (stop: number, route: number, work: number): number => {
    let sum = moveOf(model, stop, route) - (hopeful ? shifts[route]! : 0);
    if (!counted) return sum;
    sum += shortOf(model, route, works[route]! + work) - shortOf(model, route, works[route]!);
    return sum + (spread === null ? 0 : spread.priceWith(route, works[route]! + work) - chain.charged(fleet));
  };

  /** The same where the work is not known yet. */
  const besideAtLeast = (stop: number, route: number): number =>
    moveOf(model, stop, route) -
    (hopeful ? shifts[route]! : 0) -
    shortOf(model, route, works[route]!) -
    chain.charged(fleet);

  /** Seconds of driving and service that a stop adds between two nodes. */
  const workAt = (stop: number, route: number, before: number, after: number): number => {
    if (!counted) return 0;
    const { duration, service } = model.classes[model.classOf[route]!]!;
    const direct = chain.size[route] === 0 ? 0 : duration[placeOf[before]! * places + placeOf[after]!]!;
    const over = duration[placeOf[before]! * places + stop]! + duration[stop * places + placeOf[after]!]!;
    return over - direct + service[stop]!;
  };

  /** Keeps a route that can be driven if it is the cheapest change so far; `arcs` is what its arcs and its vehicle add. */
  const consider = (route: number, stops: Int32Array, length: number, arcs: number): void => {
    let cost = arcs;
    if (charges !== null) cost += charges.of(route, stops, length) - chain.charged(route);
    if (spread !== null) cost += spread.priceWith(route, charges!.work()) - chain.charged(fleet);
    if (cost >= found.cost) return;
    found.cost = cost;
    found.route = route;
    found.length = length;
    for (let i = 0; i < length; i++) found.stops[i] = stops[i]!;
  };

  const trips = makeTrips(chain, { feasible, consider, heldIn });

  /** All places for a stop in one route; `nodes` holds the start node and the stops. */
  const tryJob = (stop: number, route: number): void => {
    const { next } = chain;
    const opening = chain.size[route] === 0 ? model.fixed[route]! : 0;
    const length = load(route);
    let isKnown = false;
    for (let at = heldIn(route); at < length; at++) {
      const after = nodes[at]!;
      const delta = opening + detour(route, after, stop, next[after]!);
      const more = charges === null ? 0 : beside(stop, route, workAt(stop, route, after, next[after]!));
      if (delta + more >= found.cost || blinks()) continue;
      if (!isKnown) reach.note(route, nodes.subarray(1, length), length - 1);
      isKnown = true;
      if (!reach.may(stop, at)) continue;
      for (let i = 1; i <= at; i++) trial[i - 1] = nodes[i]!;
      trial[at] = stop;
      for (let i = at + 1; i < length; i++) trial[i] = nodes[i]!;
      if (feasible(route, trial, length)) consider(route, trial, length, delta);
      else trips.tryReload(route, trial, length, { delta, below: found.cost - more });
    }
  };

  /** All pairs of places for a shipment in one route. */
  const tryShipment = (pickup: number, delivery: number, route: number): void => {
    const { next } = chain;
    const { cost } = model.classes[model.classOf[route]!]!;
    const opening = chain.size[route] === 0 ? model.fixed[route]! : 0;
    const more = charges === null ? 0 : besideAtLeast(pickup, route);
    const length = load(route);
    reach.note(route, nodes.subarray(1, length), length - 1);
    for (let first = heldIn(route); first < length; first++) {
      const before = nodes[first]!;
      const toPickup = opening + detour(route, before, pickup, next[before]!);
      if (toPickup + more >= found.cost || !reach.may(pickup, first)) continue;
      // Too late with the pickup alone is too late with the delivery as well, wherever that would go.
      for (let i = 1; i <= first; i++) trial[i - 1] = nodes[i]!;
      trial[first] = pickup;
      for (let i = first + 1; i < length; i++) trial[i] = nodes[i]!;
      if (!feasible(route, trial, length, waive.load)) continue;
      for (let second = first; second < length; second++) {
        const after = next[nodes[second]!]!;
        const delta =
          second > first
            ? toPickup + detour(route, nodes[second]!, delivery, after)
            : toPickup -
              cost[pickup * places + placeOf[after]!]! +
              cost[pickup * places + delivery]! +
              cost[delivery * places + placeOf[after]!]!;
        if (delta + more >= found.cost || blinks()) continue;
        let to = 0;
        for (let i = 0; i < length; i++) {
          if (i > 0) trial[to++] = nodes[i]!;
          if (i === first) trial[to++] = pickup;
          if (i === second) trial[to++] = delivery;
        }
        if (feasible(route, trial, to)) consider(route, trial, to, delta);
        else trips.tryReload(route, trial, to, { delta, below: found.cost - more });
      }
    }
  };

  /** Charges what a route costs beside its arcs, as it is now. */
  const settle = (route: number): void => {
    if (charges === null) return;
    const stops = nodes.subarray(1, load(route));
    chain.charge(route, charges.of(route, stops, stops.length));
    works[route] = charges.work();
    shifts[route] = charges.shift();
    if (spread === null) return;
    spread.note(route, stops.length === 0 ? -1 : charges.work());
    chain.charge(fleet, spread.price());
  };

  /** A route that lost stops can be driven still, but where a way past them is longer than over them. */
  const refresh = (route: number): void => {
    trips.mend(route);
    const stops = nodes.subarray(1, load(route));
    const drivable = feasible(route, stops, stops.length);
    chain.allow(route, drivable);
    if (drivable) settle(route);
  };

  const tryRoute = (stop: number, route: number): void => {
    if (seen[route] === round) return;
    seen[route] = round;
    if (model.able[model.typeOf[route]! * n + stop] === 0) return;
    if (mate[stop]! < 0) tryJob(stop, route);
    else tryShipment(stop, mate[stop]!, route);
  };

  /** Tries routes near a stop, an empty one of each type, and all where that finds none. */
  const tryRoutes = (stop: number): void => {
    const { routeOf, ranked, typeFrom, used } = chain;
    for (const half of mate[stop]! < 0 ? [stop] : [stop, mate[stop]!]) {
      for (let i = near.from[half]!, end = near.until[half]!; i < end; i += 3) {
        const route = routeOf[near.list[i]!]!;
        if (route >= 0) tryRoute(stop, route);
      }
    }
    for (let type = 0; type < model.types; type++) {
      const empty = typeFrom[type]! + used[type]!;
      if (empty < typeFrom[type + 1]!) tryRoute(stop, ranked[empty]!);
    }
    if (found.route >= 0) return;
    for (let route = 0; route < fleet; route++) if (chain.size[route]! > 0) tryRoute(stop, route);
  };

  /** Links what is new in the stops of a route. */
  const lay = (route: number, stops: Int32Array, length: number): void => {
    let after = n + 2 * route;
    for (let i = 0; i < length; i++) {
      if (chain.routeOf[stops[i]!]! < 0) chain.link(stops[i]!, after, route);
      after = stops[i]!;
    }
    settle(route);
  };

  /** In the cheapest place of all, or of one route alone. */
  const placeOne = (stop: number, only: number): boolean => {
    round++;
    if (priceOfTime && n > smallProblem) hopeful = rng.int(hopefulTurns) === 0;
    const optional = skipPrice[stop]! < Infinity;
    found.cost =
      optional && rng.int(n > smallProblem ? daringTurns.large : daringTurns.small) > 0 ? skipPrice[stop]! : Infinity;
    found.route = -1;
    if (only >= 0) tryRoute(stop, only);
    else tryRoutes(stop);
    if (found.route < 0) return false;
    lay(found.route, found.stops, found.length);
    return true;
  };

  const grouping = makeGrouping(chain, { placeOne, lay, settle, near });
  for (let route = 0; route < fleet; route++) settle(route);

  const place = (stop: number): boolean => {
    // A reload is no end in itself, and one stop of a group brings the others.
    if (stop >= model.asked || chain.routeOf[stop]! >= 0) return true;
    return model.group[stop]! < 0 ? placeOne(stop, -1) : grouping.place(stop);
  };

  return { refresh, place };
}
