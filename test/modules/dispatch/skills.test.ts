import { describe, expect, it } from 'vitest';
import type { TestServer } from '../../support/server.ts';
import { must, useFloor, type Floor, type Packed } from '../packing/floor.ts';
import { addVan, parcelsFor, planned, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const near = { lat: 37.61, lon: 126.77 };
const name = (code: string, more: object = {}) =>
  floor.dispatcher.post('/v1/delivery-skills', { siteId: floor.siteId, code, name: code, ...more });
const forget = (code: string) => floor.dispatcher.post('/v1/delivery-skills/forget', { siteId: floor.siteId, code });
const giveUp = ({ routeId }: Shown) => must(floor.dispatcher.post(`/v1/routes/${routeId}/cancel`, {}));

/** Which vehicle takes each parcel: its place among these; -1 for none, with the reason. */
async function takers(parcels: Packed[], vans: string[]): Promise<(number | string)[]> {
  const { routes, unassigned } = await planned(floor, parcels, vans);
  for (const route of routes) await giveUp(route);
  return parcels.map(({ parcelId }) => {
    const left = unassigned.find((one) => one.parcelId === parcelId);
    if (left) return left.reason.code;
    const route = routes.find(({ stops }) =>
      stops.some((stop) => stop.parcels.some((one) => one.parcelId === parcelId)),
    );
    return vans.indexOf(route!.vehicleId);
  });
}

describe('what a site says that deliveries demand', () => {
  it('is brought by a vehicle that has it: heavy parcels, items and doors in a zone', async () => {
    const [heavy] = await parcelsFor(floor, [near], { weight_g: 8_000 });
    const [light] = await parcelsFor(floor, [{ ...near, lon: 126.775 }], { weight_g: 300 });
    const [far] = await parcelsFor(floor, [{ lat: 37.65, lon: 126.77 }], { weight_g: 300 });
    const [{ itemId }] = (await must(floor.admin.get(`/v1/orders/${light!.orderId}`))).lines;
    const corners = [
      [37.645, 126.76],
      [37.645, 126.78],
      [37.655, 126.78],
      [37.655, 126.76],
    ];
    const { zoneId } = await must(
      floor.manager.post('/v1/delivery-zones', {
        siteId: floor.siteId,
        name: 'Old town',
        polygon: corners.map(([lat, lon]) => ({ lat, lon })),
      }),
    );
    const parcels = [heavy!, light!, far!];
    await must(name('two_person', { from_weight_g: 5_000 }));
    await must(name('fitter', { itemIds: [itemId] }));
    await must(name('narrow', { zoneIds: [zoneId] }));
    const none = await addVan(floor);
    expect(await takers(parcels, [none])).toEqual(['skills_missing', 'skills_missing', 'skills_missing']);
    const dear = { cost: { fixed: 50_000 } };
    const [strong, skilled, slim] = [
      await addVan(floor, { ...dear, skills: ['two_person'] }),
      await addVan(floor, { ...dear, skills: ['fitter'] }),
      await addVan(floor, { ...dear, skills: ['narrow'] }),
    ];
    expect(await takers(parcels, [none, strong, skilled, slim])).toEqual([1, 2, 3]);
    // the pool tells what they wait for
    const pool = await must(floor.dispatcher.get(`/v1/pool?siteId=${floor.siteId}`));
    const needs = pool.doors.flatMap((door: { needs: string[] }) => door.needs).toSorted();
    expect(needs).toEqual(['fitter', 'narrow', 'two_person']);
    // said anew, it holds from the next plan on
    await must(name('two_person', { from_weight_g: 20_000 }));
    expect(await takers([heavy!], [none])).toEqual([0]);
    for (const code of ['two_person', 'fitter', 'narrow']) await must(forget(code));
    expect(await takers(parcels, [none])).toEqual([0, 0, 0]);
    const { vehicles } = await must(floor.dispatcher.get(`/v1/vehicles?siteId=${floor.siteId}`));
    expect(vehicles.flatMap(({ skills }: { skills: string[] }) => skills)).toEqual([]);
    // what its zone demanded ends with the zone, and the skill may be said anew as it is shown
    await must(name('narrow', { zoneIds: [zoneId] }));
    await must(floor.manager.post(`/v1/delivery-zones/${zoneId}/erase`, {}));
    const { skills } = await must(floor.dispatcher.get(`/v1/delivery-skills?siteId=${floor.siteId}`));
    expect(skills).toMatchObject([{ code: 'narrow', zoneIds: [] }]);
    await must(name('narrow', { zoneIds: skills[0].zoneIds }));
    await must(forget('narrow'));
  });

  it('is told of a route that somebody puts it on all the same, of what a move would cost, and kept by proposals and offers', async () => {
    await must(name('lift', { from_weight_g: 5_000 }));
    const [heavy] = await parcelsFor(floor, [near], { weight_g: 8_000 });
    const plain = await addVan(floor);
    await addVan(floor, { skills: ['lift'], cost: { fixed: 50_000 } });
    const [light] = await parcelsFor(floor, [{ ...near, lat: 37.62 }], { weight_g: 300 });
    const [route] = (await planned(floor, [light!], [plain])).routes as [Shown];
    const pool = { siteId: floor.siteId, parcelIds: [heavy!.parcelId] };
    const { lanes } = await must(floor.dispatcher.post('/v1/stops/weigh', { pool }));
    expect(lanes).toMatchObject([{ routeId: route.routeId, room: { unfit: 1 } }]);
    const proposed = { siteId: floor.siteId, seconds: 0.3 };
    const stays = await must(floor.dispatcher.post('/v1/plan-proposals', proposed));
    // beside others that wait for a route
    const left = expect.objectContaining({
      parcelId: heavy!.parcelId,
      reason: expect.objectContaining({ code: 'skills_missing' }) as object,
    }) as object;
    expect(stays.unassigned).toContainEqual(left);
    const opens = await must(floor.dispatcher.post('/v1/plan-proposals', { ...proposed, idle: true }));
    expect(opens.unassigned).toEqual([]);
    expect(opens.routes).toContainEqual(expect.objectContaining({ opens: true }));
    const offer = { siteId: floor.siteId, ...near, windows: [{ from: later(60), to: later(240) }] };
    const offers = async (weight_g: number) =>
      (await must(floor.dispatcher.post('/v1/insertion-offers', { ...offer, weight_g }))).offers.length;
    expect([await offers(300), await offers(8_000)]).toEqual([1, 0]);
    const to = { routeId: route.routeId, version: route.version };
    const moved = await must(floor.dispatcher.post('/v1/stops/move', { pool, to }));
    expect(moved.routes[0].violations).toMatchObject([{ kind: 'skill', subject: heavy!.parcelId, amount: 1 }]);
    // given the lift, it is fit
    await must(floor.dispatcher.post(`/v1/vehicles/${plain}`, { skills: ['lift'] }));
    const shown = await must(floor.dispatcher.get(`/v1/routes/${route.routeId}`));
    expect(shown.violations).toEqual([]);
    await giveUp(route);
    await must(forget('lift'));
  });
});

const later = (minutes: number) => new Date(server.clock.now().getTime() + minutes * 60_000).toISOString();

describe('a skill', () => {
  it('is refused where nobody has named it, under the names of cooling, and for what is not there', async () => {
    const vehicle = {
      siteId: floor.siteId,
      code: 'VEH-SKILLED',
      capacity: { parcels: 1, weight_g: 1, volume_cm3: 1 },
      shift: { fromMinute: 0, toMinute: 1_440 },
    };
    const unknown = await floor.dispatcher.post('/v1/vehicles', { ...vehicle, skills: ['lift', 'chilled'] });
    expect(unknown.body.error).toMatchObject({ code: 'skill_unknown', got: 'lift', expected: ['chilled', 'frozen'] });
    expect((await name('frozen')).status).toBe(422);
    const nowhere = '0197f0a0-0000-7000-8000-000000000000';
    expect((await name('lift', { itemIds: [nowhere] })).body.error.code).toBe('item_not_found');
    expect((await name('lift', { zoneIds: [nowhere] })).body.error.code).toBe('zone_not_found');
    expect((await forget('lift')).body.error.code).toBe('skill_not_found');
    const stranger = await server.as('dispatcher');
    await server.db.raw('DELETE FROM user_site WHERE user_id = ?', [stranger.userId]);
    const closed = await stranger.get(`/v1/delivery-skills?siteId=${floor.siteId}`);
    expect([closed.status, closed.body.error.code]).toEqual([404, 'site_not_found']);
  });
});
