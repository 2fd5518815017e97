import { describe, expect, test } from 'vitest';
import { makeAnneal, type Anneal } from '../../solver/routes/anneal.ts';
import { makeBoard } from '../../solver/routes/board.ts';
import { makeChain } from '../../solver/routes/chain.ts';
import { checkRoutes } from '../../solver/routes/check.ts';
import { construct } from '../../solver/routes/construct.ts';
import { makeDeals, type Deals, type Return } from '../../solver/routes/deals.ts';
import { modelOf, type Model } from '../../solver/routes/model.ts';
import { placeByTime } from '../../solver/routes/moves/placeByTime.ts';
import type { VroomProblem, Window } from '../../solver/routes/problem.ts';
import { makeSharing } from '../../solver/routes/share.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';
import { makeRng } from '../../solver/shared/rng.ts';

/** A field of stops; every third needs what only every other vehicle has. */
function problem(stops: number, fleet: number): VroomProblem {
  const rng = makeRng(stops);
  const at = Array.from({ length: stops + 1 }, () => [rng.int(1000), rng.int(1000)] as const);
  const durations = at.map(([x, y]) => at.map(([u, v]) => Math.round(Math.hypot(x - u, y - v))));
  return {
    vehicles: Array.from({ length: fleet }, (_, v) => ({
      id: v + 1,
      start_index: 0,
      end_index: 0,
      capacity: [20],
      skills: v % 2 === 0 ? [1] : [],
      time_window: [0, 6000] as Window,
    })),
    jobs: Array.from({ length: stops }, (_, i) => {
      const from = 1400 + rng.int(2000);
      const window: Window = [from, from + 600 + rng.int(900)];
      return {
        id: i + 1,
        location_index: i + 1,
        delivery: [1 + rng.int(5)],
        skills: i % 3 === 0 ? [1] : [],
        time_windows: [window],
      };
    }),
    matrices: { car: { durations } },
  };
}

function annealOf(model: Model, seed: number): Anneal {
  const rng = makeRng(seed);
  const chain = makeChain(model);
  const placer = placeByTime(chain, rng, 0.01);
  construct(chain, placer);
  return makeAnneal({ chain, placer, rng, missing: new Float64Array(model.n).fill(1e9), onBetter: () => {} });
}

const stopsOf = (routes: readonly Int32Array[]): number[] => routes.flatMap((stops) => [...stops]);

/** Deals to one other thread that is played by an annealing of this one; `late` says when it keeps what it has too long. */
function played(model: Model, other: Anneal, late: () => boolean): { deals: Deals; dealt: Int32Array[][] } {
  const dealt: Int32Array[][] = [];
  let vehicles = new Int32Array(model.types);
  let degrees = 0;
  const deals: Deals = {
    buffer: new SharedArrayBuffer(0),
    waiting: () => [1],
    deal(seat, routes, seatOf) {
      dealt.push(routes.map((stops, r) => (seatOf[r] === seat ? stops : new Int32Array(0))));
      vehicles = vehicles.map((_, type) => seatOf.filter((one, r) => one === seat && model.typeOf[r] === type).length);
    },
    collect(): Return[] {
      if (late()) return [];
      other.goOnFrom(dealt.at(-1)!, vehicles);
      for (let i = 0; i < 300; i++) other.iterate(degrees);
      return [{ seat: 1, now: other.routes(), best: other.best().routes }];
    },
    finish() {},
    setTemperature: (to) => (degrees = to),
    temperature: () => degrees,
    next: () => null,
    open: () => false,
    giveBack() {},
  };
  return { deals, dealt };
}

describe('threads that anneal one plan', () => {
  const model = modelOf(problem(120, 60));
  const everything = Array.from({ length: model.n }, (_, i) => i);

  test.each([
    { title: 'that gives all back in time', late: () => false },
    { title: 'that is always late', late: () => true },
  ])(
    'lose no stop to a thread $title, whose share is another one each time, and tell what the best plan costs',
    ({ late }) => {
      const anneal = annealOf(model, 1);
      while (!anneal.complete()) anneal.iterate(20);
      const before = anneal.best().cost;
      const { deals, dealt } = played(model, annealOf(model, 2), late);
      const sharing = makeSharing(model, anneal, {
        board: makeBoard(model.n, model.fleet, { seats: 2 }),
        seat: 0,
        deals,
      });
      for (let spent = 0; spent < 1; spent += 0.02) {
        sharing.look(spent, 20 * (1 - spent));
        expect(stopsOf(sharing.whole()).sort((a, b) => a - b)).toEqual(everything);
        const mine = stopsOf(anneal.routes());
        expect([...mine, ...stopsOf(dealt.at(-1)!)].sort((a, b) => a - b)).toEqual(everything);
        expect(mine.length).toBeGreaterThan(everything.length / 4);
        for (let i = 0; i < 300; i++) anneal.iterate(20 * (1 - spent));
      }
      expect(
        new Set(
          dealt.map((plan) =>
            stopsOf(plan)
              .sort((a, b) => a - b)
              .join(' '),
          ),
        ).size,
      ).toBeGreaterThan(20);
      const best = sharing.end();
      expect(stopsOf(best.routes).sort((a, b) => a - b)).toEqual(everything);
      const recount = annealOf(model, 1);
      recount.goOnFrom(best.routes);
      expect(best.cost).toBe(recount.best().cost);
      expect(recount.routes()).toEqual(best.routes);
      expect(best.cost).toBeLessThan(0.8 * before);
    },
  );

  test('read the best plan of the others, and only a better one', () => {
    const mine = makeBoard(5, 3, { seats: 2 });
    const theirs = makeBoard(5, 3, { seats: 2, buffer: mine.buffer });
    expect(mine.cheaper(0, Infinity)).toBe(null);
    theirs.show(1, { cost: 40, routes: [Int32Array.of(3, 1), Int32Array.of(), Int32Array.of(0, 4, 2)] });
    expect(mine.cheaper(0, 40)).toBe(null);
    expect(mine.cheaper(0, 41)).toEqual({
      cost: 40,
      routes: [Int32Array.of(3, 1), Int32Array.of(), Int32Array.of(0, 4, 2)],
    });
    expect(theirs.cheaper(1, 41)).toBe(null);
  });

  test('get back what they dealt, but not what comes too late, nor anything after the last deal', () => {
    const first = makeDeals(5, 3, { seats: 2 });
    const other = makeDeals(5, 3, { seats: 2, buffer: first.buffer });
    const routes = [Int32Array.of(3, 1), Int32Array.of(), Int32Array.of(0, 4, 2)];
    first.deal(1, routes, Int32Array.of(0, -1, 1));
    expect(other.next(1)).toEqual({ routes, seatOf: Int32Array.of(0, -1, 1) });
    expect(other.open(1)).toBe(true);
    const none = new Int32Array(0);
    const made = { seat: 1, now: [none, none, Int32Array.of(4, 0, 2)], best: [none, Int32Array.of(2, 0, 4), none] };
    expect(first.collect(0)).toEqual([]);
    expect(other.open(1)).toBe(false);
    other.giveBack(made);
    first.deal(1, routes, Int32Array.of(1, -1, 0));
    expect(other.next(1)!.seatOf).toEqual(Int32Array.of(1, -1, 0));
    other.giveBack(made);
    expect(first.collect(0)).toEqual([made]);
    first.finish();
    expect(other.next(1)).toBe(null);
    expect(other.open(1)).toBe(false);
  });

  test.each([120, 450])('give a plan of %i stops that keeps every rule', (stops) => {
    const day = problem(stops, stops / 2);
    const solution = solveRoutes(day, { threads: 2, seconds: 1.5 });
    expect(solution.unassigned).toEqual([]);
    expect(checkRoutes(day, solution)).toEqual([]);
  });
});
