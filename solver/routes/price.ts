import { makeCharges } from './charges.ts';
import type { Model } from './model.ts';

/** What vehicle r costs when it drives these stops, which it can; all but what depends on other vehicles, in the unit of the tables. */
export function makePrice(model: Model): (r: number, stops: Int32Array) => number {
  const charges = makeCharges(model);
  return (r, stops) => arcsOf(model, r, stops) + (charges?.of(r, stops, stops.length) ?? 0);
}

/** The arcs of a route and its vehicle; nothing for an empty route. */
export function arcsOf(model: Model, r: number, stops: Int32Array): number {
  if (stops.length === 0) return 0;
  const { n, places, place } = model;
  const { cost } = model.classes[model.classOf[r]!]!;
  let at = place[n + 2 * r]!;
  let total = model.fixed[r]! - model.perVehicle;
  for (const stop of stops) {
    total += cost[at * places + stop]!;
    at = stop;
  }
  return total + cost[at * places + place[n + 2 * r + 1]!]!;
}
