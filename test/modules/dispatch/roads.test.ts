import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { polylineOf } from '../../../solver/shared/polyline.ts';
import { KnownTables } from '../../../src/dispatch/roads/known.ts';
import { learnLine, learnTable, lineOf, useRoads } from '../../../src/dispatch/roads/index.ts';
import { decoded } from '../../../src/dispatch/roads/valhalla.ts';
import { legOf } from '../../../src/dispatch/travel.ts';
import { crowFly_m, type Spot } from '../../../src/platform/geometry.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { must, openFloor, packed, picked, shelved, type Floor } from '../packing/floor.ts';

let server: TestServer;
let floor: Floor;
let vehicleId: string;
/** A river runs along this meridian: whoever crosses it drives over a bridge far away. */
const RIVER = 126.85;
const DETOUR_S = 3_600;
const yard = { lat: 37.6, lon: 126.77 };
const west = [126.8, 126.81, 126.82].map((lon) => ({ lat: 37.6, lon }));
const east = [126.88, 126.89].map((lon) => ({ lat: 37.61, lon }));

/** What a fake of a road server was asked, and what it does instead of answering. */
const asked: string[] = [];
let mood: 'answers' | 'breaks' | 'lies' = 'answers';
let roads: Server;
let url: string;

beforeAll(async () => {
  server = await startServer();
  floor = await openFloor(server);
  roads = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      asked.push(`${request.method} ${request.url}`);
      if (mood === 'breaks') return response.writeHead(503).end();
      const answer =
        mood === 'lies' ? { code: 'Ok', durations: [[1]], distances: [[1]] } : answerTo(request.url!, text);
      return response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => roads.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(roads.address() as { port: number }).port}`;
  const van = {
    siteId: floor.siteId,
    code: 'VEH-ROAD',
    capacity: { parcels: 100, weight_g: 900_000, volume_cm3: 6_000_000 },
    shift: { fromMinute: 0, toMinute: 1_440 },
  };
  vehicleId = (await must(floor.dispatcher.post('/v1/vehicles', van))).vehicleId;
});
afterEach(() => {
  useRoads(undefined);
  asked.length = 0;
  mood = 'answers';
});
afterAll(async () => {
  roads.close();
  await server.close();
});

/** Ten metres a second, and an hour more over the river. */
function driven(from: Spot, to: Spot) {
  const distance_m = crowFly_m(from, to);
  const crosses = from.lon > RIVER !== to.lon > RIVER;
  return { duration: distance_m / 10 + (crosses ? DETOUR_S : 0), distance: distance_m };
}

function answerTo(path: string, body: string): unknown {
  if (path.startsWith('/table') || path.startsWith('/route/v1')) {
    const [, spots = '', query = ''] = /driving\/([^?]*)\?(.*)/.exec(path)!;
    const places = spots.split(';').map((one) => ({ lat: Number(one.split(',')[1]), lon: Number(one.split(',')[0]) }));
    if (path.startsWith('/route')) {
      const coordinates = [places[0]!, { lat: 37.7, lon: RIVER }, places[1]!].map(({ lat, lon }) => [lon, lat]);
      return { code: 'Ok', routes: [{ legs: [driven(places[0]!, places[1]!)], geometry: { coordinates } }] };
    }
    const of = (name: string) =>
      new URLSearchParams(query)
        .get(name)!
        .split(';')
        .map((at) => places[Number(at)]!);
    const rows = of('sources').map((from) => of('destinations').map((to) => driven(from, to)));
    return {
      code: 'Ok',
      durations: rows.map((row) => row.map(({ duration }) => duration)),
      distances: rows.map((row) => row.map(({ distance }) => distance)),
    };
  }
  const { sources, targets } = JSON.parse(body) as Record<'sources' | 'targets', Spot[]>;
  if (path === '/route') {
    const leg = { summary: { time: 60, length: 1.5 }, shape: '_izlhA~rlgdF_{geC~ywl@_kwzCn`{nI' };
    return { trip: { legs: [leg] } };
  }
  return {
    sources_to_targets: sources.map((from) =>
      targets.map((to) => {
        const { duration, distance } = driven(from, to);
        return { time: duration, distance: distance / 1_000 };
      }),
    ),
  };
}

const parcelAt = new Map<Spot, string>();

/** One parcel for each of these doors on a fresh plan of one vehicle, which is given up at once. */
async function plannedFor(doors: Spot[]) {
  const fresh = doors.filter((door) => !parcelAt.has(door));
  if (fresh.length > 0) {
    const goods = await shelved(floor, fresh.length);
    const lines = [{ itemId: goods.itemId, quantity: 1 }];
    const orders = await picked(
      floor,
      fresh.map((door) => ({ ...door, lines })),
    );
    for (const [at, order] of orders.entries()) parcelAt.set(fresh[at]!, (await packed(floor, order)).parcelId);
  }
  const parcelIds = doors.map((door) => parcelAt.get(door)!);
  const body = { siteId: floor.siteId, parcelIds, vehicleIds: [vehicleId], seconds: 0.3 };
  const plan = await must(floor.dispatcher.post('/v1/route-plans', body));
  for (const { routeId } of plan.routes) await must(floor.dispatcher.post(`/v1/routes/${routeId}/cancel`, {}));
  return plan as { routes: { duration_s: number; stops: { lat: number; lon: number }[] }[]; unassigned: unknown[] };
}

/** How often a route crosses the river between two of its doors. */
const crossings = (stops: { lon: number }[]) =>
  stops.filter((stop, at) => at > 0 && stop.lon > RIVER !== stops[at - 1]!.lon > RIVER).length;

describe.each(['osrm', 'valhalla'] as const)('roads that %s knows', (kind) => {
  it('are what a plan is made from: one way over the river, and its time', async () => {
    const crowFly = await plannedFor([...west, ...east]);
    useRoads({ kind, url });
    const known = await plannedFor([...west, ...east]);
    expect(asked.length).toBeGreaterThan(0);
    expect(known.unassigned).toEqual([]);
    expect(crossings(known.routes[0]!.stops)).toBe(1);
    // out and back over the bridge, slower by day than on empty roads
    expect(known.routes[0]!.duration_s - crowFly.routes[0]!.duration_s).toBeGreaterThan(2 * DETOUR_S * 0.9);
  });

  it('are asked for once, and driven slower by day than at night', async () => {
    useRoads({ kind, url });
    await plannedFor(west);
    const times = asked.length;
    await plannedFor(west);
    expect(asked.length).toBe(times);
    const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour - 9));
    const leg = (hour: number) => legOf(west[0]!, west[2]!, { timeZone: 'Asia/Seoul', at: at(hour) });
    const { duration, distance } = driven(west[0]!, west[2]!);
    expect(leg(26)).toEqual({ distance_m: Math.round(distance), drive_s: Math.round(duration) });
    // 38 km/h at night, 20 at six in the evening
    expect(leg(18).drive_s).toBe(Math.ceil((100 * Math.round(duration)) / 53));
  });

  it.each(['breaks', 'lies'] as const)('leave a plan by crow-fly where the server %s', async (does) => {
    const before = await plannedFor(west);
    mood = does;
    useRoads({ kind, url });
    const after = await plannedFor(west);
    expect(asked.length).toBeGreaterThan(0);
    expect(after.unassigned).toEqual([]);
    expect(after.routes[0]!.duration_s).toBe(before.routes[0]!.duration_s);
  });
});

describe('the way of a vehicle to where it is loaded', () => {
  const at = (time: string) => Date.parse(time);
  const plan = async (door: Spot, van: string) => {
    const body = { siteId: floor.siteId, parcelIds: [parcelAt.get(door)], vehicleIds: [van], seconds: 0.3 };
    const { routes } = await must(floor.dispatcher.post('/v1/route-plans', body));
    return routes[0] as {
      routeId: string;
      departAt: string;
      fromHome: { leaveAt: string } | null;
      stops: { etaAt: string }[];
    };
  };
  const add = async (code: string, more: object): Promise<string> => {
    const capacity = { parcels: 100, weight_g: 900_000, volume_cm3: 6_000_000 };
    // nine in the morning is when the tests begin
    const vehicle = { siteId: floor.siteId, code, capacity, shift: { fromMinute: 540, toMinute: 1_440 }, ...more };
    return (await must(floor.dispatcher.post('/v1/vehicles', vehicle))).vehicleId as string;
  };
  const giveUp = ({ routeId }: { routeId: string }) => must(floor.dispatcher.post(`/v1/routes/${routeId}/cancel`, {}));

  it('is by road from its home, before anything else was asked for', async () => {
    await plannedFor(west);
    const van = await add('VEH-EAST', { startsFrom: 'home', home: { lat: 37.62, lon: 126.9 } });
    useRoads({ kind: 'osrm', url });
    const route = await plan(west[0]!, van);
    // it leaves its home when its shift begins, drives over the bridge, and is loaded
    expect(at(route.fromHome!.leaveAt)).toBeGreaterThanOrEqual(server.clock.now().getTime() - 1_000);
    expect(at(route.departAt) - server.clock.now().getTime()).toBeGreaterThan(DETOUR_S * 1_000 + 15 * 60_000);
    await giveUp(route);
  });

  it('is by road from the last door of the trip before', async () => {
    await plannedFor([...west, ...east]);
    const van = await add('VEH-AWAY', { returnsTo: 'anywhere' });
    const first = await plan(east[0]!, van);
    useRoads({ kind: 'osrm', url });
    const second = await plan(west[0]!, van);
    expect(at(second.departAt) - at(first.stops[0]!.etaAt)).toBeGreaterThan(DETOUR_S * 1_000 + 15 * 60_000);
    await giveUp(second);
    await giveUp(first);
  });
});

describe('ways', () => {
  it('of more places than one question holds come from several', async () => {
    useRoads({ kind: 'osrm', url });
    const many = Array.from({ length: 60 }, (_, at) => ({ lat: 37.6 + at / 2_000, lon: 126.8 }));
    await learnTable(many);
    const tables = asked.filter((one) => one.includes('/table/'));
    expect(tables).toHaveLength(4);
    for (const one of tables)
      expect(one.split('driving/')[1]!.split('?')[0]!.split(';').length).toBeLessThanOrEqual(100);
    const { duration, distance } = driven(many[3]!, many[57]!);
    const night = { timeZone: 'Asia/Seoul', at: new Date('2026-11-20T17:00:00Z') };
    expect(legOf(many[3]!, many[57]!, night)).toEqual({
      distance_m: Math.round(distance),
      drive_s: Math.round(duration),
    });
  });

  it('have the line of the server that knows it, and are straight where none does', async () => {
    const [from, to] = [west[0]!, east[0]!];
    await learnLine(from, to);
    expect(lineOf(from, to)).toEqual([from, to]);
    useRoads({ kind: 'osrm', url });
    await learnLine(from, to);
    await learnLine(from, to);
    expect(lineOf(from, to)).toEqual([from, { lat: 37.7, lon: RIVER }, to]);
    expect(asked).toHaveLength(1);
    mood = 'breaks';
    await learnLine(to, from);
    expect(lineOf(to, from)).toEqual([to, from]);
  });

  it('are drawn for a VROOM problem that asks for them: over the bridge where somebody knows it, straight else', async () => {
    const solve = async (doors: [number, number][], options?: object) => {
      const [start, ...rest] = doors;
      const end = rest.pop();
      const problem = {
        vehicles: [{ id: 1, start, end }],
        jobs: rest.map((location, at) => ({ id: at + 1, location })),
        ...(options && { options }),
      };
      const { routes } = await must(floor.dispatcher.post('/v1/solve/routes?seconds=0.1', problem));
      return routes[0].geometry as string | undefined;
    };
    // the example of the form's own description
    const known: [number, number][] = [
      [-120.2, 38.5],
      [-120.95, 40.7],
      [-126.453, 43.252],
    ];
    expect(await solve(known, { g: true })).toBe('_p~iF~ps|U_ulLnnqC_mqNvxq`@');
    expect(await solve(known)).toBeUndefined();
    const [here, there] = [west[0]!, east[0]!].map(({ lat, lon }): [number, number] => [lon, lat]) as [
      [number, number],
      [number, number],
    ];
    const bridge: [number, number] = [RIVER, 37.7];
    const straight = await solve([here, there, here], { g: true });
    expect(straight).toBe(polylineOf([here, there, here]));
    useRoads({ kind: 'osrm', url });
    expect(await solve([here, there, here], { g: true })).toBe(polylineOf([here, bridge, there, bridge, here]));
  });

  it('are read from Valhalla’s lines of six decimals', () => {
    expect(decoded('_izlhA~rlgdF_{geC~ywl@_kwzCn`{nI')).toEqual([
      { lat: 38.5, lon: -120.2 },
      { lat: 40.7, lon: -120.95 },
      { lat: 43.252, lon: -126.453 },
    ]);
    expect(() => decoded('_izlhA~rlgdF_{ge')).toThrow('in the middle of a number');
  });

  it('that were uploaded go before all others, until they are forgotten', async () => {
    const spots = [yard, ...west, ...east];
    const cells = (of: (from: Spot, to: Spot) => number | null) => spots.map((from) => spots.map((to) => of(from, to)));
    const upload = (name: string, more: object = {}) =>
      floor.dispatcher.post('/v1/road-matrices', {
        siteId: floor.siteId,
        name,
        spots,
        durations_s: cells((from, to) => (from.lon > RIVER !== to.lon > RIVER ? null : 100)),
        distances_m: cells((from, to) => Math.round(crowFly_m(from, to))),
        ...more,
      });
    const short = await upload('short', { distances_m: [[1, 2]] });
    expect(short.body.error).toMatchObject({
      code: 'matrix_size',
      field: 'distances_m',
      got: 1,
      expected: spots.length,
    });
    expect(short.body.error.details).toEqual([
      { field: 'distances_m', got: 1, expected: 6 },
      { field: 'distances_m.0', got: 2, expected: 6 },
    ]);
    await must(upload('streets'));
    useRoads({ kind: 'osrm', url });
    const { routes, unassigned } = await plannedFor([...west, ...east]);
    // nobody gets over the river: a verified reason for each door behind it
    expect(routes.flatMap(({ stops }) => stops).every(({ lon }) => lon < RIVER)).toBe(true);
    expect(unassigned).toHaveLength(east.length);
    const erase = () => floor.dispatcher.post('/v1/road-matrices/erase', { siteId: floor.siteId, name: 'streets' });
    expect((await must(erase())).matrices).toEqual([]);
    expect((await erase()).status).toBe(404);
    expect((await plannedFor([...west, ...east])).unassigned).toEqual([]);
  });

  it('that are known are bounded: the table that was not used for longest is forgotten', () => {
    const known = new KnownTables(20);
    const table = (cells: number) => ({ durations_s: new Int32Array(cells), distances_m: new Int32Array(cells) });
    const spots = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => ({ lat: from + at, lon: 0 }));
    known.keep('a', spots(0, 3), table(9));
    known.keep('b', spots(10, 3), table(9));
    expect(known.covers(spots(0, 2))).toBe(true);
    known.keep('c', spots(20, 3), table(9));
    expect(known.leg(...(spots(0, 2) as [Spot, Spot]))).toBeDefined();
    expect(known.leg(...(spots(10, 2) as [Spot, Spot]))).toBeUndefined();
    known.keep('too large', spots(30, 5), table(25));
    expect(known.cells).toBe(18);
  });
});
