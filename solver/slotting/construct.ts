import type { Bays } from './bays.ts';
import type { Demand } from './demand.ts';

/** Slot of every SKU, by rank. */
export type Assignment = Int32Array;

/** Turnover alone: the most wanted SKU into the slot nearest to the depot (cube-per-order index; Heskett, 1963). */
export function byTurnover({ frequency }: Demand, { walk }: Bays): Assignment {
  const slots = [...walk.keys()].sort((a, b) => walk[a]! - walk[b]! || a - b);
  return assignInOrder(byDemand(frequency), slots);
}

/**
 * Affinity: bays are filled one after the other, each from the most wanted SKU left, then always with the one that is bought most
 * with what lies there already; bays by demand from the depot on, inside a bay by demand from its entrance on.
 */
export function byAffinity({ frequency, start, lines, weight }: Demand, { slots, order }: Bays): Assignment {
  const n = frequency.length;
  const open = new Set(byDemand(frequency));
  const ordersOf = invert(start, lines, n);
  const clusters: number[][] = [];
  for (const bay of order) {
    const room = Math.min(slots[bay]!.length, open.size);
    const pull = new Float64Array(n);
    const cluster: number[] = [];
    while (cluster.length < room) {
      let best = -1;
      let strongest = 0;
      for (const sku of open) {
        const strength = cluster.length === 0 ? frequency[sku]! : pull[sku]! / Math.sqrt(frequency[sku]! + 3);
        if (best >= 0 && strength <= strongest) continue;
        best = sku;
        strongest = strength;
      }
      open.delete(best);
      cluster.push(best);
      for (const o of ordersOf[best]!) {
        const size = start[o + 1]! - start[o]!;
        if (size < 2) continue;
        const share = weight[o]! / (size - 1);
        for (let i = start[o]!; i < start[o + 1]!; i++) pull[lines[i]!]! += share;
      }
    }
    clusters.push(cluster);
  }
  const total = (cluster: number[]): number => cluster.reduce((sum, sku) => sum + frequency[sku]!, 0);
  clusters.sort((a, b) => total(b) - total(a));
  const assignment = new Int32Array(n);
  const rest: number[] = [];
  clusters.forEach((cluster, c) => {
    const places = slots[order[c]!]!;
    cluster.sort((a, b) => frequency[b]! - frequency[a]! || a - b);
    cluster.forEach((sku, i) => {
      if (i < places.length) assignment[sku] = places[i]!;
      else rest.push(sku);
    });
  });
  const used = new Set(assignment);
  const free = order.flatMap((bay) => slots[bay]!).filter((slot) => !used.has(slot));
  rest.forEach((sku, i) => (assignment[sku] = free[i]!));
  return assignment;
}

/** The orders of every SKU. */
export function invert(start: Int32Array, lines: Int32Array, skus: number): Int32Array[] {
  const lists: number[][] = Array.from({ length: skus }, () => []);
  for (let o = 0; o + 1 < start.length; o++) for (let i = start[o]!; i < start[o + 1]!; i++) lists[lines[i]!]!.push(o);
  return lists.map((list) => Int32Array.from(list));
}

function byDemand(frequency: Float64Array): number[] {
  return [...frequency.keys()].sort((a, b) => frequency[b]! - frequency[a]! || a - b);
}

function assignInOrder(skus: number[], slots: number[]): Assignment {
  const assignment = new Int32Array(skus.length);
  skus.forEach((sku, i) => (assignment[sku] = slots[i]!));
  return assignment;
}
