import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/platform/ids.ts';
import { openGround, type Ground } from '../../support/goods.ts';
import { refused } from '../../support/refused.ts';
import { PASSWORD, startServer, type Answer, type TestServer } from '../../support/server.ts';
import { must } from '../packing/floor.ts';

const MINUTE_MS = 60_000;
const PIN = '271828';

let server: TestServer;
let ground: Ground;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(() => server.close());

const codeFor = async ({ manager, siteId }: Ground) =>
  (await must(manager.post('/v1/devices', { siteId, name: 'Handheld' }))).code as string;
const enrol = (code: string, deviceId = newId()) => ground.manager.post('/v1/devices/enrol', { code, deviceId });

describe('a device code', () => {
  it('enrols one device, within a quarter of an hour (device_code_gone)', async () => {
    const code = await codeFor(ground);
    expect((await enrol(code)).status).toBeLessThan(300);
    await refused(enrol(code), 409, 'device_code_gone');
    const late = await codeFor(ground);
    server.clock.set(new Date(server.clock.now().getTime() + 16 * MINUTE_MS));
    await refused(enrol(late), 409, 'device_code_gone');
  });

  it('takes no device away from the site that knows it (device_known)', async () => {
    const deviceId = newId();
    await must(enrol(await codeFor(ground), deviceId));
    const elsewhere = await openGround(server);
    await refused(enrol(await codeFor(elsewhere), deviceId), 409, 'device_known');
    const list = await must(ground.manager.get(`/v1/devices?siteId=${ground.siteId}`));
    expect(list.devices.map((device: { deviceId: string }) => device.deviceId)).toContain(deviceId);
  });
});

it('a session that was signed in with a PIN scans with its own device alone (device_other)', async () => {
  const login = 'bound-picker';
  const picker = await server.as('picker', { login });
  await must(picker.post('/v1/pin', { pin: PIN, password: PASSWORD }));
  const device = await must(enrol(await codeFor(ground)));
  const { deviceId, deviceKey } = device;
  const { token } = await must(server.anyone.post('/v1/sign-in/pin', { deviceId, deviceKey, login, pin: PIN }));
  const scanWith = async (by: string, seq: number) => {
    const body = {
      deviceId: by,
      seq,
      at: server.clock.now().toISOString(),
      code: 'CART-01',
      source: 'wedge',
      flow: 'pick',
    };
    const response = await fetch(`${server.url}/v1/scans`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
  };
  await refused(scanWith(newId(), 1), 403, 'device_other');
  expect((await scanWith(deviceId, 1)).body.refusal.code).not.toBe('device_other');
});

it('a login belongs to one account (login_taken)', async () => {
  const body = { login: 'twice', password: 'a long enough pass phrase', role: 'picker', siteIds: [ground.siteId] };
  await must(ground.manager.post('/v1/users', body));
  expect(await refused(ground.manager.post('/v1/users', body), 409, 'login_taken')).toMatchObject({ got: 'twice' });
});
