import { makeCharges } from './charges.ts';
import { makeJudge, waive } from './feasible.ts';
import { modelOf, type Model } from './model.ts';
import { namesOf, problemOf, requestsOf } from './parts.ts';
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

/** What of a plan an offer is weighed in: stop 0 is the one to be served. */
interface Place {
  model: Model;
  /** The windows of stop 0; the model has one of them at a time. */
  windows: Window[];
  cheapest: (below: number) => Fit | null;
}

/**
 * The cheapest place for one more job in a plan, for each of its windows, cheapest window first; nothing for a window that no
 * vehicle can keep. The plan itself is not changed: every other stop keeps its vehicle and its place in the order. Throws Misfit.
 */
export function offerInsertions(input: VroomProblem, routes: Route[], job: Job): Offer[] {
  const problem = readRoutes({ ...input, jobs: [job, ...(input.jobs ?? [])] }, '');
  const places = partsOf(problem, routes, job).map((part): Place => {
    const model = modelOf(part);
    return { model, windows: model.windows[0]!, cheapest: makeFinder(model, plannedStops(model, routes)) };
  });
  const windows = job.time_windows ?? [null];
  return windows.flatMap((window, at) => offerIn(places, at, window) ?? []).sort((one, other) => one.cost - other.cost);
}

function offerIn(places: Place[], at: number, window: Window | null): Offer | undefined {
  let best: { model: Model; fit: Fit; cost: number } | undefined;
  for (const { model, windows, cheapest } of places) {
    model.windows[0] = [windows[at]!];
    const fit = cheapest((best?.cost ?? Infinity) * model.costScale);
    if (fit !== null) best = { model, fit, cost: fit.cost / model.costScale };
  }
  if (best === undefined) return undefined;
  const { model, fit, cost } = best;
  const begun = timetable(model, fit.route, fit.stops).acts.find(({ stop }) => stop === 0)!;
  const begin = model.origin + begun.arrival + begun.wait;
  return { window, vehicle: model.problem.vehicles[fit.route]!.id, position: fit.position, cost, begin };
}

/**
 * A problem for each route with the job, and one for the job and all vehicles that stand idle: no table over all stops is needed to
 * put one more between two. Where what a route costs or may take depends on others, the whole.
 */
function partsOf(problem: VroomProblem, routes: Route[], job: Job): VroomProblem[] {
  const { vehicles, relations = [], objectives } = problem;
  if (relations.length > 0 || objectives?.spread !== undefined) return [problem];
  const requests = new Map(
    requestsOf(problem).flatMap((request) => namesOf(request).map((name) => [name, request] as const)),
  );
  const stepsOf = new Map(routes.map(({ vehicle, steps }) => [vehicle, steps]));
  const named = vehicles.map((vehicle) => {
    const steps = [...(stepsOf.get(vehicle.id) ?? []), ...(vehicle.locked ?? [])];
    return { vehicle, requests: new Set(steps.flatMap(({ type, id }) => requests.get(`${type} ${id}`) ?? [])) };
  });
  const idle = named.filter((one) => one.requests.size === 0);
  const parts = named
    .filter((one) => one.requests.size > 0)
    .map((one) => problemOf(problem, { vehicles: [one.vehicle], requests: [{ job }, ...one.requests] }));
  if (idle.length === 0) return parts;
  return [...parts, problemOf(problem, { vehicles: idle.map(({ vehicle }) => vehicle), requests: [{ job }] })];
}

/** Finds the cheapest place for stop 0 that costs less than asked, as its window stands in the model at that moment. */
function makeFinder(model: Model, plan: Int32Array[]): Place['cheapest'] {
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

  return (below) => {
    let best: Fit | null = null;
    for (const { route, position, longer, cost: arcs } of places) {
      if (arcs - mayFall(route) >= (best?.cost ?? below)) continue;
      for (const stops of drivable(route, longer)) {
        let cost = arcsOf(model, route, stops) - arcsOf(model, route, plan[route]!);
        if (charges !== null) cost += charges.of(route, stops, stops.length) - charged[route]!;
        if (spread !== null) cost += spread.priceWith(route, charges!.work()) - uneven;
        if (cost < (best?.cost ?? below)) best = { route, position, stops, cost };
      }
    }
    return best;
  };
}

interface Spot {
  route: number;
  position: number;
  /** The route with stop 0 there, and what that adds to its arcs. */
  longer: Int32Array;
  cost: number;
}

/** Every place after what is locked of every vehicle that may serve stop 0, cheapest first. Of empty vehicles that are alike only the first is one. */
function placesByCost(model: Model, plan: Int32Array[]): Spot[] {
  const { typeOf, able, n, locked } = model;
  const all: Spot[] = [];
  const idle = new Set<number>();
  const bound = boundTo(model, plan, 0);
  plan.forEach((stops, route) => {
    const type = typeOf[route]!;
    if (able[type * n] === 0 || (stops.length === 0 && idle.has(type)) || (bound >= 0 && bound !== route)) return;
    if (stops.length === 0) idle.add(type);
    const before = arcsOf(model, route, stops);
    for (let position = Math.min(stops.length, locked[route]?.length ?? 0); position <= stops.length; position++) {
      const longer = withStop(stops, position, 0);
      all.push({ route, position, longer, cost: arcsOf(model, route, longer) - before });
    }
  });
  return all.sort((one, other) => one.cost - other.cost);
}
