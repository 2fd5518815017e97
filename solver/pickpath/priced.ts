import { type Columns, isWanted, makeColumns, measureColumn, sortedPlaces } from './columns.ts';
import { type Connections, connections, leave, passOnce, passTwice, touch, touchBoth } from './connections.ts';
import type { PickPathProblem, Place } from './problem.ts';

/** What lies in one block of one column: places in ascending y, the scattered picks at each, and whether it must be visited. */
interface Cell {
  aisle: number;
  low: number;
  high: number;
  ys: number[];
  picks: number[][];
  must: boolean[];
}

/** One way to serve a cell: the first `below` places from its lower end and the last `above` ones from its upper end. */
interface Way {
  move: number;
  price: number;
  below: number;
  above: number;
}

/** The cheapest tour when every scattered pick that it passes earns its price (once per block that it is passed in). */
export interface PricedTour {
  /** Length less the prices earned. */
  value: number;
  /** In how many blocks each scattered pick is passed. */
  passed: Int32Array;
  /** A place on the tour for each scattered pick passed. */
  places: (Place | undefined)[];
}

type Layer =
  | { kind: 'node' | 'leave'; column: number; k: number }
  | { kind: 'cell'; column: number; k: number; cell: Cell };

/**
 * The Lagrangian relaxation of scattered storage: the demand to pass every article is priced, which leaves the dynamic program over
 * aisles, where each block is served as deep as pays. Sum of prices + value is a lower bound of every tour (Held and Karp, 1971, for
 * the idea of prices; the network is that of Hessler and Irnich, 2024).
 */
export class PricedAisles {
  private readonly columns: Columns;
  private readonly graph: Connections;
  private readonly layers: Layer[] = [];
  private readonly back: Int32Array[];
  private readonly ways: Way[][] = [];
  private readonly scattered: number;
  private readonly lastWanted: number;
  private readonly beyond: number;

  /** `index` numbers the scattered picks 0 … n-1 and holds -1 for the others. */
  constructor({ layout, depot, picks }: PickPathProblem, index: Int32Array) {
    const { columns, columnOf } = makeColumns(layout);
    this.columns = columns;
    this.graph = connections(columns.K);
    this.scattered = index.reduce((n, i) => Math.max(n, i + 1), 0);
    const fixed = [depot, ...picks.filter((_, p) => index[p]! < 0).map((pick) => pick.at[0]!)];
    sortedPlaces(columnOf, fixed).forEach((ys, column) => measureColumn(columns, column, ys));
    this.beyond = columns.beyond.reduce((a, b) => a + b, 0);
    let last = columns.aisle.length - 1;
    while (!isWanted(columns, last)) last--;
    this.lastWanted = last;
    const cells = this.makeCells();
    const cellAt = ({ aisle, y }: Place): Cell => cells[columnOf[aisle]!]!.find((c) => y > c.low && y < c.high)!;
    for (const place of fixed) if (!onNode(columns, place.y)) addPlace(cellAt(place), place.y, -1);
    picks.forEach((pick, p) => {
      if (index[p]! >= 0) for (const place of pick.at) addPlace(cellAt(place), place.y, index[p]!);
    });
    this.makeLayers(cells);
    this.back = this.layers.map(() => new Int32Array(this.graph.size));
  }

  /** True where all scattered places lie inside blocks, as this relaxation needs it. */
  static takes({ layout, picks }: PickPathProblem): boolean {
    const { crossY } = layout;
    const inside = (y: number): boolean => y > crossY[0]! && y < crossY.at(-1)! && !crossY.includes(y);
    return picks.every((pick) => pick.at.length === 1 || pick.at.every((place) => inside(place.y)));
  }

  /** State visits of one tour: what an iteration costs. */
  get work(): number {
    return this.layers.length * this.graph.size;
  }

  cheapest(prices: Float64Array): PricedTour {
    const { graph, layers } = this;
    let cost = new Float64Array(graph.size).fill(Infinity);
    let next = new Float64Array(graph.size);
    cost[0] = 0;
    let value = Infinity;
    let end = -1;
    let endState = -1;
    layers.forEach((layer, i) => {
      const ways = this.waysOf(layer, prices);
      this.ways[i] = ways;
      next.fill(Infinity);
      relax(graph, cost, next, ways, this.back[i]!);
      [cost, next] = [next, cost];
      const served = layers[i + 1]?.kind === 'leave' || i + 1 === layers.length;
      if (layer.kind === 'leave' || !served || layer.column < this.lastWanted) return;
      for (let s = 0; s < graph.size; s++) {
        if (graph.whole[s] === 0 || cost[s]! >= value) continue;
        value = cost[s]!;
        end = i;
        endState = s;
      }
    });
    const tour: PricedTour = { value: value + this.beyond, passed: new Int32Array(this.scattered), places: [] };
    for (let i = end, state = endState; i >= 0; i--) {
      const packed = this.back[i]![state]!;
      const layer = layers[i]!;
      if (layer.kind === 'cell') note(tour, layer.cell, this.ways[i]![packed & 7]!);
      state = packed >> 3;
    }
    return tour;
  }

  private makeCells(): Cell[][] {
    const { aisle, blocks, crossY } = this.columns;
    return Array.from(aisle, (a) =>
      Array.from({ length: blocks }, (_, b) => ({
        aisle: a,
        low: crossY[b]!,
        high: crossY[b + 1]!,
        ys: [],
        picks: [],
        must: [],
      })),
    );
  }

  private makeLayers(cells: Cell[][]): void {
    const { K, touched } = this.columns;
    cells.forEach((column, c) => {
      for (let k = 0; k < K; k++) if (((touched[c]! >>> k) & 1) === 1) this.layers.push({ kind: 'node', column: c, k });
      column.forEach((cell, k) => this.layers.push({ kind: 'cell', column: c, k, cell }));
      if (c + 1 < cells.length) for (let k = 0; k < K; k++) this.layers.push({ kind: 'leave', column: c, k });
    });
  }

  private waysOf(layer: Layer, prices: Float64Array): Way[] {
    const { K, x } = this.columns;
    if (layer.kind === 'node') return [{ move: touch(layer.k), price: 0, below: 0, above: 0 }];
    if (layer.kind === 'cell') return cellWays(layer.cell, layer.k, K, prices);
    const dx = x[layer.column + 1]! - x[layer.column]!;
    return [0, 1, 2].map((edges) => ({ move: leave(K, layer.k, edges), price: edges * dx, below: 0, above: 0 }));
  }
}

function onNode({ crossY }: Columns, y: number): boolean {
  return y <= crossY[0]! || y >= crossY.at(-1)! || crossY.includes(y);
}

function addPlace(cell: Cell, y: number, pick: number): void {
  let at = cell.ys.indexOf(y);
  if (at < 0) {
    at = cell.ys.findIndex((other) => other > y);
    if (at < 0) at = cell.ys.length;
    cell.ys.splice(at, 0, y);
    cell.picks.splice(at, 0, []);
    cell.must.splice(at, 0, false);
  }
  if (pick < 0) cell.must[at] = true;
  else cell.picks[at]!.push(pick);
}

/** The ways to serve a cell that can be part of a cheapest tour. */
function cellWays({ ys, picks, must, low, high }: Cell, b: number, K: number, prices: Float64Array): Way[] {
  const n = ys.length;
  const up = earned(picks, prices);
  const down = earned(picks.toReversed(), prices);
  const firstMust = must.indexOf(true);
  const lastMust = must.lastIndexOf(true);
  const fromBelow = (i: number): number => (i === 0 ? 0 : 2 * (ys[i - 1]! - low)) - up[i]!;
  const fromAbove = (j: number): number => (j === 0 ? 0 : 2 * (high - ys[n - j]!)) - down[j]!;
  const ways: Way[] = [
    { move: passOnce(K, b), price: high - low - up[n]!, below: n, above: 0 },
    { move: passTwice(K, b), price: 2 * (high - low) - up[n]!, below: n, above: 0 },
  ];
  if (firstMust < 0) ways.push({ move: -1, price: 0, below: 0, above: 0 });
  if (n === 0) return ways;
  const bottom: Way = { move: touch(b), price: Infinity, below: 0, above: 0 };
  const top: Way = { move: touch(b + 1), price: Infinity, below: 0, above: 0 };
  const both: Way = { move: touchBoth(K, b), price: Infinity, below: 0, above: 0 };
  for (let i = 0; i <= n; i++) {
    if (i > lastMust && fromBelow(i) < bottom.price) Object.assign(bottom, { price: fromBelow(i), below: i });
    if (n - i <= (firstMust < 0 ? n : firstMust) && fromAbove(i) < top.price)
      Object.assign(top, { price: fromAbove(i), above: i });
  }
  for (let above = 1; above < n; above++) {
    // between the two branches nothing may lie that must be visited
    for (let below = Math.max(1, must.lastIndexOf(true, n - above - 1) + 1); below <= n - above; below++) {
      const price = fromBelow(below) + fromAbove(above);
      if (price < both.price) Object.assign(both, { price, below, above });
    }
  }
  for (const way of [bottom, top, both]) if (way.price < Infinity) ways.push(way);
  return ways;
}

/** Prices earned by passing the first i places, each pick once. */
function earned(picks: readonly number[][], prices: Float64Array): Float64Array {
  const sums = new Float64Array(picks.length + 1);
  const seen = new Set<number>();
  picks.forEach((list, i) => {
    let sum = sums[i]!;
    for (const pick of list) {
      if (!seen.has(pick)) sum += prices[pick]!;
      seen.add(pick);
    }
    sums[i + 1] = sum;
  });
  return sums;
}

function relax(
  graph: Connections,
  cost: Float64Array,
  next: Float64Array,
  ways: readonly Way[],
  back: Int32Array,
): void {
  const { next: to, moves, size } = graph;
  for (let s = 0; s < size; s++) {
    const spent = cost[s]!;
    if (spent === Infinity) continue;
    for (let w = 0; w < ways.length; w++) {
      const { move, price } = ways[w]!;
      const t = move < 0 ? s : to[s * moves + move]!;
      if (t < 0 || spent + price >= next[t]!) continue;
      next[t] = spent + price;
      back[t] = s * 8 + w;
    }
  }
}

function note({ passed, places }: PricedTour, { aisle, ys, picks }: Cell, { below, above }: Way): void {
  const n = ys.length;
  const here = new Set<number>();
  for (let i = 0; i < n; i++) {
    if (i >= below && i < n - above) continue;
    for (const pick of picks[i]!) {
      if (!here.has(pick)) passed[pick]!++;
      here.add(pick);
      places[pick] ??= { aisle, y: ys[i]! };
    }
  }
}
