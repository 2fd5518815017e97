import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { addVan, parcelsFor, planned } from './fleet.ts';
import { auditRows, must, openFloor, packed, picked, shelved, type Floor } from '../packing/floor.ts';

let server: TestServer;
let floor: Floor;
let driver: Person;
let vans = 0;

interface Stop {
  stopId: string;
  lat: number;
  lon: number;
  state: string;
  etaAt: string;
  etaFrom: string | null;
  etaTo: string | null;
  parcels: { parcelId: string; sscc: string }[];
}
interface Route {
  routeId: string;
  version: number;
  endAt: string;
  stops: Stop[];
}
let route: Route;

beforeAll(async () => {
  server = await startServer();
  floor = await openFloor(server);
});
afterAll(async () => {
  expect(await auditRows(server)).toEqual([]);
  await server.close();
});

/** A driver of his own leaves for four doors on one road, in the one order or the other. */
beforeEach(async () => {
  driver = await server.as('driver');
  vans += 1;
  const { siteId, dispatcher } = floor;
  const { vehicleId } = await must(
    dispatcher.post('/v1/vehicles', {
      siteId,
      code: `VEH-L${vans}`,
      capacity: { parcels: 100, weight_g: 900_000, volume_cm3: 6_000_000 },
      shift: { fromMinute: 0, toMinute: 1_440 },
    }),
  );
  const goods = await shelved(floor, 4);
  const lines = [{ itemId: goods.itemId, quantity: 1 }];
  const doors = [0.02, 0.04, 0.06, 0.08].map((north) => ({ lat: 37.6 + north, lon: 126.77, lines }));
  const parcelIds: string[] = [];
  for (const order of await picked(floor, doors)) parcelIds.push((await packed(floor, order)).parcelId);
  const plan = { siteId, parcelIds, vehicleIds: [vehicleId], seconds: 0.2 };
  const [planned] = (await must(dispatcher.post('/v1/route-plans', plan))).routes as Route[];
  const give = { driverId: driver.userId, acceptViolations: true };
  await must(dispatcher.post(`/v1/routes/${planned!.routeId}/publish`, give));
  for (const stop of [...planned!.stops].reverse()) {
    for (const { sscc } of stop.parcels) await must(driver.post(`/v1/routes/${planned!.routeId}/load`, { sscc }));
  }
  route = await must(driver.post(`/v1/routes/${planned!.routeId}/depart`, {}));
});

const now = () => server.clock.now().getTime();
const pass = (seconds: number) => server.clock.set(new Date(now() + seconds * 1_000));

async function seen(spot: { lat: number; lon: number }, more: Record<string, unknown> = {}, ago_s = 0): Promise<void> {
  const at = new Date(now() - ago_s * 1_000).toISOString();
  const positions = [{ at, lat: spot.lat, lon: spot.lon, ...more }];
  await must(driver.post('/v1/positions', { siteId: floor.siteId, positions }));
}

/** As the board shows it after arrivals were reckoned. */
async function board(): Promise<Route> {
  pass(31);
  await server.app.jobs!.runDue();
  return must(floor.dispatcher.get(`/v1/routes/${route.routeId}`));
}

/** So far on the way from the dock to the first door, wherever that is. */
const between = (part: number) => ({ lat: 37.6 + (route.stops[0]!.lat - 37.6) * part, lon: 126.77 });
const time = (at: string | null) => Date.parse(at!);
const width = ({ etaFrom, etaTo }: Stop) => time(etaTo) - time(etaFrom);
const stateOf = async (at: number) => (await must(floor.dispatcher.get(`/v1/routes/${route.routeId}`))).stops[at].state;

describe('arrivals', () => {
  it('have a range that widens with each door ahead, and narrows and comes nearer with the van', async () => {
    const first = await board();
    const widths = first.stops.map(width);
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(widths[0]).toBeGreaterThan(30_000);
    for (const { etaFrom, etaAt, etaTo } of first.stops) {
      expect(time(etaFrom)).toBeLessThan(time(etaAt));
      expect(time(etaAt)).toBeLessThan(time(etaTo));
    }
    await seen(between(0.9), { speed_kmh: 40 });
    const near = await board();
    expect(width(near.stops[0]!)).toBeLessThan(widths[0]! / 2);
    expect(time(near.stops[0]!.etaAt)).toBeLessThan(time(first.stops[0]!.etaAt));
    // what is reckoned is no change of the plan: a move that is based on it stands
    expect(near.version).toBe(first.version);
  });

  it('move back while a van stands in a jam, and its customers are told', async () => {
    const told = async () => {
      const { rows } = (await server.db.raw('SELECT eta_from, eta_to FROM tracking WHERE parcel_id = ?', [
        route.stops[3]!.parcels[0]!.parcelId,
      ])) as { rows: { eta_from: Date; eta_to: Date }[] };
      return rows[0]!;
    };
    await board();
    const before = await told();
    pass(40 * 60);
    await seen(between(0.3), { speed_kmh: 0 });
    const late = await board();
    const after = await told();
    expect(time(late.stops[3]!.etaAt) - time(route.stops[3]!.etaAt)).toBeGreaterThan(25 * 60_000);
    expect(after.eta_to.getTime() - before.eta_to.getTime()).toBeGreaterThan(15 * 60_000);
    // told in whole five minutes, and no narrower than what is known
    expect(after.eta_from.getTime() % 300_000).toBe(0);
    expect(after.eta_from.getTime()).toBeLessThanOrEqual(time(late.stops[3]!.etaFrom));
    expect(after.eta_to.getTime()).toBeGreaterThanOrEqual(time(late.stops[3]!.etaTo));
  });

  it('go on from a door that was given up without a word of coming there, whatever place the plan gave it', async () => {
    const [first, second, third] = route.stops as [Stop, Stop, Stop, Stop];
    const SERVICE_MS = 150_000;
    const drive_ms = time(third.etaAt) - time(second.etaAt) - SERVICE_MS;
    await must(driver.post(`/v1/stops/${second.stopId}/arrive`, {}));
    await must(driver.post(`/v1/stops/${second.stopId}/fail`, { reason: 'refused' }));
    pass(40 * 60);
    await must(driver.post(`/v1/stops/${first.stopId}/fail`, { reason: 'refused' }));
    const given = now();
    const { stops } = await board();
    // two drives from the first door, which was tried last, not one from the second, where he was before
    expect(Math.abs(time(stops[2]!.etaAt) - given - 2 * drive_ms)).toBeLessThan(drive_ms / 10);
  });

  it('do not go on from a door to which nobody drove: it was given up for want of time, or left at the dock', async () => {
    const near = async () => time((await board()).stops.find(({ state }) => state === 'planned')!.etaAt);
    const before = await near();
    await must(driver.post(`/v1/stops/${route.stops[3]!.stopId}/fail`, { reason: 'no_time' }));
    expect(Math.abs((await near()) - before)).toBeLessThan(60_000);

    const parcels = await parcelsFor(floor, [
      { lat: 37.62, lon: 126.77 },
      { lat: 37.8, lon: 126.77 },
    ]);
    const [two] = (await planned(floor, parcels, [await addVan(floor)])).routes;
    const give = { driverId: (await server.as('driver')).userId, acceptViolations: true };
    await must(floor.dispatcher.post(`/v1/routes/${two!.routeId}/publish`, give));
    const [goes, stays] = [37.62, 37.8].map((lat) => two!.stops.find((stop) => stop.lat === lat)!.parcels[0]!);
    const load = { sscc: goes!.sscc, reason: 'the other is not found' };
    await must(floor.dispatcher.post(`/v1/routes/${two!.routeId}/load`, load));
    const left = [{ parcelId: stays!.parcelId, reason: 'not_found' }];
    route = await must(floor.dispatcher.post(`/v1/routes/${two!.routeId}/depart`, { left }));
    const planned_ms = time(route.stops.find(({ state }) => state === 'planned')!.etaAt);
    expect(Math.abs((await near()) - planned_ms)).toBeLessThan(60_000);
  });

  it('at the yard are as near as the van is, which gave up all its doors from there', async () => {
    for (const { stopId } of route.stops) await must(driver.post(`/v1/stops/${stopId}/fail`, { reason: 'no_time' }));
    const { endAt } = await must(floor.dispatcher.get(`/v1/routes/${route.routeId}`));
    expect(time(endAt) - now()).toBeLessThan(60_000);
  });

  it('go by the time of the device: what is sent late does not put the van back', async () => {
    pass(120);
    await seen(between(0.8), { speed_kmh: 30 });
    const there = await board();
    await seen(between(0.1), { speed_kmh: 30 }, 100);
    const still = await board();
    expect(Math.abs(time(still.stops[0]!.etaAt) - time(there.stops[0]!.etaAt))).toBeLessThan(60_000);
    const { positions } = await must(floor.dispatcher.get(`/v1/positions?siteId=${floor.siteId}`));
    const mine = positions.find((one: { driverId: string }) => one.driverId === driver.userId);
    expect(mine).toMatchObject({ lat: between(0.8).lat, age_s: 62 });
  });
});

describe('a van within the fence of its next door', () => {
  const at = () => route.stops[0]!;

  it('has arrived once it stands, by its own word or for a while, and not while it drives by', async () => {
    await seen(at(), { speed_kmh: 45, accuracy_m: 8 });
    expect(await stateOf(0)).toBe('planned');
    pass(30);
    await seen(at(), { speed_kmh: 3, accuracy_m: 8 });
    expect(await stateOf(0)).toBe('arrived');
    const shown = await must(floor.dispatcher.get(`/v1/driven-routes/${route.routeId}`));
    expect(shown.stops[0]).toMatchObject({ byFence: true, away_m: 0 });
    // the driver says so himself, too: once is enough
    expect((await driver.post(`/v1/stops/${at().stopId}/arrive`, {})).body.state).toBe('arrived');
  });

  it('is told by two positions without a speed, far enough apart', async () => {
    await seen(at());
    expect(await stateOf(0)).toBe('planned');
    pass(25);
    await seen(at());
    expect(await stateOf(0)).toBe('arrived');
  });

  it('is told by a device of its own, too, in the form of OsmAnd', async () => {
    const trackerId = `phone-${vans}`;
    const body = { siteId: floor.siteId, trackerId, driverId: driver.userId };
    await must(floor.dispatcher.post('/v1/trackers', body));
    const query = `id=${trackerId}&timestamp=${Math.round(now() / 1_000)}&lat=${at().lat}&lon=${at().lon}&speed=0`;
    await must(server.anyone.post(`/osmand?${query}`));
    expect(await stateOf(0)).toBe('arrived');
  });

  it('is believed only by positions that are sharp, fresh, and of this door', async () => {
    await seen(at(), { speed_kmh: 0, accuracy_m: 400 });
    await seen(route.stops[1]!, { speed_kmh: 0, accuracy_m: 8 });
    await seen({ ...at(), lat: at().lat + 0.002 }, { speed_kmh: 0, accuracy_m: 8 });
    pass(600);
    await seen(at(), { speed_kmh: 0, accuracy_m: 8 }, 300);
    expect([await stateOf(0), await stateOf(1)]).toEqual(['planned', 'planned']);
  });

  it('does not arrive for another driver', async () => {
    const other = await server.as('driver');
    const positions = [{ at: new Date(now()).toISOString(), lat: at().lat, lon: at().lon, speed_kmh: 0 }];
    await must(other.post('/v1/positions', { siteId: floor.siteId, positions }));
    expect(await stateOf(0)).toBe('planned');
  });
});
