import { answer } from './answer.ts';
import { modelOf } from './model.ts';
import { namesOf, problemOf, requestsOf, type Part } from './parts.ts';
import { givenPlan } from './planned.ts';
import type { Route, VroomProblem } from './problem.ts';
import { inWalkingOrder } from './walk.ts';

/** What the `steps` of vehicles say of a large problem, and what they leave. */
export interface Given {
  routes: Route[];
  /** Vehicles that have nothing to do yet, and what is on no route. */
  rest: Part;
}

/**
 * The routes that vehicles come with, each laid out by itself: no table over all stops is made. Nothing where none has any. Throws Misfit
 * where one breaks a rule.
 */
export function givenInParts(problem: VroomProblem): Given | undefined {
  const { vehicles } = problem;
  if (vehicles.every(({ steps = [] }) => steps.length === 0)) return undefined;
  const rest: Part = { vehicles: [], requests: requestsOf(problem) };
  const byName = new Map(rest.requests.flatMap((request) => namesOf(request).map((name) => [name, request] as const)));
  const routes: Route[] = [];
  const named = new Set<unknown>();
  for (const [at, vehicle] of vehicles.entries()) {
    const requests = [...new Set((vehicle.steps ?? []).flatMap(({ type, id }) => byName.get(`${type} ${id}`) ?? []))];
    if (requests.length === 0) {
      rest.vehicles.push(vehicle);
      continue;
    }
    for (const request of requests) named.add(request);
    const model = modelOf(inWalkingOrder(problemOf(problem, { vehicles: [vehicle], requests })));
    routes.push(...answer(model, { routes: givenPlan(model, () => at)! }).routes);
  }
  return { routes, rest: { ...rest, requests: rest.requests.filter((request) => !named.has(request)) } };
}
