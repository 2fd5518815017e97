import { expect, test } from 'vitest';
import { makeJudge, waive } from '../../solver/routes/feasible.ts';
import { modelOf } from '../../solver/routes/model.ts';
import type { Job, VroomProblem, Window } from '../../solver/routes/problem.ts';
import { makeReach } from '../../solver/routes/reach.ts';
import { makeRng, type Rng } from '../../solver/shared/rng.ts';

/** A small day with windows, setup times, shifts and doors at one place; ways need not be shortest. */
function day(rng: Rng, { hours, rests }: { hours: boolean; rests: boolean }): VroomProblem {
  const places = 6;
  const durations = Array.from({ length: places }, (_, from) =>
    Array.from({ length: places }, (_, to) => (from === to ? 0 : 5 + rng.int(60))),
  );
  const window = (): Window => {
    const from = rng.int(200);
    return [from, from + 10 + rng.int(150)];
  };
  const windows = (): Window[] => {
    const [one, other] = [window(), window()].toSorted(([a], [b]) => a - b) as [Window, Window];
    return one[1] < other[0] ? [one, other] : [one];
  };
  return {
    vehicles: [
      {
        id: 1,
        start_index: 0,
        ...(rng.int(2) === 0 && { end_index: rng.int(places) }),
        time_window: [rng.int(20), 150 + rng.int(250)],
        ...(rests && { breaks: [{ id: 1, time_windows: [[60, 90] as Window], service: 20 }] }),
      },
    ],
    jobs: Array.from({ length: 5 }, (_, i): Job => ({
      id: i + 1,
      location_index: 1 + rng.int(places - 1),
      service: rng.int(20),
      setup: rng.int(10),
      ...(rng.int(3) > 0 && { time_windows: windows() }),
    })),
    matrices: { car: { durations } },
    ...(hours && {
      traffic: {
        car: [
          { from: 50, speed: 60 },
          { from: 120, speed: 130 },
          { from: 180, speed: 45 },
        ],
      },
    }),
  };
}

/** Each place for the last job in each order of some others, as it is known and as it is driven. */
function places(rng: Rng, of: { hours: boolean; rests: boolean }): { known: boolean; driven: boolean }[] {
  const model = modelOf(day(rng, of));
  const feasible = makeJudge(model);
  const reach = makeReach(model);
  const stop = model.n - 1;
  const stops = Int32Array.from(rng.shuffle([...Array(stop).keys()]).slice(0, rng.int(stop + 1)));
  reach.note(0, stops, stops.length);
  return Array.from({ length: stops.length + 1 }, (_, at) => {
    const trial = Int32Array.from([...stops.subarray(0, at), stop, ...stops.subarray(at)]);
    return { known: reach.may(stop, at), driven: feasible(0, trial, trial.length, waive.load) };
  });
}

test('a place for a stop is known to be too late exactly where driving the route says so, at whatever hour', () => {
  for (const hours of [false, true]) {
    let [open, shut] = [0, 0];
    for (let seed = 1; seed <= 1_500; seed++) {
      for (const { known, driven } of places(makeRng(seed), { hours, rests: false })) {
        expect(known, `seed ${seed}, hours ${hours}`).toBe(driven);
        if (driven) open++;
        else shut++;
      }
    }
    expect(Math.min(open, shut)).toBeGreaterThan(300);
  }
});

test('with breaks no place is called too late at which a vehicle could still come by', () => {
  let shut = 0;
  for (let seed = 1; seed <= 1_500; seed++) {
    for (const { known, driven } of places(makeRng(seed), { hours: seed % 2 === 0, rests: true })) {
      if (driven) expect(known, `seed ${seed}`).toBe(true);
      if (!known) shut++;
    }
  }
  expect(shut).toBeGreaterThan(300);
});
