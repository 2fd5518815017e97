import type { Rng } from '../shared/rng.ts';
import { never, timed, type Model } from './model.ts';

/** Puts the first `count` stops of a list into the order in which they go back into the plan. */
export type Reorder = (stops: Int32Array, count: number) => void;

/** The orders of Christiaens and Vanden Berghe (2020) with their weights; those by window only where there are windows. */
export function makeReorder(model: Model, rng: Rng): Reorder {
  const { n, dimensions } = model;
  const ranks: Int32Array[] = [];
  const weighted = (weight: number, key: (stop: number) => number): void => {
    const keys = Int32Array.from({ length: n }, (_, stop) => Math.max(-never, Math.min(never, key(stop))));
    for (let i = 0; i < weight; i++) ranks.push(keys);
  };
  const none = new Int32Array(0);
  for (let i = 0; i < 4; i++) ranks.push(none);
  weighted(4, (stop) => {
    let size = 0;
    for (let d = 0; d < dimensions; d++) size += Math.abs(model.change[stop * dimensions + d]!);
    return -size;
  });
  const fromDepot = (stop: number): number => {
    const { cost } = model.classes[0]!;
    return cost[model.place[n]! * model.places + stop]! + cost[stop * model.places + model.place[n + 1]!]!;
  };
  weighted(2, (stop) => -fromDepot(stop));
  weighted(1, fromDepot);
  if (timed(model)) {
    weighted(2, (stop) => model.windows[stop]!.at(-1)![1] - model.windows[stop]![0]![0]);
    weighted(2, (stop) => model.windows[stop]![0]![0]);
    weighted(2, (stop) => -model.windows[stop]!.at(-1)![1]);
  }

  return (stops, count) => {
    const keys = ranks[rng.int(ranks.length)]!;
    for (let i = 1; i < count; i++) {
      const other = rng.int(i + 1);
      const held = stops[i]!;
      stops[i] = stops[other]!;
      stops[other] = held;
    }
    if (keys === none) return;
    for (let i = 1; i < count; i++) {
      const stop = stops[i]!;
      const key = keys[stop]!;
      let at = i;
      while (at > 0 && keys[stops[at - 1]!]! > key) {
        stops[at] = stops[at - 1]!;
        at--;
      }
      stops[at] = stop;
    }
  };
}
