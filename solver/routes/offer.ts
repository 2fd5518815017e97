import { makeCharges } from './charges.ts';
import { makeJudge, waive } from './feasible.ts';
import { modelOf, type Model } from './model.ts';
import { boundTo, plannedStops } from './planned.ts';
import { arcsOf } from './price.ts';
import { withReload, withStop } from './reloaded.ts';
import type { Job, Route, VroomProblem, Window } from './problem.ts';
import { timetable } from './schedule.ts';
import { makeSpread } from './spread.ts';
import { readRoutes } from './validate.ts';

/** Where one more stop would go if its customer took this window. */
export interface Offer {
  window: Window | null;
  vehicle: number;
  /** How many stops the vehicle serves before it, a reload that the offer itself needs not counted. */
  position: number;
  /** What the plan would cost more, in the unit of its costs. */
  cost: number;
  /** When service could begin, nobody else being moved to another vehicle or place in the order. */
  begin: number;
}

interface Fit {
  route: number;
  position: number;
  stops: Int32Array;
  cost: number;
}

/**
 * The cheapest place for one more job in a plan, for each of its windows, cheapest window first; nothing for a window that no
 * vehicle can keep. The plan itself is not changed: every other stop keeps its vehicle and its place in the order. Throws Misfit.
 */
export function offerInsertions(input: VroomProblem, routes: Route[], job: Job): Offer[] {
  const problem = readRoutes({ ...input, jobs: [job, ...(input.jobs ?? [])] }, '');
  const model = modelOf(problem);
  const plan = plannedStops(model, routes);
  const cheapest = makeFinder(model, plan);
  const windows = model.windows[0]!;
  const offers: Offer[] = [];
  for (const [at, window] of windows.entries()) {
    model.windows[0] = [window];
    const fit = cheapest();
    if (fit === null) continue;
    const begun = timetable(model, fit.route, fit.stops).acts.find(({ stop }) => stop === 0)!;
    offers.push({
      window: job.time_windows?.[at] ?? null,
      vehicle: problem.vehicles[fit.route]!.id,
      position: fit.position,
      cost: fit.cost / model.costScale,
      begin: model.origin + begun.arrival + begun.wait,
    });
  }
  return offers.sort((one, other) => one.cost - other.cost);
}

/** Finds the cheapest place for stop 0, as its window stands in the model at that moment. */
function makeFinder(model: Model, plan: Int32Array[]): () => Fit | null {
  const feasible = makeJudge(model);
  const charges = makeCharges(model);
  const spread = makeSpread(model);
  const places = placesByCost(model, plan);
  const charged = plan.map((stops, route) => {
    const charge = charges?.of(route, stops, stops.length) ?? 0;
    spread?.note(route, stops.length === 0 ? -1 : charges!.work());
    return charge;
  });
  const uneven = spread?.price() ?? 0;
  // What is charged may become less, never less than nothing.
  const mayFall = (route: number): number => charged[route]! + uneven;

  /** The route as it is, or where only room is lacking with one more reload, as far as it can be driven. */
  const drivable = (route: number, stops: Int32Array): Int32Array[] => {
    if (feasible(route, stops, stops.length)) return [stops];
    if (!feasible(route, stops, stops.length, waive.load)) return [];
    return withReload(model, route, stops).filter((longer) => feasible(route, longer, longer.length));
  };

  return () => {
    let best: Fit | null = null;
    for (const { route, position, cost: arcs } of places) {
      if (arcs - mayFall(route) >= (best?.cost ?? Infinity)) continue;
      for (const stops of drivable(route, withStop(plan[route]!, position, 0))) {
        let cost = arcsOf(model, route, stops) - arcsOf(model, route, plan[route]!);
        if (charges !== null) cost += charges.of(route, stops, stops.length) - charged[route]!;
        if (spread !== null) cost += spread.priceWith(route, charges!.work()) - uneven;
        if (cost < (best?.cost ?? Infinity)) best = { route, position, stops, cost };
      }
    }
    return best;
  };
}

/** Every place after what is locked of every vehicle that may serve stop 0, cheapest first. Of empty vehicles that are alike only the first is one. */
function placesByCost(model: Model, plan: Int32Array[]): { route: number; position: number; cost: number }[] {
  const { typeOf, able, n, locked } = model;
  const all: { route: number; position: number; cost: number }[] = [];
  const idle = new Set<number>();
  const bound = boundTo(model, plan, 0);
  plan.forEach((stops, route) => {
    const type = typeOf[route]!;
    if (able[type * n] === 0 || (stops.length === 0 && idle.has(type)) || (bound >= 0 && bound !== route)) return;
    if (stops.length === 0) idle.add(type);
    const before = arcsOf(model, route, stops);
    for (let position = Math.min(stops.length, locked[route]?.length ?? 0); position <= stops.length; position++) {
      all.push({ route, position, cost: arcsOf(model, route, withStop(stops, position, 0)) - before });
    }
  });
  return all.sort((one, other) => one.cost - other.cost);
}
