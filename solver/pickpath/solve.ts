import type { SolveOptions } from '../shared/options.ts';
import { chooseLocations } from './choose.ts';
import { makeColumns, measureColumn, narrow } from './columns.ts';
import { MAX_CROSS_AISLES } from './connections.ts';
import { shortestTour, type Step } from './construct.ts';
import { tourLength } from './cost.ts';
import { nearestOrder, shortenOrder } from './improve.ts';
import type { PickPathAnswer, PickPathProblem, Place } from './problem.ts';
import { type Stop, walkTour } from './tour.ts';

/**
 * The shortest closed walk from the depot through one place of every pick. Exact where every pick has one place and there are at
 * most seven cross aisles; otherwise a search whose answer is proven only where a bound meets it.
 */
export function solvePickPath(problem: PickPathProblem, options: SolveOptions = {}): PickPathAnswer {
  const { layout, depot, picks } = problem;
  if (picks.length === 0) return { length: 0, proven: true, visits: [] };
  const exact = layout.crossY.length <= MAX_CROSS_AISLES;
  const chosen = chooseLocations(problem, options);
  const places = [depot, ...chosen.places];
  const order = exact ? exactOrder(problem, places) : shortenOrder(layout, places, nearestOrder(layout, places));
  const visits = order.slice(1).map((i) => ({ id: picks[i - 1]!.id, aisle: places[i]!.aisle, y: places[i]!.y }));
  return { length: tourLength(layout, depot, visits), proven: exact && chosen.proven, visits };
}

/** The order of the places (the depot is place 0) on a shortest closed walk. */
function exactOrder({ layout }: PickPathProblem, places: readonly Place[]): number[] {
  const { columns, columnOf } = makeColumns(layout);
  const stops: Stop[][] = layout.aisleX.map(() => []);
  places.forEach(({ aisle, y }, mark) => stops[columnOf[aisle]!]!.push({ y, mark }));
  stops.forEach((list, column) => {
    list.sort((a, b) => a.y - b.y || a.mark - b.mark);
    const ys = list.map((s) => s.y);
    measureColumn(columns, column, ys);
  });
  narrow(columns);
  const steps: Step[] = [];
  shortestTour(columns, steps);
  return walkTour(columns, steps, stops);
}
