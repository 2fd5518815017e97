import type { SolveOptions } from '../shared/options.ts';
import { stopRule } from '../shared/options.ts';
import { makeRng } from '../shared/rng.ts';
import type { PickPathProblem, Place } from './problem.ts';
import { TrialTour } from './trial.ts';
import { MAX_CROSS_AISLES } from './connections.ts';

export function chooseLocations(problem: PickPathProblem, options: SolveOptions): { places: Place[]; proven: boolean } {
  const { picks, layout, depot } = problem;
  const scattered = [...picks.keys()].filter((i) => picks[i]!.at.length > 1);
  const places = picks.map((pick) => pick.at[0]!);
  if (scattered.length === 0) return { places, proven: true };
  if (layout.crossY.length > MAX_CROSS_AISLES) return { places, proven: false };
  const rng = makeRng(options.seed ?? 1);
  const stop = stopRule(options, Number((globalThis as any).process?.env?.STEPS ?? 100));
  const tour = new TrialTour(layout);
  tour.add(depot);
  picks.forEach((pick) => pick.at.length === 1 && tour.add(pick.at[0]!));
  let length = tour.refresh();
  const insertBest = (i: number): void => {
    let best = Infinity,
      where: Place | undefined,
      ties = 0;
    for (const place of picks[i]!.at) {
      const l = tour.lengthWith(place);
      if (l < best - 1e-9) {
        best = l;
        where = place;
        ties = 1;
      } else if (l < best + 1e-9 && rng.int(++ties) === 0) where = place;
    }
    places[i] = where!;
    tour.add(where!);
    length = tour.refresh();
  };
  const left = new Set(scattered);
  while (left.size) {
    let pick = -1,
      best = Infinity;
    for (const i of left)
      for (const place of picks[i]!.at) {
        const l = tour.lengthWith(place);
        if (l < best) {
          best = l;
          pick = i;
        }
      }
    insertBest(pick);
    left.delete(pick);
  }
  let bestLength = length,
    bestPlaces = [...places];
  while (!stop.done()) {
    const old = [...places],
      oldLength = length;
    const r = 1 + rng.int(Math.min(6, scattered.length));
    let out: number[];
    if (rng.int(2) === 0) out = rng.shuffle([...scattered]).slice(0, r);
    else {
      const a = places[scattered[rng.int(scattered.length)]!]!;
      out = [...scattered]
        .sort((p, q) => Math.abs(places[p]!.aisle - a.aisle) - Math.abs(places[q]!.aisle - a.aisle))
        .slice(0, r);
      rng.shuffle(out);
    }
    for (const i of out) tour.remove(places[i]!);
    length = tour.refresh();
    for (const i of out) insertBest(i);
    if (length > oldLength + 1e-9) {
      for (const i of out) tour.remove(places[i]!);
      for (const i of out) {
        places[i] = old[i]!;
        tour.add(old[i]!);
      }
      length = oldLength;
      tour.refresh();
    } else if (length < bestLength - 1e-9) {
      bestLength = length;
      bestPlaces = [...places];
    }
  }
  return { places: bestPlaces, proven: false };
}
