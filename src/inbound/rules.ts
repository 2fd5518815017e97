import { refuse, type Refused } from '../platform/errors.ts';
import type { Arrival, State } from './schema.ts';

/** What moves a shipment, from where, to where. Terminal: closed, cancelled, refused. */
const moves = {
  submit: { from: ['draft'], to: 'booked' },
  rebook: { from: ['draft', 'booked', 'scheduled'], to: undefined },
  schedule: { from: ['draft', 'booked', 'scheduled', 'no_show'], to: 'scheduled' },
  sendOff: { from: ['booked', 'scheduled', 'no_show'], to: 'in_transit' },
  gateIn: { from: ['booked', 'scheduled', 'in_transit', 'no_show'], to: 'arrived' },
  turnAway: { from: ['arrived'], to: 'refused' },
  callOff: { from: ['draft', 'booked', 'scheduled', 'no_show'], to: 'cancelled' },
  miss: { from: ['scheduled'], to: 'no_show' },
  receive: { from: ['arrived', 'receiving'], to: 'receiving' },
  undoReceipt: { from: ['receiving'], to: 'receiving' },
  closeReceipt: { from: ['arrived', 'receiving'], to: 'counted' },
  acceptDifferences: { from: ['counted'], to: 'closed' },
} as const satisfies Record<string, { from: readonly State[]; to: State | undefined }>;

export type ShipmentMove = keyof typeof moves;

/** Refuses `shipment_state` where a shipment in this state is past that, or not there yet. */
export function refuseMove(state: State, move: ShipmentMove): Refused | undefined {
  const from: readonly State[] = moves[move].from;
  if (from.includes(state)) return undefined;
  return refuse('shipment_state', 'The shipment is not in the state for this', { got: state, expected: from });
}

export interface OpenLine {
  lineNo: number;
  lot: string;
  expected: number;
  received: number;
  /** Announced to be in the box that is open. */
  inBox: boolean;
}

export interface Portion {
  /** Undefined: on a line of its own, since it was not announced. */
  lineNo: number | undefined;
  condition: Arrival;
  quantity: number;
}

export interface Arriving {
  quantity: number;
  lot: string;
  condition: Arrival;
  /** Lines of the shipment for this item. */
  lines: OpenLine[];
  tolerance_pct: number;
  unannounced: boolean;
}

/**
 * Which lines arriving units count for. Open lines first, those of the open box before others; then what a line
 * tolerates above its quantity; the rest is held. Damaged units stay damaged wherever they count.
 */
export function shareArrival(arriving: Arriving): Portion[] {
  const { quantity, lot, condition } = arriving;
  const fits = arriving.lines
    .filter((line) => line.lot === '' || line.lot === lot)
    .sort(
      (a, b) =>
        Number(b.inBox) - Number(a.inBox) || Number(b.lot === lot) - Number(a.lot === lot) || a.lineNo - b.lineNo,
    );
  const excess: Arrival = condition === 'damaged' || arriving.unannounced ? condition : 'hold';
  if (fits.length === 0) return [{ lineNo: undefined, condition: excess, quantity }];
  const portions: Portion[] = [];
  let left = quantity;
  const take = (line: OpenLine, units: number, as: Arrival) => {
    if (units <= 0) return;
    left -= units;
    line.received += units;
    const same = portions.find((portion) => portion.lineNo === line.lineNo && portion.condition === as);
    if (same === undefined) portions.push({ lineNo: line.lineNo, condition: as, quantity: units });
    else same.quantity += units;
  };
  for (const line of fits) take(line, Math.min(left, line.expected - line.received), condition);
  for (const line of fits) {
    const tolerated = Math.floor((line.expected * (100 + arriving.tolerance_pct)) / 100);
    take(line, Math.min(left, tolerated - line.received), condition);
  }
  take(fits[0]!, left, excess);
  return portions;
}

/** The column of a line that counts units of a condition. */
export function countedAs(condition: Arrival): 'good' | 'inspect' | 'hold' | 'damaged' {
  return condition === 'sellable' ? 'good' : condition;
}

/** How a line stands. A line is short only once counting is over. */
export function lineState(
  line: { expected: number; received: number },
  counted: boolean,
): 'expected' | 'partial' | 'complete' | 'over' | 'short' {
  if (line.received > line.expected) return 'over';
  if (line.received === line.expected) return 'complete';
  if (counted) return 'short';
  return line.received === 0 ? 'expected' : 'partial';
}
