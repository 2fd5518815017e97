import type { ChildProcess } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wallClock } from '../../src/platform/clock.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import { done } from '../../src/platform/errors.ts';
import { newId } from '../../src/platform/ids.ts';
import { makeLog } from '../../src/platform/log.ts';
import { startRelay, type Consumer, type Relay } from '../../src/platform/relay.ts';
import { ringAfar, type FarBell } from '../../src/platform/ringAfar.ts';
import { change, rows } from '../../src/platform/sql.ts';
import { transact } from '../../src/platform/transact.ts';
import { system, tell } from '../../src/platform/work.ts';
import { CONSUMERS, KIND, killed, RELAY, startRelayProcess } from '../storms/relayProcess.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { untilTrue } from '../support/waiting.ts';

/** Nothing that these tests wait for can come from the poll. */
const NEVER_MS = 3_600_000;

const log = makeLog('silent');
let fresh: FreshDatabase;
let db: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = connect(fresh.url, 8);
  await db.raw(`CREATE TABLE heard (id bigserial, consumer text NOT NULL, aggregate uuid NOT NULL, n int NOT NULL)`);
});
afterAll(async () => {
  await db?.destroy();
  await fresh?.drop();
});

function tellOf(subject: string, numbers: number[], kind = KIND): Promise<unknown> {
  return transact(db, { actor: system, at: new Date(), id: newId() }, (work) => {
    for (const n of numbers) tell(work, { kind, subject, body: { n } });
    return Promise.resolve(done(undefined));
  });
}

async function heardOf(subject: string, consumer: string): Promise<number[]> {
  const heard = `SELECT n FROM heard WHERE aggregate = :subject AND consumer = :consumer ORDER BY id`;
  return (await rows<{ n: number }>(db, heard, { subject, consumer })).map(({ n }) => n);
}

const allHeard = (subject: string, count: number) => async () => {
  const lists = await Promise.all(CONSUMERS.map((consumer) => heardOf(subject, consumer)));
  return lists.every((list) => list.length === count);
};

describe('the bell of another process', () => {
  let bell: FarBell;
  let relays: ChildProcess[] = [];

  beforeAll(async () => {
    bell = ringAfar(db, log);
    relays = await Promise.all([startRelayProcess(fresh.url, NEVER_MS), startRelayProcess(fresh.url, NEVER_MS)]);
  });
  afterAll(async () => {
    for (const relay of relays) await killed(relay);
    await bell.stop();
  });

  it('is heard by every process that hears, without a look at the clock', async () => {
    for (let turn = 0; turn < 10; turn++) {
      const subject = newId();
      await tellOf(subject, [1, 2]);
      await untilTrue(allHeard(subject, 2));
    }
  });

  it('is heard again after every connection of those who hear was ended, what was told meanwhile included', async () => {
    const { rowCount } = (await db.raw(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = ?`,
      [RELAY],
    )) as { rowCount: number };
    expect(rowCount).toBeGreaterThanOrEqual(2);
    const [meanwhile, after] = [newId(), newId()];
    await tellOf(meanwhile, [1]);
    await untilTrue(allHeard(meanwhile, 1));
    await tellOf(after, [1]);
    await untilTrue(allHeard(after, 1));
  });

  it('is rung again after the connection of the one who tells was ended', async () => {
    await db.raw(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'daybreak' AND query LIKE '%told%'
          AND pid <> pg_backend_pid()`,
    );
    const subject = newId();
    await tellOf(subject, [1]);
    await untilTrue(allHeard(subject, 1));
  });
});

describe('a relay', () => {
  let relay: Relay | undefined;
  afterEach(() => relay?.stop());

  const writes = (name: string, kind: string, more: (n: number) => Promise<void> | void = () => {}): Consumer => ({
    name,
    kinds: [kind],
    async hear(work, { subject, body }) {
      const { n } = body as { n: number };
      const insert = `INSERT INTO heard (consumer, aggregate, n) VALUES (:name, :subject, :n)`;
      await change(work.tx, insert, { name, subject, n });
      await more(n);
    },
  });
  const hearing = (consumers: Consumer[]) => {
    relay = startRelay({ db, clock: wallClock, log, consumers, poll_ms: NEVER_MS });
    return relay;
  };
  const fault = (code?: string) => Object.assign(new Error('it cannot be heard'), { code });

  it('parks a fact whose statements take too long, which they would at every turn', async () => {
    const [kind, subject] = ['test.slow', newId()];
    await tellOf(subject, [1, 2, 3], kind);
    const slow = writes(kind, kind, (n) => {
      if (n === 2) throw fault('57014');
    });
    await hearing([slow]).settle();
    expect(await heardOf(subject, kind)).toEqual([1, 3]);
  });

  it.each([undefined, true] as const)(
    'parks a fact that cannot be heard, undone whole, and hears those before and behind it once (together: %s)',
    async (together) => {
      const kind = `test.poisoned ${together}`;
      const subject = newId();
      const numbers = Array.from({ length: 50 }, (_, at) => at + 1);
      await tellOf(subject, numbers, kind);
      const tried: number[] = [];
      const poisoned = writes(kind, kind, (n) => {
        tried.push(n);
        if (n === 30) throw fault();
      });
      const beside = `${kind} beside`;
      await hearing([{ ...poisoned, ...(together && { together }) }, writes(beside, kind)]).settle();
      // of several together it shows by hearing each again by itself
      expect(tried).toEqual(together ? [...numbers.slice(0, 30), ...numbers] : numbers);
      expect(await heardOf(subject, kind)).toEqual(numbers.filter((n) => n !== 30));
      expect(await heardOf(subject, beside)).toEqual(numbers);
      const parked = await rows(db, `SELECT consumer, kind, reason FROM parked_fact WHERE subject = :subject`, {
        subject,
      });
      expect(parked).toEqual([{ consumer: kind, kind, reason: 'Error: it cannot be heard' }]);
    },
  );

  it.each(['40P01', '40001', '23505'])(
    'hears a fact again that met another transaction (%s), and no other',
    async (code) => {
      const [kind, subject] = [`test.met${code}`, newId()];
      await tellOf(subject, [1, 2, 3, 4], kind);
      const tried: number[] = [];
      const met = writes(kind, kind, (n) => {
        tried.push(n);
        if (n === 3 && tried.length < 5) throw fault(code);
      });
      await hearing([met]).settle();
      expect(tried).toEqual([1, 2, 3, 3, 3, 4]);
      expect(await heardOf(subject, kind)).toEqual([1, 2, 3, 4]);
    },
  );

  it.each(['53100', '57P01', '08006'])(
    'parks nothing for a fault of the database (%s): the fact is heard later',
    async (code) => {
      const [kind, subject] = [`test.away${code}`, newId()];
      await tellOf(subject, [1, 2, 3], kind);
      let faults = 0;
      const away = writes(kind, kind, (n) => {
        if (n === 2 && faults++ < 3) throw fault(code);
      });
      await hearing([away, writes(`${kind} beside`, kind)]).settle();
      expect(faults).toBe(4);
      expect(await heardOf(subject, kind)).toEqual([1, 2, 3]);
      expect(await heardOf(subject, `${kind} beside`)).toEqual([1, 2, 3]);
      expect(await rows(db, `SELECT * FROM parked_fact WHERE subject = :subject`, { subject })).toEqual([]);
    },
  );

  it('keeps nothing locked for one fact while it hears the next', async () => {
    const [kind, subject] = ['test.locking', newId()];
    await db.raw('CREATE TABLE wanted (n int PRIMARY KEY, times int NOT NULL)');
    await db.raw('INSERT INTO wanted VALUES (1, 0), (2, 0)');
    await tellOf(subject, [1, 2], kind);
    const touch = (n: number) => `UPDATE wanted SET times = times + 1 WHERE n = ${n}`;
    const locking: Consumer = {
      name: kind,
      kinds: [kind],
      async hear(work, { body }) {
        const { n } = body as { n: number };
        await change(work.tx, touch(n), {});
        // somebody who takes them the other way round would be in a deadlock with a relay that keeps the first
        if (n === 2) await db.raw(touch(1));
      },
    };
    await hearing([locking]).settle();
    expect(await rows(db, 'SELECT n, times FROM wanted ORDER BY n')).toEqual([
      { n: 1, times: 2 },
      { n: 2, times: 1 },
    ]);
  });

  it('hears what a transaction tells after what others told for whom it waited, though it began before them', async () => {
    const [kind, subject] = ['test.waited', newId()];
    const relay = hearing([writes(kind, kind)]);
    await relay.settle();
    await transact(db, { actor: system, at: new Date(), id: newId() }, async (work) => {
      // it has written, and so has its number; now it waits for another
      await work.tx.raw('SELECT pg_current_xact_id()');
      await tellOf(subject, [1, 2], kind);
      tell(work, { kind, subject, body: { n: 3 } });
      return done(undefined);
    });
    await tellOf(subject, [4], kind);
    await relay.settle();
    expect(await heardOf(subject, kind)).toEqual([1, 2, 3, 4]);
  });

  it('hears what could not be read yet, while an older transaction was under way, soon after that has ended', async () => {
    const [kind, subject] = ['test.late', newId()];
    let heard: () => void;
    const once = new Promise<void>((resolve) => (heard = resolve));
    await hearing([writes(kind, kind, () => heard())]).settle();
    const older = await db.transaction();
    await older.raw('SELECT pg_current_xact_id()');
    await tellOf(subject, [1], kind);
    // the bell has rung, and nothing was to be read
    await new Promise((rest) => setTimeout(rest, 100));
    expect(await heardOf(subject, kind)).toEqual([]);
    await older.commit();
    await once;
  });
});
