import { refuse, type Refused } from '../platform/errors.ts';

export const grades = ['A', 'B', 'C', 'counterfeit', 'empty'] as const;
export type Grade = (typeof grades)[number];

export const decisions = ['restock', 'scrap', 'toSeller', 'reject'] as const;
export type Decision = (typeof decisions)[number];

export type UnitState = 'received' | 'graded' | 'restocked' | 'scrapped' | 'to_seller' | 'rejected';

export const stateOf: Record<Decision, UnitState> = {
  restock: 'restocked',
  scrap: 'scrapped',
  toSeller: 'to_seller',
  reject: 'rejected',
};

/** Sellable again are only units as good as new (A) or opened and whole (B). */
export function refuseDecision(state: UnitState, grade: Grade | null, decision: Decision): Refused | undefined {
  if (state === 'received' || grade === null)
    return refuse('return_not_graded', 'Grade the unit first', { got: state });
  if (state !== 'graded') return refuse('return_decided', 'This unit is decided already', { got: state });
  if (decision === 'restock' && grade !== 'A' && grade !== 'B') {
    return refuse('return_grade', `Grade ${grade} is not restocked`, {
      field: 'decision',
      got: grade,
      expected: ['A', 'B'],
    });
  }
  return undefined;
}

/** One line of the order, and what of it is known to have come back. */
export interface Shipped {
  lineNo: number;
  itemId: string | null;
  delivered: number;
  returned: number;
}

/**
 * The line that a returned unit belongs to: one that still has delivered units. Refuses `return_not_shipped` for what the
 * customer never got, `return_already` for what is back already.
 */
export function matchLine(lines: readonly Shipped[], itemId: string): { lineNo: number } | Refused {
  const ofItem = lines.filter((line) => line.itemId === itemId);
  const open = ofItem.find(({ delivered }) => delivered > 0);
  if (open !== undefined) return { lineNo: open.lineNo };
  if (ofItem.some(({ returned }) => returned > 0))
    return refuse('return_already', 'This unit is back already', { got: itemId });
  return refuse('return_not_shipped', 'This was not delivered with that order', { got: itemId });
}

/** Units that were packed for the line, by lot and serial, less those that came back. */
export interface Packed {
  lineNo: number;
  lot: string;
  serial: string;
  left: number;
}

/** Which of the packed units it is. Refuses `return_other_serial`, `return_already` for a serial that is back. */
export function matchUnit(
  packed: readonly Packed[],
  lineNo: number,
  scanned: { lot?: string | undefined; serial?: string | undefined },
): Packed | Refused {
  const ofLine = packed.filter((unit) => unit.lineNo === lineNo);
  const tracked = ofLine.some(({ serial }) => serial !== '');
  if (tracked && scanned.serial === undefined)
    return refuse('serial_required', 'Scan the serial number', { field: 'serial' });
  const same = ofLine.filter(
    ({ lot, serial }) =>
      (!tracked || serial === scanned.serial) && (scanned.lot === undefined || lot === '' || lot === scanned.lot),
  );
  if (same.length === 0) {
    const field = tracked ? 'serial' : 'lot';
    return refuse(`return_other_${field}`, `Another ${field} was shipped`, { field, got: scanned[field] });
  }
  return same.find(({ left }) => left > 0) ?? refuse('return_already', 'This unit is back already');
}
