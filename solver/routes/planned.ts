import type { Model } from './model.ts';
import type { Route } from './problem.ts';
import { numbersOf } from './stops.ts';

/** The stops of each vehicle in written routes, by their numbers in a model; what the model does not know is left out. */
export function plannedStops(model: Model, routes: Iterable<Route>): Int32Array[] {
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
