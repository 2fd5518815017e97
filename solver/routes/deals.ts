import { planWidth, readPlan, writePlan, type Board } from './board.ts';

/** A plan, and whose each of its routes is for a while. */
export interface Deal {
  routes: Int32Array[];
  seatOf: Int32Array;
}

/** What a thread made of its routes: as they are now, and the best they have been. */
export interface Return {
  seat: number;
  now: Int32Array[];
  best: Int32Array[];
}

/** Where the first thread gives the others routes of its plan for a while, and takes them back. */
export interface Deals {
  readonly buffer: SharedArrayBuffer;
  /** Further threads that have nothing to do. */
  waiting(): number[];
  /** Gives a thread that waits the routes whose number in `seatOf` is its own. */
  deal(seat: number, routes: Int32Array[], seatOf: Int32Array): void;
  /** All routes are wanted back; what comes within this time of each thread, which is only what it was given last. */
  collect(wait_ms: number): Return[];
  /** Nothing more is dealt. */
  finish(): void;
  setTemperature(degrees: number): void;
  temperature(): number;
  /** Waits for the next deal of a thread; null when there is none any more. */
  next(seat: number): Deal | null;
  /** Whether the routes that a thread was given are not wanted back yet. */
  open(seat: number): boolean;
  giveBack(made: Return): void;
}

/** Where threads that search the same problem meet, and the seat of this one. With `deals` they anneal one plan together. */
export interface Crew {
  board: Board;
  seat: number;
  deals?: Deals | undefined;
}

export interface SharingCrew extends Crew {
  deals: Deals;
}

export const shares = (crew: Crew): crew is SharingCrew => crew.deals !== undefined;

/** Of each seat: the number of its last deal, of the last that it gave back, of the last wanted back, whether it waits. */
const flags = 4;
const [dealt, returned, wanted, idle] = [0, 1, 2, 3] as const;
const finished = -1;

/** Deals of plans of `stops` stops and `fleet` vehicles among `seats` threads; on a buffer that another thread made, or on a new one. */
export function makeDeals(
  stops: number,
  fleet: number,
  { seats, buffer: made }: { seats: number; buffer?: SharedArrayBuffer },
): Deals {
  const width = planWidth(stops, fleet);
  const perSeat = flags + 3 * width + fleet;
  const buffer = made ?? new SharedArrayBuffer(8 + 4 * seats * perSeat);
  const degrees = new Float64Array(buffer, 0, 1);
  const cells = new Int32Array(buffer, 8);
  const flag = (seat: number, which: number): number => seat * perSeat + which;
  /** The plan that is dealt, that which is returned, and its best, one after the other. */
  const plan = (seat: number, which: 0 | 1 | 2): number => flag(seat, flags + which * width);
  const read = (seat: number, which: 0 | 1 | 2): Int32Array[] => readPlan(cells.subarray(plan(seat, which)), fleet);
  const owners = (seat: number): number => flag(seat, flags + 3 * width);
  const others = Array.from({ length: seats - 1 }, (_, i) => i + 1);
  let given: number[] = [];

  return {
    buffer,
    waiting: () => others.filter((seat) => Atomics.load(cells, flag(seat, idle)) === 1),
    deal(seat, routes, seatOf) {
      writePlan(cells, plan(seat, 0), routes);
      cells.set(seatOf, owners(seat));
      given.push(seat);
      Atomics.store(cells, flag(seat, idle), 0);
      Atomics.add(cells, flag(seat, dealt), 1);
      Atomics.notify(cells, flag(seat, dealt));
    },
    collect(wait_ms) {
      for (const seat of given) Atomics.store(cells, flag(seat, wanted), cells[flag(seat, dealt)]!);
      const back = given.filter((seat) => reaches(cells, flag(seat, returned), cells[flag(seat, dealt)]!, wait_ms));
      given = [];
      return back.map((seat) => ({ seat, now: read(seat, 1), best: read(seat, 2) }));
    },
    finish() {
      for (const seat of others) {
        Atomics.store(cells, flag(seat, wanted), cells[flag(seat, dealt)]!);
        Atomics.store(cells, flag(seat, dealt), finished);
        Atomics.notify(cells, flag(seat, dealt));
      }
    },
    setTemperature(to) {
      degrees[0] = to;
    },
    temperature: () => degrees[0]!,
    next(seat) {
      const last = cells[flag(seat, returned)]!;
      Atomics.store(cells, flag(seat, idle), 1);
      Atomics.wait(cells, flag(seat, dealt), last);
      if (Atomics.load(cells, flag(seat, dealt)) === finished) return null;
      return { routes: read(seat, 0), seatOf: cells.slice(owners(seat), owners(seat) + fleet) };
    },
    open(seat) {
      const number = Atomics.load(cells, flag(seat, dealt));
      return number !== finished && Atomics.load(cells, flag(seat, wanted)) !== number;
    },
    giveBack({ seat, now, best }) {
      writePlan(cells, plan(seat, 1), now);
      writePlan(cells, plan(seat, 2), best);
      Atomics.add(cells, flag(seat, returned), 1);
      Atomics.notify(cells, flag(seat, returned));
    },
  };
}

/** Waits until a cell holds a number, as long at most; whether it does. A thread that was late before changes it once more. */
function reaches(cells: Int32Array, at: number, number: number, wait_ms: number): boolean {
  for (let changes = 0; changes < 2; changes++) {
    const seen = Atomics.load(cells, at);
    if (seen === number) return true;
    if (Atomics.wait(cells, at, seen, wait_ms) === 'timed-out') return false;
  }
  return Atomics.load(cells, at) === number;
}
