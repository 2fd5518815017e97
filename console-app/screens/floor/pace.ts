import type { BurnDown } from '../../link/wire.ts';
import type { Column } from '../../../src/orders/columns.shared.ts';
import { stateColumn } from '../orders/stateColumn.ts';

/** Where an order is once the floor has packed it; what came back was packed, too. */
const done: Column[] = ['packed', 'shipped', 'delivered', 'returned'];
/** Orders that wait for somebody at a desk do not burn down by themselves. */
const stuck = ['unmapped', 'shortfall', 'back_ordered', 'awaiting_address'];

export interface Pace {
  total: number;
  /** Still to be packed. */
  left: number;
  packed: number;
  stuck: number;
  left_ms: number;
  /** Orders an hour that it takes from now on, and that were packed lately. */
  needed: number;
  actual: number;
  isAtRisk: boolean;
}

const quarters = 4;
/** Packed parcels have to be loaded and driven: this much before the promise they must stand at the dock. */
export const drive_ms = 2.5 * 3_600_000;

export function paceOf(due: BurnDown, now_ms: number): Pace {
  const sum = (of: (column: Column) => boolean): number =>
    due.states.filter(({ state }) => of(stateColumn[state])).reduce((total, { orders }) => total + orders, 0);
  const total = sum(() => true);
  const packed = sum((column) => done.includes(column));
  const left_ms = new Date(due.promiseBy).getTime() - drive_ms - now_ms;
  const left = total - packed;
  const needed = left === 0 ? 0 : left / Math.max(1 / 4, left_ms / 3_600_000);
  const actual = due.packedLately * quarters;
  return {
    total,
    left,
    packed,
    stuck: due.states.filter(({ state }) => stuck.includes(state)).reduce((all, { orders }) => all + orders, 0),
    left_ms,
    needed,
    actual,
    isAtRisk: left > 0 && (left_ms < 0 || (left_ms < 6 * 3_600_000 && needed > actual)),
  };
}
