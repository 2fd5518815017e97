import type { OrderHead, OrderShown, OrderState } from '../../link/wire.ts';
import type { Part } from '../../parts/Bar.tsx';
import { t } from '../../words/t.ts';
import { type Column, columns } from '../../../src/orders/columns.shared.ts';

export const stateTone: Record<OrderState, string> = {
  received: 'plain',
  accepted: 'plain',
  unmapped: 'stop',
  promised: 'night',
  awaiting_address: 'notice',
  shortfall: 'stop',
  back_ordered: 'stop',
  released: 'busy',
  allocated: 'busy',
  picking: 'busy',
  picked: 'busy',
  packed: 'busy',
  shipped: 'good',
  delivered: 'good',
  cancelled: 'plain',
  expired: 'plain',
  closed: 'plain',
};

export const states = Object.keys(stateTone) as OrderState[];

/** What is said of the units in a column: those of a failed delivery are not on their way any more. */
const titleOf = (order: OrderHead, column: Column): string =>
  column === 'shipped' && isUndelivered(order) ? t('orders.undelivered') : t(`column.${column}`);

export const partsOf = (order: OrderHead, line: Record<Column, number>): Part[] =>
  columns.map((column) => ({ tone: column, value: line[column], title: titleOf(order, column) }));

export function partsOfAll(order: OrderShown): Part[] {
  return columns.map((column) => ({
    tone: column,
    value: order.lines.reduce((sum, line) => sum + line[column], 0),
    title: titleOf(order, column),
  }));
}

export const isOver = (order: OrderHead): boolean => order.endedAt !== null;

export const isUndelivered = (order: OrderHead): boolean => order.undelivered !== null && !isOver(order);
