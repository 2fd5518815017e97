import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { done } from './errors.ts';
import { newId } from './ids.ts';
import type { Log } from './log.ts';
import { bell, heardAfter, type ToldFact } from './outbox.ts';
import { change, maybe, one, send } from './sql.ts';
import { transact } from './transact.ts';
import { system, type Work } from './work.ts';

/** A module's ear: `hear` runs in one transaction with the move of its cursor, so each fact takes effect once. */
export interface Consumer {
  name: string;
  kinds: string[];
  hear(work: Work, fact: ToldFact): Promise<void>;
}

export interface Relay {
  stop(): Promise<void>;
  /** Resolves when everything told before the call has been heard by every consumer. */
  settle(): Promise<void>;
}

/** What is not rung for in this process is found this often: the facts of other processes, and late commits. */
const POLL_MS = 1000;

/**
 * Runs the consumers of this process; any number of processes may, since a cursor row is locked while it moves. The bell
 * wakes only those who listen for what was told: all of them at every commit would ask the database thirty times a scan.
 */
export function startRelay(db: Database, clock: Clock, log: Log, consumers: Consumer[]): Relay {
  let stopped = false;
  let running: Promise<void> | undefined;
  const waiting = new Set<Consumer>();
  const pass = async () => {
    while (waiting.size > 0 && !stopped) {
      const [consumer] = waiting;
      waiting.delete(consumer!);
      while (!stopped && (await hearBatch(db, clock, log, consumer!)));
    }
  };
  const wake = (listening: Consumer[]) => {
    for (const consumer of listening) waiting.add(consumer);
    if (waiting.size === 0) return;
    running ??= pass()
      .catch((error: unknown) => log.error({ err: error }, 'outbox relay'))
      .finally(() => {
        running = undefined;
      });
  };
  const hearBell = (kinds: ReadonlySet<string>) =>
    setImmediate(() => wake(consumers.filter((consumer) => consumer.kinds.some((kind) => kinds.has(kind)))));
  bell.on('told', hearBell);
  const timer = setInterval(() => wake(consumers), POLL_MS);
  wake(consumers);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      bell.off('told', hearBell);
      await running;
    },
    async settle() {
      // a fact may have been told and not be readable yet, while an older transaction of the server is still running
      const { last } = await one<{ last: string }>(db, LAST_TOLD);
      for (;;) {
        await running;
        wake(consumers);
        await running;
        const { behind } = await one<{ behind: boolean }>(db, BEHIND, {
          last,
          names: consumers.map(({ name }) => name),
        });
        if (!behind || stopped) return;
        await new Promise((rest) => setTimeout(rest, 20));
      }
    },
  };
}

const LAST_TOLD = `SELECT coalesce((SELECT tx::text || ':' || seq FROM outbox ORDER BY tx DESC, seq DESC LIMIT 1), '0:0') AS last`;
const BEHIND = `
  SELECT count(*) < cardinality(:names::text[]) AS behind FROM consumer
   WHERE name = ANY(:names::text[])
     AND (split_part(cursor, ':', 1)::xid8, split_part(cursor, ':', 2)::bigint)
         >= (split_part(:last, ':', 1)::xid8, split_part(:last, ':', 2)::bigint)`;

const BATCH = 200;

async function hearBatch(db: Database, clock: Clock, log: Log, consumer: Consumer): Promise<boolean> {
  const outcome = await transact(db, { actor: system, at: clock.now(), id: newId() }, async (work) => {
    const place = await lockPlace(work, consumer.name);
    if (place === undefined) return done(false);
    const { kinds, name } = consumer;
    const { facts, passed, more } = await heardAfter(work.tx, { cursor: place.cursor, kinds, limit: BATCH });
    if (passed === undefined) return done(false);
    for (const fact of facts) await hearOne(work, consumer, fact, log);
    send(work.tx, `UPDATE consumer SET cursor = :cursor WHERE name = :name`, { name, cursor: passed });
    return done(more);
  });
  return !outcome.refused && outcome.value;
}

/** The consumer's cursor, made at its first use; nothing where another process is hearing for it. */
async function lockPlace(work: Work, name: string): Promise<{ cursor: string } | undefined> {
  const place = `SELECT cursor FROM consumer WHERE name = :name FOR UPDATE SKIP LOCKED`;
  const found = await maybe<{ cursor: string }>(work.tx, place, { name });
  if (found !== undefined) return found;
  const made = await change(work.tx, `INSERT INTO consumer (name) VALUES (:name) ON CONFLICT DO NOTHING`, { name });
  return made === 1 ? maybe(work.tx, place, { name }) : undefined;
}

/** A fact that cannot be heard is parked with its reason; the facts behind it go on. */
async function hearOne(work: Work, consumer: Consumer, fact: ToldFact, log: Log): Promise<void> {
  const told = work.facts.length;
  try {
    await work.tx.transaction((tx) => consumer.hear({ ...work, tx }, fact));
  } catch (error) {
    if (['40P01', '40001'].includes((error as { code?: string }).code ?? '')) throw error;
    work.facts.length = told;
    log.error({ err: error, consumer: consumer.name, kind: fact.kind, subject: fact.subject }, 'fact parked');
    await change(
      work.tx,
      `INSERT INTO parked_fact (consumer, cursor, kind, subject, reason, at)
       VALUES (:consumer, :cursor, :kind, :subject, :reason, :at) ON CONFLICT DO NOTHING`,
      {
        consumer: consumer.name,
        cursor: fact.cursor,
        kind: fact.kind,
        subject: fact.subject,
        reason: String(error).slice(0, 500),
        at: work.at,
      },
    );
  }
}
