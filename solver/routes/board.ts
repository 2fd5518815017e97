import type { Incumbent } from './anneal.ts';

/**
 * What threads that search the same problem share. The first thread keeps the clock: it writes how much of the budget is spent and
 * when it is over, so that the others need no clock of their own. Every seat shows its best plan, written by its thread alone.
 */
export interface Board {
  readonly buffer: SharedArrayBuffer;
  readonly seats: number;
  setSpent(part: number): void;
  spent(): number;
  end(): void;
  ended(): boolean;
  /** A thread says that it has written its last plan. */
  leave(): void;
  /** Waits until all other threads have left, at most so long; false when some have not. */
  allLeft(wait_ms: number): boolean;
  show(seat: number, plan: Incumbent): void;
  /** The cheapest plan of the other seats that costs less than `below`. */
  cheaper(seat: number, below: number): Incumbent | null;
}

const over = 0;
const left = 1;
const flags = 2;

/** A board for plans of `stops` stops and `fleet` vehicles; on a buffer that another thread made, or on a new one. */
export function makeBoard(
  stops: number,
  fleet: number,
  { seats, buffer: made }: { seats: number; buffer?: SharedArrayBuffer },
): Board {
  // Before each plan stands the number of times it was written.
  const width = planWidth(stops, fleet) + 1;
  const numbers = 8 * (1 + seats);
  const buffer = made ?? new SharedArrayBuffer(numbers + 4 * (flags + seats * width));
  const costs = new Float64Array(buffer, 0, 1 + seats);
  const cells = new Int32Array(buffer, numbers);
  if (made === undefined) costs.fill(Infinity, 1);

  /** Reads a seat's plan without a lock; what was written meanwhile is read again. */
  const read = (seat: number): Incumbent => {
    const from = flags + seat * width;
    for (;;) {
      const before = Atomics.load(cells, from);
      const cost = costs[1 + seat]!;
      const plan = cells.slice(from + 1, from + width);
      if (before % 2 === 0 && Atomics.load(cells, from) === before) return { cost, routes: readPlan(plan, fleet) };
    }
  };

  return {
    buffer,
    seats,
    setSpent(part) {
      costs[0] = part;
    },
    spent: () => costs[0]!,
    end() {
      Atomics.store(cells, over, 1);
    },
    ended: () => Atomics.load(cells, over) === 1,
    leave() {
      Atomics.add(cells, left, 1);
      Atomics.notify(cells, left);
    },
    allLeft(wait_ms) {
      for (let seen = Atomics.load(cells, left); seen < seats - 1; seen = Atomics.load(cells, left)) {
        if (Atomics.wait(cells, left, seen, wait_ms) === 'timed-out') return false;
      }
      return true;
    },
    show(seat, { routes, cost }) {
      const from = flags + seat * width;
      Atomics.add(cells, from, 1);
      costs[1 + seat] = cost;
      writePlan(cells, from + 1, routes);
      Atomics.add(cells, from, 1);
    },
    cheaper(seat, below) {
      let best: Incumbent | null = null;
      for (let other = 0; other < seats; other++) {
        if (other === seat || costs[1 + other]! >= (best?.cost ?? below)) continue;
        const plan = read(other);
        if (plan.cost < (best?.cost ?? below)) best = plan;
      }
      return best;
    },
  };
}

/** Numbers that a plan takes: its stops vehicle by vehicle, -1 after each vehicle. */
export const planWidth = (stops: number, fleet: number): number => stops + fleet;

export function writePlan(cells: Int32Array, from: number, routes: readonly Int32Array[]): void {
  let at = from;
  for (const stops of routes) {
    cells.set(stops, at);
    at += stops.length;
    cells[at++] = -1;
  }
}

/** The plan that the cells begin with. */
export function readPlan(cells: Int32Array, fleet: number): Int32Array[] {
  let from = 0;
  return Array.from({ length: fleet }, () => {
    const until = cells.indexOf(-1, from);
    const stops = cells.slice(from, until);
    from = until + 1;
    return stops;
  });
}
