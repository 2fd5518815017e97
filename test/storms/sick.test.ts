import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp, type App } from '../../src/app.ts';
import { databaseIsAway } from '../../src/platform/away.ts';
import { wallClock } from '../../src/platform/clock.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import { makeLog } from '../../src/platform/log.ts';
import { rolesOf } from '../../src/platform/roles.ts';
import { one } from '../../src/platform/sql.ts';
import { startAppProcess, type AppProcess } from '../support/appProcess.ts';
import { freshDatabase } from '../support/database.ts';
import { openProxy, through, type Proxy } from '../support/proxy.ts';
import { untilTrue } from '../support/waiting.ts';
import { layFloor, type Floor } from './floor.ts';
import { openHandset } from './handset.ts';
import { judgeBooks, judgeScans } from './judge.ts';
import { startDeafPool } from './naive/deafPool.ts';
import { openShop } from './shop.ts';
import { noteReached, rounds, seed } from './size.ts';

const MOVERS = 3;
const LONGEST_MS = 1000;

let floor: Floor;
/** Between the apps and their database. */
let wire: Proxy;

beforeAll(async () => {
  floor = await layFloor({ movers: MOVERS, shopUnits: 900 }, await freshDatabase());
  wire = await openProxy(Number(new URL(floor.databaseUrl).port));
});
afterAll(async () => {
  await wire?.close();
  await floor?.close();
});

describe(`an app whose connections to its database are cut under it (seed ${seed})`, () => {
  let app: AppProcess;

  beforeAll(async () => {
    app = await startAppProcess(through(wire, floor.databaseUrl));
  });
  afterAll(() => app?.stop());

  /** By the server, which says so, or by the wire, which says nothing. */
  const blows = {
    async ended() {
      const { rows } = (await floor.db.raw(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      )) as { rows: unknown[] };
      return rows.length;
    },
    cut() {
      const { open } = wire;
      wire.cutAll();
      return Promise.resolve(open);
    },
  };

  it('lives on, asks its callers to come again, and loses nothing', async () => {
    const handsets = floor.movers.map((mover) => openHandset(() => app.url, mover));
    const shop = openShop(() => app.url, floor);
    const until = { stop: false };
    const loops = [...handsets, shop].map(async (one) => {
      while (!until.stop) await one.pull();
    });
    const done = Promise.all(loops);
    done.catch(() => (until.stop = true));
    const answers = () => shop.answered + handsets.reduce((sum, { acked }) => sum + acked.size, 0);
    const reached = { ended: 0, cut: 0, repeats: 0 };
    for (let blow = 0; blow < 6 * rounds; blow++) {
      const enough = answers() + 25;
      await untilTrue(() => Promise.resolve(until.stop || answers() >= enough));
      const kind = blow % 2 === 0 ? 'ended' : 'cut';
      reached[kind] += await blows[kind]();
    }
    until.stop = true;
    await done;
    reached.repeats = shop.repeats + handsets.reduce((sum, { repeats }) => sum + repeats, 0);
    noteReached('connections cut', reached);
    expect(app.alive(), app.told()).toBe(true);
    expect(await judgeScans(floor, handsets)).toEqual([]);
    expect(await shop.judge()).toEqual([]);
    for (const [branch, hits] of Object.entries(reached)) expect(hits, branch).toBeGreaterThan(0);
  });

  it('would be caught in a process that does not listen to its pool', async () => {
    const { ended } = await startDeafPool(floor.databaseUrl);
    const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'deaf' AND datname = current_database()`;
    expect(await floor.db.raw(end)).toMatchObject({ rowCount: 1 });
    expect(await ended).not.toBe(0);
  });
});

describe('an app that cannot reach its database', () => {
  let db: Database;
  let app: App;
  let url: string;

  beforeAll(async () => {
    // the copy has had roles of its own since an app was started on it
    db = connect(through(wire, floor.databaseUrl), 4, rolesOf(new URL(floor.databaseUrl).pathname.slice(1)));
    app = await buildApp({ db, clock: wallClock, log: makeLog('silent'), role: 'web', longest_ms: LONGEST_MS });
    await new Promise<void>((listening) => app.http.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(app.http.address() as { port: number }).port}`;
  });
  afterAll(async () => {
    app.http.close();
    app.http.closeAllConnections();
    await app.stop();
    await db.destroy();
  });

  const stock = () =>
    fetch(`${url}/v1/stock?siteId=${floor.siteId}&itemId=${floor.shop.itemId}`, {
      headers: { authorization: `Bearer ${floor.shop.token}` },
    });
  const told = async (response: Response) => ({
    status: response.status,
    again: response.headers.get('retry-after') !== null,
    code: ((await response.json()) as { error?: { code: string } }).error?.code,
  });
  const away = { status: 503, again: true, code: 'unavailable' };

  it('on a wire that is dead at both ends keeps nobody waiting, and serves again when it is alive', async () => {
    expect((await stock()).status).toBe(200);
    wire.stall();
    const answers = await Promise.all(Array.from({ length: 6 }, async () => told(await stock())));
    wire.flow();
    expect(answers).toEqual(Array.from({ length: 6 }, () => away));
    await untilTrue(async () => (await stock()).status === 200);
  });

  it('gives up a connection that is half open for good by its own clock, and lends it to nobody again', async () => {
    const impatient = connect(through(wire, floor.databaseUrl), 1, undefined, { patience_ms: 500 });
    const ask = (n: number) => one<{ n: number }>(impatient, 'SELECT :n::int AS n', { n });
    expect(await ask(1)).toEqual({ n: 1 });
    wire.stall();
    const given = await ask(2).catch((error: unknown) => error);
    expect(databaseIsAway(given), String(given)).toBe(true);
    wire.flow();
    // the only place in the pool is free, and what the dead one answers late is nobody's
    await untilTrue(() =>
      ask(3).then(
        ({ n }) => n === 3,
        () => false,
      ),
    );
    await impatient.destroy();
  });

  it('because every connection waits for a lock answers the others 503, and all of them once it is free', async () => {
    const holder = await floor.db.transaction();
    await holder.raw('LOCK TABLE item_stock IN ACCESS EXCLUSIVE MODE');
    const answers = await Promise.all(Array.from({ length: 12 }, async () => told(await stock())));
    await holder.rollback();
    expect(answers).toEqual(Array.from({ length: 12 }, () => away));
    await untilTrue(async () => (await stock()).status === 200);
  });

  it('leaves the books as they were', async () => {
    expect(await judgeBooks(floor)).toEqual([]);
  });
});
