import { makeRng, type Rng } from '../shared/rng.ts';
import { patience, type Anneal, type Incumbent, type OnIncumbent } from './anneal.ts';
import type { Deal, SharingCrew } from './deals.ts';
import type { Model } from './model.ts';

/** What a thread does about the others whenever it looks at the clock. */
export interface Company {
  look(spent: number, temperature: number): void;
  /** The whole plan of late, where this thread has only a share of it at times. */
  whole(): Int32Array[];
  /** Nothing more is done together; the best plan. */
  end(): Incumbent;
}

/** Part of the budget for which routes are dealt out before they are joined and dealt anew. */
const round = 0.01;
/** How long the end of a round waits for a thread whose turn on a processor has not come. */
const wait_ms = 40;
/** As many of the plans that it had a share of does a further thread keep. */
const kept = 40;
const none = new Int32Array(0);

/**
 * Threads that anneal one plan together: for a while each has the routes of a part of the map to itself, then they are joined and the
 * map is cut elsewhere. What a search does in one iteration is local, so the iterations of all count, and where only one processor is
 * free hardly any are lost. This is the part of the first thread, which keeps the plan.
 */
export function makeSharing(
  model: Model,
  anneal: Anneal,
  { board, seat, deals, onIncumbent }: SharingCrew & { onIncumbent?: OnIncumbent | undefined },
): Company {
  const rng = makeRng(model.n);
  let routes = anneal.routes();
  let best: Incumbent = { routes, cost: Infinity };
  let seatOf: Int32Array | null = null;
  let until = 0;

  const note = (plan: Int32Array[], cost: number): void => {
    if (cost >= best.cost) return;
    best = { routes: plan, cost };
    onIncumbent?.(best, true);
  };
  /** Joins what all threads made of their routes; those of a thread that is late stay as they were dealt. */
  const collect = (): void => {
    if (seatOf === null) {
      routes = anneal.routes();
      note(anneal.best().routes, anneal.best().cost);
      return;
    }
    const owners = seatOf;
    const back = deals.collect(wait_ms);
    const late = routes.map((stops, r) =>
      owners[r] === seat || back.some((one) => one.seat === owners[r]) ? none : stops,
    );
    const found = joined(model, [anneal.best().routes, late, ...back.map((one) => one.best)]);
    note(found, costOf(model, found));
    routes = joined(model, [anneal.routes(), late, ...back.map((one) => one.now)]);
    seatOf = null;
  };

  return {
    look(spent, temperature) {
      deals.setTemperature(temperature);
      if (seatOf !== null && spent < until) return;
      const helpers = deals.waiting();
      if (seatOf === null && (helpers.length === 0 || !anneal.complete())) return;
      collect();
      if (helpers.length === 0) return anneal.goOnFrom(routes);
      seatOf = cut(model, routes, [seat, ...helpers], rng);
      for (const helper of helpers) deals.deal(helper, routes, seatOf);
      until = spent + round;
      takeShare(model, anneal, { routes, seatOf }, seat);
    },
    whole: () => (seatOf === null ? anneal.routes() : routes),
    end() {
      collect();
      board.show(seat, best);
      deals.finish();
      return best;
    },
  };
}

/** The part of a further thread: anneals what it is dealt, at the first thread's temperature. Returns the last plans it had a share of. */
export function assist(model: Model, anneal: Anneal, { seat, deals }: SharingCrew): Int32Array[][] {
  const plans: Int32Array[][] = [];
  for (let deal = deals.next(seat); deal !== null; deal = deals.next(seat)) {
    plans.push(deal.routes);
    if (plans.length > kept) plans.shift();
    takeShare(model, anneal, deal, seat);
    while (deals.open(seat)) {
      const temperature = deals.temperature();
      for (let i = 0; i < patience; i++) anneal.iterate(temperature);
    }
    deals.giveBack({ seat, now: anneal.routes(), best: anneal.best().routes });
  }
  return plans;
}

/** The routes that are a seat's, to be served by its vehicles. */
function takeShare({ types, typeOf }: Model, anneal: Anneal, { routes, seatOf }: Deal, seat: number): void {
  const vehicles = new Int32Array(types);
  seatOf.forEach((owner, r) => {
    if (owner === seat) vehicles[typeOf[r]!]!++;
  });
  anneal.goOnFrom(
    routes.map((stops, r) => (seatOf[r] === seat ? stops : none)),
    vehicles,
  );
}

/**
 * Cuts the map between two random stops, so that every seat has the routes of about as many stops; the seat of each vehicle. Those
 * that have nothing to do go round.
 */
function cut({ n, places, classes }: Model, routes: Int32Array[], seats: number[], rng: Rng): Int32Array {
  const { cost } = classes[0]!;
  const [one, other] = [rng.int(n), rng.int(n)];
  const sideOf = (stops: Int32Array): number =>
    stops.reduce((sum, stop) => sum + cost[one * places + stop]! - cost[other * places + stop]!, 0) / stops.length;
  const side = routes.map(sideOf);
  const used = [...routes.keys()].filter((r) => routes[r]!.length > 0).sort((r, s) => side[r]! - side[s]!);
  const seatOf = new Int32Array(routes.length);
  let dealt = 0;
  for (const r of used) {
    seatOf[r] = seats[Math.floor((dealt / n) * seats.length)]!;
    dealt += routes[r]!.length;
  }
  let idle = rng.int(seats.length);
  routes.forEach((stops, r) => {
    if (stops.length === 0) seatOf[r] = seats[idle++ % seats.length]!;
  });
  return seatOf;
}

/** One plan of several that have no stop in common; where a vehicle has two routes, one changes to an idle vehicle of its type. */
function joined({ typeOf }: Model, plans: Int32Array[][]): Int32Array[] {
  const whole = plans[0]!.slice();
  for (const plan of plans.slice(1)) {
    plan.forEach((stops, r) => {
      if (stops.length === 0) return;
      const idle = whole[r]!.length === 0 ? r : whole.findIndex((at, s) => at.length === 0 && typeOf[s] === typeOf[r]);
      whole[idle] = stops;
    });
  }
  return whole;
}

/** What a plan costs where nothing but arcs and vehicles does. */
function costOf({ n, places, place, classes, classOf, fixed }: Model, routes: Int32Array[]): number {
  let sum = 0;
  routes.forEach((stops, r) => {
    if (stops.length === 0) return;
    const { cost } = classes[classOf[r]!]!;
    let at = place[n + 2 * r]!;
    sum += fixed[r]!;
    for (const stop of stops) {
      sum += cost[at * places + stop]!;
      at = stop;
    }
    sum += cost[at * places + place[n + 2 * r + 1]!]!;
  });
  return sum;
}
