import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killServer } from '../../src/commands/day/killServer.ts';
import { makeRandom } from '../../src/commands/day/random.ts';
import { migrate } from '../../src/platform/database.ts';
import { deleteEmbedded, postmasterPid, startEmbedded, type Embedded } from '../../src/platform/embedded/index.ts';
import { startAppProcess, type AppProcess } from '../support/appProcess.ts';
import { layFloor, type Floor, type Mover } from './floor.ts';
import { openHandset, type Handset } from './handset.ts';
import { judgeBooks, judgeScans } from './judge.ts';
import { startEarlyBird } from './naive/earlyBird.ts';
import { openShop, type Shop } from './shop.ts';
import { noteReached, rounds, seed } from './size.ts';

const MOVERS = 3;
/** Answers between two blows. */
const GAP = 40;

let dataDir: string;
let cluster: Embedded;
let floor: Floor;
let app: AppProcess;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'daybreak-killed-'));
  // one that waits for the disk, as people's own do: what it has committed has to be there after kill -9
  cluster = await startEmbedded({ dataDir });
  const roles = await migrate(cluster.url);
  floor = await layFloor(
    { movers: 2 * MOVERS, shopUnits: 900 },
    { url: cluster.url, roles, drop: () => cluster.stop() },
  );
  app = await startAppProcess(floor.databaseUrl);
});
afterAll(async () => {
  await app?.stop();
  await floor?.close();
  await cluster?.stop();
  await deleteEmbedded(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});

/** Keeps these at work until told to stop; what they have been answered grows meanwhile. */
function keepWorking(movers: Mover[]) {
  const handsets = movers.map((mover) => openHandset(() => app.url, mover));
  const shop = openShop(() => app.url, floor);
  const until = { stop: false };
  const loops = [...handsets, shop].map(async (one) => {
    while (!until.stop) await one.pull();
  });
  let failed: { error: unknown } | undefined;
  for (const loop of loops) loop.catch((error: unknown) => (failed = { error }));
  const answers = () => shop.answered + handsets.reduce((sum, handset) => sum + handset.acked.size, 0);
  const grown = async (by: number) => {
    const enough = answers() + by;
    while (answers() < enough) {
      if (failed !== undefined) throw failed.error;
      await new Promise((rest) => setTimeout(rest, 2));
    }
  };
  const end = async () => {
    until.stop = true;
    await Promise.all(loops);
  };
  return { handsets, shop, grown, end };
}

const repeatsOf = (handsets: Handset[], shop: Shop) =>
  shop.repeats + handsets.reduce((sum, handset) => sum + handset.repeats, 0);

describe(`kill -9 in the middle of scans and promises (seed ${seed})`, () => {
  it('of the app, again and again: what was acknowledged is stored once, and the books are right at each start', async () => {
    const random = makeRandom(seed);
    const work = keepWorking(floor.movers.slice(0, MOVERS));
    const reached = { kills: 0, repeats: 0, alreadyCommitted: 0 };
    for (; reached.kills < 3 * rounds; reached.kills += 1) {
      await work.grown(GAP + random.int(GAP));
      await new Promise((rest) => setTimeout(rest, random.int(10)));
      const before = repeatsOf(work.handsets, work.shop);
      await app.kill();
      expect(await judgeBooks(floor)).toEqual([]);
      app = await startAppProcess(floor.databaseUrl);
      await work.grown(4);
      expect(repeatsOf(work.handsets, work.shop), 'nothing was under way').toBeGreaterThan(before);
    }
    await work.end();
    reached.repeats = repeatsOf(work.handsets, work.shop);
    reached.alreadyCommitted =
      work.shop.alreadyCommitted + work.handsets.reduce((sum, handset) => sum + handset.alreadyCommitted, 0);
    noteReached('app killed', reached);
    expect(await judgeScans(floor, work.handsets)).toEqual([]);
    expect(await work.shop.judge()).toEqual([]);
  });

  it('of the database: the app lives on, serves again, and nothing that it had acknowledged is gone', async () => {
    const random = makeRandom(seed + 1);
    const work = keepWorking(floor.movers.slice(MOVERS));
    let kills = 0;
    for (; kills < rounds; kills += 1) {
      await work.grown(GAP + random.int(GAP));
      const before = repeatsOf(work.handsets, work.shop);
      const postmaster = (await postmasterPid(dataDir))!;
      await killServer(postmaster);
      await work.grown(GAP);
      expect(await postmasterPid(dataDir)).not.toBe(postmaster);
      expect(repeatsOf(work.handsets, work.shop), 'nothing was under way').toBeGreaterThan(before);
      expect(app.alive(), app.told()).toBe(true);
    }
    await work.end();
    noteReached('database killed', { kills, repeats: repeatsOf(work.handsets, work.shop) });
    expect(await judgeScans(floor, work.handsets)).toEqual([]);
    expect(await work.shop.judge()).toEqual([]);
  });

  it('would be caught in a server that answers first and writes after', async () => {
    const bird = await startEarlyBird(floor.databaseUrl);
    const handset = openHandset(() => bird.url, { ...floor.movers[0]!, deviceId: 'early-bird' });
    for (let scan = 0; scan < 20; scan++) await handset.pull();
    await bird.kill();
    expect((await judgeScans(floor, [handset])).join()).toContain('acknowledged and are not stored');
  });
});
