import { tell, type Work } from '../platform/work.ts';
import { cameTo } from './events.ts';
import { type Column } from './columns.shared.ts';
import { stateOf, type Line, type Order } from './rules.ts';
import { addEvents, writeLines, writeOrders, type NewEvent } from './store.ts';

export interface Kept {
  order: Order;
  /** Lines whose units moved. */
  lines: Iterable<Line>;
  /** Logged before the state that follows. */
  event?: string;
  cause?: string | undefined;
  /** Units of an item that it is about: told once, with the first entry. */
  about?: { itemId: string; quantity: number } | undefined;
  /** Where it is not who works. */
  actorId?: string;
  /** Only units moved, between these columns: nothing else of the lines, and of the head but the state that follows. */
  moved?: readonly Column[];
}

/** Writes orders as they now stand: lines, the state that follows from them, the log and the facts. */
export function keep(work: Work, kept: Kept[]): void {
  const before = new Map(kept.map(({ order }) => [order, order.state]));
  const events = follow(work, kept);
  const touched = kept.flatMap(({ order, lines }) => Array.from(lines, (line) => ({ order, line })));
  const moved = kept.every((one) => one.moved !== undefined) ? kept.flatMap((one) => one.moved!) : undefined;
  if (touched.length > 0) writeLines(work, touched, moved);
  // before the heads: the key of a row that this transaction has changed is looked up more slowly
  addEvents(work, events);
  const heads = kept.filter(({ order, moved }) => moved === undefined || order.state !== before.get(order));
  if (heads.length > 0)
    writeOrders(
      work,
      heads.map(({ order }) => order),
    );
}

/** Brings orders to the states that follow from their lines, and tells so; what is to be logged is answered. */
export function follow(work: Work, kept: Omit<Kept, 'lines'>[]): NewEvent[] {
  const events: NewEvent[] = [];
  for (const { order, event, cause, about, actorId } of kept) {
    const { sellerId, orderId } = order;
    const by = { sellerId, orderId, cause, ...(actorId === undefined ? {} : { actorId }) };
    if (event !== undefined) events.push({ ...by, ...about, kind: event });
    const before = order.state;
    order.state = stateOf(order);
    if (order.state === before) continue;
    events.push({ ...by, ...(event === undefined ? about : {}), kind: order.state });
    tell(work, cameTo(order, before, cause ?? null));
  }
  return events;
}
