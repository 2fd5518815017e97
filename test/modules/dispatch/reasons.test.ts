import { describe, expect, it } from 'vitest';
import type {
  Job,
  ReasonCode,
  Relaxation,
  Vehicle,
  VroomProblem,
  VroomSolution,
} from '../../../solver/routes/problem.ts';
import { must, useFloor, type Floor, type Packed } from '../packing/floor.ts';
import { addVan, parcelsFor } from './fleet.ts';

let floor: Floor;
useFloor((at) => ({ floor } = at));

/** Places on a line, ten seconds from one to the next; vehicles start and end at the first. */
const durations = [0, 1, 2, 3, 4].map((i) => [0, 1, 2, 3, 4].map((j) => 10 * Math.abs(i - j)));
const van = (more: Partial<Vehicle> = {}): Vehicle => ({ id: 1, start_index: 0, end_index: 0, capacity: [9], ...more });
const job = (id: number, more: Partial<Job> = {}): Job => ({ id, location_index: id, delivery: [1], ...more });
const problem = (vehicles: Vehicle[], jobs: Job[], more: Partial<VroomProblem> = {}): VroomProblem => ({
  vehicles,
  jobs,
  matrices: { car: { durations } },
  ...more,
});

/** For each reason a problem that leaves one stop out because of it, and the same with just that thing given. */
const cases: Record<ReasonCode, { short: VroomProblem; given: VroomProblem }> = {
  no_vehicle: { short: problem([], [job(1)]), given: problem([van()], [job(1)]) },
  skills_missing: {
    short: problem([van()], [job(1, { skills: [7] })]),
    given: problem([van({ skills: [7] })], [job(1, { skills: [7] })]),
  },
  larger_than_any_vehicle: {
    short: problem([van({ capacity: [1] })], [job(1, { delivery: [2] })]),
    given: problem([van({ capacity: [2] })], [job(1, { delivery: [2] })]),
  },
  out_of_reach_in_time: {
    short: problem([van()], [job(3, { time_windows: [[0, 29]] })]),
    given: problem([van()], [job(3, { time_windows: [[0, 30]] })]),
  },
  beyond_vehicle_limits: {
    short: problem([van({ max_travel_time: 59 })], [job(3)]),
    given: problem([van({ max_travel_time: 60 })], [job(3)]),
  },
  vehicles_full: {
    short: problem([van({ capacity: [1] })], [job(1), job(2)]),
    given: problem([van({ capacity: [2] })], [job(1), job(2)]),
  },
  no_time_left: {
    short: problem([van({ time_window: [0, 139] })], [job(1, { service: 50 }), job(2, { service: 50 })]),
    given: problem([van({ time_window: [0, 140] })], [job(1, { service: 50 }), job(2, { service: 50 })]),
  },
  vehicle_limits_used_up: {
    short: problem([van({ max_tasks: 1 })], [job(1), job(2)]),
    given: problem([van({ max_tasks: 2 })], [job(1), job(2)]),
  },
  bound_to_other_stops: {
    short: problem(
      [1, 2].map((id) => van({ id, capacity: [1], time_window: [0, 139] })),
      [job(1, { service: 50 }), job(2, { service: 50 })],
      { relations: [{ type: 'same_vehicle', stops: [1, 2].map((id) => ({ type: 'job', id })) }] },
    ),
    given: problem(
      [1, 2].map((id) => van({ id, capacity: [1], time_window: [0, 139] })),
      [job(1, { service: 50 }), job(2, { service: 50 })],
    ),
  },
  not_worth_its_price: {
    short: problem([van()], [job(4, { skip_price: 79 })]),
    given: problem([van()], [job(4, { skip_price: 81 })]),
  },
  fleet_exhausted: {
    short: problem([van({ capacity: [1], time_window: [0, 139] })], [job(1, { service: 50 }), job(2, { service: 50 })]),
    given: problem(
      [1, 2].map((id) => van({ id, capacity: [1], time_window: [0, 139] })),
      [job(1, { service: 50 }), job(2, { service: 50 })],
    ),
  },
};

/** The problem with a relaxation granted: what is told to be enough, and nothing else. */
function granted(of: VroomProblem, left: number, { vehicle, also, ...change }: Relaxation): VroomProblem {
  const to = structuredClone(of);
  const stop = to.jobs!.find(({ id }) => id === left)!;
  const grant = (on: Vehicle, { rule, by, dimension = 0 }: NonNullable<Relaxation['also']>): void => {
    if (rule === 'capacity') on.capacity![dimension]! += by;
    if (rule === 'window') stop.time_windows!.at(-1)![1] += by;
    if (rule === 'shift') on.time_window![1] += by;
    if (rule === 'limits') for (const limit of ['max_tasks', 'max_travel_time'] as const) delete on[limit];
    if (rule === 'skills') on.skills = stop.skills!;
    if (rule === 'relations') delete to.relations;
    if (rule === 'price') stop.skip_price! += by;
  };
  let on = to.vehicles.find(({ id }) => id === vehicle)!;
  if (change.rule === 'vehicle') to.vehicles.push((on = { ...structuredClone(on), id: 99 }));
  else grant(on, change);
  if (also?.rule === 'vehicle') to.vehicles.push({ ...structuredClone(on), id: 99 });
  else if (also) grant(on, also);
  return to;
}

const solved = async (of: VroomProblem): Promise<VroomSolution> =>
  must(floor.dispatcher.post('/v1/solve/routes?seconds=0.1', of));

describe.each(Object.entries(cases))('POST /v1/solve/routes says %s', (code, { short, given }) => {
  it('where that is so, and serves the stop once it is given', async () => {
    const { unassigned, summary } = await solved(short);
    expect(unassigned.map(({ reason }) => reason.code)).toEqual([code]);
    expect((await solved(given)).unassigned).toEqual([]);
    const [{ id, relaxations }] = unassigned as [(typeof unassigned)[number]];
    expect(relaxations?.length ?? 0).toBeGreaterThan(code === 'no_vehicle' ? -1 : 0);
    for (const relaxation of relaxations ?? []) {
      const enough = await solved(granted(short, id, relaxation));
      expect(enough.unassigned, JSON.stringify(relaxation)).toEqual([]);
      const before = summary.cost - (summary.beside?.skipped ?? 0);
      // what is served at the least cost may cost less than what was told, which keeps all else as it is
      expect(enough.summary.cost).toBeLessThanOrEqual(before + relaxation.cost + 1);
    }
  });
});

describe('POST /v1/route-plans', () => {
  interface Left {
    parcelId: string;
    reason: { code: string };
    relaxation: { rule: string; by: number; room: string | null; vehicle: string } | null;
  }
  const planned = async (
    parcels: Packed[],
    vehicleIds: string[],
    more: object = {},
  ): Promise<{ unassigned: Left[] }> => {
    const parcelIds = parcels.map(({ parcelId }) => parcelId);
    const body = { siteId: floor.siteId, parcelIds, vehicleIds, seconds: 0.3, ...more };
    const plan = await must(floor.dispatcher.post('/v1/route-plans', body));
    for (const { routeId } of plan.routes) await must(floor.dispatcher.post(`/v1/routes/${routeId}/cancel`, {}));
    return plan;
  };
  const near = { lat: 37.61, lon: 126.77 };
  const apart = [37.69, 37.51].map((lat) => ({ lat, lon: 126.77 }));
  const room = (more: object) => ({ capacity: { parcels: 100, weight_g: 900_000, volume_cm3: 6_000_000, ...more } });
  /** From nine in the morning, when the tests begin. */
  const shift = (minutes: number) => ({ shift: { fromMinute: 540, toMinute: 540 + minutes } });
  interface Case {
    doors: { lat: number; lon: number }[];
    short: Record<string, unknown>;
    given: (by: number) => Record<string, unknown>;
    rule: string;
  }
  const dear = { cost: { fixed: 50_000 } };
  const reasons: Record<string, Case> = {
    skills_missing: { doors: [near], short: {}, given: () => ({ skills: ['frozen'] }), rule: 'skills' },
    larger_than_any_vehicle: {
      doors: [near],
      short: room({ weight_g: 1 }),
      given: (by) => room({ weight_g: 1 + by }),
      rule: 'capacity',
    },
    out_of_reach_in_time: {
      doors: apart.slice(1),
      short: shift(30),
      given: (by) => shift(30 + Math.ceil(by / 60)),
      rule: 'shift',
    },
    vehicles_full: {
      // three trips of one, and a fourth door
      doors: [1, 2, 3, 4].map((at) => ({ ...near, lat: near.lat + at / 500 })),
      short: room({ parcels: 1 }),
      given: (by) => room({ parcels: 1 + by }),
      rule: 'capacity',
    },
    no_time_left: {
      doors: apart,
      short: { ...dear, ...shift(100) },
      given: (by) => ({ ...dear, ...shift(100 + Math.ceil(by / 60)) }),
      rule: 'shift',
    },
  };

  it.each(Object.entries(reasons))('says %s, and what would be enough is enough', async (code, one) => {
    const item = code === 'skills_missing' ? { temperature: 'frozen' } : {};
    const parcels = await parcelsFor(floor, one.doors, item);
    const { unassigned } = await planned(parcels, [await addVan(floor, one.short)]);
    expect(unassigned.map(({ reason }) => reason.code)).toEqual([code]);
    expect(unassigned[0]!.relaxation).toMatchObject({ rule: one.rule });
    const larger = await addVan(floor, one.given(unassigned[0]!.relaxation!.by));
    expect((await planned(parcels, [larger])).unassigned).toEqual([]);
  });

  it('says fleet_exhausted where room and time are short, and one more vehicle is enough', async () => {
    // three trips of one, and no time to pass by at a fourth door on any of them
    const parcels = await parcelsFor(floor, [...apart, ...[126.656, 126.884].map((lon) => ({ lat: 37.6, lon }))]);
    const small = { ...room({ parcels: 1 }), ...shift(230) };
    const vans = [await addVan(floor, small), await addVan(floor, small)];
    const { unassigned } = await planned(parcels, vans.slice(1));
    expect(unassigned).toMatchObject([{ reason: { code: 'fleet_exhausted' }, relaxation: { rule: 'vehicle', by: 1 } }]);
    expect((await planned(parcels, vans)).unassigned).toEqual([]);
  });

  it('says no_vehicle while none is on shift, and plans once one is', async () => {
    const parcels = await parcelsFor(floor, [near]);
    const early = await addVan(floor, { shift: { fromMinute: 60, toMinute: 120 } });
    expect((await planned(parcels, [early])).unassigned).toMatchObject([{ reason: { code: 'no_vehicle' } }]);
    const departAt = '2026-11-21T01:00:00+09:00';
    expect((await planned(parcels, [early], { departAt })).unassigned).toEqual([]);
  });

  it('says order_on_hold and order_cancelled of orders, and plans what is let go', async () => {
    const [held, cancelled] = (await parcelsFor(floor, [near, near])) as [Packed, Packed];
    const vehicle = await addVan(floor);
    await must(floor.manager.post(`/v1/orders/${held.orderId}/pause`, { reason: 'fraud' }));
    expect((await planned([held], [vehicle])).unassigned).toMatchObject([{ reason: { code: 'order_on_hold' } }]);
    await must(floor.manager.post(`/v1/orders/${held.orderId}/resume`, {}));
    expect((await planned([held], [vehicle])).unassigned).toEqual([]);
    await must(floor.manager.post(`/v1/orders/${cancelled.orderId}/cancel`, { cause: 'changed_mind' }));
    expect((await planned([cancelled], [vehicle])).unassigned).toMatchObject([{ reason: { code: 'order_cancelled' } }]);
  });
});
