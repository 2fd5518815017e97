import type { OrderHead, OrderShown, OrderState } from '../../link/wire.ts';
import type { Part } from '../../parts/Bar.tsx';
import { t } from '../../words/t.ts';

/** Where the units of a line can be, in the order of their way. */
export const columns = [
  'waiting',
  'back_ordered',
  'promised',
  'allocated',
  'picked',
  'packed',
  'shipped',
  'delivered',
  'returned',
  'cancelled',
] as const;
export type ColumnName = (typeof columns)[number];

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

/** The colour of a state in a bar: that of the column where its units are. */
export const stateColumn: Record<OrderState, ColumnName> = {
  received: 'waiting',
  accepted: 'waiting',
  unmapped: 'waiting',
  shortfall: 'waiting',
  back_ordered: 'back_ordered',
  promised: 'promised',
  awaiting_address: 'promised',
  released: 'allocated',
  allocated: 'allocated',
  picking: 'allocated',
  picked: 'picked',
  packed: 'packed',
  shipped: 'shipped',
  delivered: 'delivered',
  closed: 'returned',
  cancelled: 'cancelled',
  expired: 'cancelled',
};

export const states = Object.keys(stateTone) as OrderState[];

export const partsOf = (line: Record<ColumnName, number>): Part[] =>
  columns.map((column) => ({ tone: column, value: line[column], title: t(`column.${column}`) }));

export function partsOfAll(order: OrderShown): Part[] {
  return columns.map((column) => ({
    tone: column,
    value: order.lines.reduce((sum, line) => sum + line[column], 0),
    title: t(`column.${column}`),
  }));
}

export const isOver = (order: OrderHead): boolean => order.endedAt !== null;
