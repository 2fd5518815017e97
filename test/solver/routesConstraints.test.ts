import { describe, expect, test } from 'vitest';
import { checkRoutes } from '../../solver/routes/check.ts';
import { offerInsertions } from '../../solver/routes/offer.ts';
import type { Vehicle, VroomProblem, Window } from '../../solver/routes/problem.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';
import { always, job, proves, small, steps, without } from './proves.ts';

describe('several trips with reload', () => {
  test('are planned at the least cost there is', () => {
    always(6, (seed) => {
      const reload = { max: 2, service: 10, ...(seed % 2 === 0 && { location_index: 6 }) };
      const [problem] = small(seed, {
        stops: 5,
        vehicles: [{ capacity: [4], reload }, ...(seed % 3 === 0 ? [{ capacity: [3] }] : [])],
      });
      return proves(problem, { vehicles: without(problem.vehicles, 'reload') }, seed);
    });
  });

  test('are fewer where each has its price, at the least cost there is', () => {
    always(6, (seed) => {
      const [problem] = small(20 + seed, {
        stops: 5,
        vehicles: [{ capacity: [4], reload: { max: 2, price: 150 } }, { capacity: [4] }],
      });
      const free = problem.vehicles.map((one) => (one.reload ? { ...one, reload: { max: 2 } } : one));
      return proves(problem, { vehicles: free }, seed);
    });
  });

  test('take off what was collected, and keep windows, at the least cost there is', () => {
    always(6, (seed) => {
      const [problem, rng] = small(10 + seed, {
        stops: 5,
        vehicles: [{ capacity: [4], time_window: [0, 600], reload: { max: 2 } }],
      });
      for (const one of problem.jobs!) {
        if (rng.int(2) === 0) Object.assign(one, { pickup: one.delivery, delivery: [0] });
        const from = rng.int(200);
        if (rng.int(2) === 0) one.time_windows = [[from, from + 250]];
      }
      return proves(problem, { vehicles: without(problem.vehicles, 'reload') }, seed);
    });
  });

  test('leave no vehicle overloaded and no reload without need in larger plans', () => {
    for (let seed = 1; seed <= 3; seed++) {
      const [problem] = small(30 + seed, {
        stops: 40,
        vehicles: [1, 2, 3].map(() => ({ capacity: [9], reload: { max: 5 } })),
      });
      const solution = solveRoutes(problem, { seed, ...steps(20) });
      expect(checkRoutes(problem, solution)).toEqual([]);
      expect(solution.summary.unassigned).toBe(0);
      for (const { steps: done, delivery } of solution.routes) {
        const reloads = done.filter(({ type }) => type === 'reload').length;
        expect(reloads).toBeLessThan(2 * Math.ceil(delivery[0]! / 9));
      }
    }
  });
});

describe('a plan with reloads', () => {
  const [problem] = small(35, { stops: 8, vehicles: [{ capacity: [5], reload: { max: 3 } }] });
  for (const one of problem.jobs!) one.delivery = [2];
  const jobs = problem.jobs!.slice(1);
  const before = { ...problem, jobs };
  const plan = solveRoutes(before, steps(20));
  const turns = plan.routes[0]!.steps.slice(1, -1).map(({ type, id }) => ({ type, id: id! }));

  test('takes one more stop with one more reload where there is no room without', () => {
    const full = { ...before, vehicles: problem.vehicles.map((one) => ({ ...one, reload: { max: 4 } })) };
    const [offer] = offerInsertions(full, plan.routes, { ...problem.jobs![0]!, delivery: [4] });
    const most = solveRoutes({ ...full, jobs: [{ ...problem.jobs![0]!, delivery: [4] }, ...jobs] }, steps(20));
    expect(offer!.cost).toBeGreaterThanOrEqual(most.summary.cost - plan.summary.cost);
    expect(offerInsertions(before, plan.routes, { ...problem.jobs![0]!, delivery: [4] })).toEqual([]);
  });

  test('stays as it is where it is locked, reloads included', () => {
    expect(turns.filter(({ type }) => type === 'reload').length).toBe(3);
    const until = turns.findIndex(({ type }) => type === 'reload') + 2;
    const locked = turns.slice(0, until) as NonNullable<Vehicle['locked']>;
    const held = { ...problem, vehicles: problem.vehicles.map((one) => ({ ...one, locked })) };
    for (let seed = 1; seed <= 5; seed++) {
      const solution = solveRoutes(held, { seed, ...steps(10) });
      expect(checkRoutes(held, solution)).toEqual([]);
      expect(solution.routes[0]!.steps.slice(1, 1 + until).map(({ type, id }) => ({ type, id }))).toEqual(locked);
    }
  });
});

describe('relations', () => {
  test('keep stops on one vehicle at the least cost there is', () => {
    always(6, (seed) => {
      const [problem] = small(40 + seed, { stops: 6, vehicles: [{ capacity: [8] }, { capacity: [9] }] });
      const relations = [{ type: 'same_vehicle' as const, stops: [job(1), job(2), job(3)] }];
      return proves({ ...problem, relations }, { relations: [] }, seed);
    });
  });

  test('keep stops in their order at the least cost there is', () => {
    always(6, (seed) => {
      const [problem] = small(50 + seed, { stops: 6, vehicles: [{ capacity: [8] }, { capacity: [9] }] });
      const relations = [
        { type: 'in_order' as const, stops: [job(3), job(1), job(2)] },
        { type: 'in_order' as const, stops: [job(5), job(4)] },
      ];
      return proves({ ...problem, relations }, { relations: [] }, seed);
    });
  });

  test('bind shipments and jobs to one another', () => {
    always(4, (seed) => {
      const [problem] = small(60 + seed, { stops: 6, vehicles: [{ capacity: [5] }, { capacity: [5] }] });
      const [one, two, ...jobs] = problem.jobs!;
      const bound: VroomProblem = {
        ...problem,
        jobs: jobs.slice(0, 3),
        shipments: [
          {
            pickup: { id: 1, location_index: one!.location_index! },
            delivery: { id: 1, location_index: two!.location_index! },
            amount: [2],
          },
        ],
        relations: [{ type: 'in_order', stops: [job(jobs[0]!.id), { type: 'pickup', id: 1 }, job(jobs[1]!.id)] }],
      };
      return proves(bound, { relations: [] }, seed);
    });
  });
});

describe('what was announced', () => {
  test('is kept where a change costs more than it saves', () => {
    always(6, (seed) => {
      const [problem, rng] = small(70 + seed, { stops: 5, vehicles: [{}, {}] });
      for (const one of problem.jobs!) {
        one.announced = {
          vehicle: 1 + rng.int(2),
          move: 20 + rng.int(60),
          begin: 50 + rng.int(200),
          slack: 15,
          per_hour: 900,
        };
      }
      return proves(problem, { jobs: without(problem.jobs!, 'announced') }, seed);
    });
  });
});

describe('travel times by hour of day', () => {
  test('are driven at the least cost there is', () => {
    always(6, (seed) => {
      const [problem, rng] = small(80 + seed, { stops: 5, vehicles: [{ time_window: [0, 900] }] });
      for (const one of problem.jobs!) {
        const from = rng.int(150);
        one.service = 10;
        if (rng.int(2) === 0) one.time_windows = [[from, from + 250]];
      }
      const traffic = {
        car: [
          { from: 60, speed: 50 },
          { from: 160, speed: 130 },
          { from: 300, speed: 80 },
        ],
      };
      return proves({ ...problem, traffic }, { traffic: {} }, seed);
    });
  });

  test('count against the time on duty and around breaks, as the checker sees it', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const [problem] = small(90 + seed, {
        stops: 12,
        vehicles: [{ max_duration: 380 }, { max_travel_time: 300 }, {}],
      });
      const breaks = [{ id: 1, service: 30, time_windows: [[100, 200]] as Window[] }];
      for (const vehicle of problem.vehicles) Object.assign(vehicle, { time_window: [0, 900], breaks });
      const slow: VroomProblem = {
        ...problem,
        traffic: {
          car: [
            { from: 90, speed: 60 },
            { from: 250, speed: 110 },
          ],
        },
      };
      const solution = solveRoutes(slow, { seed, ...steps(8) });
      expect(checkRoutes(slow, solution), `seed ${seed}`).toEqual([]);
      expect(solution.summary.unassigned).toBeLessThan(12);
    }
  });
});

describe('objectives', () => {
  test('spread work evenly where that is worth its price', () => {
    always(6, (seed) => {
      const [problem] = small(100 + seed, { stops: 5, vehicles: [{}, {}] });
      const spread = { per_hour: [900, 3600, 9000][seed % 3]!, idle: seed % 2 === 0 };
      return proves({ ...problem, objectives: { spread } }, { objectives: {} }, seed);
    });
  });

  test('give vehicles the work that they should have', () => {
    always(6, (seed) => {
      const [problem] = small(110 + seed, {
        stops: 5,
        vehicles: [{ min_work: { time: 200, per_hour: 2000 } }, { min_work: { time: 250, per_hour: 3000 } }],
      });
      return proves(problem, { vehicles: without(problem.vehicles, 'min_work') }, seed);
    });
  });

  test('use as few vehicles as possible', () => {
    always(6, (seed) => {
      const [problem, rng] = small(120 + seed, { stops: 6, vehicles: [1, 2, 3].map(() => ({ capacity: [8] })) });
      for (const one of problem.jobs!) {
        const from = rng.int(200);
        one.time_windows = [[from, from + 150]];
      }
      return proves({ ...problem, objectives: { fewest_vehicles: true } }, { objectives: {} }, seed);
    });
  });

  test('leave a stop out where its price is less than the way to it', () => {
    always(6, (seed) => {
      const [problem, rng] = small(130 + seed, { stops: 6, vehicles: [{ capacity: [9] }, { capacity: [6] }] });
      for (const one of problem.jobs!) if (rng.int(3) > 0) one.skip_price = 10 + rng.int(80);
      return proves(problem, { jobs: without(problem.jobs!, 'skip_price') }, seed);
    });
  });
});

describe('time on duty', () => {
  test('is kept by leaving for later windows where that is shorter', () => {
    always(6, (seed) => {
      const [problem, rng] = small(140 + seed, { stops: 4, vehicles: [{ time_window: [0, 700], max_duration: 260 }] });
      for (const one of problem.jobs!) {
        const from = rng.int(100);
        one.time_windows = [
          [from, from + 30],
          [from + 250, from + 400],
        ];
      }
      return proves(problem, { vehicles: without(problem.vehicles, 'max_duration') }, seed);
    });
  });
});

describe('all rules together', () => {
  test('are kept at the least cost there is', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const [problem, rng] = small(150 + seed, {
        stops: 5,
        vehicles: [
          {
            capacity: [4],
            time_window: [0, 700],
            reload: { max: 1, service: 5 },
            min_work: { time: 150, per_hour: 1200 },
          },
          { capacity: [6], time_window: [0, 700], max_duration: 420, max_tasks: 4, costs: { fixed: 30 } },
        ],
      });
      problem.jobs!.forEach((one, i) => {
        const from = rng.int(200);
        one.service = 5 + rng.int(10);
        one.setup = rng.int(8);
        if (i % 2 === 0)
          Object.assign(one, { time_windows: [[from, from + 120]], late: { per_hour: 1800, until: 600 } });
        if (i % 3 === 0) one.announced = { vehicle: 2, move: 25, begin: from + 60, slack: 20, per_hour: 600 };
        if (i === 4) one.skip_price = 120;
      });
      const whole: VroomProblem = {
        ...problem,
        relations: [
          { type: 'same_vehicle', stops: [job(1), job(2)] },
          { type: 'in_order', stops: [job(4), job(3)] },
        ],
        traffic: {
          car: [
            { from: 100, speed: 70 },
            { from: 260, speed: 120 },
          ],
        },
        objectives: { spread: { per_hour: 700 } },
      };
      proves(whole, {}, seed);
    }
  });
});
