import type { Column } from '../../../src/orders/columns.shared.ts';
import type { OrderState } from '../../link/wire.ts';

/** The colour of a state in a bar: that of the column where its units are. */
export const stateColumn: Record<OrderState, Column> = {
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
