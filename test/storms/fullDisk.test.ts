import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/platform/database.ts';
import { deleteEmbedded, startEmbedded, type Embedded } from '../../src/platform/embedded/index.ts';
import type { Scan, ScanAnswer } from '../../src/scans/step.shared.ts';
import { startAppProcess, type AppProcess } from '../support/appProcess.ts';
import { onSmallDisk, toldFull, type SmallDisk } from '../support/smallDisk.ts';
import { untilTrue } from '../support/waiting.ts';
import { layFloor, type Floor } from './floor.ts';
import { judgeScans } from './judge.ts';
import { writeDeafly } from './naive.ts';
import { noteReached, rounds, seed } from './size.ts';
import { keepWorking } from './working.ts';

const MOVERS = 3;

let dataDir: string;
let cluster: Embedded;
let disk: SmallDisk;
let floor: Floor;
let app: AppProcess;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'daybreak-full-'));
  await (await startEmbedded({ dataDir })).stop();
  const small = await onSmallDisk(dataDir);
  cluster = await startEmbedded({ dataDir });
  disk = small ?? toldFull(cluster.url);
  const roles = await migrate(cluster.url);
  const given = { url: cluster.url, roles, drop: () => cluster.stop() };
  floor = await layFloor({ movers: MOVERS + 1, shopUnits: 900 }, given);
  app = await startAppProcess(floor.databaseUrl);
});
afterAll(async () => {
  await app?.stop();
  await floor?.close();
  await cluster?.stop();
  await disk?.close();
  await deleteEmbedded(dataDir).catch(() => undefined);
  await rm(dataDir, { recursive: true, force: true });
});

describe(`a database whose disk is full (seed ${seed})`, () => {
  it('is told as 503, leaves nothing half done, and goes on by itself once there is room', async () => {
    const work = keepWorking(() => app.url, floor, floor.movers.slice(0, MOVERS));
    const probe = await askingOn(floor);
    const reached = { times: 0, refusedRequests: 0, refusedScans: 0, repeats: 0, slowest_ms: 0 };
    for (; reached.times < rounds; reached.times += 1) {
      await work.grown(40);
      const before = work.repeats();
      await disk.fill();
      // whether it is the tables, the log or the whole server that finds no room
      await untilTrue(async () => (reached.refusedRequests += Number(await probe.request())) > 5 * (reached.times + 1));
      await untilTrue(async () => (reached.refusedScans += Number(await probe.scan())) > 5 * (reached.times + 1));
      expect(app.alive(), app.told()).toBe(true);
      await disk.makeRoom();
      const roomy = performance.now();
      await work.grown(1);
      reached.slowest_ms = Math.max(reached.slowest_ms, Math.ceil(performance.now() - roomy));
      await work.grown(40);
      reached.repeats += work.repeats() - before;
      await untilTrue(async () => !(await probe.request()) && !(await probe.scan()));
    }
    await work.end();
    probe.close();
    noteReached('full disk', { ...reached, [disk.how]: 1 });
    expect(await judgeScans(floor, work.handsets)).toEqual([]);
    expect(await work.shop.judge()).toEqual([]);
    for (const [branch, times] of Object.entries(reached)) expect(times, branch).toBeGreaterThan(0);
  });

  it('would be caught in an app that takes no notice of what its database says', async () => {
    await disk.fill();
    const told = await writeDeafly(floor.db, { siteId: floor.siteId, times: 20 });
    await disk.makeRoom();
    await untilTrue(() =>
      floor.db.raw('SELECT 1').then(
        () => true,
        () => false,
      ),
    );
    const { rows } = await floor.db.raw(`SELECT count(*)::int AS n FROM scan WHERE device_id = 'deaf'`);
    expect((rows as { n: number }[])[0]!.n).toBeLessThan(told);
  });
});

/** One more request, and one more scan of a socket: whether each was turned away; anything but a verdict or 503 throws. */
async function askingOn({ movers, shop }: Floor) {
  const { token, deviceId, here } = movers.at(-1)!;
  const socket = io(app.url, { auth: { token, deviceId }, transports: ['websocket'] });
  await new Promise<void>((open, fail) => socket.once('connect', open).once('connect_error', fail));
  let asked = 0;
  let seq = 1;
  return {
    close: () => socket.close(),
    async request(): Promise<boolean> {
      asked += 1;
      const lines = [{ itemId: shop.itemId, quantity: 1 }];
      const response = await fetch(`${app.url}/v1/promises`, {
        method: 'POST',
        headers: { authorization: `Bearer ${shop.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ channel: 'probe', externalId: `P-${asked}`, lines, expiresInSeconds: 60 }),
      });
      const { error } = (await response.json()) as { error?: { code: string } };
      if (response.status === 201) return false;
      expect([response.status, error?.code]).toEqual([503, 'unavailable']);
      expect(response.headers.get('retry-after')).not.toBeNull();
      return true;
    },
    async scan(): Promise<boolean> {
      const scan: Scan = { deviceId, seq, at: new Date().toISOString(), code: here, source: 'wedge', flow: 'look' };
      const answer = (await socket.timeout(60_000).emitWithAck('scan', scan)) as ScanAnswer;
      if (answer.ok) seq += 1;
      else expect(answer.refusal.code).toBe('unavailable');
      return !answer.ok;
    },
  };
}
