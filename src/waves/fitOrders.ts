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
  for (const source of sources) free.set(source.itemId, (free.get(source.itemId) ?? 0) + source.free);
  const promised = new Map(open.map((line) => [line.promiseId + line.itemId, line.open]));
  const whole: Wanted[] = [];
  const partly: Wanted[] = [];
  const leftOut: LeftOut[] = [];
  for (const order of orders) {
    const needs = sumBy(order.lines, (line) => line.itemId);
    const claims = sumBy(order.lines, (line) => line.promiseId + line.itemId);
    const { orderId } = order;
    if ([...claims].some(([key, units]) => (promised.get(key) ?? 0) < units)) {
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

function sumBy(lines: Demand[], key: (line: Demand) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of lines) sums.set(key(line), (sums.get(key(line)) ?? 0) + line.quantity);
  return sums;
}
