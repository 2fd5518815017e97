import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/platform/ids.ts';
import { openGround, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { must } from '../packing/floor.ts';

let server: TestServer;
let ground: Ground;
const sockets: Socket[] = [];

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(() => server.close());

/** @returns the socket, or the code that it was not let in for */
function opened({ token }: { token: string }, more: object): Promise<Socket | string> {
  const socket = io(server.url, { transports: ['websocket'], reconnection: false, auth: { token, ...more } });
  sockets.push(socket);
  return new Promise((tell) => {
    socket.once('connect', () => tell(socket));
    socket.once('connect_error', ({ message }) => tell(message));
  });
}

async function handheldOf(who: Person): Promise<{ deviceId: string; socket: Socket }> {
  const deviceId = newId();
  const { code } = await must(ground.manager.post('/v1/devices', { siteId: ground.siteId, name: 'Handheld' }));
  await must(who.post('/v1/devices/enrol', { code, deviceId }));
  const socket = await opened(who, { deviceId });
  if (typeof socket === 'string') throw new Error(socket);
  return { deviceId, socket };
}

/** Whose devices enrol by no means by themselves. */
async function worker(): Promise<Person> {
  const picker = await server.as('picker');
  await server.db('user_account').where({ user_id: picker.userId }).update({ demo: false });
  return picker;
}

let seq = 0;
const scanOf = (deviceId: string, more: object = {}) => {
  seq += 1;
  return { deviceId, seq, at: server.clock.now(), code: 'DOCK-1', source: 'wedge', flow: 'move', ...more };
};
const codeOf = async (socket: Socket, scan: object) =>
  ((await socket.emitWithAck('scan', scan)) as { refusal?: { code: string } }).refusal?.code;

/** What is kept of the refusals of somebody, in turn. */
const keptOf = async ({ userId }: Person) =>
  (await server.db('refused_request').where({ actor_id: userId }).orderBy('id').select('route', 'code', 'field')) as {
    route: string;
    code: string;
    field: string | null;
  }[];

describe('what no scan is kept of', () => {
  it('is kept as a refused request of who scanned: of a revoked device, of another one, or in no shape', async () => {
    const picker = await worker();
    const { deviceId, socket } = await handheldOf(picker);
    expect(await codeOf(socket, scanOf(newId()))).toBe('device_other');
    expect(await codeOf(socket, scanOf(deviceId, { flow: 'no such flow' }))).toBe('invalid');
    await must(ground.manager.post(`/v1/devices/${deviceId}/revoke`));
    expect(await opened(picker, { deviceId })).toBe('device_revoked');
    expect(await opened(picker, { deviceId: 'nobody-knows-it' })).toBe('device_unknown');
    expect(await opened(picker, { topics: 'all' })).toBe('invalid');
    expect(await keptOf(picker)).toEqual([
      { route: 'SOCKET scan', code: 'device_other', field: 'deviceId' },
      { route: 'SOCKET scan', code: 'invalid', field: 'flow' },
      { route: 'SOCKET connect', code: 'device_revoked', field: null },
      { route: 'SOCKET connect', code: 'device_unknown', field: null },
      { route: 'SOCKET connect', code: 'invalid', field: 'topics' },
    ]);
  });

  it('is kept in a list of scans by HTTP, too', async () => {
    const picker = await worker();
    const { deviceId } = await handheldOf(picker);
    await must(ground.manager.post(`/v1/devices/${deviceId}/revoke`));
    const scans = [scanOf(deviceId), scanOf('nobody-knows-it'), scanOf(deviceId)];
    const { status, body } = await picker.post('/v1/scans', scans);
    const codes = (body as { refusal: { code: string } }[]).map(({ refusal }) => refusal.code);
    expect([status, codes]).toEqual([200, ['device_revoked', 'device_unknown', 'device_revoked']]);
    expect(await keptOf(picker)).toEqual([
      { route: 'POST /v1/scans', code: 'device_revoked', field: null },
      { route: 'POST /v1/scans', code: 'device_unknown', field: null },
    ]);
  });

  it('is kept once of a handheld that says the same again and again, and counted each time', async () => {
    const counted = async () => {
      const text = await (await fetch(`${server.url}/metrics`)).text();
      return Number(/^daybreak_refusals_total\{code="device_other"\} (\d+)/m.exec(text)?.[1] ?? 0);
    };
    const picker = await worker();
    const { socket } = await handheldOf(picker);
    const before = await counted();
    for (let turn = 0; turn < 20; turn++) expect(await codeOf(socket, scanOf(newId()))).toBe('device_other');
    expect((await counted()) - before).toBe(20);
    expect(await keptOf(picker)).toEqual([{ route: 'SOCKET scan', code: 'device_other', field: 'deviceId' }]);
  });
});

describe('a seller’s account', () => {
  it('may not scan with a handheld, and is told so as anybody of another role', async () => {
    const seller = await server.as('seller', { sellerId: ground.sellerId });
    const { deviceId } = await handheldOf(await worker());
    expect(await opened(seller, { deviceId })).toBe('not_allowed');
    expect(await keptOf(seller)).toEqual([{ route: 'SOCKET connect', code: 'not_allowed', field: null }]);
    expect((await seller.post('/v1/scans', scanOf(deviceId))).body.error.code).toBe('not_allowed');
  });
});
