import { tell, type Work } from '../platform/work.ts';
import { cameTo } from './events.ts';
import { endStates, stateOf, type Line, type Order } from './rules.ts';
import { addEvents, writeLines, writeOrders, type NewEvent } from './store.ts';

export interface Kept {
  order: Order;
  /** Lines whose units moved. */
  lines: Iterable<Line>;
  /** Logged before the state that follows. */
  event?: string;
  cause?: string | undefined;
  /** Only units moved: nothing of the head but the state that follows. */
  moved?: true;
}

/** Writes orders as they now stand: lines, the state that follows from them, the log and the facts. */
export async function keep(work: Work, kept: Kept[]): Promise<void> {
  const before = new Map(kept.map(({ order }) => [order, order.state]));
  const events = follow(work, kept);
  const lines = kept.flatMap(({ order: { sellerId, orderId }, lines }) =>
    [...lines].map((line) => ({ ...line, sellerId, orderId })),
  );
  if (lines.length > 0) await writeLines(work, lines);
  const heads = kept
    .filter(({ order, moved }) => moved !== true || order.state !== before.get(order))
    .map(({ order }) => ({ ...order, lines: undefined, ended: endStates.includes(order.state) }));
  if (heads.length > 0) await writeOrders(work, heads);
  await addEvents(work, events);
}

/** Brings orders to the states that follow from their lines, and tells so; what is to be logged is answered. */
export function follow(work: Work, kept: Omit<Kept, 'lines'>[]): NewEvent[] {
  const events: NewEvent[] = [];
  for (const { order, event, cause } of kept) {
    const { sellerId, orderId } = order;
    if (event !== undefined) events.push({ sellerId, orderId, kind: event, cause });
    const before = order.state;
    order.state = stateOf(order);
    if (order.state === before) continue;
    events.push({ sellerId, orderId, kind: order.state, cause });
    tell(work, cameTo(order, before, cause ?? null));
  }
  return events;
}
