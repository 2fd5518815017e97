import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGround, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';

let server: TestServer;
let ground: Ground;
let driver: Person;
let dispatcher: Person;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  [driver, dispatcher] = [await server.as('driver'), await server.as('dispatcher')];
  const body = { siteId: ground.siteId, trackerId: 'drv-1', driverId: driver.userId };
  expect((await dispatcher.post('/v1/trackers', body)).status).toBe(201);
});
afterAll(() => server.close());

const seconds = 1_795_132_800;

test.each([
  [200, `id=drv-1&timestamp=${seconds}&lat=37.5663&lon=126.9779`],
  [
    200,
    `id=drv-1&timestamp=${seconds}001&lat=37.5663&lon=126.9779&speed=5.4&bearing=90&accuracy=8&batt=80&charge=true`,
  ],
  [200, 'deviceid=drv-1&lat=37.5663&lon=126.9779&timestamp=2026-11-20T00%3A00%3A02Z'],
  [200, `id=drv-1&location=37.5663,126.9779&timestamp=${seconds + 3}`],
  [200, 'lat=37.5&lon=127.0&timestamp=2026-11-20+00%3A00%3A04&hdop=1.0&id=drv-1'],
  [400, `timestamp=${seconds}&lat=37.5&lon=127.0`],
  [400, 'id=drv-1&lat=abc&lon=127.0'],
  [400, 'id=drv-1&lat=97.5&lon=127.0'],
  [404, 'id=nope&lat=37.5&lon=127.0'],
])('answers %i to the position %s, as a query by GET or POST', async (status, query) => {
  expect((await server.anyone.get(`/osmand?${query}`)).status).toBe(status);
  expect((await server.anyone.post(`/osmand?${query}`)).status).toBe(status);
});

test('reads the JSON of the Traccar client; negative speed, heading and level mean unknown', async () => {
  const at = '2026-11-20T00:00:20.000Z';
  const body = {
    location: {
      timestamp: at,
      coords: { latitude: 37.5664, longitude: 126.978, accuracy: 5, speed: -1, heading: -1, altitude: 0 },
      battery: { level: -1, is_charging: false },
      activity: { type: 'unknown' },
    },
    device_id: 'drv-1',
  };
  expect((await server.anyone.post('/osmand', body)).status).toBe(200);
  expect((await server.anyone.post('/osmand', { ...body, device_id: 'nope' })).status).toBe(404);
  const seen = await dispatcher.get(`/v1/positions?siteId=${ground.siteId}`);
  const last = { driverId: driver.userId, at, speed_kmh: null, heading: null, battery: null };
  expect(seen.body.positions).toMatchObject([last]);
});

test('sorts a track by the time of the device, however late and doubled it arrives', async () => {
  const other = await server.as('driver');
  const fix = (second: number) => ({
    at: new Date((seconds + second) * 1000).toISOString(),
    lat: 37.5 + second / 1e4,
    lon: 127,
  });
  const send = (list: number[]) => other.post('/v1/positions', { siteId: ground.siteId, positions: list.map(fix) });
  expect((await send([30, 10])).body.stored).toBe(2);
  expect((await send([20, 10, 20])).body.stored).toBe(1);
  const from = fix(0).at;
  const path = `/v1/drivers/${other.userId}/track?siteId=${ground.siteId}&from=${from}&to=${fix(60).at}`;
  const track = await dispatcher.get(path);
  expect(track.body.positions.map((one: { at: string }) => one.at)).toEqual(
    [10, 20, 30].map((second) => fix(second).at),
  );
  const seen = await dispatcher.get(`/v1/positions?siteId=${ground.siteId}`);
  const mine = seen.body.positions.find((one: { driverId: string }) => one.driverId === other.userId);
  expect(mine.at).toBe(fix(30).at);
});

test('a phone whose clock runs a day ahead does not stand on the map as the latest', async () => {
  const other = await server.as('driver');
  const at = (hours: number) => new Date(server.clock.now().getTime() + hours * 3_600_000).toISOString();
  const positions = [
    { at: at(24), lat: 1, lon: 1 },
    { at: at(-0.1), lat: 37.5, lon: 127 },
  ];
  await other.post('/v1/positions', { siteId: ground.siteId, positions });
  const seen = await dispatcher.get(`/v1/positions?siteId=${ground.siteId}`);
  const mine = seen.body.positions.find((one: { driverId: string }) => one.driverId === other.userId);
  expect(mine).toMatchObject({ lat: 37.5, age_s: 360 });
});

const problem = {
  vehicles: [
    {
      id: 7,
      description: 'white van',
      type: 'van',
      start: [126.77, 37.6],
      end: [126.77, 37.6],
      capacity: [2],
      costs: { per_task_hour: 7200 },
      steps: [{ type: 'start' }, { type: 'job', id: 2 }, { type: 'end' }],
    },
  ],
  jobs: [
    { id: 1, location: [126.8, 37.6], delivery: [1], service: 60, service_per_type: { van: 90 } },
    { id: 2, location: [126.81, 37.6], delivery: [1] },
    { id: 3, location: [126.82, 37.6], delivery: [9] },
  ],
  geometry: { anything: true },
};

test.each(['/v1/solve/routes?seconds=0.2', '/optimization?seconds=0.2'])(
  'solves a VROOM problem unchanged at %s',
  async (path) => {
    const solved = await dispatcher.post(path, problem);
    expect(solved.status, JSON.stringify(solved.body)).toBe(200);
    expect(solved.body).toMatchObject({ code: 0, unassigned: [{ id: 3, type: 'job' }], routes: [{ vehicle: 7 }] });
    const [route] = solved.body.routes;
    expect(route).toMatchObject({ description: 'white van', violations: [], service: 90 });
    expect(route.cost).toBe(route.duration + 180);
    const jobs = solved.body.routes[0].steps.filter((step: { type: string }) => step.type === 'job');
    expect(jobs.map((step: { id: number }) => step.id).sort()).toEqual([1, 2]);
  },
);

test('names the field of a VROOM problem that cannot be started on', async () => {
  const bad = structuredClone(problem);
  bad.jobs[1]!.location = [126.8, 997];
  const answer = await dispatcher.post('/v1/solve/routes', bad);
  expect(answer).toMatchObject({ status: 422, body: { error: { code: 'route_problem' } } });
  expect(answer.body.error.field).toMatch(/^jobs\[1\]\.location/);
  bad.jobs[0]!.id = -1;
  const both = await dispatcher.post('/v1/solve/routes', bad);
  const { details } = both.body.error;
  expect(details.map(({ field }: { field: string }) => field)).toEqual(['jobs[0].id', 'jobs[1].location[1]']);
  const none = await dispatcher.post('/optimization', { vehicles: [{ id: 1 }], jobs: [] });
  expect(none).toMatchObject({ status: 422, body: { error: { field: 'vehicles[0].start' } } });
});
