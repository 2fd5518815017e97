import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeRng } from '../../solver/shared/rng.ts';
import { allRoutes } from '../../src/app.ts';
import { newId } from '../../src/platform/ids.ts';
import type { Route } from '../../src/platform/route.ts';
import { roles, type Role } from '../../src/platform/work.ts';
import { must, openFloor, packed, picked, shelved, type Floor } from '../modules/packing/floor.ts';
import { canary, canaryTexts } from '../support/canaries.ts';
import { startServer, type Person, type TestServer } from '../support/server.ts';
import { nameOf } from './doors.ts';
import { drawn, type Pool, type Schema } from './fuzz/drawn.ts';
import { knownValues } from './fuzz/fuzzFloor.ts';

/** At which doors who gets to read a recipient's name, phone or address in clear; at no other, and nobody else. */
const CLEAR = `
GET /v1/orders/:orderId/recipient   admin manager dispatcher seller
GET /v1/order-export                admin manager seller
GET /v1/stops/:stopId/recipient     admin manager dispatcher driver
GET /v1/parcels/:parcelId/label     admin manager packer
GET /v1/step                        driver
`;

/** At which doors who reads the name masked, 카*****새: those who have to know whose parcel it is. */
const MASKED = `
GET /v1/orders                      admin manager packer dispatcher seller channel
GET /v1/orders/:orderId             admin manager packer dispatcher seller channel
GET /v1/parcels/:parcelId/label     admin manager packer
GET /v1/step                        driver
GET /t/:token                       anyone
`;

/** What no door answers to anybody. */
const NEVER = /"(?:\w*[hH]ash|\w*[sS]ealed|wrapped|dataKey\w*|secret\w*|salt|phoneIndex)"|\$argon2/;
/** Told once by the door that makes them, and by no other. */
const TOLD = /"(?:password|pin|deviceKey|apiKey)":"/;

/** The address of a parcel's tracking page: whoever ships it may pass it on. */
const TRACKED = `
GET /v1/parcels                     admin manager packer dispatcher seller channel
`;

/** With as many ids and queries a door is asked; a device stands in thirteen flows. */
const looksAt = ({ path, query }: Route) =>
  path === '/v1/step' ? 24 : query !== undefined || path.includes(':') ? 6 : 1;
const MASK = '카*****새';

type Cells = Map<string, Set<string>>;

let server: TestServer;
let floor: Floor;
const people = new Map<Role, Person>();
const [clear, masked, tracked]: Cells[] = [new Map(), new Map(), new Map()];
const never: string[] = [];
const reached = new Set<string>();

beforeAll(async () => {
  server = await startServer();
  floor = await openFloor(server);
  await onTheRoad();
  for (const role of roles) people.set(role, await personOf(role));
  const known = await knownValues(server);
  known.set('reason', ['complaint', 'carrier', 'call_customer', 'redelivery']);
  const { rows } = (await server.db.raw('SELECT token FROM tracking')) as { rows: { token: string }[] };
  known.set(
    'token',
    rows.map(({ token }) => token),
  );
  for (const door of allRoutes.filter(({ method }) => method === 'get')) {
    const who = door.roles === 'anyone' ? (['anyone'] as const) : new Set<Role>(['admin', ...door.roles]);
    await Promise.all([...who].map((role) => look(door, role, known)));
  }
}, 300_000);
afterAll(() => server.close());

async function personOf(role: Role): Promise<Person> {
  if (role === 'driver') return floor.driver;
  return server.as(role, role === 'seller' || role === 'channel' ? { sellerId: floor.sellerId } : {});
}

/** One parcel of the canary's that is out for delivery with this floor's driver, one order that waits. */
async function onTheRoad(): Promise<void> {
  const { siteId, admin, dispatcher, driver, sellerId } = floor;
  const { itemId } = await shelved(floor, 20);
  const ordered = async () => {
    const body = {
      sellerId,
      siteId,
      channel: 'test',
      externalId: newId(),
      paid: true,
      lines: [{ itemId, quantity: 1 }],
    };
    return (await must(admin.post('/v1/orders', { ...body, shipTo: { ...canary, lat: 37.61, lon: 126.93 } })))
      .orderId as string;
  };
  const parcel = await packed(floor, (await picked(floor, [], [await ordered()]))[0]!);
  const vehicle = { siteId, code: 'VEH-07', capacity: { parcels: 9, weight_g: 900_000, volume_cm3: 900_000 } };
  await must(dispatcher.post('/v1/vehicles', { ...vehicle, shift: { fromMinute: 0, toMinute: 1440 } }));
  const [route] = (
    await must(dispatcher.post('/v1/route-plans', { siteId, parcelIds: [parcel.parcelId], seconds: 0.2 }))
  ).routes;
  const own = { driverId: driver.userId, acceptViolations: true };
  await must(dispatcher.post(`/v1/routes/${route.routeId}/publish`, own));
  await must(driver.post(`/v1/routes/${route.routeId}/load`, { sscc: parcel.sscc }));
  await must(driver.post(`/v1/routes/${route.routeId}/depart`, {}));
  await driver.scan('deliver', '', { answer: { choice: 'arrived', reason: 'no signal' } });
  await ordered();
  await server.settle();
}

/** One role at one door, with the ids that there are and whatever its query takes. */
async function look(door: Route, role: Role | 'anyone', known: Pool['known']): Promise<void> {
  const schema = (shape: Route['params']) =>
    (shape === undefined
      ? { type: 'object' }
      : z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' })) as Schema;
  const [params, query] = [schema(door.params), schema(door.query)];
  for (let turn = 0; turn < looksAt(door); turn += 1) {
    const pool: Pool = { rng: makeRng(turn + 1), known, today: server.clock.now() };
    const filled = drawn(params, pool) as Record<string, string>;
    const path = door.path.replace(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(
        (known.get(name) as string[] | undefined)?.[turn % known.get(name)!.length] ?? filled[name] ?? '',
      ),
    );
    // first with what has to be asked alone
    const asked = Object.entries(drawn(query, pool) as Record<string, unknown>)
      .filter(([key]) => turn > 0 || query.required?.includes(key))
      .map(([key, value]) => [key, String(value)]);
    const text = `${path}?${new URLSearchParams(Object.fromEntries(asked)).toString()}`;
    const answer = await (role === 'anyone' ? server.anyone : people.get(role)!).get(text);
    note(door, role, answer.status, typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  }
}

function note(door: Route, role: string, status: number, body: string): void {
  const name = nameOf(door);
  if (status === 200) reached.add(name);
  const add = (cells: Cells) => cells.set(name, (cells.get(name) ?? new Set()).add(role));
  if (canaryTexts.some((text) => body.includes(text))) add(clear!);
  if (body.includes(MASK)) add(masked!);
  if (body.includes('"token":"')) add(tracked!);
  if (NEVER.test(body) || TOLD.test(body)) never.push(`${name} ${role}: ${(NEVER.exec(body) ?? TOLD.exec(body))![0]}`);
}

const tableOf = (text: string) =>
  Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .map(([method, path, ...who]) => [`${method} ${path}`, who.sort()]),
  );
const found = (cells: Cells) => Object.fromEntries([...cells].map(([door, who]) => [door, [...who].sort()]));

describe('fields by role, asked of every door that shows something', () => {
  it('reaches nearly all of them with something to show', () => {
    const doors = allRoutes.filter(({ method }) => method === 'get').map(nameOf);
    expect(doors.filter((door) => !reached.has(door)).length).toBeLessThan(doors.length / 4);
  });

  it('shows who gets an order in clear where the table says so, and nowhere else', () => {
    expect(found(clear!)).toEqual(tableOf(CLEAR));
  });

  it('shows the name masked where the table says so, and nowhere else', () => {
    expect(found(masked!)).toEqual(tableOf(MASKED));
  });

  it('answers no hash, key, password or PIN to anybody, and no token but that of a parcel’s page', () => {
    expect(never).toEqual([]);
    expect(found(tracked!)).toEqual(tableOf(TRACKED));
  });
});
