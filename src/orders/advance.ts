import { done, type Outcome } from '../platform/errors.ts';
import type { Asked } from '../platform/gather.ts';
import type { Work } from '../platform/work.ts';
import { keep, type Kept } from './keep.ts';
import { type Column } from './columns.shared.ts';
import { moveUnits, type Line, type Move, type Order, type OrderState } from './rules.ts';
import { lockOrders } from './store.ts';

export interface Advance {
  siteId: string;
  moves: Move[];
  /** Why, where it is not the usual course. */
  cause?: string;
}

/**
 * Moves units of order lines from column to column and lets the states follow. Orders are locked in key order, before
 * any row of the stock: whoever also moves stock calls this first.
 * @returns `order_cancelled`, or `line_moved` where a column holds less than asked
 */
export async function advance(
  work: Work,
  { moves, cause }: Advance,
): Promise<Outcome<{ orders: { orderId: string; state: OrderState }[] }>> {
  if (moves.length === 0) return done({ orders: [] });
  const orders = await lockOrders(work.tx, moves);
  const moved = advanceHeld(work, orders, moves, cause);
  return moved.refused
    ? moved
    : done({ orders: [...orders.values()].map(({ orderId, state }) => ({ orderId, state })) });
}

/** The same for orders that the caller holds and has read in this transaction; they move on in place, too. */
export function advanceHeld(
  work: Work,
  orders: ReadonlyMap<string, Order>,
  moves: Move[],
  cause?: string,
): Outcome<undefined> {
  const moved = moveUnits(orders, moves);
  if (moved.refused) return moved;
  const between = columnsOf(moves);
  keep(
    work,
    [...moved.value].map(([orderId, lines]) => {
      const order = orders.get(orderId)!;
      const about = cause === undefined ? undefined : aboutOf(order, moves);
      return { order, lines, cause, about, moved: between };
    }),
  );
  return done(undefined);
}

/**
 * The same for moves of several people, of orders that the caller holds: each is judged for itself, one that is refused takes
 * nothing from the others.
 */
export function advanceMany(asked: Asked<Move>[], orders: ReadonlyMap<string, Order>): Outcome<undefined>[] {
  if (asked.length === 0) return [];
  const { work } = asked[0]!;
  const between = columnsOf(asked.map(({ input }) => input));
  const kept = new Map<string, Kept & { lines: Set<Line> }>();
  const outcomes = asked.map(({ work: { actor }, input }) => {
    const moved = moveUnits(orders, [input]);
    if (moved.refused) return moved;
    for (const [orderId, lines] of moved.value) {
      const one = kept.get(orderId) ?? {
        order: orders.get(orderId)!,
        lines: new Set(),
        actorId: actor.userId,
        moved: between,
      };
      for (const line of lines) one.lines.add(line);
      kept.set(orderId, one);
    }
    return done(undefined);
  });
  keep(work, [...kept.values()]);
  return outcomes;
}

/** How many of what was moved out of the usual course, where it is of one item. */
export function aboutOf({ orderId, lines }: Order, moves: Move[]): Kept['about'] {
  const own = moves.filter((move) => move.orderId === orderId);
  const items = new Set(own.map(({ lineNo }) => lines.find((line) => line.lineNo === lineNo)?.itemId));
  const [itemId] = items;
  if (items.size !== 1 || itemId === null || itemId === undefined) return undefined;
  return { itemId, quantity: own.reduce((sum, { quantity }) => sum + quantity, 0) };
}

const columnsOf = (moves: Move[]): Column[] => [...new Set(moves.flatMap(({ from, to }) => [from, to]))];
