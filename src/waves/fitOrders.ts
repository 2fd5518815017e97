import type { Demand } from '../inventory/index.ts';
import type { LeftOut } from './store.ts';

export interface Wanted {
  orderId: string;
  lines: Demand[];
}

/**
 * Which orders the pick bins can serve whole, in the order given: each takes from what the ones before it left.
 * Pure: what is free and what is promised are counted down here, not in the stock.
 */
export function fitOrders(
  orders: Wanted[],
  sources: readonly { itemId: string; free: number }[],
  open: readonly { promiseId: string; itemId: string; open: number }[],
): { whole: Wanted[]; partly: Wanted[]; leftOut: LeftOut[] } {
  const free = new Map<string, number>();
  for (const source of sources) add(free, source.itemId, source.free);
  const promised = new Map<string, Map<string, number>>();
  for (const line of open) inside(promised, line.promiseId).set(line.itemId, line.open);
  const whole: Wanted[] = [];
  const partly: Wanted[] = [];
  const leftOut: LeftOut[] = [];
  for (const order of orders) {
    const needs = new Map<string, number>();
    const claims = new Map<string, Map<string, number>>();
    for (const { promiseId, itemId, quantity } of order.lines) {
      add(needs, itemId, quantity);
      add(inside(claims, promiseId), itemId, quantity);
    }
    const { orderId } = order;
    const kept = (promiseId: string, [item, units]: [string, number]) =>
      (promised.get(promiseId)?.get(item) ?? 0) >= units;
    if (![...claims].every(([promiseId, units]) => [...units].every((of) => kept(promiseId, of)))) {
      leftOut.push({ orderId, reason: 'promise_broken', items: [...needs.keys()] });
      continue;
    }
    const items = [...needs].filter(([item, units]) => (free.get(item) ?? 0) < units).map(([item]) => item);
    if (items.length > 0) leftOut.push({ orderId, reason: 'not_in_pick_bins', items });
    (items.length > 0 ? partly : whole).push(order);
    if (items.length === 0) for (const [item, units] of needs) free.set(item, free.get(item)! - units);
  }
  return { whole, partly, leftOut };
}

function add(sums: Map<string, number>, key: string, units: number): void {
  sums.set(key, (sums.get(key) ?? 0) + units);
}

function inside(groups: Map<string, Map<string, number>>, key: string): Map<string, number> {
  const group = groups.get(key) ?? new Map<string, number>();
  groups.set(key, group);
  return group;
}
