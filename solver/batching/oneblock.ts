/** What the fast method needs to know of a layout with two cross aisles and the depot at an end of an aisle. */
export interface OneBlock {
  /** x of every aisle, ascending. */
  x: Float64Array;
  /** From cross aisle to cross aisle. */
  length: number;
  depotColumn: number;
  depotAtTop: boolean;
  /** Per column: way from the lower cross aisle to the last pick, from the upper one to the first, and the largest inner gap. */
  last: Float64Array;
  first: Float64Array;
  gap: Float64Array;
  filled: Uint8Array;
}

/**
 * Length of the shortest tour in one block (Ratliff and Rosenthal, 1983), the five classes of partial tours in five variables:
 * both ends odd, only the lower end, only the upper end, both even and connected, both even and apart.
 */
export function oneBlockTour({ x, length, depotColumn, depotAtTop, last, first, gap, filled }: OneBlock): number {
  let from = depotColumn;
  let to = depotColumn;
  for (let i = 0; i < from; i++) if (filled[i] === 1) from = i;
  for (let i = filled.length - 1; i > to; i--) if (filled[i] === 1) to = i;
  let odd = Infinity;
  let low = Infinity;
  let high = Infinity;
  let joined = Infinity;
  let apart = Infinity;
  let empty = 0;
  for (let i = from; i <= to; i++) {
    if (i > from) {
      const dx = 2 * (x[i]! - x[i - 1]!);
      odd += dx;
      low = (joined < low ? joined : low) + dx;
      high = (joined < high ? joined : high) + dx;
      joined += 2 * dx;
      apart += 2 * dx;
    }
    if (i === depotColumn) {
      if (depotAtTop) {
        if (low < apart) apart = low;
        low = Infinity;
        if (empty < high) high = empty;
      } else {
        if (high < apart) apart = high;
        high = Infinity;
        if (empty < low) low = empty;
      }
      empty = Infinity;
    }
    let single = low < high ? low : high;
    if (apart < single) single = apart;
    if (empty < single) single = empty;
    const anyEven = joined < single ? joined : single;
    if (filled[i] === 1) {
      const f = 2 * last[i]!;
      const t = 2 * first[i]!;
      const g = 2 * (length - gap[i]!);
      let v = f < t ? f : t;
      if (g < v) v = g;
      const oldOdd = odd;
      odd = Math.min(odd + v, anyEven + length);
      joined = Math.min(joined + v, oldOdd + length, single + 2 * length);
      apart = Math.min(apart + v, high + f, low + t, Math.min(low, high, empty) + g);
      low = Math.min(low, empty) + f;
      high = Math.min(high, empty) + t;
    } else {
      const oldOdd = odd;
      odd = Math.min(odd, anyEven + length);
      joined = Math.min(joined, oldOdd + length, single + 2 * length);
    }
    empty = Infinity;
  }
  return Math.min(low, high, joined);
}
