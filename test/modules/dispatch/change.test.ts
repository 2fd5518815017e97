import { expect, test } from 'vitest';
import { type Person, type TestServer } from '../../support/server.ts';
import { must, openFloor, useFloor, type Floor } from '../packing/floor.ts';
import { addVan, onTheRoad, parcelsFor, planned, showRoute, stopIdsOf, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const north = (count: number, from = 37.6) =>
  Array.from({ length: count }, (_, i) => ({ lat: from + i * 0.01, lon: 126.8 }));
const oneRoute = async (doors: { lat: number; lon: number }[]): Promise<Shown> =>
  (await planned(floor, await parcelsFor(floor, doors), [await addVan(floor)])).routes[0]!;
const move = (stopIds: string[], to: Shown | null, position?: number) =>
  floor.dispatcher.post('/v1/stops/move', {
    stopIds,
    to: to && { routeId: to.routeId, version: to.version, ...(position && { position }) },
  });
const undo = () => floor.dispatcher.post('/v1/plan-changes/undo', { siteId: floor.siteId });
const propose = (more: Record<string, unknown>) =>
  floor.dispatcher.post('/v1/plan-proposals', { siteId: floor.siteId, pool: false, seconds: 0.3, ...more });
const accept = (proposalId: string) => floor.dispatcher.post(`/v1/plan-proposals/${proposalId}/accept`, {});
const lock = (route: Shown, more: Record<string, unknown>) =>
  must(floor.dispatcher.post(`/v1/routes/${route.routeId}/lock`, { locked: true, ...more }));

/** A route in an order that nobody would drive: out, back, out, back. */
async function zigzag(): Promise<Shown> {
  const route = await oneRoute(north(6));
  const [a, b, c, d, e, f] = stopIdsOf(route) as [string, string, string, string, string, string];
  for (const stopId of [a, f, b, e, c, d]) await must(move([stopId], await showRoute(floor, route.routeId)));
  return showRoute(floor, route.routeId);
}

test('tells of every move what it costs in metres, seconds and broken windows', async () => {
  const route = await oneRoute(north(4));
  const answer = await must(move([route.stops[0]!.stopId], route));
  const { before, after } = answer.cost;
  expect(after.distance_m).toBeGreaterThan(before.distance_m);
  expect(after.duration_s).toBeGreaterThan(before.duration_s);
  expect([before.late, after.late]).toEqual([0, 0]);
  expect(answer.routes[0].distance_m).toBe(after.distance_m);
});

interface Weight {
  distance_m: number;
  duration_s: number;
  late: number;
  late_s: number;
}
interface MoveCosts {
  lanes: { routeId: string; room: { parcels: number }; places: (Weight & { position: number })[] }[];
  pool: Weight | null;
}
const weigh = (stopIds: string[]) => floor.dispatcher.post('/v1/stops/weigh', { stopIds });
const weighed = async (stopIds: string[]): Promise<MoveCosts> => must(weigh(stopIds));

test('tells of stops that are dragged what every place would cost, which is what the move then costs', async () => {
  const promiseBy = new Date(server.clock.now().getTime() + 40 * 60_000).toISOString();
  const due = north(3, 37.62).map((door) => ({ ...door, promiseBy }));
  const [one, two] = [await oneRoute(due), await oneRoute(north(2, 37.9))];
  const stopIds = [one.stops[2]!.stopId, one.stops[0]!.stopId];
  const { lanes, pool } = await weighed(stopIds);
  const laneOf = ({ routeId }: Shown) => lanes.find((lane) => lane.routeId === routeId)!;
  expect(laneOf(one).places.map(({ position }) => position)).toEqual([1, 2]);
  expect(laneOf(two).places.map(({ position }) => position)).toEqual([1, 2, 3]);
  expect(laneOf(two).room.parcels).toBe(100 - 4);
  /** What the move itself says, which is taken back. */
  const moved = async (to: Shown | null, position?: number): Promise<Weight> => {
    const shown = to && (await showRoute(floor, to.routeId));
    const { before, after } = (await must(move(stopIds, shown, position))).cost;
    await must(undo());
    const more = (key: keyof Weight) => after[key] - before[key];
    return {
      distance_m: more('distance_m'),
      duration_s: more('duration_s'),
      late: more('late'),
      late_s: more('late_s'),
    };
  };
  for (const route of [one, two]) {
    for (const { position, ...cost } of laneOf(route).places) expect(await moved(route, position)).toEqual(cost);
  }
  expect(laneOf(two).places.some(({ late }) => late > 0)).toBe(true);
  expect(await moved(null)).toEqual(pool);
  const now = await showRoute(floor, one.routeId);
  await lock(now, { stopIds: [now.stops[0]!.stopId], place: true });
  expect((await weigh(stopIds)).body.error.code).toBe('stop_locked');
  const third = await weighed([now.stops[2]!.stopId]);
  expect(third.lanes.find(({ routeId }) => routeId === one.routeId)!.places.map(({ position }) => position)).toEqual([
    2, 3,
  ]);
  await lock(now, { stopIds: [now.stops[2]!.stopId] });
  const held = await weighed([now.stops[2]!.stopId]);
  expect([held.pool, held.lanes.map(({ routeId }) => routeId)]).toEqual([null, [one.routeId]]);
  await lock(now, {});
  expect((await weigh([now.stops[1]!.stopId])).body.error.code).toBe('stop_locked');
});

test('takes changes back one by one, to the pool and out of an emptied route too', async () => {
  const [one, two] = [await oneRoute(north(2)), await oneRoute(north(2, 37.7))];
  const first = stopIdsOf(one);
  await must(move([first[1]!], two, 1));
  await lock(two, {});
  await must(floor.dispatcher.post(`/v1/routes/${two.routeId}/lock`, { locked: false }));
  await must(move([first[0]!], null));
  expect((await showRoute(floor, one.routeId)).state).toBe('cancelled');
  const kinds: string[] = [];
  for (let i = 0; i < 4; i++) kinds.push((await must(undo())).kind);
  expect(kinds).toEqual(['move', 'lock', 'lock', 'move']);
  const [now, other] = [await showRoute(floor, one.routeId), await showRoute(floor, two.routeId)];
  expect([now.state, now.stops.map(({ parcels }) => parcels[0]!.parcelId)]).toEqual([
    'planned',
    one.stops.map(({ parcels }) => parcels[0]!.parcelId),
  ]);
  expect(stopIdsOf(other)).toEqual(stopIdsOf(two));
});

test('takes nothing back over what somebody else has changed since', async () => {
  const route = await oneRoute(north(3));
  await must(move([route.stops[2]!.stopId], route, 1));
  const shown = await showRoute(floor, route.routeId);
  const manager = await server.as('manager');
  const to = { routeId: route.routeId, version: shown.version, position: 1 };
  await must(manager.post('/v1/stops/move', { stopIds: [shown.stops[2]!.stopId], to }));
  const refused = await undo();
  expect([refused.status, refused.body.error.code, refused.body.error.got]).toEqual([409, 'plan_moved', route.routeId]);
  const stranger = await server.as('dispatcher');
  expect((await stranger.post('/v1/plan-changes/undo', { siteId: floor.siteId })).body.error.code).toBe(
    'nothing_to_undo',
  );
});

test('proposes a shorter way as a difference, and makes it the plan once it is accepted', async () => {
  const route = await zigzag();
  const diff = await must(propose({ routeIds: [route.routeId] }));
  expect(stopIdsOf(await showRoute(floor, route.routeId))).toEqual(stopIdsOf(route));
  expect(diff.cost.after.distance_m).toBeLessThan(diff.cost.before.distance_m);
  expect(diff.moves.length).toBeGreaterThan(0);
  const accepted = await must(accept(diff.proposalId));
  expect(accepted.cost).toEqual(diff.cost);
  const now = await showRoute(floor, route.routeId);
  expect(stopIdsOf(now)).toEqual(diff.routes[0].stops.map(({ stopId }: { stopId: string }) => stopId));
  expect(now.stops.map(({ etaAt }) => etaAt)).toEqual(
    diff.routes[0].stops.map((stop: { etaAt: string }) => stop.etaAt),
  );
  expect((await accept(diff.proposalId)).body.error.code).toBe('proposal_ended');
  expect((await must(undo())).kind).toBe('accept');
  expect(stopIdsOf(await showRoute(floor, route.routeId))).toEqual(stopIdsOf(route));
  expect((await must(propose({ routeIds: [now.routeId] }))).moves.length).toBeGreaterThan(0);
});

test('refuses a proposal whose routes were changed meanwhile, and changes nothing then', async () => {
  const route = await zigzag();
  const { proposalId } = await must(propose({ routeIds: [route.routeId] }));
  await must(move([route.stops[0]!.stopId], route, 3));
  const changed = await showRoute(floor, route.routeId);
  expect((await accept(proposalId)).body.error).toMatchObject({ code: 'plan_moved', got: route.routeId });
  expect(stopIdsOf(await showRoute(floor, route.routeId))).toEqual(stopIdsOf(changed));
  const other = await must(propose({ routeIds: [route.routeId] }));
  await must(floor.dispatcher.post(`/v1/plan-proposals/${other.proposalId}/discard`, {}));
  expect((await accept(other.proposalId)).body.error.code).toBe('proposal_ended');
});

test('puts what waits in the pool on the routes, and takes it off again', async () => {
  const route = await oneRoute(north(3));
  const [waiting] = await parcelsFor(floor, [{ lat: 37.615, lon: 126.8 }]);
  const diff = await must(propose({ routeIds: [route.routeId], pool: true }));
  const added = diff.moves.filter((one: { from: unknown }) => one.from === null);
  expect(added).toHaveLength(1);
  const { routes } = await must(accept(diff.proposalId));
  const parcels = (shown: Shown) => shown.stops.flatMap((stop) => stop.parcels.map(({ parcelId }) => parcelId));
  expect(parcels(routes[0])).toContain(waiting!.parcelId);
  await must(undo());
  expect(parcels(await showRoute(floor, route.routeId))).not.toContain(waiting!.parcelId);
});

test('puts a door of the pool on a route by hand, at the cost that was told, and takes it off again', async () => {
  const route = await oneRoute(north(3));
  const waiting = await parcelsFor(
    floor,
    [37.6153, 37.6153, 37.95].map((lat) => ({ lat, lon: 126.8 })),
  );
  const parcelIds = waiting.slice(0, 2).map(({ parcelId }) => parcelId);
  const pool = { siteId: floor.siteId, parcelIds };
  const to = { routeId: route.routeId, version: route.version, position: 2 };
  const { lanes } = (await must(floor.dispatcher.post('/v1/stops/weigh', { pool }))) as MoveCosts;
  const told = lanes.find(({ routeId }) => routeId === route.routeId)!;
  const put = (more: object) => floor.dispatcher.post('/v1/stops/move', { pool, to, ...more });
  const { cost, routes } = await must(put({}));
  const more = (key: keyof Weight) => cost.after[key] - cost.before[key];
  const keys = ['distance_m', 'duration_s', 'late', 'late_s'] as const;
  expect(told.places[1]).toEqual({ position: 2, ...Object.fromEntries(keys.map((key) => [key, more(key)])) });
  expect(told.room.parcels).toBe(100 - 5);
  const [shown] = routes as Shown[];
  expect(shown!.stops.map(({ parcels }) => parcels.length)).toEqual([1, 2, 1, 1]);
  expect(new Set(shown!.stops[1]!.parcels.map(({ parcelId }) => parcelId))).toEqual(new Set(parcelIds));
  const twice = await put({ to: { ...to, version: shown!.version } });
  expect([twice.status, twice.body.error.code]).toEqual([409, 'plan_moved']);
  expect((await put({ pool: { siteId: floor.siteId, parcelIds: [waiting[2]!.parcelId] } })).body.error).toMatchObject({
    code: 'plan_moved',
    expected: shown!.version,
  });
  expect((await put({ to: null })).status).toBe(422);
  const elsewhere = await openFloor(server);
  expect((await put({ pool: { ...pool, siteId: elsewhere.siteId } })).status).toBe(404);
  await must(undo());
  expect(stopIdsOf(await showRoute(floor, route.routeId))).toEqual(stopIdsOf(route));
  const { doors } = await must(floor.dispatcher.get(`/v1/pool?siteId=${floor.siteId}`));
  const back = doors.find((door: { parcels: { parcelId: string }[] }) =>
    door.parcels.some(({ parcelId }) => parcelId === parcelIds[0]),
  );
  expect(back).toMatchObject({ area: '서울시 강남구' });
  const orderIds = back.parcels.map(({ orderId }: { orderId: string }) => orderId);
  expect(new Set(orderIds)).toEqual(new Set(waiting.slice(0, 2).map(({ orderId }) => orderId)));
});

test('tells the desk in which district a door is, and a picker nothing of it', async () => {
  const route = await oneRoute(north(1));
  const areaFor = async (person: Person) =>
    (await must(person.get(`/v1/routes/${route.routeId}`))).stops[0].area as string | null;
  expect(await areaFor(floor.dispatcher)).toBe('서울시 강남구');
  expect(await areaFor(floor.picker)).toBeNull();
});

test('keeps a stop that is locked to its place there, with all before it, whoever moves what', async () => {
  const route = await zigzag();
  const third = route.stops[2]!.stopId;
  await lock(route, { stopIds: [third], place: true });
  const locked = await showRoute(floor, route.routeId);
  expect(locked.stops.map(({ pinned }) => pinned)).toEqual([false, false, true, false, false, false]);
  const refused = await move([route.stops[5]!.stopId], locked, 2);
  expect(refused.body.error).toMatchObject({ code: 'stop_locked' });
  const { proposalId } = await must(propose({ routeIds: [route.routeId] }));
  await must(accept(proposalId));
  expect(stopIdsOf(await showRoute(floor, route.routeId)).slice(0, 3)).toEqual(stopIdsOf(route).slice(0, 3));
});

test('plans the rest of a route anew from where its vehicle is; what is done stays done', async () => {
  const planned = await oneRoute(north(5));
  const route = await onTheRoad(floor, planned);
  const { driver, dispatcher } = floor;
  const [first, , , , last] = route.stops;
  await must(driver.post(`/v1/stops/${first!.stopId}/arrive`, {}));
  const parcelIds = first!.parcels.map(({ parcelId }) => parcelId);
  await must(driver.post(`/v1/stops/${first!.stopId}/deliver`, { parcelIds, proof: { code: '1' } }));
  const at = server.clock.now().toISOString();
  const positions = [{ at, lat: last!.lat, lon: last!.lon + 0.001, accuracy_m: 10 }];
  await must(driver.post('/v1/positions', { siteId: floor.siteId, positions }));
  const diff = await must(propose({ routeIds: [route.routeId] }));
  const { routes } = await must(accept(diff.proposalId));
  expect(routes[0].stops[0]).toMatchObject({ stopId: first!.stopId, state: 'delivered', position: 1 });
  expect(stopIdsOf(routes[0])[1]).toBe(last!.stopId);
  const stranger = await oneRoute(north(1, 37.8));
  const refused = await dispatcher.post('/v1/stops/move', {
    stopIds: [last!.stopId],
    to: { routeId: stranger.routeId, version: stranger.version },
  });
  expect(refused.body.error.code).toBe('route_left');
});
