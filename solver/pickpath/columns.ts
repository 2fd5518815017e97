import type { Layout, Place } from './problem.ts';

/**
 * What the dynamic program needs to know of the aisles between the outermost ones that must be entered: for each column and
 * block the length of every sensible way to serve the block from its two ends.
 */
export interface Columns {
  readonly K: number;
  readonly blocks: number;
  readonly crossY: readonly number[];
  /** Index of the first aisle in order of x, and how many follow it. */
  first: number;
  count: number;
  /** Per aisle in order of x: the original aisle number, and its x. */
  readonly aisle: Int32Array;
  readonly x: Float64Array;
  /** Per aisle and block [i * blocks + b]: 1 where something must be visited. */
  readonly filled: Uint8Array;
  /** There and back from the lower end, from the upper end, or from both ends around the largest inner gap. */
  readonly fromBottom: Float64Array;
  readonly fromTop: Float64Array;
  readonly fromBoth: Float64Array;
  /** Per aisle: bit k set where cross-aisle node k itself must be visited. */
  readonly touched: Int32Array;
  /** Per aisle: walks beyond the outermost cross aisles, which no choice avoids. */
  readonly beyond: Float64Array;
}

/** Empty columns for a layout; `columnOf` maps an aisle to its rank in order of x. */
export function makeColumns(layout: Layout): { columns: Columns; columnOf: Int32Array } {
  const n = layout.aisleX.length;
  const order = Int32Array.from(layout.aisleX.keys()).sort((a, b) => layout.aisleX[a]! - layout.aisleX[b]! || a - b);
  const columnOf = new Int32Array(n);
  order.forEach((aisle, i) => (columnOf[aisle] = i));
  const K = layout.crossY.length;
  const size = n * (K - 1);
  const columns: Columns = {
    K,
    blocks: K - 1,
    crossY: layout.crossY,
    first: 0,
    count: n,
    aisle: order,
    x: Float64Array.from(order, (aisle) => layout.aisleX[aisle]!),
    filled: new Uint8Array(size),
    fromBottom: new Float64Array(size),
    fromTop: new Float64Array(size),
    fromBoth: new Float64Array(size),
    touched: new Int32Array(n),
    beyond: new Float64Array(n),
  };
  return { columns, columnOf };
}

/** Measures one column anew from the ascending y of everything to visit in it (repeats allowed). */
export function measureColumn(columns: Columns, column: number, ys: readonly number[]): void {
  const { K, blocks, crossY, filled, fromBottom, fromTop, fromBoth } = columns;
  let touched = 0;
  let beyond = 0;
  let at = 0;
  if (ys.length > 0 && ys[0]! < crossY[0]!) {
    beyond += 2 * (crossY[0]! - ys[0]!);
    touched |= 1;
    while (at < ys.length && ys[at]! < crossY[0]!) at++;
  }
  for (let b = 0; b < K; b++) {
    const low = crossY[b]!;
    while (at < ys.length && ys[at] === low) {
      touched |= 1 << b;
      at++;
    }
    if (b === blocks) break;
    const high = crossY[b + 1]!;
    const cell = column * blocks + b;
    const from = at;
    let gap = 0;
    while (at < ys.length && ys[at]! < high) {
      if (at > from && ys[at]! - ys[at - 1]! > gap) gap = ys[at]! - ys[at - 1]!;
      at++;
    }
    filled[cell] = at > from ? 1 : 0;
    if (at === from) continue;
    fromBottom[cell] = 2 * (ys[at - 1]! - low);
    fromTop[cell] = 2 * (high - ys[from]!);
    fromBoth[cell] = 2 * (high - low - gap);
  }
  if (at < ys.length) {
    beyond += 2 * (ys[ys.length - 1]! - crossY[K - 1]!);
    touched |= 1 << (K - 1);
  }
  columns.touched[column] = touched;
  columns.beyond[column] = beyond;
}

/** True where the column must be entered. */
export function isWanted(columns: Columns, column: number): boolean {
  if (columns.touched[column] !== 0) return true;
  for (let b = 0; b < columns.blocks; b++) if (columns.filled[column * columns.blocks + b] === 1) return true;
  return false;
}

/** Narrows the columns to those between the outermost wanted ones: no shortest tour leaves them. */
export function narrow(columns: Columns): void {
  let first = 0;
  let last = columns.aisle.length - 1;
  while (first < last && !isWanted(columns, first)) first++;
  while (last > first && !isWanted(columns, last)) last--;
  columns.first = first;
  columns.count = last - first + 1;
}

/** The ascending y per column of the places. */
export function sortedPlaces(columnOf: Int32Array, places: readonly Place[]): number[][] {
  const ys: number[][] = Array.from(columnOf, () => []);
  for (const place of places) ys[columnOf[place.aisle]!]!.push(place.y);
  for (const list of ys) list.sort((a, b) => a - b);
  return ys;
}
