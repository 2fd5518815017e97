import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { addItem, openGround, stow, type Ground } from '../support/goods.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { workerAt } from '../modules/waves/floor.ts';

let server: TestServer;
let ground: Ground;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(() => server.close());

async function ledgerOf(itemId: string): Promise<{ kind: string; trace: string | null }[]> {
  return (await ground.manager.get(`/v1/stock/ledger?itemId=${itemId}`)).body.legs;
}

async function handheldSocket() {
  const { token } = await workerAt(server, ground);
  const deviceId = newId();
  const socket = io(server.url, { transports: ['websocket'], auth: { token, deviceId } });
  await new Promise<void>((ready, fail) => socket.once('connect', ready).once('connect_error', fail));
  return { socket, deviceId };
}

it('leads from the trigger of a handheld to the leg in the ledger, and back', async () => {
  const { itemId, barcode } = await addItem(ground);
  const [from, to] = ground.bins as [string, string];
  await stow(ground, itemId, from, 1);
  const { socket, deviceId } = await handheldSocket();
  const codes = [from, barcode, to, 'NOBODY-KNOWS'];
  for (const [at, code] of codes.entries()) {
    const scan = { deviceId, seq: at + 1, at: server.clock.now().toISOString(), code, source: 'wedge', flow: 'move' };
    await socket.emitWithAck('scan', scan);
  }
  socket.close();
  const scans = server.logged().filter(({ msg, deviceId: device }) => msg === 'scan' && device === deviceId);
  expect(scans.map(({ seq, code }) => [seq, code === 'done'])).toEqual([
    [1, true],
    [2, true],
    [3, true],
    [4, false],
  ]);
  const [moved] = await ledgerOf(itemId);
  expect(moved).toMatchObject({ kind: 'move', trace: scans[2]!['trace'] });
});

it('is told that others overtook a scan, which counts otherwise than a database that is away', async () => {
  const { socket, deviceId } = await handheldSocket();
  await server.db.raw(`
    CREATE FUNCTION overtake() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'others came' USING ERRCODE = '40P01'; END $$;
    CREATE TRIGGER overtake BEFORE INSERT ON scan FOR EACH STATEMENT EXECUTE FUNCTION overtake();`);
  const at = server.clock.now().toISOString();
  const scan = { deviceId, seq: 1, at, code: ground.bins[0], source: 'wedge', flow: 'move' };
  const answer = await socket.emitWithAck('scan', scan);
  expect(answer).toMatchObject({ ok: false, seq: 1, refusal: { code: 'overtaken' } });
  await server.db.raw('DROP TRIGGER overtake ON scan; DROP FUNCTION overtake');
  socket.close();
});

it('leads from a request to its leg by the id that it was answered', async () => {
  const { itemId } = await addItem(ground);
  const asked = { siteId: ground.siteId, binCode: ground.bins[2], itemId, quantity: 2, reason: 'found' };
  const { headers } = await ground.manager.post('/v1/stock/adjustments', asked);
  const trace = headers.get('x-request-id');
  expect(await ledgerOf(itemId)).toMatchObject([{ kind: 'adjust', trace }]);
  const [request] = server.logged().filter((line) => line['trace'] === trace);
  expect(request).toMatchObject({ msg: 'request', method: 'POST', route: '/v1/stock/adjustments', status: 201 });
});

it('names no door by what stands in its address', () => {
  const routes = server
    .logged()
    .filter(({ msg }) => msg === 'request')
    .map(({ route }) => String(route));
  expect(routes.length).toBeGreaterThan(5);
  expect(routes.filter((route) => /\?|[0-9a-f]{8}-/.test(route))).toEqual([]);
});
