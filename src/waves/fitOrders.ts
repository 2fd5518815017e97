import type { Demand } from '../inventory/index.ts';
import type { LeftOut } from './store.ts';

export interface Wanted {
  orderId: string;
  lines: Demand[];
}

/**
 * Which orders the pick bins can serve whole, in the order given: each takes from what the ones before it left.
 * Pure: what is free is counted down here, not in the stock.
 */
export function fitOrders(
  orders: Wanted[],
  sources: readonly { itemId: string; free: number }[],
  broken: ReadonlySet<string>,
): { whole: Wanted[]; partly: Wanted[]; leftOut: LeftOut[] } {
  const free = new Map<string, number>();
  for (const source of sources) add(free, source.itemId, source.free);
  const whole: Wanted[] = [];
  const partly: Wanted[] = [];
  const leftOut: LeftOut[] = [];
  for (const order of orders) {
    const needs = new Map<string, number>();
    for (const { itemId, quantity } of order.lines) add(needs, itemId, quantity);
    const { orderId } = order;
    if (order.lines.some(({ promiseId }) => broken.has(promiseId))) {
      leftOut.push({ orderId, reason: 'promise_broken', items: [...needs.keys()] });
      continue;
    }
    const items = [...needs].filter(([item, units]) => (free.get(item) ?? 0) < units).map(([item]) => item);
    if (items.length > 0) leftOut.push({ orderId, reason: 'not_in_pick_bins', items });
    (items.length > 0 ? partly : whole).push(order);
    if (items.length === 0) for (const [item, units] of needs) add(free, item, -units);
  }
  return { whole, partly, leftOut };
}

function add(sums: Map<string, number>, key: string, units: number): void {
  sums.set(key, (sums.get(key) ?? 0) + units);
}
