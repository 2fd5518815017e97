import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import type { Role } from '../../src/platform/work.ts';
import { openGround, type Ground } from '../support/goods.ts';
import { refused } from '../support/refused.ts';
import { startServer, type Person, type TestServer } from '../support/server.ts';

let server: TestServer;
let ground: Ground;
const people = new Map<Role, Person>();

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  for (const role of ['manager', 'dispatcher', 'driver', 'packer', 'receiver'] as const) {
    people.set(role, await server.as(role));
  }
});
afterAll(() => server.close());

const GET = 'GET';
const ofSite = () => ({ siteId: ground.siteId });

/** What is asked for by an id that nobody has; a body where the door wants one, given once there is a site. */
const doors: [code: string, role: Role, path: string, body?: (() => object) | typeof GET][] = [
  ['user_not_found', 'manager', '/v1/users/ID/sign-out'],
  ['user_not_found', 'manager', '/v1/users/ID/password'],
  ['key_not_found', 'manager', '/v1/channel-keys/ID/revoke'],
  ['device_not_found', 'manager', '/v1/devices/ID/revoke'],
  ['item_not_found', 'manager', '/v1/items/ID', GET],
  ['zone_not_found', 'manager', '/v1/delivery-zones/ID/erase'],
  ['promise_not_found', 'manager', '/v1/promises/ID', GET],
  ['promise_not_found', 'manager', '/v1/promises/ID/confirm'],
  ['promise_not_found', 'manager', '/v1/promises/ID/release', () => ({})],
  ['adjustment_not_found', 'manager', '/v1/stock/adjustments/ID/decide', () => ({ approve: true })],
  ['receipt_not_found', 'receiver', '/v1/receipts/ID/undo', () => ({ reason: 'slip' })],
  ['order_not_found', 'manager', '/v1/orders/ID', GET],
  ['order_not_found', 'manager', '/v1/orders/ID/cancel', () => ({})],
  ['order_not_found', 'manager', '/v1/orders/ID/back-order', () => ({})],
  ['order_not_found', 'manager', '/v1/orders/ID/map', () => ({ lineNo: 1, itemId: newId() })],
  ['wave_not_found', 'manager', '/v1/waves/ID', GET],
  ['batch_not_found', 'manager', '/v1/batches/ID/free', ofSite],
  ['parcel_not_found', 'packer', '/v1/parcels/ID', GET],
  ['parcel_not_found', 'packer', '/v1/parcels/ID/label/void', () => ({ ...ofSite(), reason: 'again' })],
  ['parcel_not_found', 'dispatcher', '/v1/parcels/ID/write-off', () => ({ ...ofSite(), reason: 'stolen' })],
  ['file_not_found', 'packer', '/v1/files/ID', GET],
  ['shift_not_found', 'driver', '/v1/shifts/ID/start'],
  ['shift_not_found', 'dispatcher', '/v1/shifts/ID', () => ({})],
  ['shift_not_found', 'dispatcher', '/v1/shifts/ID/withdraw'],
  ['route_not_found', 'dispatcher', '/v1/routes/ID', GET],
  ['stop_not_found', 'driver', '/v1/stops/ID/arrive', () => ({})],
  ['stop_not_found', 'driver', '/v1/stops/ID/fail', () => ({ reason: 'nobody_home' })],
  ['proposal_not_found', 'dispatcher', '/v1/plan-proposals/ID/accept'],
  ['matrix_not_found', 'dispatcher', '/v1/road-matrices/erase', () => ({ ...ofSite(), name: 'none' })],
  ['return_not_found', 'receiver', '/v1/returns/ID', GET],
  ['return_not_found', 'manager', '/v1/returns/ID/refund/state', () => ({ state: 'sent' })],
  ['unit_not_found', 'receiver', '/v1/return-units/ID/grade', () => ({ ...ofSite(), grade: 'A' })],
];

it.each(doors)('%s is told to a %s at %s', async (code, role, path, body) => {
  const person = people.get(role)!;
  const at = path.replace('ID', newId());
  const asked = body === GET ? person.get(at) : person.post(at, body?.());
  const told = await refused(asked, 404, code);
  expect(JSON.stringify(told)).not.toContain(ground.siteId);
});

it('tells a path that is none, and a method that an address does not take', async () => {
  const manager = people.get('manager')!;
  await refused(manager.get('/v1/nothing-here'), 404, 'route_not_found');
  await refused(manager.patch('/v1/waves', {}), 405, 'method_not_allowed');
});
