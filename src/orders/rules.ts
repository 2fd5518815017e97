import { refuse, type Outcome, done } from '../platform/errors.ts';
import type { Role } from '../platform/work.ts';
import { columns, type Column } from './columns.shared.ts';

export const orderStates = [
  'received',
  'accepted',
  'unmapped',
  'promised',
  'awaiting_address',
  'shortfall',
  'back_ordered',
  'released',
  'allocated',
  'picking',
  'picked',
  'packed',
  'shipped',
  'delivered',
  'cancelled',
  'expired',
  'closed',
] as const;
export type OrderState = (typeof orderStates)[number];

export type Partition = Record<Column, number>;

export interface Line extends Partition {
  lineNo: number;
  itemId: string | null;
  code: string | null;
  promiseId: string | null;
  ordered: number;
}

export interface Purchase {
  sellerId: string;
  channel: string;
  mall: string;
  externalId: string;
}

/** Names a purchase, so that an order and the promise of its checkout find each other. */
export const purchaseOf = ({ sellerId, channel, mall, externalId }: Purchase): string =>
  JSON.stringify([sellerId, channel, mall, externalId]);

/** Erased with the recipient; what is not there is not compared. */
export const personalContents = ['name', 'phone', 'address', 'spot'] as const;
/** What an order was sent with, as its row keeps it: `paid` and `promiseBy` as they came, the rest as keyed hashes. */
export type Contents = { paid: boolean; promiseBy: string | null; lines: string } & {
  [part in (typeof personalContents)[number]]?: string;
};

/** An order as it stands under its lock. */
export interface Order {
  sellerId: string;
  orderId: string;
  siteId: string;
  channel: string;
  mall: string;
  externalId: string;
  version: number;
  state: OrderState;
  paidAt: Date | null;
  payBy: Date | null;
  /** Version of the recipient; null: no address yet. */
  recipient: number | null;
  /** The blind index of the recipient's phone in hexadecimals, once it is known here; null: there is none. */
  customer?: string | null;
  promiseBy: Date;
  /** Where its address lies, and who drives there; null: our own vehicles. */
  zoneId: string | null;
  carrier: string | null;
  paused: string | null;
  /** What this version was sent with; null: nobody kept it. */
  contents?: Contents | null;
  cancelAskedAt: Date | null;
  cancelCause: string | null;
  lines: Line[];
}

export interface Move {
  sellerId: string;
  orderId: string;
  lineNo: number;
  from: Column;
  to: Column;
  quantity: number;
}

const NOWHERE = Object.fromEntries(columns.map((column) => [column, 0])) as Partition;

export function totalsOf(lines: readonly Partition[]): Partition {
  const totals = { ...NOWHERE };
  for (const line of lines) for (const column of columns) totals[column] += line[column];
  return totals;
}

type Standing = Pick<Order, 'lines' | 'paidAt' | 'recipient' | 'cancelCause'>;

/** The state of an order follows from where its units are: the least advanced of those in work decides. */
export function stateOf(order: Standing): OrderState {
  const t = totalsOf(order.lines);
  const ordered = order.lines.reduce((sum, line) => sum + line.ordered, 0);
  if (t.cancelled === ordered) {
    return order.paidAt === null && order.cancelCause === 'payment_expired' ? 'expired' : 'cancelled';
  }
  if (order.lines.some((line) => line.itemId === null && line.waiting > 0)) return 'unmapped';
  if (t.waiting > 0) return order.paidAt === null ? 'accepted' : 'shortfall';
  if (t.allocated > 0) return t.picked > 0 ? 'picking' : t.promised > 0 ? 'released' : 'allocated';
  if (t.promised > 0) return order.recipient === null ? 'awaiting_address' : 'promised';
  if (t.picked > 0) return 'picked';
  if (t.packed > 0) return 'packed';
  if (t.shipped > 0) return 'shipped';
  if (t.back_ordered > 0) return 'back_ordered';
  return t.returned > 0 ? 'closed' : 'delivered';
}

export const endStates: readonly OrderState[] = ['delivered', 'cancelled', 'expired', 'closed'];

/** What has to happen next, as a code; `refund` where a paid order ended without its goods. */
export function nextStepOf(
  order: Pick<Order, 'state' | 'paidAt' | 'cancelAskedAt' | 'paused'>,
  lines: readonly Partition[],
): string {
  const t = totalsOf(lines);
  if (order.state === 'cancelled') return order.paidAt === null ? 'none' : 'refund';
  if (order.cancelAskedAt !== null) {
    if (t.shipped > 0) return 'intercept';
    if (t.packed > 0) return 'open_parcel';
    if (t.picked > 0) return 'put_back';
  }
  if (order.paused !== null) return 'resume';
  return nextSteps[order.state];
}

const nextSteps: Record<OrderState, string> = {
  received: 'accept',
  accepted: 'pay',
  unmapped: 'map_line',
  promised: 'plan_wave',
  awaiting_address: 'give_address',
  shortfall: 'back_order_or_cancel',
  back_ordered: 'wait_for_stock',
  released: 'allocate_rest',
  allocated: 'pick',
  picking: 'pick',
  picked: 'pack',
  packed: 'hand_over',
  shipped: 'deliver',
  delivered: 'none',
  cancelled: 'none',
  expired: 'none',
  closed: 'none',
};

const place = (column: Column) => columns.indexOf(column);
const SHIPPED = place('shipped');

/**
 * Moves units between the columns of the lines in place. A cancelled order's units go no further forward.
 * @returns the touched lines by order, or `order_cancelled`, or `line_moved` where a column holds less than asked
 */
export function moveUnits(orders: ReadonlyMap<string, Order>, moves: readonly Move[]): Outcome<Map<string, Set<Line>>> {
  const touched = new Map<string, Set<Line>>();
  for (const move of moves) {
    const order = orders.get(move.orderId);
    const line = order?.lines.find(({ lineNo }) => lineNo === move.lineNo);
    if (order === undefined || line === undefined || order.sellerId !== move.sellerId) {
      return refuse('order_not_found', 'There is no such order line', { status: 404, got: move });
    }
    const forward = place(move.to) > place(move.from) && place(move.to) <= SHIPPED;
    const short = line[move.from] < move.quantity;
    // in the house it is the cancellation that took back what is missing
    if ((forward || (short && place(move.from) < SHIPPED)) && order.cancelAskedAt !== null) {
      return refuse('order_cancelled', 'The order has been cancelled', { got: order.externalId });
    }
    if (short) {
      const more = { field: move.from, got: move.quantity, expected: line[move.from], details: move };
      return refuse('line_moved', 'The units of this line have moved on', more);
    }
    line[move.from] -= move.quantity;
    line[move.to] += move.quantity;
    const lines = touched.get(move.orderId) ?? new Set();
    touched.set(move.orderId, lines.add(line));
  }
  return done(touched);
}

export interface CancelPlan {
  /** Taken back at once. */
  moves: Move[];
  picked: number;
  packed: number;
  shipped: number;
  answer: 'cancelled' | 'put_back' | 'open_parcel' | 'intercept';
}

/** What a wish to cancel means where the units are now; the furthest of them decides the answer. */
export function planCancel(order: Order): CancelPlan {
  const { sellerId, orderId } = order;
  const free = ['waiting', 'back_ordered', 'promised', 'allocated'] as const;
  const moves = order.lines.flatMap((line) =>
    free
      .filter((from) => line[from] > 0)
      .map((from) => ({
        sellerId,
        orderId,
        lineNo: line.lineNo,
        from,
        to: 'cancelled' as const,
        quantity: line[from],
      })),
  );
  const { picked, packed, shipped } = totalsOf(order.lines);
  const answer = shipped > 0 ? 'intercept' : packed > 0 ? 'open_parcel' : picked > 0 ? 'put_back' : 'cancelled';
  return { moves, picked, packed, shipped, answer };
}

/** An order whose goods nobody has touched may still be changed as a whole. */
export function untouched(order: Order): boolean {
  const t = totalsOf(order.lines);
  return t.allocated + t.picked + t.packed + t.shipped + t.delivered + t.returned + t.cancelled === 0;
}

/** Causes that are told to others; whatever else somebody gave stays in the order's own log. */
export const causeCodes = [
  'customer',
  'changed_mind',
  'out_of_stock',
  'payment',
  'wrong_item',
  'duplicate',
  'fraud',
  'address',
  'seller',
  'stock_short',
  'not_enough_stock',
  'flash_cap_reached',
  'flash_customer_missing',
  'flash_not_open',
  'payment_expired',
  'address_expired',
  'code_unknown',
  'units_arrived',
  'put_back',
  'short_pick',
  'count',
  'pack_missing',
  'pack_damaged',
  'lost',
] as const;

/** Who answers customers on the phone. */
export const maySearchByPhone = (role: Role) => ['admin', 'manager', 'dispatcher', 'seller'].includes(role);
