import { describe, expect, it } from 'vitest';
import type { Answer, TestServer } from '../../support/server.ts';
import { atOnce } from '../../support/waiting.ts';
import { must, openFloor, useFloor, type Floor } from '../packing/floor.ts';
import { addVan, onTheRoad, parcelsFor, planned, showRoute, stopIdsOf, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const near = { lat: 37.61, lon: 126.77 };
const retire = (van: string) => floor.dispatcher.post(`/v1/vehicles/${van}/retire`, {});
const reinstate = (van: string) => floor.dispatcher.post(`/v1/vehicles/${van}/reinstate`, {});
const undo = () => floor.dispatcher.post('/v1/plan-changes/undo', { siteId: floor.siteId });
interface Listed {
  vehicleId: string;
  code: string;
}
const codeOf = ({ status, body }: Answer): string => (status < 300 ? 'done' : body.error.code);
const listed = (person = floor.dispatcher): Promise<Record<'vehicles' | 'retired', Listed[]>> =>
  must(person.get(`/v1/vehicles?siteId=${floor.siteId}`));
const idsOf = (vehicles: { vehicleId: string }[]) => vehicles.map(({ vehicleId }) => vehicleId);
const one = async (van: string): Promise<Shown> =>
  (await planned(floor, await parcelsFor(floor, [near]), [van])).routes[0]!;

async function driven(route: Shown): Promise<void> {
  await onTheRoad(floor, route);
  for (const { stopId, parcels } of route.stops) {
    await must(floor.driver.post(`/v1/stops/${stopId}/arrive`, { reason: 'test' }));
    const proof = { parcelIds: parcels.map(({ parcelId }) => parcelId), proof: { code: '1234' } };
    await must(floor.driver.post(`/v1/stops/${stopId}/deliver`, proof));
  }
}
const close = ({ routeId }: Shown) => must(floor.dispatcher.post(`/v1/routes/${routeId}/close`, {}));
const giveUp = ({ routeId }: Shown) => must(floor.dispatcher.post(`/v1/routes/${routeId}/cancel`, {}));

describe('a retired vehicle', () => {
  it('is nobody’s to plan, load or see but the desk’s, until it is put back', async () => {
    const van = await addVan(floor, { skills: ['chilled'] });
    const before = (await listed()).vehicles.find(({ vehicleId }) => vehicleId === van)!;
    await must(retire(van));
    await must(retire(van));
    const now = await listed();
    expect(idsOf(now.vehicles)).not.toContain(van);
    expect(now.retired[0]).toEqual({ ...before, retiredAt: server.clock.now().toISOString() });
    const seen = await listed(floor.driver);
    expect([idsOf(seen.vehicles).includes(van), seen.retired]).toEqual([false, []]);
    const [parcel] = await parcelsFor(floor, [near]);
    const { routes, unassigned } = await planned(floor, [parcel!], [van]);
    expect([routes, unassigned.map(({ reason }) => reason.code)]).toEqual([[], ['no_vehicle']]);
    const asked = { siteId: floor.siteId, seconds: 0.3, idle: true };
    const proposal = await must(floor.dispatcher.post('/v1/plan-proposals', asked));
    expect(proposal.routes.map(({ vehicle }: Shown) => vehicle)).not.toContain(before.code);
    const changed = await floor.dispatcher.post(`/v1/vehicles/${van}`, { skills: [] });
    expect([changed.status, changed.body.error]).toMatchObject([409, { code: 'vehicle_retired', got: before.code }]);
    // its code is its own for good: what it drove names it
    const twin = { siteId: floor.siteId, code: before.code, capacity: { parcels: 1, weight_g: 1, volume_cm3: 1 } };
    const added = await floor.dispatcher.post('/v1/vehicles', { ...twin, shift: { fromMinute: 0, toMinute: 60 } });
    expect(added.body.error.code).toBe('vehicle_exists');
    await must(reinstate(van));
    await must(reinstate(van));
    const back = await listed();
    expect(back.vehicles.find(({ vehicleId }) => vehicleId === van)).toEqual(before);
    expect(idsOf(back.retired)).not.toContain(van);
    const [route] = (await planned(floor, [parcel!], [van])).routes;
    await giveUp(route!);
  });

  it('is named by what it drove', async () => {
    const van = await addVan(floor);
    const route = await one(van);
    await driven(route);
    await close(route);
    await must(retire(van));
    expect(await showRoute(floor, route.routeId)).toMatchObject({ vehicle: route.vehicle, state: 'closed' });
    const { routes } = await must(floor.dispatcher.get(`/v1/routes?siteId=${floor.siteId}&state=closed`));
    expect(routes.map(({ vehicle }: Shown) => vehicle)).toContain(route.vehicle);
  });

  it('of another site is not there', async () => {
    const elsewhere = await openFloor(server);
    const theirs = await addVan(elsewhere);
    for (const what of ['retire', 'reinstate']) {
      const { status, body } = await floor.dispatcher.post(`/v1/vehicles/${theirs}/${what}`, {});
      expect([status, body.error.code]).toEqual([404, 'vehicle_not_found']);
    }
  });
});

describe('a vehicle in use', () => {
  it('is not retired while a route of it is planned, released, out or not closed, and the route is named', async () => {
    const van = await addVan(floor);
    const route = await one(van);
    const states: string[] = [];
    const refused = async () => {
      const { status, body } = await retire(van);
      expect(status).toBe(409);
      expect(body.error).toMatchObject({ code: 'vehicle_in_use', field: 'vehicleId', got: route.vehicle });
      const { routes } = body.error.details;
      expect(routes.map(({ routeId }: Shown) => routeId)).toEqual([route.routeId]);
      states.push(routes[0].state);
    };
    await refused();
    await must(floor.dispatcher.post(`/v1/routes/${route.routeId}/publish`, {}));
    await refused();
    await onTheRoad(floor, route);
    await refused();
    const [stop] = route.stops;
    await must(floor.driver.post(`/v1/stops/${stop!.stopId}/arrive`, { reason: 'test' }));
    const proof = { parcelIds: [stop!.parcels[0]!.parcelId], proof: { code: '1234' } };
    await must(floor.driver.post(`/v1/stops/${stop!.stopId}/deliver`, proof));
    await refused();
    expect(states).toEqual(['planned', 'offered', 'running', 'finished']);
    await close(route);
    await must(retire(van));
  });

  it('is retired once its routes are closed, though the shift of its driver goes on', async () => {
    const driver = await server.as('driver');
    const van = await addVan(floor);
    const from = server.clock.now().getTime();
    const times = { fromAt: new Date(from + 60_000), toAt: new Date(from + 8 * 3_600_000) };
    const asked = { siteId: floor.siteId, ...times, pay_krw: 0, driverId: driver.userId };
    const { shiftId } = await must(floor.dispatcher.post('/v1/shifts', asked));
    const route = await one(van);
    await must(driver.post(`/v1/shifts/${shiftId}/start`, {}));
    const mine = { ...floor, driver };
    await onTheRoad(mine, route);
    const [stop] = route.stops;
    await must(driver.post(`/v1/stops/${stop!.stopId}/arrive`, { reason: 'test' }));
    const proof = { parcelIds: [stop!.parcels[0]!.parcelId], proof: { code: '1234' } };
    await must(driver.post(`/v1/stops/${stop!.stopId}/deliver`, proof));
    await close(route);
    await must(retire(van));
    expect((await must(driver.post(`/v1/shifts/${shiftId}/end`, {}))).state).toBe('ended');
  });

  it('is planned or retired, whoever comes first', async () => {
    const [parcel] = await parcelsFor(floor, [near]);
    const van = await addVan(floor);
    const plan = () =>
      floor.dispatcher.post('/v1/route-plans', {
        siteId: floor.siteId,
        parcelIds: [parcel!.parcelId],
        vehicleIds: [van],
        seconds: 0.3,
      });
    expect((await atOnce(server, [() => retire(van), plan])).map(codeOf)).toEqual(['done', 'plan_moved']);
    await must(reinstate(van));
    const [made, retired] = await atOnce(server, [plan, () => retire(van)]);
    expect([made!, retired!].map(codeOf)).toEqual(['done', 'vehicle_in_use']);
    await giveUp(made!.body.routes[0]);
  });

  it('does not come back with a move that is taken back, nor goes while one is', async () => {
    const [van, other] = [await addVan(floor), await addVan(floor)];
    const [mine, theirs] = [await one(van), await one(other)];
    const to = { routeId: theirs.routeId, version: theirs.version };
    // the route that is emptied is over
    await must(floor.dispatcher.post('/v1/stops/move', { stopIds: stopIdsOf(mine), to }));
    expect((await atOnce(server, [() => retire(van), undo])).map(codeOf)).toEqual(['done', 'vehicle_retired']);
    expect(await showRoute(floor, mine.routeId)).toMatchObject({ state: 'cancelled', stops: [] });
    await must(reinstate(van));
    expect((await atOnce(server, [undo, () => retire(van)])).map(codeOf)).toEqual(['done', 'vehicle_in_use']);
    expect(await showRoute(floor, mine.routeId)).toMatchObject({ state: 'planned' });
    for (const route of [mine, theirs]) await giveUp(route);
  });

  it('cannot be retired without a moment in the database either', async () => {
    const van = await addVan(floor);
    const turned = server.db.raw(`UPDATE vehicle SET state = 'retired' WHERE vehicle_id = ?`, [van]);
    await expect(turned).rejects.toMatchObject({ code: '23514' });
  });
});
