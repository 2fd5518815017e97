import { describe, expect, it } from 'vitest';
import type { Answer, TestServer } from '../../support/server.ts';
import { atOnce, untilWaiting } from '../../support/waiting.ts';
import { must, useFloor, type Floor, type Packed } from '../packing/floor.ts';
import { addVan, onTheRoad, parcelsFor, planned, showRoute, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const near = { lat: 37.61, lon: 126.77 };
const say = (van: string, to: object) => floor.dispatcher.post(`/v1/vehicles/${van}`, to);
const name = (code: string, more: object = {}) =>
  floor.dispatcher.post('/v1/delivery-skills', { siteId: floor.siteId, code, name: code, ...more });
const forget = (code: string) => floor.dispatcher.post('/v1/delivery-skills/forget', { siteId: floor.siteId, code });
const giveUp = ({ routeId }: Shown) => must(floor.dispatcher.post(`/v1/routes/${routeId}/cancel`, {}));
const codeOf = ({ status, body }: Answer): string => (status < 300 ? 'done' : body.error.code);

async function skillsOf(van: string): Promise<string[]> {
  const { vehicles } = await must(floor.dispatcher.get(`/v1/vehicles?siteId=${floor.siteId}`));
  return vehicles.find(({ vehicleId }: { vehicleId: string }) => vehicleId === van).skills;
}

const plan = ({ parcelId }: Packed, van: string) =>
  floor.dispatcher.post('/v1/route-plans', {
    siteId: floor.siteId,
    parcelIds: [parcelId],
    vehicleIds: [van],
    seconds: 0.3,
  });

describe('cooling', () => {
  it('is not taken off a vehicle that is planned, released or out with goods that need it, and the routes are named', async () => {
    const [cold] = await parcelsFor(floor, [near], { temperature: 'chilled' });
    const van = await addVan(floor, { skills: ['chilled', 'frozen'] });
    const [route] = (await planned(floor, [cold!], [van])).routes as [Shown];
    const refused = async () => {
      const { status, body } = await say(van, { skills: ['frozen'], returnsTo: 'anywhere' });
      expect(status).toBe(409);
      expect(body.error).toMatchObject({ code: 'skill_in_use', field: 'skills', got: ['frozen'] });
      const { expected, details } = body.error;
      expect(expected).toEqual(['chilled']);
      const named = [{ routeId: route.routeId, vehicle: route.vehicle, skills: ['chilled'] }];
      expect(details.routes).toMatchObject(named);
      return details.routes[0].state as string;
    };
    expect(await refused()).toBe('planned');
    await must(floor.dispatcher.post(`/v1/routes/${route.routeId}/publish`, {}));
    expect(await refused()).toBe('offered');
    expect((await onTheRoad(floor, route)).state).toBe('running');
    expect(await refused()).toBe('running');
    expect((await showRoute(floor, route.routeId)).returnsTo).toBe('site');
    // nothing on it is frozen
    await must(say(van, { skills: ['chilled'] }));
    const [stop] = route.stops;
    await must(floor.driver.post(`/v1/stops/${stop!.stopId}/arrive`, { reason: 'test' }));
    const proof = { parcelIds: [cold!.parcelId], proof: { code: '1234' } };
    await must(floor.driver.post(`/v1/stops/${stop!.stopId}/deliver`, proof));
    await must(say(van, { skills: [] }));
    expect(await skillsOf(van)).toEqual([]);
  });
});

describe('what the site says that deliveries demand', () => {
  it('is not taken off a vehicle that carries it: by weight, item and zone', async () => {
    const [heavy] = await parcelsFor(floor, [near], { weight_g: 8_000 });
    const [fitted] = await parcelsFor(floor, [{ ...near, lat: 37.62 }]);
    const [far] = await parcelsFor(floor, [{ lat: 37.65, lon: 126.77 }]);
    const [{ itemId }] = (await must(floor.admin.get(`/v1/orders/${fitted!.orderId}`))).lines;
    const corners = [
      { lat: 37.645, lon: 126.76 },
      { lat: 37.645, lon: 126.78 },
      { lat: 37.655, lon: 126.77 },
    ];
    const zone = { siteId: floor.siteId, name: 'Old town', polygon: corners };
    const { zoneId } = await must(floor.manager.post('/v1/delivery-zones', zone));
    await must(name('lift', { from_weight_g: 5_000 }));
    await must(name('fitter', { itemIds: [itemId] }));
    await must(name('narrow', { zoneIds: [zoneId] }));
    await must(name('idle'));
    const all = ['fitter', 'idle', 'lift', 'narrow'];
    const van = await addVan(floor, { skills: all });
    const { routes } = await planned(floor, [heavy!, fitted!, far!], [van]);
    for (const skill of ['fitter', 'lift', 'narrow']) {
      const { body } = await say(van, { skills: all.filter((one) => one !== skill) });
      expect(body.error).toMatchObject({ code: 'skill_in_use', expected: [skill] });
    }
    await must(say(van, { skills: ['fitter', 'lift', 'narrow'] }));
    // what is demanded no more may go
    await must(name('lift', { from_weight_g: 20_000 }));
    await must(say(van, { skills: ['fitter', 'narrow'] }));
    for (const route of routes) await giveUp(route);
    await must(say(van, { skills: [] }));
    for (const code of all) await must(forget(code));
    await must(floor.manager.post(`/v1/delivery-zones/${zoneId}/erase`, {}));
  });
});

describe('a vehicle that is changed while it is planned for', () => {
  it('refuses the plan, or is not changed: whoever comes second sees the first', async () => {
    const [cold] = await parcelsFor(floor, [near], { temperature: 'chilled' });
    const van = await addVan(floor, { skills: ['chilled'] });
    const take = () => say(van, { skills: [] });
    expect((await atOnce(server, [take, () => plan(cold!, van)])).map(codeOf)).toEqual(['done', 'plan_moved']);
    await must(say(van, { skills: ['chilled'] }));
    const [made, taken] = await atOnce(server, [() => plan(cold!, van), take]);
    expect([made!, taken!].map(codeOf)).toEqual(['done', 'skill_in_use']);
    expect(await skillsOf(van)).toEqual(['chilled']);
    await giveUp(made!.body.routes[0]);
  });

  it('keeps what a proposal sends it out with', async () => {
    const [frozen] = await parcelsFor(floor, [{ ...near, lat: 37.63 }], { temperature: 'frozen' });
    const van = await addVan(floor, { skills: ['frozen'] });
    const asked = { siteId: floor.siteId, seconds: 0.3, idle: true };
    const { proposalId, routes } = await must(floor.dispatcher.post('/v1/plan-proposals', asked));
    const accept = () => floor.dispatcher.post(`/v1/plan-proposals/${proposalId}/accept`, {});
    const answers = await atOnce(server, [accept, () => say(van, { skills: [] })]);
    expect(answers.map(codeOf)).toEqual(['done', 'skill_in_use']);
    const ids: string[] = routes.map(({ routeId }: Shown) => routeId);
    const opened = await Promise.all(ids.map((routeId) => showRoute(floor, routeId)));
    const out = opened.find(({ vehicleId }) => vehicleId === van)!;
    const carried = out.stops.flatMap(({ parcels }) => parcels.map(({ parcelId }) => parcelId));
    expect(carried).toContain(frozen!.parcelId);
    for (const route of opened) await giveUp(route);
  });

  it('waits for whoever holds its route, which is timed anew by the new rules at once', async () => {
    const [parcel] = await parcelsFor(floor, [near]);
    const van = await addVan(floor);
    const [route] = (await planned(floor, [parcel!], [van])).routes as [Shown];
    const holder = await server.db.transaction();
    await holder.raw('SELECT 1 FROM route WHERE route_id = ? FOR UPDATE', [route.routeId]);
    let isAnswered = false;
    const changing = say(van, { returnsTo: 'anywhere' }).finally(() => (isAnswered = true));
    try {
      await untilWaiting(server, holder, 1);
      expect(isAnswered).toBe(false);
    } finally {
      await holder.rollback();
    }
    await must(changing);
    const after = await showRoute(floor, route.routeId);
    expect(Date.parse(after.endAt)).toBe(Date.parse(route.stops[0]!.etaAt) + 150_000);
    await giveUp(route);
  });
});

describe('a skill that is forgotten while a vehicle gets it', () => {
  it('is on no vehicle afterwards, whoever comes first', async () => {
    const van = await addVan(floor);
    const give = () => say(van, { skills: ['chilled', 'lift'] });
    const add = () =>
      floor.dispatcher.post('/v1/vehicles', {
        siteId: floor.siteId,
        code: 'VEH-LIFT',
        capacity: { parcels: 1, weight_g: 1, volume_cm3: 1 },
        shift: { fromMinute: 0, toMinute: 1_440 },
        skills: ['lift'],
      });
    for (const get of [give, add]) {
      await must(name('lift'));
      const answers = await atOnce(server, [() => forget('lift'), get]);
      expect(answers.map(codeOf)).toEqual(['done', 'skill_unknown']);
      await must(name('lift'));
      expect((await atOnce(server, [get, () => forget('lift')])).map(codeOf)).toEqual(['done', 'done']);
      await must(name('lift'));
      expect(await skillsOf(van)).toEqual(get === give ? ['chilled'] : []);
      await must(forget('lift'));
      await must(say(van, { skills: [] }));
    }
  });

  it('is not written back by whoever changes something else of the vehicle', async () => {
    await must(name('lift'));
    const van = await addVan(floor, { skills: ['chilled', 'lift'] });
    const ends = () => say(van, { returnsTo: 'anywhere' });
    expect((await atOnce(server, [() => forget('lift'), ends])).map(codeOf)).toEqual(['done', 'done']);
    expect(await skillsOf(van)).toEqual(['chilled']);
  });

  it('cannot be kept by a vehicle in the database either', async () => {
    const van = await addVan(floor);
    const { siteId } = floor;
    const dead = server.db.raw('INSERT INTO vehicle_skill VALUES (?, ?, ?)', [siteId, van, 'dead']);
    await expect(dead).rejects.toMatchObject({ code: '23503' });
    const beside = server.db.raw(`UPDATE vehicle SET skills = '{dead}' WHERE vehicle_id = ?`, [van]);
    await expect(beside).rejects.toMatchObject({ code: '23514' });
  });
});
