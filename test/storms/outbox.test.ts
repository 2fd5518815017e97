import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../../src/commands/day/random.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import { done } from '../../src/platform/errors.ts';
import { newId } from '../../src/platform/ids.ts';
import { transact } from '../../src/platform/transact.ts';
import { system, tell } from '../../src/platform/work.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { untilTrue } from '../support/waiting.ts';
import { hearNaively } from './naive/relay.ts';
import { CONSUMERS, KIND, killed, RELAY, startRelayProcess } from './relayProcess.ts';
import { lengthOf, noteReached, rounds, seed } from './size.ts';

const AGGREGATES = 20;
const FACTS = lengthOf(1000, 100_000);
const AT_REST = lengthOf(20, 500);

let fresh: FreshDatabase;
let db: Database;
let relays: ChildProcess[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  db = connect(fresh.url, 8);
  await db.raw(`CREATE TABLE heard (id bigserial, consumer text NOT NULL, aggregate uuid NOT NULL, n int NOT NULL,
                  at timestamptz NOT NULL DEFAULT clock_timestamp())`);
  await db.raw('CREATE TABLE naive_mark (consumer text PRIMARY KEY, seq bigint NOT NULL)');
});
afterAll(async () => {
  for (const relay of relays) await killed(relay);
  await db?.destroy();
  await fresh?.drop();
});

/** Each aggregate's facts are numbered from 1, and told one after the other; some of their transactions end badly. */
async function tellAll(aggregates: string[], each: number): Promise<void> {
  const random = makeRandom(seed);
  await Promise.all(
    aggregates.map(async (subject) => {
      for (let n = 1; n <= each; n++) {
        const tellOne = (fails: boolean) =>
          transact(db, { actor: system, at: new Date(), id: newId() }, (work) => {
            tell(work, { kind: KIND, subject, body: { n } });
            if (fails) throw new Error('something else went wrong in this transaction');
            return Promise.resolve(done(undefined));
          });
        if (random.float() < 0.1) await tellOne(true).catch(() => undefined);
        await tellOne(false);
      }
    }),
  );
}

/** What every consumer must have heard of each aggregate, once and in order; nothing where all did. */
async function judge(consumers: string[], aggregates: string[], each: number): Promise<string[]> {
  const { rows } = (await db.raw(
    `SELECT consumer, aggregate, array_agg(n ORDER BY id) AS heard FROM heard GROUP BY 1, 2`,
  )) as { rows: { consumer: string; aggregate: string; heard: number[] }[] };
  const wanted = Array.from({ length: each }, (_, at) => at + 1).join();
  return consumers.flatMap((consumer) =>
    aggregates.flatMap((aggregate) => {
      const heard = rows.find((row) => row.consumer === consumer && row.aggregate === aggregate)?.heard ?? [];
      return heard.join() === wanted ? [] : [`${consumer} heard ${heard.length} of ${each}, or not in order`];
    }),
  );
}

const heardSoFar = async () => ((await db.raw('SELECT count(*)::int AS n FROM heard')).rows as { n: number }[])[0]!.n;

/** Ends sessions of relays that are in the middle of a transaction, waiting a moment for one to be. */
async function endSessions(): Promise<number> {
  for (let look = 1; look <= 50; look++) {
    const { rowCount } = (await db.raw(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = ? AND xact_start IS NOT NULL`,
      [RELAY],
    )) as { rowCount: number };
    if (rowCount > 0) return rowCount;
    await new Promise((rest) => setTimeout(rest, 2));
  }
  return 0;
}

/** Within how many milliseconds 99 of 100 facts are heard that are told one after the other. */
async function lagAtRest(): Promise<number> {
  const [subject, told]: [string, number[]] = [newId(), []];
  for (let n = 1; n <= AT_REST; n++) {
    await tellAll([subject], 1);
    told.push(Date.now());
    await untilTrue(async () => (await heardOf(subject)).length === n * CONSUMERS.length);
  }
  const heard = (await heardOf(subject)).map((at) => at.getTime());
  const lags = told.map((at, n) => Math.max(...heard.slice(n * CONSUMERS.length, (n + 1) * CONSUMERS.length)) - at);
  return Math.max(1, lags.toSorted((a, b) => a - b)[Math.floor(0.99 * (AT_REST - 1))]!);
}

const heardOf = async (subject: string) =>
  ((await db.raw('SELECT at FROM heard WHERE aggregate = ? ORDER BY at', [subject])).rows as { at: Date }[]).map(
    ({ at }) => at,
  );

describe(`facts that are heard while those who hear are killed (seed ${seed})`, () => {
  it('take effect once for each consumer, in the order of their aggregate', async () => {
    const random = makeRandom(seed + 1);
    relays = await Promise.all([startRelayProcess(fresh.url), startRelayProcess(fresh.url)]);
    const aggregates = Array.from({ length: AGGREGATES }, newId);
    const each = FACTS / AGGREGATES;
    const all = FACTS * CONSUMERS.length;
    const reached = { facts: FACTS, processes: 0, sessions: 0 };
    let telling = true;
    const told = tellAll(aggregates, each).finally(() => (telling = false));
    for (let blow = 1; telling || (await heardSoFar()) < all; blow++) {
      await new Promise((rest) => setTimeout(rest, 50 + random.int(100)));
      // a batch that is always cut never ends: after so many blows they are left in peace
      if (blow > 12 * rounds) continue;
      reached.sessions += await endSessions();
      if (blow % 6 !== 0) continue;
      await killed(relays.shift()!);
      reached.processes += 1;
      relays.push(await startRelayProcess(fresh.url));
    }
    await told;
    noteReached('outbox', { ...reached, lag_p99_ms: await lagAtRest() });
    expect(await judge(CONSUMERS, aggregates, each)).toEqual([]);
    expect(reached.sessions, 'sessions ended in the middle of hearing').toBeGreaterThan(0);
    expect(reached.processes).toBeGreaterThan(0);
    expect(await db.raw('SELECT * FROM parked_fact')).toMatchObject({ rowCount: 0 });
  });

  it('would be caught in relays whose mark and effect are not one', async () => {
    const aggregates = [newId(), newId()];
    await tellAll(aggregates, 20);
    await Promise.all([1, 2].map(() => hearNaively(db, 'naive', KIND)));
    expect(await judge(['naive'], aggregates, 20)).not.toEqual([]);
  });
});
