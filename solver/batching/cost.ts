import { makeColumns, measureColumn, narrow, sortedPlaces } from '../pickpath/columns.ts';
import { MAX_CROSS_AISLES } from '../pickpath/connections.ts';
import { shortestTour } from '../pickpath/construct.ts';
import { makeRng } from '../shared/rng.ts';
import { type OneBlock, oneBlockTour } from './oneblock.ts';
import type { BatchingProblem } from './problem.ts';

const CACHE = 1 << 18;

/**
 * Length of the shortest tour for any set of orders, each pick at its first place. Sets are remembered under a Zobrist key
 * of two words, so that asking again costs a look-up.
 */
export interface TourLengths {
  /** Two words per order; the key of a set is the exclusive or over its orders. */
  readonly keyA: Int32Array;
  readonly keyB: Int32Array;
  /** The set is `members` without the orders `out`, with the orders `into`; a and b are its key. */
  of(members: readonly number[], out: readonly number[], into: readonly number[], a: number, b: number): number;
}

export function tourLengths(problem: BatchingProblem): TourLengths {
  const { orders } = problem;
  const rng = makeRng(20_261_121);
  const word = (): number => Math.floor(rng.float() * 4294967296) | 0;
  const keyA = Int32Array.from(orders, word);
  const keyB = Int32Array.from(orders, word);
  const { masks, words, measure } = tourOfMask(problem);
  const union = new Int32Array(words);
  const cachedA = new Int32Array(CACHE);
  const cachedB = new Int32Array(CACHE);
  const cached = new Float64Array(CACHE).fill(-1);

  const of: TourLengths['of'] = (members, out, into, a, b) => {
    const slot = (a ^ (b >>> 7)) & (CACHE - 1);
    if (cachedA[slot] === a && cachedB[slot] === b && cached[slot]! >= 0) return cached[slot]!;
    union.fill(0);
    for (const o of members) {
      if (out.includes(o)) continue;
      const row = o * words;
      for (let w = 0; w < words; w++) union[w]! |= masks[row + w]!;
    }
    for (const o of into) {
      const row = o * words;
      for (let w = 0; w < words; w++) union[w]! |= masks[row + w]!;
    }
    const length = measure(union);
    cachedA[slot] = a;
    cachedB[slot] = b;
    cached[slot] = length;
    return length;
  };
  return { keyA, keyB, of };
}

interface MaskTours {
  /** Per order `words` words: one bit for every distinct y of every column. */
  masks: Int32Array;
  words: number;
  measure(union: Int32Array): number;
}

function tourOfMask(problem: BatchingProblem): MaskTours {
  const { layout, depot, orders } = problem;
  const { columnOf } = makeColumns(layout);
  const all = orders.flatMap((order) => order.picks.map((pick) => pick.at[0]!));
  const ys = sortedPlaces(columnOf, all).map((list) => Float64Array.from(new Set(list)));
  const perColumn = Math.max(1, Math.ceil(Math.max(...ys.map((list) => list.length)) / 32));
  const words = perColumn * ys.length;
  const masks = new Int32Array(orders.length * words);
  orders.forEach((order, o) => {
    for (const { at } of order.picks) {
      const column = columnOf[at[0]!.aisle]!;
      const rank = ys[column]!.indexOf(at[0]!.y);
      masks[o * words + column * perColumn + (rank >> 5)]! |= 1 << (rank & 31);
    }
  });
  const { crossY } = layout;
  const inside = ys.every((list) => list.every((y) => y > crossY[0]! && y < crossY.at(-1)!));
  const fast = crossY.length === 2 && inside && crossY.includes(depot.y);
  const measure = fast ? measureOneBlock(problem, ys, perColumn) : measureAny(problem, ys, perColumn);
  return { masks, words, measure };
}

function measureOneBlock(
  { layout, depot }: BatchingProblem,
  ys: Float64Array[],
  perColumn: number,
): (union: Int32Array) => number {
  const { columns, columnOf } = makeColumns(layout);
  const n = ys.length;
  const low = layout.crossY[0]!;
  const block: OneBlock = {
    x: columns.x,
    length: layout.crossY[1]! - low,
    depotColumn: columnOf[depot.aisle]!,
    depotAtTop: depot.y !== low,
    last: new Float64Array(n),
    first: new Float64Array(n),
    gap: new Float64Array(n),
    filled: new Uint8Array(n),
  };
  const { last, first, gap, filled, length } = block;
  const heights = ys.map((list) => list.map((y) => y - low));
  return (union) => {
    for (let i = 0; i < n; i++) {
      const column = heights[i]!;
      let before = -1;
      let widest = 0;
      for (let w = 0; w < perColumn; w++) {
        let bits = union[i * perColumn + w]!;
        while (bits !== 0) {
          const y = column[32 * w + 31 - Math.clz32(bits & -bits)]!;
          bits &= bits - 1;
          if (before < 0) first[i] = length - y;
          else if (y - before > widest) widest = y - before;
          before = y;
        }
      }
      filled[i] = before < 0 ? 0 : 1;
      last[i] = before;
      gap[i] = widest;
    }
    return oneBlockTour(block);
  };
}

/** Any number of blocks. Above the exact limit the tours are judged without their outermost cross aisles, as an estimate. */
function measureAny(
  { layout, depot }: BatchingProblem,
  ys: Float64Array[],
  perColumn: number,
): (union: Int32Array) => number {
  const { columns, columnOf } = makeColumns({ ...layout, crossY: layout.crossY.slice(0, MAX_CROSS_AISLES) });
  const depotColumn = columnOf[depot.aisle]!;
  return (union) => {
    for (let i = 0; i < ys.length; i++) {
      const list: number[] = i === depotColumn ? [depot.y] : [];
      for (let w = 0; w < perColumn; w++) {
        for (let bits = union[i * perColumn + w]!; bits !== 0; bits &= bits - 1)
          list.push(ys[i]![32 * w + 31 - Math.clz32(bits & -bits)]!);
      }
      if (i === depotColumn) list.sort((a, b) => a - b);
      measureColumn(columns, i, list);
    }
    narrow(columns);
    return shortestTour(columns);
  };
}
