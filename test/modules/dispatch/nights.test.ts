import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { must } from '../packing/floor.ts';

let server: TestServer;
const sites = new Map<string, string>();

/** Vans from ten in the evening to six; what is ordered by eleven is there by seven. */
const NIGHT = { fromMinute: 1_320, toMinute: 1_800 };
const DAWN = { name: 'dawn', orderByMinute: 1_380, deliverByMinute: 1_860 };

async function openSite(admin: Person, [code, timeZone, vans]: [string, string, number]): Promise<void> {
  const plan = { aisles: 1, bays: 2, levels: 1 };
  const { siteId } = await must(admin.post('/v1/sites', { code, name: code, timeZone, lat: 50, lon: 10, plan }));
  sites.set(code, siteId);
  await must(admin.post('/v1/cut-offs', { siteId, ...DAWN }));
  for (let van = 1; van <= vans; van++) {
    const capacity = { parcels: 1_000, weight_g: 50_000_000, volume_cm3: 200_000_000 };
    await must(admin.post('/v1/vehicles', { siteId, code: `VEH-${code}-${van}`, capacity, shift: NIGHT }));
  }
  const pace = { picksPerHour: 100_000, packsPerHour: null, loadsPerHour: null };
  await must(admin.post(`/v1/sites/${siteId}/pace`, pace));
}

beforeAll(async () => {
  server = await startServer(new Date('2026-03-28T12:00:00Z'));
  const admin = await server.as('admin');
  await openSite(admin, ['SEOUL', 'Asia/Seoul', 1]);
  await openSite(admin, ['BERLIN', 'Europe/Berlin', 1]);
  await openSite(admin, ['NOVANS', 'Asia/Seoul', 0]);
});
afterAll(() => server.close());

/** What a site still promises at a moment; rooms are reckoned before. */
async function promisedAt(at: string, code: string, spot = '') {
  server.clock.set(new Date(at));
  await server.app.jobs!.runDue();
  const desk = await server.as('admin');
  return must(desk.get(`/v1/delivery-promises?siteId=${sites.get(code)}${spot}`));
}

it('counts the hours that a night really has: one less, one more or as many as its clock says', async () => {
  const nights: [string, number, number][] = [];
  for (const at of ['2026-03-28T12:00:00Z', '2026-10-24T12:00:00Z', '2026-11-20T12:00:00Z']) {
    const rooms: number[] = [];
    for (const code of ['SEOUL', 'BERLIN']) {
      const [dawn] = (await promisedAt(at, code)).cutOffs;
      expect(dawn.limitedBy).toBe('road');
      rooms.push(dawn.room);
    }
    nights.push([at.slice(0, 10), rooms[0]!, rooms[1]!]);
  }
  // a door every five minutes, two of them for the way out
  expect(nights).toEqual([
    ['2026-03-28', 8 * 12 - 2, 7 * 12 - 2],
    ['2026-10-24', 8 * 12 - 2, 9 * 12 - 2],
    ['2026-11-20', 8 * 12 - 2, 8 * 12 - 2],
  ]);
});

it('promises nothing that a vehicle would have to bring where there is none, and what a carrier brings all the same', async () => {
  const none = await promisedAt('2026-11-20T12:01:00Z', 'NOVANS');
  expect(none.cutOffs.map(({ full, room }: { full: boolean; room: number }) => [full, room])).toEqual(
    none.cutOffs.map(() => [true, 0]),
  );
  // nobody is sent away: the last of them stands
  expect(none.promise.deliverBy).toBe(none.cutOffs.at(-1).deliverBy);
  expect(none.cutOffs.length).toBeGreaterThan(1);
  const desk = await server.as('admin');
  const siteId = sites.get('NOVANS');
  const polygon = [
    { lat: 49, lon: 9 },
    { lat: 49, lon: 11 },
    { lat: 51, lon: 11 },
    { lat: 51, lon: 9 },
  ];
  await must(desk.post('/v1/delivery-zones', { siteId, name: 'all', polygon, carrier: 'paper' }));
  const brought = await promisedAt('2026-11-20T12:02:00Z', 'NOVANS', '&lat=50&lon=10');
  expect(brought).toMatchObject({ carrier: 'paper', promise: { deliverBy: '2026-11-20T22:00:00.000Z' } });
  expect(brought.cutOffs[0]).toMatchObject({ full: false });
});
