import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../../src/commands/day/random.ts';
import { runAudit } from '../../src/commands/audit/run.ts';
import type { Scan, ScanAnswer } from '../../src/scans/step.shared.ts';
import { addItem, openGround, stow, type Goods, type Ground } from '../support/goods.ts';
import { untilWaiting } from '../support/waiting.ts';
import { startServer, type Person, type TestServer } from '../support/server.ts';
import { underAnother } from './naive.ts';
import { noteReached, rounds, seed } from './size.ts';

const DEVICES = 4;
/** From one bin to the other, and in the next turn back: no bin has room for all that a long storm moves. */
const [TURNS, MOVES] = [rounds, 10];
/** In each of both bins: more than is moved in a turn. */
const UNITS = 4 * MOVES;

let server: TestServer;
let ground: Ground;
const sockets: Socket[] = [];

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await server.close();
});

interface Device {
  deviceId: string;
  person: Person;
  socket: Socket;
  seq: number;
}

async function openDevice(): Promise<Device> {
  const person = await server.as('picker');
  const deviceId = randomUUID();
  const socket = io(server.url, { auth: { token: person.token, deviceId }, transports: ['websocket'], forceNew: true });
  sockets.push(socket);
  await new Promise<void>((open, fail) => {
    socket.once('connect', open);
    socket.once('connect_error', fail);
  });
  return { deviceId, person, socket, seq: 0 };
}

const scanOf = (device: Device, code: string, more: Partial<Scan> = {}): Scan => ({
  deviceId: device.deviceId,
  seq: ++device.seq,
  at: server.clock.now().toISOString(),
  code,
  source: 'wedge',
  flow: 'move',
  ...more,
});

const bySocket = (device: Device, scan: Scan) =>
  device.socket.timeout(30_000).emitWithAck('scan', scan) as Promise<ScanAnswer>;
const byHttp = async (device: Device, scan: Scan) => (await device.person.post('/v1/scans', scan)).body as ScanAnswer;

/** An answer without the mark of its repeats. */
function bare(answer: ScanAnswer): object {
  const { replayed: _, ...rest } = answer;
  return rest;
}

/** What the device's scans did, by their answers: every repeat has to get the first one. */
async function repeat(device: Device, scan: Scan, random: ReturnType<typeof makeRandom>) {
  const times = 1 + random.int(5);
  const ways = Array.from({ length: times }, () => (random.float() < 0.6 ? bySocket : byHttp));
  const answers = await Promise.all(ways.map((way) => way(device, scan)));
  for (const answer of answers) expect(bare(answer)).toEqual(bare(answers[0]!));
  expect(answers.filter((answer) => answer.replayed !== true).length).toBe(1);
  return { answer: answers[0]!, repeats: times - 1, twins: ways.includes(bySocket) && ways.includes(byHttp) };
}

async function unitsIn(binCode: string, itemId: string): Promise<number> {
  const { body } = await ground.admin.get(`/v1/stock/places?siteId=${ground.siteId}&itemId=${itemId}`);
  const rows = body.places as { place: string; quantity: number }[];
  return rows.filter(({ place }) => place === `bin/${binCode}`).reduce((sum, { quantity }) => sum + quantity, 0);
}

const ledgerOf = async (itemId: string) => {
  const { body } = await ground.admin.get(`/v1/stock/ledger?itemId=${itemId}&limit=1000`);
  return (body.legs as { kind: string; quantity: number }[]).filter(({ kind }) => kind === 'move');
};

describe(`a storm of repeated scans (seed ${seed})`, () => {
  it('has one effect a scan, however often and by whatever way it comes', async () => {
    const reached = { repeats: 0, twins: 0, late: 0, refused: 0 };
    const walk = async (at: number) => {
      const random = makeRandom(seed * 100 + at);
      const device = await openDevice();
      const goods = await addItem(ground);
      let [here, there] = [ground.bins[2 * at]!, ground.bins[2 * at + 1]!];
      for (const bin of [here, there]) await stow(ground, goods.itemId, bin, UNITS);
      const sent: { scan: Scan; answer: ScanAnswer }[] = [];
      const pull = async (code: string, more: Partial<Scan> = {}) => {
        const scan = scanOf(device, code, more);
        const { answer, repeats, twins } = await repeat(device, scan, random);
        sent.push({ scan, answer });
        reached.repeats += repeats;
        reached.twins += Number(twins);
        return answer.ok ? 'ok' : answer.refusal.code;
      };
      let lies = UNITS;
      for (let turn = 0; turn < TURNS; turn++) {
        // while something is left in a bin the screen stands at that bin
        if (turn > 0) expect(await pull('', { answer: { choice: 'cancel' } })).toBe('ok');
        expect(await pull(here)).toBe('ok');
        for (let move = 0; move < MOVES; move++) {
          const units = 1 + random.int(3);
          for (let unit = 0; unit < units; unit++) expect(await pull(goods.barcode)).toBe('ok');
          if (random.float() < 0.3) {
            expect(await pull('8801119999991')).toBe('gs1_check_digit');
            reached.refused += 1;
          }
          expect(await pull(there)).toBe('ok');
          lies -= units;
          // one that was answered long ago comes once more
          const old = random.pick(sent);
          const again = await (random.float() < 0.5 ? bySocket : byHttp)(device, old.scan);
          expect(bare(again)).toEqual(bare(old.answer));
          expect(again.replayed).toBe(true);
          reached.late += 1;
        }
        expect(await unitsIn(here, goods.itemId)).toBe(lies);
        expect(await unitsIn(there, goods.itemId)).toBe(2 * UNITS - lies);
        [here, there, lies] = [there, here, 2 * UNITS - lies];
      }
      expect((await ledgerOf(goods.itemId)).length).toBe(TURNS * MOVES);
      return sent.length;
    };
    const scans = await Promise.all(Array.from({ length: DEVICES }, (_, at) => walk(at)));
    const { rows } = (await server.db.raw('SELECT count(*)::int AS n FROM scan')) as { rows: { n: number }[] };
    expect(rows[0]!.n).toBe(scans.reduce((sum, n) => sum + n, 0));
    noteReached('scans', reached);
    expect(reached.repeats, JSON.stringify(reached)).toBeGreaterThan(50);
    expect(reached.twins).toBeGreaterThan(20);
    expect(reached.late).toBe(DEVICES * TURNS * MOVES);
    expect(reached.refused).toBeGreaterThan(0);
    expect((await runAudit(server.db)).clean).toBe(true);
  });

  it('would be caught in a device that numbers its repeats anew', async () => {
    const device = await openDevice();
    const { here, goods } = await stocked(20);
    const there = ground.bins[shelf++]!;
    const again = (scan: Scan) =>
      byHttp(
        device,
        underAnother(scan, () => ++device.seq),
      );
    expect((await bySocket(device, scanOf(device, here))).ok).toBe(true);
    const pulled = scanOf(device, goods.barcode);
    for (const way of [(scan: Scan) => bySocket(device, scan), again]) expect((await way(pulled)).ok).toBe(true);
    expect((await bySocket(device, scanOf(device, there))).ok).toBe(true);
    expect(await unitsIn(there, goods.itemId)).toBeGreaterThan(1);
  });

  it('refuses another scan under a number that is taken, by either way, and changes nothing', async () => {
    const device = await openDevice();
    const { here, goods } = await stocked(20);
    const first = scanOf(device, here);
    const answer = await bySocket(device, first);
    expect(answer.ok).toBe(true);
    const others: Partial<Scan>[] = [{ code: goods.barcode }, { flow: 'look' }, { source: 'typed' }, { quantity: 2 }];
    for (const other of others) {
      for (const way of [bySocket, byHttp]) {
        const conflict = await way(device, { ...first, ...other });
        expect(conflict).toMatchObject({ ok: false, seq: first.seq, refusal: { code: 'seq_conflict' } });
      }
    }
    expect(await bySocket(device, first)).toEqual({ ...answer, replayed: true });
    // each of them is kept once, beside the one that had the number first
    const { body } = await ground.manager.get(`/v1/scans?siteId=${ground.siteId}&limit=200`);
    const refused = (body.refused as { deviceId: string }[]).filter(({ deviceId }) => deviceId === device.deviceId);
    const { userId: actorId } = device.person;
    const kept = { seq: first.seq, actorId, flow: first.flow, code: here, ok: false, refusalCode: 'seq_conflict' };
    expect(refused).toHaveLength(others.length);
    expect(refused).toEqual(
      expect.arrayContaining(
        others.map(({ flow = kept.flow, code = here }) => expect.objectContaining({ ...kept, flow, code })),
      ),
    );
    expect((await bySocket(device, scanOf(device, goods.barcode))).ok).toBe(true);
  });

  it('takes one of two scans that claim the same number at the same moment in different flows', async () => {
    const device = await openDevice();
    const { here } = await stocked(10);
    const move = scanOf(device, here);
    const twins = [move, { ...move, flow: 'look' as const }, { ...move, flow: 'count' as const }];
    // nobody may write a scan yet, so that all three have seen that the number is free
    const holder = await server.db.transaction();
    await holder.raw('LOCK TABLE scan IN EXCLUSIVE MODE');
    const asked = [bySocket(device, twins[0]!), byHttp(device, twins[1]!), bySocket(device, twins[2]!)];
    await untilWaiting(server, holder, 3);
    await holder.rollback();
    const answers = await Promise.all(asked);
    const conflicts = answers.filter((answer) => !answer.ok && answer.refusal?.code === 'seq_conflict');
    expect(conflicts.length, JSON.stringify(answers)).toBe(2);
  });

  it('applies a scan under the next number after a gap, and marks the gap', async () => {
    const device = await openDevice();
    const { here } = await stocked(10);
    const first = scanOf(device, here, { flow: 'look' });
    const third = { ...first, seq: 3 };
    expect((await bySocket(device, first)).ok).toBe(true);
    expect((await bySocket(device, third)).ok).toBe(true);
    const late = { ...first, seq: 2 };
    expect((await byHttp(device, late)).ok).toBe(true);
    const { rows } = (await server.db.raw('SELECT seq::int, gap FROM scan WHERE device_id = ? ORDER BY seq', [
      device.deviceId,
    ])) as {
      rows: { seq: number; gap: boolean }[];
    };
    expect(rows).toEqual([
      { seq: 1, gap: false },
      { seq: 2, gap: false },
      { seq: 3, gap: true },
    ]);
  });
});

let shelf = 2 * DEVICES;
async function stocked(units: number): Promise<{ here: string; goods: Goods }> {
  const goods = await addItem(ground);
  const here = ground.bins[shelf++]!;
  await stow(ground, goods.itemId, here, units);
  return { here, goods };
}
