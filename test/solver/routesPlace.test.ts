import { describe, expect, test } from 'vitest';
import { makeChain, rebuild, routesOf, type Chain } from '../../solver/routes/chain.ts';
import { modelOf } from '../../solver/routes/model.ts';
import { placeByLoad } from '../../solver/routes/moves/placeByLoad.ts';
import { placeByTime } from '../../solver/routes/moves/placeByTime.ts';
import type { Placer } from '../../solver/routes/moves/placer.ts';
import type { VroomProblem, Window } from '../../solver/routes/problem.ts';
import { makeRng } from '../../solver/shared/rng.ts';

/** Stops 0, 1 and 2 of 6, 4 and 7 units at 10, 20 and 30 on a line; two vehicles of 10 units start and end at 0. */
function line(windows: Window[] | null): VroomProblem {
  const at = [0, 10, 20, 30];
  return {
    vehicles: [1, 2].map((id) => ({ id, start_index: 0, end_index: 0, capacity: [10] })),
    jobs: [6, 4, 7].map((units, i) => ({
      id: i + 1,
      location_index: i + 1,
      delivery: [units],
      ...(windows && { time_windows: [windows[i]!] }),
    })),
    matrices: { car: { durations: at.map((x) => at.map((y) => Math.abs(x - y))) } },
  };
}

/** The first two stops have a vehicle each. */
function begun(problem: VroomProblem, timed: boolean): { chain: Chain; placer: Placer } {
  const chain = makeChain(modelOf(problem));
  const placer = (timed ? placeByTime : placeByLoad)(chain, makeRng(1), 0);
  rebuild(chain, [Int32Array.of(0), Int32Array.of(1)]);
  placer.refresh(0);
  placer.refresh(1);
  return { chain, placer };
}

/** The routes, that with the smaller first stop first. */
const plan = (chain: Chain): number[][] =>
  routesOf(chain)
    .map((stops) => [...stops])
    .sort((one, other) => one[0]! - other[0]!);
const always: Window[] = [0, 1, 2].map(() => [0, 100]);

describe.each([
  { title: 'by load', timed: false },
  { title: 'by load and time', timed: true },
])('placing a stop $title', ({ timed }) => {
  test('that fits nowhere gives it the place of one that fits elsewhere', () => {
    const { chain, placer } = begun(line(timed ? always : null), timed);
    expect(placer.place(2)).toBe(true);
    expect(plan(chain)).toEqual([[0, 1], [2]]);
    expect(chain.cost() / chain.model.costScale).toBe(100);
    // The room of both vehicles is known: one has 3 units left, the other 4 once stop 1 is out.
    const route = chain.routeOf[1]!;
    chain.unlink(1);
    placer.refresh(route);
    expect(placer.place(1)).toBe(true);
    expect(plan(chain)).toEqual([[0, 1], [2]]);
  });

  test('changes nothing where that would cost as much as it may, or a rule is broken wherever it goes', () => {
    const { chain, placer } = begun(line(timed ? always : null), timed);
    const scale = chain.cost() / 60;
    expect(placer.place(2, 40 * scale)).toBe(false);
    expect(plan(chain)).toEqual([[0], [1]]);
    expect(placer.place(2, 40 * scale + 1)).toBe(true);
    const full = line(timed ? always : null);
    full.jobs![2]!.delivery = [11];
    const other = begun(full, timed);
    expect(other.placer.place(2)).toBe(false);
    expect(plan(other.chain)).toEqual([[0], [1]]);
  });
});

test('a stop is not put where another was whose moment it would miss', () => {
  const early = line([
    [0, 100],
    [0, 100],
    [0, 25],
  ]);
  const { chain, placer } = begun(early, true);
  expect(placer.place(2)).toBe(false);
  expect(plan(chain)).toEqual([[0], [1]]);
});
