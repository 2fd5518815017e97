import { describe, expect, test } from 'vitest';
import { makeAround } from '../../solver/routes/breed/around.ts';
import { breed } from '../../solver/routes/breed/breed.ts';

import { makeCross } from '../../solver/routes/breed/cross.ts';
import { makeDescend } from '../../solver/routes/breed/descend.ts';
import { groundOf, type Ground } from '../../solver/routes/breed/ground.ts';
import { makePopulation, memberOf, type Member } from '../../solver/routes/breed/population.ts';
import { makeSplice, type Splice } from '../../solver/routes/breed/splice.ts';
import { makeSwapStar } from '../../solver/routes/breed/swapStar.ts';
import { makeTours } from '../../solver/routes/breed/tours.ts';
import { modelOf } from '../../solver/routes/model.ts';
import type { VroomProblem, Window } from '../../solver/routes/problem.ts';
import { makeRng } from '../../solver/shared/rng.ts';
import { stopAfterSteps } from '../../solver/shared/stop.ts';

const stops = 60;
const fleet = 14;

/** A field of stops; with `slopes` the way there and the way back differ. */
function problem(seed: number, { windows, slopes }: { windows: boolean; slopes: boolean }): VroomProblem {
  const rng = makeRng(seed);
  const at = Array.from({ length: stops + 1 }, () => [rng.int(1000), rng.int(1000)] as const);
  const durations = at.map(([x, y]) =>
    at.map(([u, v]) => Math.round(Math.hypot(x - u, y - v)) + (slopes && y < v ? 40 : 0)),
  );
  return {
    vehicles: Array.from({ length: fleet }, (_, v) => ({
      id: v + 1,
      start_index: 0,
      end_index: 0,
      capacity: [20],
      ...(windows && { time_window: [0, 5000] as Window }),
    })),
    jobs: Array.from({ length: stops }, (_, i) => {
      // No stop closes before a vehicle can be there, nor opens too late to be home in time.
      const from = 1400 + rng.int(1000);
      const window = windows && { service: 60, time_windows: [[from, from + 300 + rng.int(900)] as Window] };
      return { id: i + 1, location_index: i + 1, delivery: [1 + rng.int(5)], ...window };
    }),
    matrices: { car: { durations } },
  };
}

const kinds = [
  { windows: false, slopes: false },
  { windows: false, slopes: true },
  { windows: true, slopes: true },
];
const groundFor = (seed: number, kind: (typeof kinds)[number]): Ground => groundOf(modelOf(problem(seed, kind)), fleet);

function anyPlan({ n }: Ground, rng: ReturnType<typeof makeRng>): Int32Array[] {
  const routes: number[][] = Array.from({ length: 10 }, () => []);
  for (const stop of rng.shuffle(Array.from({ length: n }, (_, i) => i))) routes[rng.int(10)]!.push(stop);
  return routes.map((route) => Int32Array.from(route));
}

const prices = { load: 25, late: 2 };
const priced = ({ cost, overload, warp }: Member): number => cost + prices.load * overload + prices.late * warp;

describe('the penalised descent', () => {
  test('makes no change that does not pay, and each adds to the arcs what was foretold', () => {
    const made = new Map<string, number>();
    for (const kind of kinds) {
      for (const seed of [1, 2]) {
        const ground = groundFor(seed, kind);
        const rng = makeRng(seed);
        const tours = makeTours(ground);
        const recount = (): Member => memberOf(ground, tours.routes());
        const watched =
          <A extends unknown[]>(name: string, act: (...args: A) => boolean) =>
          (...args: A): boolean => {
            const before = recount();
            if (!act(...args)) return false;
            const after = recount();
            expect(after.cost - before.cost, name).toBe(args.at(-1));
            expect(priced(after), name).toBeLessThan(priced(before));
            made.set(name, (made.get(name) ?? 0) + 1);
            return true;
          };
        const splice = makeSplice(ground, tours);
        const around = makeAround(ground, tours, {
          move: watched('move', splice.move),
          swap: watched('swap', splice.swap),
          tails: watched('tails', splice.tails),
          turnedTails: watched('turnedTails', splice.turnedTails),
          turn: watched('turn', splice.turn),
          warpOver: splice.warpOver,
        } satisfies Splice);
        tours.lay(anyPlan(ground, rng));
        tours.reprice(prices);
        for (let pass = 0; pass < 2; pass++) for (let u = 0; u < ground.n; u++) around(u, 0);
      }
    }
    expect([...made.keys()].sort()).toEqual(['move', 'swap', 'tails', 'turn', 'turnedTails']);
    expect(Math.min(...made.values())).toBeGreaterThan(3);
  });

  test('exchanges stops of two routes only for a plan that costs less, as a recount of it says', () => {
    let exchanged = 0;
    for (const kind of kinds) {
      const ground = groundFor(4, kind);
      const tours = makeTours(ground);
      const swapStar = makeSwapStar(ground, tours, makeSplice(ground, tours));
      tours.lay(anyPlan(ground, makeRng(4)));
      tours.reprice(prices);
      for (let before = priced(memberOf(ground, tours.routes())); swapStar(); exchanged++) {
        const after = priced(memberOf(ground, tours.routes()));
        expect(after).toBeLessThan(before);
        before = after;
      }
    }
    expect(exchanged).toBeGreaterThan(5);
  });

  test('keeps load and lateness of every route as a recount of the plan has them, and loses no stop', () => {
    for (const kind of kinds) {
      const ground = groundFor(5, kind);
      const tours = makeTours(ground);
      const rng = makeRng(5);
      const descend = makeDescend(ground, tours, rng);
      const plan = anyPlan(ground, rng);
      tours.lay(plan);
      descend(prices);
      const found = memberOf(ground, tours.routes());
      expect(priced(found)).toBeLessThan(priced(memberOf(ground, plan)) / 2);
      expect(tours.warp.reduce((sum, one) => sum + one, 0)).toBe(found.warp);
      expect(tours.load.reduce((sum, one) => sum + Math.max(0, one - ground.capacity), 0)).toBe(found.overload);
      expect(found.routes.flatMap((route) => [...route]).sort((a, b) => a - b)).toEqual([...Array(stops).keys()]);
      tours.lay(found.routes);
      descend(prices);
      expect(priced(memberOf(ground, tours.routes()))).toBe(priced(found));
    }
  });
});

describe('crossing two plans', () => {
  test('gives every stop to one route, and leaves the routes of the first that it calls kept as they were', () => {
    const ground = groundFor(6, kinds[0]!);
    const rng = makeRng(6);
    const tours = makeTours(ground);
    const descend = makeDescend(ground, tours, rng);
    const cross = makeCross(ground, rng);
    const grown = (): Member => {
      tours.lay(anyPlan(ground, rng));
      descend(prices);
      return memberOf(ground, tours.routes());
    };
    let kept = 0;
    for (let round = 0; round < 50; round++) {
      const [first, second] = [grown(), grown()];
      const child = cross(first, second);
      expect(child.routes.flatMap((route) => [...route]).sort((a, b) => a - b)).toEqual([...Array(stops).keys()]);
      expect(child.routes.length).toBeLessThanOrEqual(fleet);
      const before = new Set(first.routes.map(String));
      child.routes.forEach((route, r) => {
        if (!child.kept[r]) return;
        expect(before.has(String(route))).toBe(true);
        kept++;
      });
    }
    expect(kept).toBeGreaterThan(50);
  });
});

describe('the population', () => {
  test('never loses its best plan, and lets twins go before others', () => {
    const ground = groundFor(7, kinds[0]!);
    const rng = makeRng(7);
    const population = makePopulation(rng);
    const plans = Array.from({ length: 70 }, () => {
      const single = rng.shuffle(Array.from({ length: stops }, (_, i) => [i]));
      return memberOf(
        ground,
        single
          .reduce<number[][]>(
            (routes, one, i) =>
              i % 4 === 0 ? [...routes, one] : [...routes.slice(0, -1), [...routes.at(-1)!, ...one]],
            [],
          )
          .map((route) => Int32Array.from(route)),
      );
    });
    const best = plans.reduce((one, other) => (priced(other) < priced(one) ? other : one));
    for (const plan of plans) population.add(plan, prices);
    for (let i = 0; i < 45; i++) population.add(best, prices);
    const drawn = new Map<Member, number>();
    for (let i = 0; i < 2000; i++)
      for (const one of population.parents(prices)) drawn.set(one, (drawn.get(one) ?? 0) + 1);
    expect(drawn.has(best)).toBe(true);
    expect(drawn.size).toBeGreaterThan(15);
  });
});

describe('breeding', () => {
  test('only tells of plans that keep every rule and cost less each time, and goes on from the plan of another search', () => {
    for (const kind of kinds) {
      const ground = groundFor(8, kind);
      const run = (
        seed: number,
        steps: number,
        guest: Int32Array[] | null,
      ): { costs: number[]; best: Int32Array[] } => {
        const costs: number[] = [];
        let best: Int32Array[] = [];
        const rng = makeRng(seed);
        breed({
          ground,
          rng,
          stop: stopAfterSteps(steps),
          first: Array.from({ length: 10 }, () => anyPlan(ground, rng)),
          onBetter: (routes, cost) => {
            const { overload, warp, cost: recount } = memberOf(ground, routes);
            expect([overload, warp, recount]).toEqual([0, 0, cost]);
            expect(routes.reduce((sum, route) => sum + route.length, 0)).toBe(stops);
            costs.push(cost);
            best = routes;
          },
          visitor: () => guest,
        });
        expect(costs).toEqual([...costs].sort((one, other) => other - one));
        return { costs, best };
      };
      const long = run(1, 300, null);
      const alone = run(2, 205, null);
      const visited = run(2, 215, long.best);
      expect(long.costs.at(-1)!).toBeLessThan(alone.costs[0]!);
      expect(visited.costs.at(-1)!).toBeLessThanOrEqual(long.costs.at(-1)!);
    }
  });
});
