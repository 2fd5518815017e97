import { type Columns, isWanted, makeColumns, measureColumn } from './columns.ts';
import { type Connections, connections, leave, passOnce, passTwice, touch, touchBoth } from './connections.ts';
import type { Layout, Place } from './problem.ts';

/** The moves that one step of the dynamic program chooses from; `idle` where it may also do nothing. */
interface Layer {
  moves: number[];
  prices: number[];
  idle: boolean;
}

/**
 * A growing and shrinking set of places with the length of its shortest tour, made for asking "how long with this place as well?":
 * the cost before every column and from every column on are kept, so that a question costs one column instead of all.
 */
export class TrialTour {
  private readonly columns: Columns;
  private readonly columnOf: Int32Array;
  private readonly graph: Connections;
  private readonly ys: number[][];
  /** Per column: the layers in it, and those on the way to the next one. */
  private readonly inside: Layer[][];
  private readonly onward: Layer[][];
  /** Per column and state: cheapest way to come to the column, and to go on to the end from its nodes. */
  private readonly before: Float64Array[];
  private readonly after: Float64Array[];
  private one: Float64Array;
  private other: Float64Array;
  /** Columns changed since the tables were brought up to date. */
  private leftmost = 0;
  private rightmost: number;
  private lastWanted = 0;
  /** What no choice avoids: the walks beyond the outermost cross aisles. */
  private beyond = 0;

  constructor(layout: Layout) {
    const { columns, columnOf } = makeColumns(layout);
    const { K, x } = columns;
    this.columns = columns;
    this.columnOf = columnOf;
    this.graph = connections(K);
    const table = (): Float64Array => new Float64Array(this.graph.size);
    this.ys = layout.aisleX.map(() => []);
    this.inside = layout.aisleX.map((_, column) => this.layersIn(column));
    this.onward = layout.aisleX.slice(1).map((_, column) => {
      const dx = x[column + 1]! - x[column]!;
      return Array.from({ length: K }, (_, k) => ({
        moves: [leave(K, k, 0), leave(K, k, 1), leave(K, k, 2)],
        prices: [0, dx, 2 * dx],
        idle: false,
      }));
    });
    this.before = layout.aisleX.map(table);
    this.after = layout.aisleX.map(table);
    this.before[0]!.fill(Infinity);
    this.before[0]![0] = 0;
    this.one = table();
    this.other = table();
    this.rightmost = layout.aisleX.length - 1;
  }

  /** State visits of one change: what it costs. */
  get work(): number {
    return 4 * this.columns.aisle.length * this.columns.K * this.graph.size;
  }

  add(place: Place): void {
    const column = this.columnOf[place.aisle]!;
    insert(this.ys[column]!, place.y);
    this.changed(column);
  }

  remove(place: Place): void {
    const column = this.columnOf[place.aisle]!;
    this.ys[column]!.splice(this.ys[column]!.indexOf(place.y), 1);
    this.changed(column);
  }

  /** Brings the tables up to date after adding and removing, and returns the length of the shortest tour. */
  refresh(): number {
    const last = this.columns.aisle.length - 1;
    this.beyond = this.columns.beyond.reduce((a, b) => a + b, 0);
    let wanted = last;
    while (wanted > 0 && !isWanted(this.columns, wanted)) wanted--;
    const right = Math.max(this.rightmost, wanted === this.lastWanted ? 0 : Math.max(wanted, this.lastWanted));
    this.lastWanted = wanted;
    for (let column = this.leftmost; column < last; column++) {
      this.one.set(this.before[column]!);
      this.forward(this.inside[column]!);
      this.forward(this.onward[column]!);
      this.before[column + 1]!.set(this.one);
    }
    for (let column = Math.min(last, right); column >= 0; column--) this.fillAfter(column);
    this.leftmost = last;
    this.rightmost = 0;
    return this.lengthAt(wanted);
  }

  /** Length of the shortest tour with one place more. Needs tables up to date. */
  lengthWith(place: Place): number {
    const column = this.columnOf[place.aisle]!;
    const list = this.ys[column]!;
    if (list.includes(place.y)) return this.lengthAt(column);
    insert(list, place.y);
    const length = this.lengthChanged(column);
    list.splice(list.indexOf(place.y), 1);
    measureColumn(this.columns, column, list);
    return length;
  }

  /** Length of the shortest tour without one of the places added. Needs tables up to date. */
  lengthWithout(place: Place): number {
    const column = this.columnOf[place.aisle]!;
    const list = this.ys[column]!;
    list.splice(list.indexOf(place.y), 1);
    const length = this.lengthChanged(column);
    insert(list, place.y);
    measureColumn(this.columns, column, list);
    return length;
  }

  private changed(column: number): void {
    measureColumn(this.columns, column, this.ys[column]!);
    this.inside[column] = this.layersIn(column);
    this.leftmost = Math.min(this.leftmost, column);
    this.rightmost = Math.max(this.rightmost, column);
  }

  private lengthChanged(column: number): number {
    const beyond = this.columns.beyond[column]!;
    const kept = this.inside[column]!;
    measureColumn(this.columns, column, this.ys[column]!);
    this.inside[column] = this.layersIn(column);
    const length = this.lengthAt(column) + this.columns.beyond[column]! - beyond;
    this.inside[column] = kept;
    return length;
  }

  private lengthAt(column: number): number {
    this.one.set(this.before[column]!);
    this.forward(this.inside[column]!);
    const after = this.after[column]!;
    let best = Infinity;
    for (let s = 0; s < after.length; s++) {
      const total = this.one[s]! + after[s]!;
      if (total < best) best = total;
    }
    return best + this.beyond;
  }

  private layersIn(column: number): Layer[] {
    const { K, blocks, crossY, touched, filled, fromBottom, fromTop, fromBoth } = this.columns;
    const layers: Layer[] = [];
    for (let k = 0; k < K; k++)
      if (((touched[column]! >>> k) & 1) === 1) layers.push({ moves: [touch(k)], prices: [0], idle: false });
    for (let b = 0; b < blocks; b++) {
      const cell = column * blocks + b;
      const length = crossY[b + 1]! - crossY[b]!;
      const layer = {
        moves: [passOnce(K, b), passTwice(K, b)],
        prices: [length, 2 * length],
        idle: filled[cell] === 0,
      };
      if (!layer.idle) {
        layer.moves.push(touch(b), touch(b + 1), touchBoth(K, b));
        layer.prices.push(fromBottom[cell]!, fromTop[cell]!, fromBoth[cell]!);
      }
      layers.push(layer);
    }
    return layers;
  }

  /** From `one`, the costs before the layers, to the costs after them, again in `one`. */
  private forward(layers: readonly Layer[]): void {
    const { next, moves: width, size } = this.graph;
    for (const { moves, prices, idle } of layers) {
      const { one, other } = this;
      for (let s = 0; s < size; s++) other[s] = idle ? one[s]! : Infinity;
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
  }

  /** Fills `after` of a column from the next column's. The tour may end where nothing is wanted any more. */
  private fillAfter(column: number): void {
    const after = this.after[column]!;
    if (column + 1 < this.after.length) {
      this.one.set(this.after[column + 1]!);
      this.backward(this.inside[column + 1]!);
      this.backward(this.onward[column]!);
      after.set(this.one);
    } else {
      after.fill(Infinity);
    }
    if (column < this.lastWanted) return;
    for (let s = 0; s < after.length; s++) if (this.graph.whole[s] === 1) after[s] = 0;
  }

  private backward(layers: readonly Layer[]): void {
    const { next, moves: width, size } = this.graph;
    for (let l = layers.length - 1; l >= 0; l--) {
      const { moves, prices, idle } = layers[l]!;
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
}

function insert(list: number[], y: number): void {
  let at = list.length;
  while (at > 0 && list[at - 1]! > y) at--;
  list.splice(at, 0, y);
}
