import type { OrderState } from '../../link/wire.ts';

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
