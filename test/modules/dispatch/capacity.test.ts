import { describe, expect, it } from 'vitest';
import type { Answer, TestServer } from '../../support/server.ts';
import { atOnce } from '../../support/waiting.ts';
import { must, useFloor, type Floor, type Packed } from '../packing/floor.ts';
import { addVan, onTheRoad, parcelsFor, planned, showRoute, stopIdsOf, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const doors = (...lats: number[]) => lats.map((lat) => ({ lat, lon: 126.77 }));
const room = (parcels: number) => ({ capacity: { parcels, weight_g: 900_000, volume_cm3: 6_000_000 } });
const say = (van: string, to: object) => floor.dispatcher.post(`/v1/vehicles/${van}`, to);
const giveUp = ({ routeId }: Shown) => must(floor.dispatcher.post(`/v1/routes/${routeId}/cancel`, {}));
const codeOf = ({ status, body }: Answer): string => (status < 300 ? 'done' : body.error.code);
const move = (stopIds: string[], to: Shown) =>
  must(floor.dispatcher.post('/v1/stops/move', { stopIds, to: { routeId: to.routeId, version: to.version } }));

async function listed(van: string) {
  const { vehicles } = await must(floor.dispatcher.get(`/v1/vehicles?siteId=${floor.siteId}`));
  return vehicles.find(({ vehicleId }: { vehicleId: string }) => vehicleId === van);
}

const plan = (parcels: Packed[], van: string) =>
  floor.dispatcher.post('/v1/route-plans', {
    siteId: floor.siteId,
    parcelIds: parcels.map(({ parcelId }) => parcelId),
    vehicleIds: [van],
    seconds: 0.3,
  });
const overloads = async ({ routeId }: Shown): Promise<string[]> => {
  const { violations } = await must(floor.dispatcher.get(`/v1/routes/${routeId}`));
  return violations.map(({ kind }: { kind: string }) => kind);
};

describe('what was typed of a vehicle', () => {
  it('is corrected one by one, and the rest stays', async () => {
    const van = await addVan(floor, { ...room(9), bay_mm: [3_000, 1_700, 1_800] });
    const before = await listed(van);
    expect(before).toMatchObject({ cost: { fixed: 0, perHour: 3_600, perKm: 0 }, bay_mm: [3_000, 1_700, 1_800] });
    await must(say(van, { capacity: { weight_g: 300_000 } }));
    const capacity = { parcels: 9, weight_g: 300_000, volume_cm3: 6_000_000 };
    expect(await listed(van)).toEqual({ ...before, capacity });
    const code = `${before.code}-X`;
    await must(say(van, { code: code.toLowerCase(), cost: { perKm: 300 } }));
    const cost = { fixed: 0, perHour: 3_600, perKm: 300 };
    // nobody had given it a name of its own
    expect(await listed(van)).toEqual({ ...before, capacity, code, name: code, cost });
    await must(say(van, { name: 'Old blue one', bay_mm: null }));
    await must(say(van, { code: before.code }));
    expect(await listed(van)).toEqual({ ...before, capacity, name: 'Old blue one', bay_mm: null, cost });
  });

  it('may not be a code that another has, whoever comes first', async () => {
    const [one, other] = [await addVan(floor), await addVan(floor)];
    const { code } = await listed(one);
    const taken = await say(other, { code });
    expect([taken.status, taken.body.error]).toMatchObject([409, { code: 'vehicle_exists', field: 'code', got: code }]);
    const both = [one, other].map((van) => () => say(van, { code: 'VEH-BOTH' }));
    expect((await atOnce(server, both)).map(codeOf)).toEqual(['done', 'vehicle_exists']);
  });

  it('tells its costs to the desk alone', async () => {
    const van = await addVan(floor, { cost: { perHour: 9_000 } });
    const { vehicles } = await must(floor.driver.get(`/v1/vehicles?siteId=${floor.siteId}`));
    expect(vehicles.find(({ vehicleId }: { vehicleId: string }) => vehicleId === van).cost).toBeNull();
  });
});

describe('room', () => {
  it('does not fall beneath what a route carries that is planned, released, loaded or out, and the routes are named', async () => {
    const van = await addVan(floor);
    const parcels = await parcelsFor(floor, doors(37.61, 37.62, 37.63), { weight_g: 2_000 });
    const [route] = (await planned(floor, parcels, [van])).routes as [Shown];
    const refused = async (to: object, least: number, state: string) => {
      const { status, body } = await say(van, { capacity: to, returnsTo: 'anywhere' });
      const [[room, got]] = Object.entries(to) as [[string, number]];
      expect(status).toBe(409);
      const { details, ...error } = body.error;
      expect(error).toMatchObject({ code: 'capacity_in_use', field: `capacity.${room}`, got, expected: least });
      expect(details.routes).toMatchObject([
        { routeId: route.routeId, vehicle: route.vehicle, state, carries: { [room]: least } },
      ]);
      return details.routes[0].carries as { weight_g: number; volume_cm3: number };
    };
    const carries = await refused({ parcels: 2 }, 3, 'planned');
    expect(carries.weight_g).toBeGreaterThanOrEqual(6_000);
    await refused({ weight_g: carries.weight_g - 1 }, carries.weight_g, 'planned');
    await refused({ volume_cm3: 1 }, carries.volume_cm3, 'planned');
    await must(floor.dispatcher.post(`/v1/routes/${route.routeId}/publish`, { driverId: floor.driver.userId }));
    await refused({ parcels: 2 }, 3, 'assigned');
    const last = route.stops.at(-1)!.parcels[0]!;
    await must(floor.driver.post(`/v1/routes/${route.routeId}/load`, { sscc: last.sscc }));
    await refused({ parcels: 2 }, 3, 'assigned');
    await onTheRoad(floor, { ...route, stops: route.stops.slice(0, -1) });
    await refused({ parcels: 2 }, 3, 'running');
    expect((await showRoute(floor, route.routeId)).returnsTo).toBe('site');
    const [stop] = route.stops;
    await must(floor.driver.post(`/v1/stops/${stop!.stopId}/arrive`, { reason: 'test' }));
    const proof = { parcelIds: stop!.parcels.map(({ parcelId }) => parcelId), proof: { code: '1234' } };
    await must(floor.driver.post(`/v1/stops/${stop!.stopId}/deliver`, proof));
    await must(say(van, { capacity: { parcels: 2 } }));
    await refused({ parcels: 1 }, 2, 'running');
  });

  it('is looked at trip by trip', async () => {
    const van = await addVan(floor, room(3));
    const parcels = await parcelsFor(floor, doors(37.61, 37.62, 37.63, 37.64));
    const { routes } = await planned(floor, parcels, [van]);
    const sizes = routes.map(({ stops }) => stops.length).toSorted((a, b) => a - b);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(4);
    const refused = await say(van, { capacity: { parcels: sizes.at(-1)! - 1 } });
    expect(refused.body.error.details.routes).toHaveLength(sizes.filter((size) => size === sizes.at(-1)).length);
    await must(say(van, { capacity: { parcels: sizes.at(-1)! } }));
    for (const route of routes) await giveUp(route);
  });

  it('may be raised though it is not enough yet, and a route that fits then breaks nothing any more', async () => {
    const parcels = await parcelsFor(floor, doors(37.61, 37.62, 37.63));
    const [small, large] = [await addVan(floor, room(1)), await addVan(floor, room(2))];
    const [one] = (await planned(floor, parcels.slice(0, 1), [small])).routes as [Shown];
    const [two] = (await planned(floor, parcels.slice(1), [large])).routes as [Shown];
    await move(stopIdsOf(two), one);
    expect(await overloads(one)).toEqual(['parcels']);
    await must(say(small, { capacity: { parcels: 2 } }));
    expect(await overloads(one)).toEqual(['parcels']);
    expect((await say(small, { capacity: { parcels: 1 } })).body.error).toMatchObject({ got: 1, expected: 3 });
    // what does not fall is not looked at
    await must(say(small, { capacity: { parcels: 2, weight_g: 800_000 } }));
    await must(say(small, { capacity: { parcels: 3 } }));
    expect(await overloads(one)).toEqual([]);
    await giveUp(one);
  });

  it('is what the next plan goes by', async () => {
    const van = await addVan(floor, room(1));
    const parcels = await parcelsFor(floor, doors(37.61, 37.62));
    const before = await planned(floor, parcels, [van]);
    expect(before.routes).toHaveLength(2);
    for (const route of before.routes) await giveUp(route);
    await must(say(van, { capacity: { parcels: 2 } }));
    const { routes } = await planned(floor, parcels, [van]);
    expect(routes).toHaveLength(1);
    await giveUp(routes[0]!);
  });
});

describe('room that falls while it is planned for', () => {
  it('refuses the plan, or does not fall: whoever comes second sees the first', async () => {
    const parcels = await parcelsFor(floor, doors(37.61, 37.62));
    const van = await addVan(floor, room(2));
    const fall = () => say(van, { capacity: { parcels: 1 } });
    expect((await atOnce(server, [fall, () => plan(parcels, van)])).map(codeOf)).toEqual(['done', 'plan_moved']);
    await must(say(van, { capacity: { parcels: 2 } }));
    const [made, fallen] = await atOnce(server, [() => plan(parcels, van), fall]);
    expect([made!, fallen!].map(codeOf)).toEqual(['done', 'capacity_in_use']);
    await giveUp(made!.body.routes[0]);
  });

  it('refuses a proposal that fills it', async () => {
    const [first] = await parcelsFor(floor, doors(37.61, 37.62));
    const van = await addVan(floor, room(2));
    const [route] = (await planned(floor, [first!], [van])).routes as [Shown];
    const asked = { siteId: floor.siteId, routeIds: [route.routeId], seconds: 0.3 };
    const propose = () => must(floor.dispatcher.post('/v1/plan-proposals', asked));
    const accept = (proposalId: string) => floor.dispatcher.post(`/v1/plan-proposals/${proposalId}/accept`, {});
    const { proposalId } = await propose();
    await must(say(van, { capacity: { parcels: 1 } }));
    expect((await accept(proposalId)).body.error).toMatchObject({ code: 'plan_moved', got: van });
    await must(say(van, { capacity: { parcels: 2 } }));
    const again = await propose();
    const answers = await atOnce(server, [
      () => accept(again.proposalId),
      () => say(van, { capacity: { parcels: 1 } }),
    ]);
    expect(answers.map(codeOf)).toEqual(['done', 'capacity_in_use']);
    const carried = (await showRoute(floor, route.routeId)).stops.flatMap(({ parcels }) => parcels);
    expect(carried).toHaveLength(2);
    await giveUp(route);
  });
});
