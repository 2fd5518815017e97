import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../src/platform/database.ts';
import { change, one, rows, send } from '../../src/platform/sql.ts';
import { inTransaction, type Transaction } from '../../src/platform/transaction.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { untilTrue } from '../support/waiting.ts';

let fresh: FreshDatabase;
/** Of one connection: what it has prepared stays from one transaction to the next. */
let db: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = connect(fresh.url, 1);
  await inTransaction(db, 'BEGIN', (tx) => tx.raw('CREATE TABLE note (no int PRIMARY KEY, at date); SELECT 1'));
});
beforeEach(() => inTransaction(db, 'BEGIN', (tx) => tx.raw('TRUNCATE note')));
afterAll(async () => {
  await db.destroy();
  await fresh.drop();
});

const write = (tx: Transaction, no: number) => send(tx, `INSERT INTO note (no) VALUES (:no::int)`, { no });
const writeOther = (tx: Transaction, no: number) => change(tx, `INSERT INTO note VALUES (:no::int, NULL)`, { no });
const notes = async (tx: Transaction | Database) =>
  (await rows<{ no: number }>(tx, `SELECT no FROM note ORDER BY no`)).map(({ no }) => no);
const within = <T>(part: (tx: Transaction) => Promise<T>) => inTransaction(db, 'BEGIN', part);

describe('statements of one moment', () => {
  it('are answered each for itself, with the rows that it asked for, every time', async () => {
    for (let time = 0; time < 3; time++) {
      const answers = await within((tx) =>
        Promise.all([
          one(tx, `SELECT :no::int AS no, NULL::text AS nothing, '2026-11-21'::date AS day`, { no: 7 }),
          change(tx, `INSERT INTO note SELECT n FROM generate_series(:from::int, :to::int) AS n`, {
            from: time * 10,
            to: time * 10 + 4,
          }),
          rows(tx, `SELECT no FROM note WHERE no < 0`),
          one(tx, `SELECT count(*) AS notes, array_agg(no ORDER BY no) AS all FROM note WHERE no >= :from::int`, {
            from: time * 10,
          }),
        ]),
      );
      const all = [0, 1, 2, 3, 4].map((no) => time * 10 + no);
      expect(answers).toEqual([{ no: 7, nothing: null, day: '2026-11-21' }, 5, [], { notes: 5, all }]);
    }
  });

  it('run in the order in which they were sent, those without parameters in their turn', async () => {
    const seen = await within(async (tx) => {
      write(tx, 1);
      const first = notes(tx);
      const raw = tx.raw('INSERT INTO note VALUES (2); INSERT INTO note VALUES (3)');
      const then = notes(tx);
      await raw;
      return [await first, await then];
    });
    expect(seen).toEqual([[1], [1, 2, 3]]);
  });

  it('fail with what failed first, whichever of them is waited for, and leave nothing', async () => {
    for (let time = 0; time < 2; time++) {
      const failed = within(async (tx) => {
        write(tx, 1);
        write(tx, 1);
        await Promise.all([writeOther(tx, 2), notes(tx)]);
      });
      await expect(failed).rejects.toMatchObject({ code: '23505', constraint: 'note_pkey' });
      const late = within(async (tx) => {
        write(tx, 1);
        write(tx, 1);
        await notes(tx).catch(() => undefined);
        await writeOther(tx, 2);
      });
      await expect(late).rejects.toMatchObject({ code: '23505', constraint: 'note_pkey' });
      expect(await notes(db)).toEqual([]);
    }
  });

  it('that were passed over behind a failed one are known to the next transaction', async () => {
    const prepared = (tx: Transaction, no: number) => one(tx, `SELECT :no::int + 40 AS sum`, { no });
    await expect(
      within(async (tx) => {
        write(tx, 1);
        write(tx, 1);
        await prepared(tx, 2);
      }),
    ).rejects.toMatchObject({ code: '23505' });
    expect(await within((tx) => prepared(tx, 2))).toEqual({ sum: 42 });
    expect(await within((tx) => prepared(tx, 3))).toEqual({ sum: 43 });
  });

  it('are undone with the part that they stand in, and those around it stay', async () => {
    const kept = await within(async (tx) => {
      write(tx, 1);
      const part = tx.transaction(async (inner) => {
        write(inner, 2);
        write(inner, 1);
        await writeOther(inner, 3);
      });
      await expect(part).rejects.toMatchObject({ code: '23505' });
      write(tx, 4);
      return notes(tx);
    });
    expect(kept).toEqual([1, 4]);
    expect(await notes(db)).toEqual([1, 4]);
  });

  it('of an arm that runs on beside the one that failed are undone, and leave the connection as it was', async () => {
    const insert = (tx: Transaction, no: number) => tx.query({ text: `INSERT INTO note VALUES (${no}, NULL)` });
    let late: Promise<unknown> | undefined;
    const arms = within(async (tx) => {
      const runsOn = tx.query({ text: 'SELECT 1' }).then(async () => {
        insert(tx, 1).catch(() => undefined);
        await new Promise((passed) => setTimeout(passed, 50));
        late = insert(tx, 2);
        return late;
      });
      runsOn.catch(() => undefined);
      await Promise.all([runsOn, tx.query({ text: 'SELECT 1 / 0' })]);
    });
    await expect(arms).rejects.toMatchObject({ code: '22012' });
    expect(await within((tx) => notes(tx))).toEqual([]);
    await untilTrue(async () => late !== undefined);
    await expect(late).rejects.toThrow('the transaction is over');
    expect(await notes(db)).toEqual([]);
  });

  it('refuse a value that cannot be sent before anything of them goes out', async () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    await expect(
      within(async (tx) => {
        write(tx, 1);
        await rows(tx, `SELECT :circle::jsonb`, { circle });
      }),
    ).rejects.toThrow('circular');
    expect(await notes(db)).toEqual([]);
  });
});

describe('a statement', () => {
  it('has a minute, but for those of a start, such as a migration of many rows', async () => {
    const starting = connect(fresh.url, 1, undefined, { starting: true });
    const limits = await Promise.all([db, starting].map((of) => one(of, 'SHOW statement_timeout')));
    await starting.destroy();
    expect(limits).toEqual([{ statement_timeout: '1min' }, { statement_timeout: '0' }]);
  });
});
