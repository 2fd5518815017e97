import { afterEach, beforeEach, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../support/server.ts';
import { auditRows, must, openFloor, type Floor, type Packed } from '../packing/floor.ts';
import { addVan, parcelsFor, planned, showRoute, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
const FIXED = 5_000;

/** A fresh site: nobody else's vehicles stand idle there. */
beforeEach(async () => {
  server = await startServer();
  floor = await openFloor(server);
});
afterEach(() => server.close());

const propose = (more: Record<string, unknown>) =>
  must(floor.dispatcher.post('/v1/plan-proposals', { siteId: floor.siteId, seconds: 0.3, ...more }));
const accept = (proposalId: string) => floor.dispatcher.post(`/v1/plan-proposals/${proposalId}/accept`, {});
const doors = (count: number, lat: number) =>
  Array.from({ length: count }, (_, i) => ({ lat: lat + i / 100, lon: 126.77 }));
const parcelsIn = (shown: Shown) => shown.stops.flatMap(({ parcels }) => parcels.map(({ parcelId }) => parcelId));
const idsOf = (parcels: Packed[]) => parcels.map(({ parcelId }) => parcelId).toSorted();
const small = { capacity: { parcels: 2, weight_g: 50_000, volume_cm3: 500_000 } };

it('sends an idle vehicle out for what waits, where that is allowed, and says what it costs', async () => {
  const van = await addVan(floor, small);
  await planned(floor, await parcelsFor(floor, doors(2, 37.62)), [van]);
  const waiting = await parcelsFor(floor, doors(2, 37.65));
  const idle = await addVan(floor, { cost: { fixed: FIXED } });
  const without = await propose({});
  expect(without.moves).toEqual([]);
  expect(without.unassigned.map(({ reason }: { reason: { code: string } }) => reason.code)).toEqual(
    waiting.map(() => 'vehicles_full'),
  );
  const diff = await propose({ idle: true });
  expect(diff.unassigned).toEqual([]);
  expect(diff.fixedCost).toBe(FIXED);
  const opened = diff.routes.find(({ opens }: { opens: boolean }) => opens);
  expect(opened).toMatchObject({ version: 0, fixedCost: FIXED, cost: { before: { distance_m: 0, duration_s: 0 } } });
  expect(diff.cost.after.distance_m).toBe(
    diff.routes.reduce((sum: number, one: typeof opened) => sum + one.cost.after.distance_m, 0),
  );
  const { routes } = await must(accept(diff.proposalId));
  const made = routes.find(({ routeId }: Shown) => routeId === opened.routeId);
  expect(made).toMatchObject({ vehicleId: idle, state: 'planned' });
  expect(made.stops.map(({ etaAt }: { etaAt: string }) => etaAt)).toEqual(
    opened.stops.map(({ etaAt }: { etaAt: string }) => etaAt),
  );
  expect(routes.flatMap(parcelsIn)).toEqual(expect.arrayContaining(idsOf(waiting)));
  await must(floor.dispatcher.post('/v1/plan-changes/undo', { siteId: floor.siteId }));
  expect(await showRoute(floor, opened.routeId)).toMatchObject({ state: 'cancelled', stops: [] });
  const pool = await must(floor.dispatcher.get(`/v1/pool?siteId=${floor.siteId}`));
  const parcels: { parcelId: string }[] = pool.doors.flatMap((door: { parcels: object[] }) => door.parcels);
  expect(parcels.map(({ parcelId }) => parcelId).toSorted()).toEqual(idsOf(waiting));
  expect(await auditRows(server)).toEqual([]);
});

it('relieves a route that is late, where the lateness costs more than the vehicle', async () => {
  const promiseBy = new Date(server.clock.now().getTime() + 80 * 60_000).toISOString();
  const apart = [37.69, 37.51].map((lat) => ({ lat, lon: 126.77, promiseBy }));
  const [route] = (await planned(floor, await parcelsFor(floor, apart), [await addVan(floor)])).routes;
  const routeIds = [route!.routeId];
  await addVan(floor, { cost: { fixed: FIXED } });
  const alone = await propose({ routeIds });
  expect(alone.routes.some(({ opens }: { opens: boolean }) => opens)).toBe(false);
  const diff = await propose({ routeIds, idle: true });
  expect([diff.cost.before.late, diff.cost.after.late, diff.fixedCost]).toEqual([1, 0, FIXED]);
  expect(diff.routes.map(({ opens }: { opens: boolean }) => opens).toSorted()).toEqual([false, true]);
});

it('does not make a plan of a vehicle that has got another route meanwhile', async () => {
  const van = await addVan(floor, small);
  await planned(floor, await parcelsFor(floor, doors(2, 37.62)), [van]);
  const [one, other] = await parcelsFor(floor, doors(2, 37.65));
  const idle = await addVan(floor);
  const diff = await propose({ idle: true });
  expect(diff.routes.filter(({ opens }: { opens: boolean }) => opens)).toHaveLength(1);
  await planned(floor, [one!], [idle]);
  const late = await accept(diff.proposalId);
  expect([late.status, late.body.error]).toMatchObject([409, { code: 'plan_moved', got: idle }]);
  const pool = await must(floor.dispatcher.get(`/v1/pool?siteId=${floor.siteId}`));
  expect(pool.doors).toMatchObject([{ parcels: [{ parcelId: other!.parcelId }] }]);
});

it('does not make a plan of a vehicle that has no longer what its new stops need, idle or on a route', async () => {
  const [waiting] = await parcelsFor(floor, doors(1, 37.65), { temperature: 'frozen' });
  const van = await addVan(floor, { skills: ['frozen'] });
  const say = (skills: string[]) => must(floor.dispatcher.post(`/v1/vehicles/${van}`, { skills }));
  const acceptWithout = async (more: Record<string, unknown>) => {
    const { proposalId, unassigned } = await propose(more);
    expect(unassigned).toEqual([]);
    await say([]);
    const { status, body } = await accept(proposalId);
    expect([status, body.error]).toMatchObject([409, { code: 'plan_moved', got: van }]);
    await say(['frozen']);
    return proposalId;
  };
  await acceptWithout({ idle: true });
  await planned(floor, await parcelsFor(floor, doors(1, 37.62)), [van]);
  const proposalId = await acceptWithout({});
  // with what they need again, it is still the plan that was proposed
  const { routes } = await must(accept(proposalId));
  expect(routes.flatMap(parcelsIn)).toContain(waiting!.parcelId);
  expect(routes.flatMap(({ violations }: { violations: object[] }) => violations)).toEqual([]);
});
