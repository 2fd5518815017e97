import { io } from 'socket.io-client';
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

/** A worker as the accounts of a real house are: no device enrols by itself for him. */
async function worker({ demo = false } = {}) {
  const login = `picker-${newId().slice(-8)}`;
  const { token, userId } = await server.as('picker', { login });
  await server.db('user_account').where({ user_id: userId }).update({ demo });
  return { login, token, userId };
}
type Worker = Awaited<ReturnType<typeof worker>>;

async function asked(token: string, path: string, body?: object): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(server.url + path, init);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Handed to whoever bears the token. */
const enrolled = async (token: string, deviceId = newId()): Promise<{ deviceId: string; deviceKey: string }> =>
  must(asked(token, '/v1/devices/enrol', { code: await codeFor(ground), deviceId }));

const signIn = ({ login }: Worker, more: object = {}) =>
  server.anyone.post('/v1/sign-in', { login, password: PASSWORD, ...more });
let seq = 0;
const scan = (token: string, deviceId: string, flow = 'move') => {
  seq += 1;
  return asked(token, '/v1/scans', { deviceId, seq, at: server.clock.now(), code: 'DOCK-1', source: 'wedge', flow });
};
/** What became of a scan that reached its flow. */
const judged = async (answer: Promise<Answer>) => {
  const { status, body } = await answer;
  expect([status, typeof body.ok], JSON.stringify(body)).toEqual([200, 'boolean']);
};
const unproven = (answer: Promise<Answer>) => refused(answer, 403, 'device_unproven');

/** A socket that is let in, or the code for which it is not; and the promise that it is closed. */
function opened(token: string, deviceId: string) {
  const socket = io(server.url, { transports: ['websocket'], reconnection: false, auth: { token, deviceId } });
  const closed = new Promise<string>((tell) => socket.once('disconnect', tell));
  const met = new Promise<string>((tell) => {
    socket.once('connect', () => tell('in'));
    socket.once('connect_error', ({ message }) => tell(message));
  });
  return { met, closed, close: () => socket.close() };
}

describe('a scan', () => {
  it('names no device that its session has not proved, by any door, and leaves nothing there (device_unproven)', async () => {
    const [owner, other] = [await worker(), await worker()];
    const { deviceId } = await enrolled(owner.token);
    await judged(scan(owner.token, deviceId));
    const before = await server.db('scan').where({ device_id: deviceId }).orderBy('seq');
    await unproven(scan(other.token, deviceId));
    await unproven(asked(other.token, `/v1/step?flow=move&deviceId=${deviceId}`));
    const socket = opened(other.token, deviceId);
    expect(await socket.met).toBe('device_unproven');
    // the desk is no handheld either
    await unproven(scan(ground.manager.token, deviceId));
    const mine = await enrolled(other.token);
    await judged(scan(other.token, mine.deviceId));
    const at = server.clock.now();
    const list = [mine.deviceId, deviceId].map((name, turn) => ({
      deviceId: name,
      seq: 1000 + turn,
      at,
      code: 'DOCK-1',
      source: 'wedge',
      flow: 'move',
    }));
    const { body } = await asked(other.token, '/v1/scans', list);
    expect(body.map(({ refusal }: { refusal?: { code: string } }) => refusal?.code === 'device_unproven')).toEqual([
      false,
      true,
    ]);
    expect(await server.db('scan').where({ device_id: deviceId }).orderBy('seq')).toEqual(before);
    const kept = await server.db('refused_request').where({ actor_id: other.userId, code: 'device_unproven' });
    expect(new Set(kept.map(({ route }: { route: string }) => route))).toEqual(
      new Set(['POST /v1/scans', 'GET /v1/step', 'SOCKET connect']),
    );
  });

  it('counts by password and the device’s key: the session is of that device, and of none beside it', async () => {
    const owner = await worker();
    const { deviceId, deviceKey } = await enrolled(ground.manager.token);
    await unproven(scan(owner.token, deviceId));
    const { token } = await must(signIn(owner, { deviceId, deviceKey }));
    await judged(scan(token, deviceId));
    await refused(scan(token, (await enrolled(owner.token)).deviceId), 403, 'device_other');
    await unproven(scan((await must(signIn(owner))).token, deviceId));
    const wrong = deviceKey.replace(/^./, deviceKey.startsWith('A') ? 'B' : 'A');
    await refused(signIn(owner, { deviceId, deviceKey: wrong }), 403, 'device_unknown');
    expect((await refused(signIn(owner, { deviceId }), 422, 'invalid'))['field']).toBe('deviceKey');
    // one worker is on a device
    const next = await must(signIn(await worker(), { deviceId, deviceKey }));
    await judged(scan(next.token, deviceId));
    await refused(scan(token, deviceId), 401, 'not_signed_in');
  });

  it('counts no more once another was handed a new key, not even where the device is remembered', async () => {
    const [owner, next] = [await worker(), await worker()];
    const { deviceId } = await enrolled(owner.token);
    const socket = opened(owner.token, deviceId);
    expect(await socket.met).toBe('in');
    for (let turn = 0; turn < 3; turn += 1) await judged(scan(owner.token, deviceId, 'pick'));
    await unproven(scan((await must(signIn(owner))).token, deviceId, 'pick'));
    await enrolled(next.token, deviceId);
    await unproven(scan(owner.token, deviceId, 'pick'));
    expect(await socket.closed).toBe('io server disconnect');
    await judged(scan(next.token, deviceId, 'pick'));
  });
});

describe('a demo account', () => {
  it('shares with others, whose passwords everybody knows, the devices that one of them named, and no key', async () => {
    const [first, second] = [await worker({ demo: true }), await worker({ demo: true })];
    const deviceId = newId();
    const sockets = [opened(first.token, deviceId)];
    expect(await sockets[0]!.met).toBe('in');
    await judged(scan(first.token, deviceId));
    await judged(scan((await must(signIn(first))).token, deviceId));
    await judged(scan(second.token, deviceId));
    await unproven(scan((await worker()).token, deviceId));
    await refused(asked(second.token, '/v1/devices/enrol', { deviceId }), 409, 'device_known');
    const { deviceKey } = await must(asked(first.token, '/v1/devices/enrol', { deviceId }));
    // the same handheld in the next one's hands
    await judged(scan((await must(signIn(second, { deviceId, deviceKey }))).token, deviceId));
    const named = newId();
    const answers = await Promise.all([first, second].map(({ token }) => scan(token, named)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    for (const socket of sockets) socket.close();
  });
});
