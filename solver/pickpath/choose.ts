import { type SolveOptions, stopRule } from '../shared/options.ts';
import { makeRng, type Rng } from '../shared/rng.ts';
import type { StopRule } from '../shared/stop.ts';
import { MAX_CROSS_AISLES } from './connections.ts';
import { PricedAisles } from './priced.ts';
import type { PickPathProblem, Place } from './problem.ts';
import { TrialTour } from './trial.ts';

/** One place for every pick of the problem; `proven` where no other choice makes the tour shorter. */
export interface Choice {
  places: Place[];
  proven: boolean;
}

/** Without a stop rule: changes tried per place there is to choose from, and state visits that all together may cost. */
const CHANGES_A_PLACE = 6;
const WORK = 1e8;
const ROUNDS = 150;
/** A change may lengthen the tour by this share at the start of a cycle of so many changes. */
const HOT = 0.05;
const CYCLE = 200;
/** Choices up to so much longer than the best one are worth polishing. */
const POLISHED = 1.05;

/** Chooses among the places of scattered picks so that the tour through all chosen ones is short. */
export function chooseLocations(problem: PickPathProblem, options: SolveOptions): Choice {
  const { picks, layout, depot } = problem;
  const places = picks.map((pick) => pick.at[0]!);
  const scattered = [...picks.keys()].filter((p) => picks[p]!.at.length > 1);
  if (scattered.length === 0) return { places, proven: true };
  if (layout.crossY.length > MAX_CROSS_AISLES) return { places, proven: false };
  const tour = new TrialTour(layout);
  tour.add(depot);
  for (const pick of picks) if (pick.at.length === 1) tour.add(pick.at[0]!);
  const search = new LocationSearch(problem, scattered, tour, makeRng(options.seed ?? 1));
  search.complete(new Map());
  const choices = scattered.reduce((n, p) => n + picks[p]!.at.length, 0);
  const steps = Math.min(CHANGES_A_PLACE * choices, Math.floor(WORK / (8 * tour.work)));
  const stop = stopRule(options, ROUNDS + steps);
  // a depot inside a block may make a tour that reaches no cross aisle, which the bound does not know
  const bounded = PricedAisles.takes(problem) && layout.crossY.includes(depot.y);
  const bound = bounded ? raiseBound(problem, scattered, search, stop) : -Infinity;
  const proven = (): boolean => bound > search.bestLength - grain(problem) + 1e-6;
  if (!proven()) search.reconsider(stop);
  for (const [p, place] of search.best) places[p] = place;
  return { places, proven: proven() };
}

/** What two tours of different length differ by at least: 2 where all lengths are whole numbers, since a tour comes back. */
function grain({ layout, depot, picks }: PickPathProblem): number {
  const all = [
    ...layout.aisleX,
    ...layout.crossY,
    depot.y,
    ...picks.flatMap((pick) => pick.at.map((place) => place.y)),
  ];
  return all.every(Number.isInteger) ? 2 : 2e-6;
}

/** Prices the picks that the cheapest tour leaves out and cheapens those it passes too often; completes every tour on the way. */
function raiseBound(problem: PickPathProblem, scattered: number[], search: LocationSearch, stop: StopRule): number {
  const index = new Int32Array(problem.picks.length).fill(-1);
  scattered.forEach((p, i) => (index[p] = i));
  const aisles = new PricedAisles(problem, index);
  const prices = new Float64Array(scattered.length).fill(search.bestLength / (2 * problem.picks.length));
  const rounds = Math.min(ROUNDS, Math.floor(WORK / (4 * aisles.work)));
  const close = grain(problem) - 1e-6;
  let bound = -Infinity;
  let pace = 1;
  let since = 0;
  for (let round = 0; round < rounds && bound <= search.bestLength - close && !stop.done(); round++) {
    const { value, passed, places } = aisles.cheapest(prices);
    const length = value + prices.reduce((a, b) => a + b, 0);
    since = length > bound + 1e-9 ? 0 : since + 1;
    bound = Math.max(bound, length);
    if (since > 8) {
      pace /= 2;
      since = 0;
    }
    search.complete(new Map(scattered.flatMap((p, i) => (places[i] ? [[p, places[i]]] : []))));
    let norm = 0;
    for (const n of passed) norm += (1 - n) ** 2;
    if (norm === 0) break;
    const step = (pace * Math.max(search.bestLength - length, 0.01 * search.bestLength)) / norm;
    for (let i = 0; i < prices.length; i++) prices[i] = Math.max(0, prices[i]! + step * (1 - passed[i]!));
  }
  return bound;
}

/** Keeps one choice of places with its tour, changes it, and remembers the best. */
class LocationSearch {
  private readonly problem: PickPathProblem;
  private readonly scattered: number[];
  private readonly tour: TrialTour;
  private readonly rng: Rng;
  private chosen = new Map<number, Place>();
  private length = Infinity;
  best = new Map<number, Place>();
  bestLength = Infinity;

  constructor(problem: PickPathProblem, scattered: number[], tour: TrialTour, rng: Rng) {
    this.problem = problem;
    this.scattered = scattered;
    this.tour = tour;
    this.rng = rng;
  }

  /** Starts anew from these places, gives the picks without one the cheapest place, nearest first, and drops detours. */
  complete(places: Map<number, Place>): void {
    this.restore(places);
    const open = new Set(this.scattered.filter((p) => !places.has(p)));
    while (open.size > 0) {
      let nearest = -1;
      let shortest = Infinity;
      for (const p of open) {
        const { length } = this.cheapest(p);
        if (length >= shortest) continue;
        nearest = p;
        shortest = length;
      }
      this.insert(nearest);
      open.delete(nearest);
    }
    if (this.length < POLISHED * this.bestLength) this.polish();
    this.remember();
  }

  /** Empties block by block where that pays, then gives every pick that costs a detour the cheapest place, once around. */
  private polish(): void {
    for (const cell of this.rng.shuffle([...this.cellsInUse().values()])) if (cell.length > 1) this.empty(cell);
    for (const p of this.rng.shuffle([...this.scattered]))
      if (this.tour.lengthWithout(this.chosen.get(p)!) < this.length - 1e-9) this.replace(p);
  }

  /** From the best choice on, changes and goes back where a change lengthens the tour by more than a share that shrinks and grows. */
  reconsider(stop: StopRule): void {
    const { rng } = this;
    this.restore(this.best);
    for (let step = 0; !stop.done(); step++) {
      const allowed = HOT * this.bestLength * Math.max(0, 1 - (step % CYCLE) / (CYCLE / 2)) * rng.float();
      const old = new Map(this.chosen);
      const oldLength = this.length;
      if (rng.int(3) > 0) this.gather();
      else this.reinsert();
      if (this.length > oldLength + allowed + 1e-9) this.restore(old);
      this.remember();
    }
  }

  /** Takes a few picks out, those of a few neighbouring aisles or any, and puts them where they cost least. */
  private reinsert(): void {
    const { rng, scattered } = this;
    const size = 1 + rng.int(Math.min(6, scattered.length));
    let out = rng.shuffle([...scattered]);
    if (rng.int(2) === 0) {
      const { aisle } = this.chosen.get(out[0]!)!;
      const far = (p: number): number => Math.abs(this.chosen.get(p)!.aisle - aisle);
      out = out.sort((a, b) => far(a) - far(b));
    }
    out = rng.shuffle(out.slice(0, size));
    this.takeOut(out);
    this.length = this.tour.refresh();
    for (const p of out) this.insert(p);
  }

  /** Takes as much as possible from one block of one to three aisles side by side, then lets the other picks follow. */
  private gather(): void {
    const { rng, scattered, problem } = this;
    const { at } = problem.picks[scattered[rng.int(scattered.length)]!]!;
    const { aisle, y } = at[rng.int(at.length)]!;
    const { crossY } = problem.layout;
    const low = crossY.findLast((c) => c <= y) ?? -Infinity;
    const high = crossY.find((c) => c > y) ?? Infinity;
    const last = aisle + rng.int(3);
    for (const p of scattered) {
      const here = problem.picks[p]!.at.filter((q) => q.aisle >= aisle && q.aisle <= last && q.y >= low && q.y <= high);
      if (here.length === 0) continue;
      this.takeOut([p]);
      this.put(p, here[rng.int(here.length)]!);
    }
    this.length = this.tour.refresh();
    this.polish();
  }

  /** Takes all these picks out of their block and puts each where it costs least; back where the tour gets longer. */
  private empty(cell: number[]): void {
    const old = new Map(this.chosen);
    const oldLength = this.length;
    this.takeOut(cell);
    this.length = this.tour.refresh();
    if (this.length < oldLength - 1e-9) for (const p of this.rng.shuffle(cell)) this.insert(p);
    else this.length = Infinity;
    if (this.length > oldLength + 1e-9) this.restore(old);
  }

  /** The picks by aisle and block that they are taken from. */
  private cellsInUse(): Map<string, number[]> {
    const cells = new Map<string, number[]>();
    const { crossY } = this.problem.layout;
    for (const [p, { aisle, y }] of this.chosen) {
      const key = `${aisle} ${crossY.findIndex((c) => c > y)}`;
      cells.set(key, [...(cells.get(key) ?? []), p]);
    }
    return cells;
  }

  private restore(places: Map<number, Place>): void {
    this.takeOut([...this.chosen.keys()]);
    for (const [p, place] of places) this.put(p, place);
    this.length = this.tour.refresh();
  }

  /** Gives a pick a new place; back to the old one where that makes the tour longer. */
  private replace(p: number): void {
    const old = this.chosen.get(p)!;
    const oldLength = this.length;
    this.takeOut([p]);
    this.length = this.tour.refresh();
    this.insert(p);
    if (this.length <= oldLength + 1e-9) return;
    this.takeOut([p]);
    this.put(p, old);
    this.length = this.tour.refresh();
  }

  private insert(p: number): void {
    const { place } = this.cheapest(p);
    this.put(p, place);
    this.length = this.tour.refresh();
  }

  private cheapest(p: number): { place: Place; length: number } {
    const { at } = this.problem.picks[p]!;
    let place = at[0]!;
    let length = Infinity;
    let ties = 0;
    for (const candidate of at) {
      const found = this.tour.lengthWith(candidate);
      if (found > length + 1e-9) continue;
      ties = found < length - 1e-9 ? 1 : ties + 1;
      if (ties > 1 && this.rng.int(ties) > 0) continue;
      place = candidate;
      length = found;
    }
    return { place, length };
  }

  private put(p: number, place: Place): void {
    this.chosen.set(p, place);
    this.tour.add(place);
  }

  private takeOut(out: readonly number[]): void {
    for (const p of out) {
      this.tour.remove(this.chosen.get(p)!);
      this.chosen.delete(p);
    }
  }

  private remember(): void {
    if (this.length >= this.bestLength - 1e-9) return;
    this.bestLength = this.length;
    this.best = new Map(this.chosen);
  }
}
