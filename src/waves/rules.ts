import { done, refuse, type Outcome } from '../platform/errors.ts';
import type { Batch, Task, ToteUse } from './store.ts';

/** A claim lives this long without a scan. */
export const LEASE_MS = 5 * 60_000;
/** Orders in one call of the batching solver. */
export const CHUNK = 80;
/** Seconds of batching a wave, shared by its calls. */
export const SOLVE_S = 2;
/** A planner that has not launched after this long is dead; its allocations are taken over. */
export const PLANNER_DEAD_MS = 60_000;

export interface Spot {
  aisle: number;
  y_mm: number;
}

/** What one order wants from the shelves. */
export interface Tour {
  sellerId: string;
  orderId: string;
  dueBy: Date | null;
  tasks: Task[];
  bins: string[];
}

/** Tasks by order, and the bins of each in the order of their code. */
export function toursOf(tasks: Task[], dueBy: (orderId: string) => Date | null): Tour[] {
  const tours = new Map<string, Tour>();
  for (const task of tasks) {
    const { sellerId, orderId } = task;
    const tour = tours.get(orderId) ?? { sellerId, orderId, dueBy: dueBy(orderId), tasks: [], bins: [] };
    tour.tasks.push(task);
    if (!tour.bins.includes(task.binCode)) tour.bins.push(task.binCode);
    tours.set(orderId, tour);
  }
  return [...tours.values()];
}

/** Orders that walk the same aisles come next to each other: sorted by their aisles, then by how deep they go. */
export function byAffinity(tours: Tour[], spots: ReadonlyMap<string, Spot>): Tour[] {
  const keys = new Map(
    tours.map((tour) => {
      const at = tour.bins.map((bin) => spots.get(bin)!);
      const aisles = [...new Set(at.map((spot) => spot.aisle))].sort((a, b) => a - b);
      const depth = at.reduce((sum, spot) => sum + spot.y_mm, 0) / at.length;
      return [tour.orderId, { aisles, depth }];
    }),
  );
  return [...tours].sort((a, b) => {
    const [x, y] = [keys.get(a.orderId)!, keys.get(b.orderId)!];
    for (let i = 0; i < Math.min(x.aisles.length, y.aisles.length); i++) {
      if (x.aisles[i] !== y.aisles[i]) return x.aisles[i]! - y.aisles[i]!;
    }
    return x.aisles.length - y.aisles.length || x.depth - y.depth || (a.orderId < b.orderId ? -1 : 1);
  });
}

export function chunked<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

/** Where the bins' spots come on a walk up the first aisle, down the next: for a day without the path solver. */
export function serpentine(bins: string[], spots: ReadonlyMap<string, Spot>): string[] {
  return [...bins].sort((a, b) => {
    const [x, y] = [spots.get(a)!, spots.get(b)!];
    return x.aisle - y.aisle || (x.aisle % 2 === 0 ? x.y_mm - y.y_mm : y.y_mm - x.y_mm) || (a < b ? -1 : 1);
  });
}

export interface PickFacts {
  task: Task;
  batch: Pick<Batch, 'state' | 'pickerId'> | undefined;
  /** The tote in the slot of the order, and what the scanned one holds. */
  slotTote: string | null;
  scannedUse: ToteUse | undefined;
  pickerId: string;
}

/** Whether a picker may put units of a task into a tote. */
export function decidePick(facts: PickFacts, input: { quantity: number; toteCode: string }): Outcome<undefined> {
  const { task, slotTote, scannedUse } = facts;
  const mine = holdsClaim(facts);
  if (mine.refused) return mine;
  if (slotTote !== input.toteCode) {
    const more = { got: input.toteCode, expected: slotTote ?? 'a tote' };
    return scannedUse === undefined || scannedUse.orderId === task.orderId
      ? refuse('wrong_tote', 'This tote is not in the slot', more)
      : refuse('tote_order', 'This tote holds another order', more);
  }
  const left = task.quantity - task.picked;
  if (input.quantity > left) return refuse('over_pick', 'More than asked for', { got: input.quantity, expected: left });
  return done(undefined);
}

/** Whether a task is still to be done, by this picker. */
export function holdsClaim({
  task,
  batch,
  pickerId,
}: Pick<PickFacts, 'task' | 'batch' | 'pickerId'>): Outcome<undefined> {
  if (task.state === 'cancelled') return refuse('order_cancelled', 'The order has been cancelled');
  if (task.state !== 'ready') return refuse('task_done', 'This line is done already', { got: task.state });
  if (batch === undefined || batch.state !== 'claimed')
    return refuse('lease_lost', 'Your claim ran out; scan your cart');
  if (batch.pickerId !== pickerId) return refuse('task_taken', 'Another picker has this line');
  return done(undefined);
}
