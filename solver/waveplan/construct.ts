import { picking_min, waveLimit } from './cost.ts';
import type { WaitingOrder, WavePlanProblem } from './problem.ts';

/** Orders that are released together; picked one wave after the other by all pickers. */
export interface Bucket {
  orders: WaitingOrder[];
  units: number;
}

/**
 * Always next: of the orders that are ready, the one due first (Jackson, 1955: the earliest due date makes the largest lateness as
 * small as it can be; with ready times it is Schrage's rule). A wave is closed when it is full, when one order more would make
 * a first one late that is in time so far, and when an order that is due sooner than the rest becomes ready meanwhile. An order
 * larger than a wave makes one of its own.
 */
export function bucketByDueTime(problem: WavePlanProblem): Bucket[] {
  const limit = waveLimit(problem);
  const readyAt = (order: WaitingOrder): number => Math.max(order.ready_min ?? problem.start_min, problem.start_min);
  const waiting = [...problem.orders].sort((a, b) => readyAt(a) - readyAt(b));
  const open: WaitingOrder[] = [];
  const buckets: Bucket[] = [];
  let clock = problem.start_min;
  let next = 0;
  while (next < waiting.length || open.length > 0) {
    if (open.length === 0) clock = Math.max(clock, readyAt(waiting[next]!));
    while (next < waiting.length && readyAt(waiting[next]!) <= clock + 1e-9) open.push(waiting[next++]!);
    open.sort((a, b) => b.due_min - a.due_min || b.units - a.units);
    const bucket: Bucket = { orders: [], units: 0 };
    while (open.length > 0) {
      const order = open.at(-1)!;
      if (bucket.units > 0 && (bucket.units + order.units > limit || delays(problem, bucket, order, clock))) break;
      bucket.orders.push(open.pop()!);
      bucket.units += order.units;
      const soon = waiting[next];
      const end = clock + picking_min(problem, bucket.units);
      if (soon && readyAt(soon) <= end && open.length > 0 && soon.due_min < open.at(-1)!.due_min) break;
    }
    buckets.push(bucket);
    clock += picking_min(problem, bucket.units);
  }
  return buckets;
}

/** True where the wave is in time for its earliest due order without this one, and late with it. */
function delays(problem: WavePlanProblem, { orders, units }: Bucket, more: WaitingOrder, clock: number): boolean {
  const allowed = orders[0]!.due_min - problem.after_pick_min - clock;
  return picking_min(problem, units) <= allowed && picking_min(problem, units + more.units) > allowed;
}
