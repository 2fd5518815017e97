import { type Columns, isWanted, makeColumns, measureColumn } from './columns.ts';
import { type Connections, connections, leave, passOnce, passTwice, touch, touchBoth } from './connections.ts';
import type { Layout, Place } from './problem.ts';

/**
 * A growing and shrinking set of places with the length of its shortest tour, made for asking "how long with this place as well?":
 * the cost before every column and from every column on are kept, so that a question costs one column instead of all.
 */
export class TrialTour {
  private readonly columns: Columns;
  private readonly columnOf: Int32Array;
  private readonly graph: Connections;
  private readonly ys: number[][];
  /** Per column and state: cheapest way to come to the column, and to go on to the end from its nodes. */
  private readonly before: Float64Array[];
  private readonly after: Float64Array[];
  private one: Float64Array;
  private other: Float64Array;
  /** What no choice avoids: the walks beyond the outermost cross aisles. */
  private beyond = 0;

  constructor(layout: Layout) {
    const { columns, columnOf } = makeColumns(layout);
    this.columns = columns;
    this.columnOf = columnOf;
    this.graph = connections(columns.K);
    const { size } = this.graph;
    this.ys = layout.aisleX.map(() => []);
    this.before = layout.aisleX.map(() => new Float64Array(size));
    this.after = layout.aisleX.map(() => new Float64Array(size));
    this.one = new Float64Array(size);
    this.other = new Float64Array(size);
  }

  /** State visits of one refresh: what a change costs. */
  get work(): number {
    return 4 * this.columns.aisle.length * this.columns.K * this.graph.size;
  }

  add(place: Place): void {
    const column = this.columnOf[place.aisle]!;
    insert(this.ys[column]!, place.y);
    measureColumn(this.columns, column, this.ys[column]!);
  }

  remove(place: Place): void {
    const column = this.columnOf[place.aisle]!;
    const list = this.ys[column]!;
    list.splice(list.indexOf(place.y), 1);
    measureColumn(this.columns, column, list);
  }

  /** Brings the tables up to date after adding and removing, and returns the length of the shortest tour. */
  refresh(): number {
    const { columns, graph } = this;
    const n = columns.aisle.length;
    this.beyond = columns.beyond.reduce((a, b) => a + b, 0);
    this.before[0]!.fill(Infinity);
    this.before[0]![0] = 0;
    for (let column = 0; column + 1 < n; column++) {
      this.one.set(this.before[column]!);
      this.through(column);
      this.across(column);
      this.before[column + 1]!.set(this.one);
    }
    let ended = true;
    for (let column = n - 1; column >= 0; column--) {
      const after = this.after[column]!;
      if (column + 1 < n) this.backAcross(column);
      else after.fill(Infinity);
      if (ended) for (let s = 0; s < graph.size; s++) if (graph.whole[s] === 1) after[s] = 0;
      if (isWanted(columns, column)) ended = false;
    }
    return this.lengthAt(0);
  }

  /** Length of the shortest tour with one place more. Needs tables up to date; past the last wanted column it refreshes itself. */
  lengthWith(place: Place): number {
    const column = this.columnOf[place.aisle]!;
    const list = this.ys[column]!;
    if (list.includes(place.y)) return this.lengthAt(column);
    const beyond = this.columns.beyond[column]!;
    insert(list, place.y);
    measureColumn(this.columns, column, list);
    const length = this.lengthAt(column) + this.columns.beyond[column]! - beyond;
    list.splice(list.indexOf(place.y), 1);
    measureColumn(this.columns, column, list);
    return length;
  }

  /** Length of the shortest tour without one of the places added. Needs tables up to date. */
  lengthWithout(place: Place): number {
    const column = this.columnOf[place.aisle]!;
    const list = this.ys[column]!;
    const beyond = this.columns.beyond[column]!;
    list.splice(list.indexOf(place.y), 1);
    measureColumn(this.columns, column, list);
    const length = this.lengthAt(column) + this.columns.beyond[column]! - beyond;
    insert(list, place.y);
    measureColumn(this.columns, column, list);
    return length;
  }

  private lengthAt(column: number): number {
    this.one.set(this.before[column]!);
    this.through(column);
    const after = this.after[column]!;
    let best = Infinity;
    for (let s = 0; s < after.length; s++) {
      const total = this.one[s]! + after[s]!;
      if (total < best) best = total;
    }
    return best + this.beyond;
  }

  /** From `one`, the costs on coming to a column, to the costs once all in it is served, again in `one`. */
  private through(column: number): void {
    const { K, blocks, crossY, touched, filled, fromBottom, fromTop, fromBoth } = this.columns;
    for (let k = 0; k < K; k++) if (((touched[column]! >>> k) & 1) === 1) this.layer([touch(k)], [0], false);
    for (let b = 0; b < blocks; b++) {
      const cell = column * blocks + b;
      const length = crossY[b + 1]! - crossY[b]!;
      if (filled[cell] === 1) {
        const moves = [passOnce(K, b), passTwice(K, b), touch(b), touch(b + 1), touchBoth(K, b)];
        this.layer(moves, [length, 2 * length, fromBottom[cell]!, fromTop[cell]!, fromBoth[cell]!], false);
      } else {
        this.layer([passOnce(K, b), passTwice(K, b)], [length, 2 * length], true);
      }
    }
  }

  private across(column: number): void {
    const dx = this.columns.x[column + 1]! - this.columns.x[column]!;
    const { K } = this.columns;
    for (let k = 0; k < K; k++) this.layer([leave(K, k, 0), leave(K, k, 1), leave(K, k, 2)], [0, dx, 2 * dx], false);
  }

  private layer(moves: number[], prices: number[], idle: boolean): void {
    const { next, moves: width, size } = this.graph;
    const { one, other } = this;
    if (idle) other.set(one);
    else other.fill(Infinity);
    for (let s = 0; s < size; s++) {
      const spent = one[s]!;
      if (spent === Infinity) continue;
      for (let o = 0; o < moves.length; o++) {
        const to = next[s * width + moves[o]!]!;
        if (to >= 0 && spent + prices[o]! < other[to]!) other[to] = spent + prices[o]!;
      }
    }
    this.one = other;
    this.other = one;
  }

  /** Fills `after` of a column from the next column's. */
  private backAcross(column: number): void {
    const { K, blocks, crossY, touched, filled, fromBottom, fromTop, fromBoth, x } = this.columns;
    const right = column + 1;
    this.one.set(this.after[right]!);
    for (let b = blocks - 1; b >= 0; b--) {
      const cell = right * blocks + b;
      const length = crossY[b + 1]! - crossY[b]!;
      if (filled[cell] === 1) {
        const moves = [passOnce(K, b), passTwice(K, b), touch(b), touch(b + 1), touchBoth(K, b)];
        this.backLayer(moves, [length, 2 * length, fromBottom[cell]!, fromTop[cell]!, fromBoth[cell]!], false);
      } else {
        this.backLayer([passOnce(K, b), passTwice(K, b)], [length, 2 * length], true);
      }
    }
    for (let k = K - 1; k >= 0; k--) if (((touched[right]! >>> k) & 1) === 1) this.backLayer([touch(k)], [0], false);
    const dx = x[right]! - x[column]!;
    for (let k = K - 1; k >= 0; k--)
      this.backLayer([leave(K, k, 0), leave(K, k, 1), leave(K, k, 2)], [0, dx, 2 * dx], false);
    this.after[column]!.set(this.one);
  }

  private backLayer(moves: number[], prices: number[], idle: boolean): void {
    const { next, moves: width, size } = this.graph;
    const { one, other } = this;
    for (let s = 0; s < size; s++) {
      let best = idle ? one[s]! : Infinity;
      for (let o = 0; o < moves.length; o++) {
        const to = next[s * width + moves[o]!]!;
        if (to >= 0 && one[to]! + prices[o]! < best) best = one[to]! + prices[o]!;
      }
      other[s] = best;
    }
    this.one = other;
    this.other = one;
  }
}

function insert(list: number[], y: number): void {
  let at = list.length;
  while (at > 0 && list[at - 1]! > y) at--;
  list.splice(at, 0, y);
}
