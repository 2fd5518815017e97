import { Misfit } from '../shared/shape.ts';
import { makeJudge } from './feasible.ts';
import type { Model } from './model.ts';
import type { VehicleStep } from './problem.ts';
import { numbersOf } from './stops.ts';

/** The stops of each vehicle in written routes, by their numbers in a model; what the model does not know is left out. */
export function plannedStops(
  model: Model,
  routes: Iterable<{ vehicle: number; steps: readonly VehicleStep[] }>,
): Int32Array[] {
  const numbers = numbersOf(model.stops);
  const byVehicle = new Map([...routes].map((route) => [route.vehicle, route]));
  return model.problem.vehicles.map(({ id }, r) => {
    let reloads = 0;
    const steps = byVehicle.get(id)?.steps ?? [];
    return Int32Array.from(
      steps.flatMap(
        ({ type, id: name }) =>
          (type === 'reload' ? model.reloads[r]![reloads++] : numbers.get(`${type} ${name}`)) ?? [],
      ),
    );
  });
}

/** The vehicle that serves other stops of a stop's group, -1 when none does. */
export function boundTo({ group, groups }: Model, routes: Int32Array[], stop: number): number {
  if (group[stop]! < 0) return -1;
  const members = groups[group[stop]!]!;
  return routes.findIndex((stops) => stops.some((one) => one !== stop && members.includes(one)));
}

/**
 * The plan that the vehicles of the problem come with, if any does: their `steps`, else what is locked. Throws Misfit where it breaks
 * a rule, naming vehicles by their places in the whole problem.
 */
export function givenPlan(model: Model, placeOf: (r: number) => number = (r) => r): Int32Array[] | undefined {
  const { vehicles } = model.problem;
  if (vehicles.every(({ steps }) => steps === undefined)) return undefined;
  const routes = plannedStops(
    model,
    vehicles.map(({ id, steps, locked = [] }) => ({ vehicle: id, steps: steps ?? locked })),
  );
  const feasible = makeJudge(model);
  routes.forEach((stops, r) => {
    const able = stops.every((stop) => stop >= model.asked || model.able[model.typeOf[r]! * model.n + stop] === 1);
    const kept = (model.locked[r] ?? []).every((stop, at) => stops[at] === stop);
    const whole = stops.every((stop) => [-1, r].includes(boundTo(model, routes, stop)));
    if (able && kept && whole && feasible(r, stops, stops.length)) return;
    const { steps } = vehicles[r]!;
    throw new Misfit(
      `vehicles[${placeOf(r)}].steps`,
      steps,
      'a route that the vehicle can drive, what is locked first',
    );
  });
  return routes;
}
