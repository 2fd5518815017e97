import { neighbours } from '../affinity/solve.ts';
import type { Neighbour } from '../affinity/problem.ts';
import { BasketCollector } from '../affinity/construct.ts';
import type { SlottingProblem } from './problem.ts';

/** How much of an order's weight is left when all later orders have come; the past counts less than yesterday. */
const OLDEST_WEIGHT = 0.5;
const NEIGHBOURS = 50;
const SUPPORT = 3;

/** What the past orders say, SKUs as their rank in the problem's list. */
export interface Demand {
  /** Orders of two and more known SKUs in compressed rows. */
  start: Int32Array;
  lines: Int32Array;
  /** Per order 0.5 … 1, newer ones heavier. */
  weight: Float64Array;
  /** Per SKU the sum of the weights of its orders. */
  frequency: Float64Array;
  near: Neighbour[][];
}

export function demandOf({ skus, orders }: SlottingProblem): Demand {
  const rank = new Map(skus.map((sku, i) => [sku, i]));
  const inTime = [...orders].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const baskets = new BasketCollector();
  for (let i = 0; i < skus.length; i++) baskets.name(String(i));
  const weights: number[] = [];
  inTime.forEach((order, o) => {
    const known = order.skus.flatMap((sku) => (rank.has(sku) ? [String(rank.get(sku))] : []));
    if (known.length === 0) return;
    baskets.add(known);
    weights.push(OLDEST_WEIGHT ** (1 - o / inTime.length));
  });
  const rows = baskets.finish();
  const frequency = new Float64Array(skus.length);
  for (let o = 0; o + 1 < rows.start.length; o++)
    for (let i = rows.start[o]!; i < rows.start[o + 1]!; i++) frequency[rows.items[i]!]! += weights[o]!;
  return {
    start: rows.start,
    lines: rows.items,
    weight: Float64Array.from(weights),
    frequency,
    near: neighbours(rows, NEIGHBOURS, SUPPORT),
  };
}
