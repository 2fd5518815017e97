import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { done, refuse } from '../../src/platform/errors.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import { gather, type Asked } from '../../src/platform/gather.ts';
import { newId } from '../../src/platform/ids.ts';
import { change, one, send } from '../../src/platform/sql.ts';
import { attempt, transact } from '../../src/platform/transact.ts';
import { system, type Actor, type Work } from '../../src/platform/work.ts';
import { addItem, openGround, stockOf, stow, type Ground } from '../support/goods.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let ground: Ground;
/** As the app works. */
let app: Database;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  app = connect(server.databaseUrl, 4, server.roles);
  await server.db.raw('CREATE TABLE gathered (n int PRIMARY KEY CHECK (n < 1000), tx xid8 NOT NULL, wall text)');
});
afterAll(async () => {
  await app.destroy();
  await server.close();
});

const by = (actor: Partial<Actor> = {}) => ({ actor: { ...system, ...actor }, at: server.clock.now(), id: newId() });

/** Writes each number by itself, and refuses odd ones above 100. */
async function keepNumbers(asked: Asked<number>[]) {
  const outcomes = [];
  for (const { work, input: n } of asked) {
    const { tx } = work;
    if (n > 100 && n % 2 === 1) outcomes.push(refuse('odd', 'It is odd'));
    else {
      await change(tx, `INSERT INTO gathered VALUES (:n, pg_current_xact_id(), :wall)`, {
        n,
        wall: work.actor.sellerId,
      });
      outcomes.push(done(n));
    }
  }
  return outcomes;
}

const transactionsOf = async (from: number, to: number) =>
  (
    await one<{ n: number }>(
      server.db,
      `SELECT count(DISTINCT tx)::int AS n FROM gathered WHERE n BETWEEN :from::int AND :to::int`,
      { from, to },
    )
  ).n;

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

describe('requests that come at the same moment', () => {
  it('are answered by one transaction, the first among them', async () => {
    const keep = gather(server.db, keepNumbers);
    const answers = await Promise.all(numbers(1, 50).map((n) => keep(by(), n)));
    expect(answers).toEqual(numbers(1, 50).map((n) => done(n)));
    expect(await transactionsOf(1, 50)).toBe(1);
  });

  it('go together again where those who were just answered ask at once', async () => {
    const keep = gather(server.db, keepNumbers);
    const caller = async (n: number) => {
      for (const again of [60, 70, 80]) await keep(by(), again + n);
    };
    await Promise.all(numbers(0, 9).map(caller));
    expect(await transactionsOf(60, 89)).toBe(3);
  });

  it('are refused each for itself', async () => {
    const keep = gather(server.db, keepNumbers);
    const answers = await Promise.all(numbers(101, 120).map((n) => keep(by(), n)));
    expect(answers.map(({ refused }) => refused)).toEqual(numbers(101, 120).map((n) => n % 2 === 1));
    expect((await one<{ n: number }>(server.db, `SELECT count(*)::int AS n FROM gathered WHERE n > 100`)).n).toBe(10);
  });

  it('fail each for itself where the database does not take one of them', async () => {
    const keep = gather(server.db, keepNumbers);
    const asked = [202, 204, 5000, 206, 204];
    const answers = await Promise.allSettled(asked.map((n) => keep(by(), n)));
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
    ]);
  });

  it('are all told where the database is not there, and the next ones are served', async () => {
    let broken = true;
    const keep = gather(server.db, async (asked: Asked<number>[]) => {
      if (broken) throw Object.assign(new Error('the connection is gone'), { code: '57P01' });
      return keepNumbers(asked);
    });
    const answers = await Promise.allSettled(numbers(300, 305).map((n) => keep(by(), n)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill('rejected'));
    broken = false;
    expect(await keep(by(), 302)).toEqual(done(302));
  });

  it('go behind the wall of their seller, apart from those of others', async () => {
    const keep = gather(app, async (asked: Asked<number>[]) => {
      const sellers = new Set(asked.map(({ work }) => work.actor.sellerId));
      const { seller } = await one<{ seller: string | null }>(
        asked[0]!.work.tx,
        `SELECT wall_seller()::text AS seller`,
      );
      return asked.map(({ input }) => done({ input, alone: sellers.size === 1, seller }));
    });
    const sellers = [newId(), newId(), undefined];
    const answers = await Promise.all(
      numbers(1, 30).map((n) => {
        const sellerId = sellers[n % 3];
        return keep(by(sellerId === undefined ? {} : { sellerId }), n);
      }),
    );
    expect(answers).toEqual(
      numbers(1, 30).map((input) => done({ input, alone: true, seller: sellers[input % 3] ?? null })),
    );
  });
});

describe('a transaction', () => {
  it('tells the failure of a statement that nobody waited for, not of the next one that met it', async () => {
    const failing = (work: Work) => {
      send(work.tx, `INSERT INTO gathered VALUES (:n, pg_current_xact_id())`, { n: 7000 });
      return Promise.resolve(done(1));
    };
    const meeting = async (work: Work) => {
      await failing(work);
      return done(await one(work.tx, `SELECT 1`));
    };
    const swallowing = async (work: Work) => {
      await change(work.tx, `INSERT INTO gathered VALUES (7000, pg_current_xact_id())`).catch(() => 0);
      return done(1);
    };
    await expect(transact(server.db, by(), failing)).rejects.toMatchObject({ code: '23514' });
    await expect(transact(server.db, by(), meeting)).rejects.toMatchObject({ code: '23514' });
    await expect(transact(server.db, by(), (work) => attempt(work, failing))).rejects.toMatchObject({ code: '23514' });
    await expect(transact(server.db, by(), swallowing)).rejects.toThrow('ended with ROLLBACK');
    expect(await transact(server.db, by(), async (work) => done(await one(work.tx, `SELECT 2 AS n`)))).toEqual(
      done({ n: 2 }),
    );
  });
});

describe('checkouts that ask at the same moment', () => {
  it('get one promise for one purchase, and the others what is left', async () => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[0]!, 12);
    const shop = await server.as('channel', { sellerId: ground.sellerId });
    const ask = (externalId: string, quantity: number, of = itemId) =>
      shop.post('/v1/promises', {
        channel: 'mall',
        externalId,
        lines: [{ itemId: of, quantity }],
        expiresInSeconds: 600,
      });
    const answers = await Promise.all([
      ...Array.from({ length: 20 }, () => ask('twin', 2)),
      ask('twin', 3),
      ...Array.from({ length: 8 }, (_, at) => ask(`buyer ${at}`, 2)),
      ask('unknown', 1, newId()),
    ]);
    const twins = answers.slice(0, 20);
    expect(new Set(twins.map(({ body }) => body.promiseId)).size).toBe(1);
    expect(twins.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(twins.filter(({ status }) => status === 200)).toHaveLength(19);
    expect(answers[20]!.body.error.code).toBe('promise_exists');
    const buyers = answers.slice(21, 29);
    expect(buyers.filter(({ status }) => status === 201)).toHaveLength(5);
    for (const { body } of buyers.filter(({ status }) => status !== 201)) {
      expect(body.error).toMatchObject({ code: 'not_enough_stock', details: [{ itemId, requested: 2, available: 0 }] });
    }
    expect(answers[29]!.status).toBe(404);
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 12, promised: 12 });
  });
});
