import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killServer } from '../../src/commands/day/killServer.ts';
import { makeRandom } from '../../src/commands/day/random.ts';
import { connect, migrate } from '../../src/platform/database.ts';
import { deleteEmbedded, postmasterPid, startEmbedded, type Embedded } from '../../src/platform/embedded/index.ts';
import { startAppProcess, type AppProcess } from '../support/appProcess.ts';
import { untilWaiting } from '../support/waiting.ts';
import { layFloor, type Floor } from './floor.ts';
import { openHandset } from './handset.ts';
import { judgeAcked, judgeBooks, judgeScans, unitsOfAll } from './judge.ts';
import {
  askAgain,
  heldBy,
  holdUp,
  judgeKeyed,
  judgeTimes,
  sendKeyed,
  timesDone,
  type Keyed,
  type Met,
} from './keyed.ts';
import { startEarlyBird } from './naive/earlyBird.ts';
import { answerNaively } from './naive/key.ts';
import { lengthOf, noteReached, rounds, seed } from './size.ts';
import { keepWorking, type Working } from './working.ts';

const MOVERS = 3;
/** Answers between two blows: in the long form so many that ten thousand scans and two thousand promises are among them. */
const GAP = rounds === 1 ? 24 : 320;

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
    { movers: 2 * MOVERS, moverUnits: lengthOf(1000, 10_000), shopUnits: 900 },
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

/** Whatever has been cut: nothing that was answered is gone, and no unit is. */
async function expectKept({ handsets, shop }: Working, whole: string): Promise<void> {
  expect([...(await judgeAcked(floor, handsets)), ...(await shop.judgeAnswered())]).toEqual([]);
  expect(await unitsOfAll(floor)).toBe(whole);
}

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

describe(`kill -9 in the middle of scans and promises (seed ${seed})`, () => {
  it('of the app, again and again: what was acknowledged is stored once, and the books are right at each start', async () => {
    const random = makeRandom(seed);
    const whole = await unitsOfAll(floor);
    const work = keepWorking(() => app.url, floor, floor.movers.slice(0, MOVERS));
    const reached = { kills: 0, scans: 0, promised: 0, repeats: 0, alreadyCommitted: 0, slowest_ms: 0 };
    for (; reached.kills < lengthOf(3, 50); reached.kills += 1) {
      await work.grown(GAP + random.int(GAP));
      await new Promise((rest) => setTimeout(rest, random.int(10)));
      const [scans, promises] = [sum(work.handsets.map(({ repeats }) => repeats)), work.shop.repeats];
      await app.kill();
      expect(await judgeBooks(floor)).toEqual([]);
      await expectKept(work, whole);
      const begun = performance.now();
      app = await startAppProcess(floor.databaseUrl);
      reached.slowest_ms = Math.max(reached.slowest_ms, Math.ceil(performance.now() - begun));
      await work.grown(4);
      expect(sum(work.handsets.map(({ repeats }) => repeats)), 'no scan was under way').toBeGreaterThan(scans);
      expect(work.shop.repeats, 'no promise was under way').toBeGreaterThan(promises);
    }
    await work.end();
    reached.scans = sum(work.handsets.map(({ acked }) => acked.size));
    reached.promised = work.shop.promised;
    reached.repeats = work.repeats();
    reached.alreadyCommitted = work.alreadyCommitted();
    noteReached('app killed', reached);
    expect(reached.scans).toBeGreaterThanOrEqual(lengthOf(60, 10_000));
    expect(reached.promised).toBeGreaterThanOrEqual(lengthOf(10, 2000));
    expect(await judgeScans(floor, work.handsets)).toEqual([]);
    expect(await work.shop.judge()).toEqual([]);
  });

  it('of the database: the app lives on, serves again, and nothing that it had acknowledged is gone', async () => {
    const random = makeRandom(seed + 1);
    const whole = await unitsOfAll(floor);
    const work = keepWorking(() => app.url, floor, floor.movers.slice(MOVERS));
    let [kills, slowest_ms] = [0, 0];
    for (; kills < lengthOf(1, 20); kills += 1) {
      await work.grown(GAP + random.int(GAP));
      const before = work.repeats();
      const postmaster = (await postmasterPid(dataDir))!;
      await killServer(postmaster);
      const gone = performance.now();
      await work.grown(1);
      slowest_ms = Math.max(slowest_ms, Math.ceil(performance.now() - gone));
      await work.grown(GAP);
      expect(await postmasterPid(dataDir)).not.toBe(postmaster);
      await expectKept(work, whole);
      expect(work.repeats(), 'nothing was under way').toBeGreaterThan(before);
      expect(app.alive(), app.told()).toBe(true);
    }
    await work.end();
    noteReached('database killed', { kills, repeats: work.repeats(), slowest_ms });
    expect(await judgeScans(floor, work.handsets)).toEqual([]);
    expect(await work.shop.judge()).toEqual([]);
  });

  it('of the app while it holds keys: each is answered as at first or its work done once, and none is held for ever', async () => {
    const random = makeRandom(seed + 2);
    const met: Met = { held: 0, waited: 0, replayed: 0, done: 0 };
    const sent: Keyed[] = [];
    for (let round = 0; round < lengthOf(2, 60); round += 1) {
      // by turns in the middle of the work, which waits for a row, and at any moment after the first answer
      const isHeldUp = round % 2 === 0;
      const holder = await floor.db.transaction();
      const asked = await sendKeyed(app.url, floor, round, () =>
        isHeldUp ? holdUp(holder, floor) : Promise.resolve(),
      );
      if (isHeldUp) await untilWaiting(floor, holder, 4);
      else await Promise.race(asked.map(({ first }) => first));
      await new Promise((rest) => setTimeout(rest, random.int(60)));
      await app.kill();
      const held = await heldBy(floor);
      if (isHeldUp) expect(held).toBe(3);
      met.held += held;
      await holder.rollback();
      app = await startAppProcess(floor.databaseUrl);
      await Promise.all(asked.map((one) => askAgain(app.url, floor, one, met)));
      sent.push(...asked);
    }
    noteReached('app killed under keys', { ...met });
    expect(await judgeKeyed(floor, sent)).toEqual([]);
    expect(await heldBy(floor)).toBe(0);
    expect(await judgeBooks(floor)).toEqual([]);
    for (const [branch, times] of Object.entries(met)) expect(times, branch).toBeGreaterThan(0);
  });

  it('would be caught in a server that does the work and writes its key down after', async () => {
    await floor.db.raw('CREATE TABLE naive_key (key text, answer text); CREATE TABLE naive_effect (asked text)');
    const [holder, naive] = [await floor.db.transaction(), connect(floor.databaseUrl, 1)];
    const beside = connect(floor.databaseUrl, 1);
    await holder.raw('LOCK TABLE naive_key IN SHARE ROW EXCLUSIVE MODE');
    const asked = { key: 'held', asked: 'one unit more' };
    const first = answerNaively(naive, asked).catch(() => 'killed');
    await untilWaiting(floor, holder, 1);
    await floor.db.raw(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND relation = 'naive_key'::regclass`,
    );
    expect(await first).toBe('killed');
    await holder.rollback();
    await answerNaively(beside, asked);
    await Promise.all([naive.destroy(), beside.destroy()]);
    const found = await timesDone(floor, 'SELECT asked AS of FROM naive_effect');
    expect(judgeTimes('naive', 1, found)).toEqual(['1 keys at naive did it 2 times, for 1']);
  });

  it('would be caught in a server that answers first and writes after', async () => {
    const bird = await startEarlyBird(floor.databaseUrl);
    const handset = openHandset(() => bird.url, { ...floor.movers[0]!, deviceId: 'early-bird' });
    for (let scan = 0; scan < 20; scan++) await handset.pull();
    await bird.kill();
    expect((await judgeScans(floor, [handset])).join()).toContain('acknowledged and are not stored');
  });
});
