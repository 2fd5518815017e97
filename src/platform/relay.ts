import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { done } from './errors.ts';
import { newId } from './ids.ts';
import type { Log } from './log.ts';
import { bell, factsAfter, type ToldFact } from './outbox.ts';
import { change, maybe } from './sql.ts';
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

/** Runs the consumers of this process; any number of processes may, since a cursor row is locked while it moves. */
export function startRelay(db: Database, clock: Clock, log: Log, consumers: Consumer[]): Relay {
  let stopped = false;
  let running: Promise<void> | undefined;
  let again = false;
  const pass = async () => {
    do {
      again = false;
      for (const consumer of consumers) {
        while (!stopped && (await hearBatch(db, clock, log, consumer)));
      }
    } while (again && !stopped);
  };
  const wake = () => {
    again = true;
    running ??= pass()
      .catch((error: unknown) => log.error({ err: error }, 'outbox relay'))
      .finally(() => {
        running = undefined;
      });
  };
  bell.on('told', wake);
  // the poll finds what other processes told, and what was not yet visible when the bell rang
  const timer = setInterval(wake, 250);
  wake();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      bell.off('told', wake);
      await running;
    },
    async settle() {
      for (let turn = 0; turn < 3; turn++) {
        wake();
        await running;
      }
    },
  };
}

const BATCH = 200;

async function hearBatch(db: Database, clock: Clock, log: Log, consumer: Consumer): Promise<boolean> {
  const outcome = await transact(db, { actor: system, at: clock.now(), id: newId() }, async (work) => {
    await change(work.tx, `INSERT INTO consumer (name) VALUES (:name) ON CONFLICT DO NOTHING`, { name: consumer.name });
    const place = await maybe<{ cursor: string }>(
      work.tx,
      `SELECT cursor FROM consumer WHERE name = :name FOR UPDATE SKIP LOCKED`,
      { name: consumer.name },
    );
    if (place === undefined) return done(false);
    const facts = await factsAfter(work.tx, place.cursor, BATCH);
    if (facts.length === 0) return done(false);
    for (const fact of facts) {
      if (consumer.kinds.includes(fact.kind)) await hearOne(work, consumer, fact, log);
    }
    await change(work.tx, `UPDATE consumer SET cursor = :cursor WHERE name = :name`, {
      name: consumer.name,
      cursor: facts.at(-1)!.cursor,
    });
    return done(facts.length === BATCH);
  });
  return !outcome.refused && outcome.value;
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
