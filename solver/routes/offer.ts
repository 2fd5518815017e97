import { makeJudge } from './feasible.ts';
import { modelOf, type Model } from './model.ts';
import type { Job, Route, VroomProblem, Window } from './problem.ts';
import { timetable } from './schedule.ts';
import { readRoutes } from './validate.ts';

/** Where one more stop would go if its customer took this window. */
export interface Offer {
  window: Window | null;
  vehicle: number;
  /** How many stops the vehicle serves before it. */
  position: number;
  /** What the plan would cost more, in the unit of its costs. */
  cost: number;
  /** When service could begin, nobody else being moved to another vehicle or place in the order. */
  begin: number;
}

/**
 * The cheapest place for one more job in a plan, for each of its windows, cheapest window first; nothing for a window that no
 * vehicle can keep. The plan itself is not changed: every other stop keeps its vehicle and its place in the order. Throws Misfit.
 */
export function offerInsertions(input: VroomProblem, routes: Route[], job: Job): Offer[] {
  const problem = readRoutes({ ...input, jobs: [job, ...(input.jobs ?? [])] }, '');
  const model = modelOf(problem);
  const feasible = makeJudge(model);
  const plan = plannedStops(model, routes);
  const places = placesByCost(model, plan);
  const windows = model.windows[0]!;
  const offers: Offer[] = [];
  for (const [at, window] of windows.entries()) {
    model.windows[0] = [window];
    const fitting = places.find(({ route, position }) => {
      const stops = withStop(plan[route]!, position);
      return feasible(route, stops, stops.length);
    });
    if (fitting === undefined) continue;
    const { route, position, cost } = fitting;
    const begun = timetable(model, route, withStop(plan[route]!, position)).acts.find(({ stop }) => stop === 0)!;
    offers.push({
      window: job.time_windows?.[at] ?? null,
      vehicle: problem.vehicles[route]!.id,
      position,
      cost: cost / model.costScale,
      begin: model.origin + begun.arrival + begun.wait,
    });
  }
  return offers.sort((one, other) => one.cost - other.cost);
}

function plannedStops(model: Model, routes: Route[]): Int32Array[] {
  const numbers = new Map(model.stops.map(({ kind, task }, stop) => [`${kind} ${task.id}`, stop]));
  const byVehicle = new Map(routes.map((route) => [route.vehicle, route]));
  return model.problem.vehicles.map(({ id }) =>
    Int32Array.from((byVehicle.get(id)?.steps ?? []).flatMap((step) => numbers.get(`${step.type} ${step.id}`) ?? [])),
  );
}

/** Every place after what is locked of every vehicle that may serve stop 0, cheapest first. Of empty vehicles that are alike only the first is one. */
function placesByCost(model: Model, plan: Int32Array[]): { route: number; position: number; cost: number }[] {
  const { n, places, place, typeOf, able, locked } = model;
  const all: { route: number; position: number; cost: number }[] = [];
  const idle = new Set<number>();
  plan.forEach((stops, route) => {
    const type = typeOf[route]!;
    if (able[type * n] === 0 || (stops.length === 0 && idle.has(type))) return;
    if (stops.length === 0) idle.add(type);
    const { cost } = model.classes[model.classOf[route]!]!;
    for (let position = locked[route]?.length ?? 0; position <= stops.length; position++) {
      const before = position === 0 ? place[n + 2 * route]! : stops[position - 1]!;
      const after = position === stops.length ? place[n + 2 * route + 1]! : stops[position]!;
      const direct = stops.length === 0 ? -model.fixed[route]! : cost[before * places + after]!;
      all.push({ route, position, cost: cost[before * places]! + cost[after]! - direct });
    }
  });
  return all.sort((one, other) => one.cost - other.cost);
}

function withStop(stops: Int32Array, position: number): Int32Array {
  const longer = new Int32Array(stops.length + 1);
  longer.set(stops.subarray(0, position));
  longer.set(stops.subarray(position), position + 1);
  return longer;
}
