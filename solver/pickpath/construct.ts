import type { Columns } from './columns.ts';
import { type Connections, connections, leave, passOnce, passTwice, touch, touchBoth } from './connections.ts';

/** One move of the optimal tour: in block `block` of a column; -1 for its nodes and for the way to the next column. */
export interface Step {
  column: number;
  block: number;
  move: number;
}

/** The tables of the dynamic program for one number of cross aisles; kept, so that thousands of tours need no allocation. */
class Tables {
  readonly graph: Connections;
  private cost: Float64Array;
  private nextCost: Float64Array;
  private live: Int32Array;
  private nextLive: Int32Array;
  private liveCount = 0;
  private readonly moves = new Int32Array(8);
  private readonly prices = new Float64Array(8);
  private options = 0;
  /** Per layer, when the tour itself is wanted: previous state * 64 + move + 1, by state. */
  private back: Int32Array[] | null = null;

  constructor(K: number) {
    this.graph = connections(K);
    this.cost = new Float64Array(this.graph.size).fill(Infinity);
    this.nextCost = new Float64Array(this.graph.size).fill(Infinity);
    this.live = new Int32Array(this.graph.size);
    this.nextLive = new Int32Array(this.graph.size);
  }

  /** Length of the shortest tour; with `steps`, also the moves that make it, in order. */
  run(columns: Columns, steps?: Step[]): number {
    const { K, blocks } = columns;
    const layers: number[] = [];
    this.back = steps ? [] : null;
    for (let i = 0; i < this.liveCount; i++) this.cost[this.live[i]!] = Infinity;
    this.liveCount = 1;
    this.live[0] = 0;
    this.cost[0] = 0;
    const end = columns.first + columns.count;
    let fixed = 0;
    for (let column = columns.first; column < end; column++) {
      fixed += columns.beyond[column]!;
      const touched = columns.touched[column]!;
      for (let k = 0; k < K; k++) {
        if (((touched >>> k) & 1) === 0) continue;
        this.options = 0;
        this.offer(touch(k), 0);
        this.layer();
        if (steps) layers.push(column, -1);
      }
      for (let b = 0; b < blocks; b++) {
        this.offerBlock(columns, column, b);
        this.layer();
        if (steps) layers.push(column, b);
      }
      if (column + 1 === end) break;
      const across = columns.x[column + 1]! - columns.x[column]!;
      for (let k = 0; k < K; k++) {
        this.options = 0;
        for (let edges = 0; edges < 3; edges++) this.offer(leave(K, k, edges), edges * across);
        this.layer();
        if (steps) layers.push(column, -1);
      }
    }
    return Math.min(fixed + this.finish(layers, steps), withinOneBlock(columns));
  }

  private offer(move: number, price: number): void {
    this.moves[this.options] = move;
    this.prices[this.options++] = price;
  }

  private offerBlock(columns: Columns, column: number, b: number): void {
    const { K } = columns;
    const cell = column * columns.blocks + b;
    const length = columns.crossY[b + 1]! - columns.crossY[b]!;
    this.options = 0;
    if (columns.filled[cell] === 1) {
      this.offer(touch(b), columns.fromBottom[cell]!);
      this.offer(touch(b + 1), columns.fromTop[cell]!);
      this.offer(touchBoth(K, b), columns.fromBoth[cell]!);
    } else {
      this.offer(-1, 0);
    }
    this.offer(passOnce(K, b), length);
    this.offer(passTwice(K, b), 2 * length);
  }

  /** One layer: from every live state by every option offered, keeping the cheapest way into each state. */
  private layer(): void {
    const { next, moves: width, size } = this.graph;
    const { cost, nextCost, live, nextLive, moves, prices, options } = this;
    const back = this.back ? new Int32Array(size) : null;
    let count = 0;
    for (let i = 0; i < this.liveCount; i++) {
      const state = live[i]!;
      const spent = cost[state]!;
      const row = state * width;
      cost[state] = Infinity;
      for (let o = 0; o < options; o++) {
        const move = moves[o]!;
        const to = move < 0 ? state : next[row + move]!;
        if (to < 0) continue;
        const total = spent + prices[o]!;
        const known = nextCost[to]!;
        if (total >= known) continue;
        if (known === Infinity) nextLive[count++] = to;
        nextCost[to] = total;
        if (back) back[to] = state * 64 + move + 1;
      }
    }
    if (back) this.back!.push(back);
    this.cost = nextCost;
    this.nextCost = cost;
    this.live = nextLive;
    this.nextLive = live;
    this.liveCount = count;
  }

  private finish(layers: number[], steps: Step[] | undefined): number {
    let best = Infinity;
    let state = -1;
    for (let i = 0; i < this.liveCount; i++) {
      const s = this.live[i]!;
      if (this.graph.whole[s] === 1 && this.cost[s]! < best) {
        best = this.cost[s]!;
        state = s;
      }
    }
    if (steps) {
      for (let layer = this.back!.length - 1; layer >= 0; layer--) {
        const packed = this.back![layer]![state]!;
        const move = (packed & 63) - 1;
        if (move >= 0) steps.push({ column: layers[2 * layer]!, block: layers[2 * layer + 1]!, move });
        state = packed >> 6;
      }
      steps.reverse();
    }
    return best;
  }
}

/** Where everything lies in one block of one aisle, the depot too, the tour need not reach a cross aisle. */
function withinOneBlock({ first, count, blocks, crossY, filled, fromBottom, fromTop, touched }: Columns): number {
  if (count > 1 || touched[first] !== 0) return Infinity;
  let length = Infinity;
  for (let b = 0; b < blocks; b++) {
    const cell = first * blocks + b;
    if (filled[cell] === 0) continue;
    if (length < Infinity) return Infinity;
    length = fromBottom[cell]! + fromTop[cell]! - 2 * (crossY[b + 1]! - crossY[b]!);
  }
  return length;
}

const kept = new Map<number, Tables>();

/**
 * Length of the shortest tour through everything that the columns ask for, which must be something; exact for up to
 * MAX_CROSS_AISLES cross aisles. With `steps`, the moves of that tour are appended to it.
 */
export function shortestTour(columns: Columns, steps?: Step[]): number {
  let tables = kept.get(columns.K);
  if (!tables) {
    tables = new Tables(columns.K);
    kept.set(columns.K, tables);
  }
  return tables.run(columns, steps);
}
