import { databaseIsAway } from './away.ts';
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

export interface RelayDeps {
  db: Database;
  clock: Clock;
  log: Log;
  consumers: Consumer[];
  poll_ms?: number;
}

/** What no bell rang for is found this often: what was told while a connection was gone. */
const POLL_MS = 1000;
/** After this, what was told and could not be read yet is looked for again. */
const LATE_MS = 50;

/**
 * Runs the consumers of this process, in turn; any number of processes may, since a cursor row is locked while it moves. The
 * bell wakes only those who listen for what was told: all of them at every commit would ask the database thirty times a scan.
 */
export function startRelay(deps: RelayDeps): Relay {
  const { db, log, consumers, poll_ms = POLL_MS } = deps;
  let stopped = false;
  let running: Promise<void> | undefined;
  const waiting = new Set<Consumer>();
  const late = new Set<Consumer>();
  let soon: NodeJS.Timeout | undefined;
  const pass = async () => {
    while (waiting.size > 0 && !stopped) {
      const [consumer] = waiting;
      waiting.delete(consumer!);
      const ahead = await hearTurn(deps, consumer!).catch((error: unknown) => {
        log.error({ err: error, consumer: consumer!.name }, 'outbox relay');
        return 'nothing';
      });
      // behind the others
      if (ahead === 'more') waiting.add(consumer!);
      if (ahead === 'late') wakeSoon(consumer!);
    }
  };
  const wake = (listening: Iterable<Consumer>) => {
    for (const consumer of listening) waiting.add(consumer);
    if (waiting.size === 0 || stopped) return;
    running ??= pass().finally(() => {
      running = undefined;
      wake([]);
    });
  };
  const wakeSoon = (consumer: Consumer) => {
    late.add(consumer);
    soon ??= setTimeout(() => {
      soon = undefined;
      wake(late);
      late.clear();
    }, LATE_MS);
  };
  const hearBell = (kinds: ReadonlySet<string> | undefined) =>
    setImmediate(() =>
      wake(consumers.filter((consumer) => kinds === undefined || consumer.kinds.some((kind) => kinds.has(kind)))),
    );
  bell.on('told', hearBell);
  const timer = setInterval(() => wake(consumers), poll_ms);
  wake(consumers);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      clearTimeout(soon);
      bell.off('told', hearBell);
      await running;
    },
    async settle() {
      // a fact may have been told and not be readable yet, while an older transaction of the server is still running
      const { last } = await one<{ last: string }>(db, LAST_TOLD);
      const names = consumers.map(({ name }) => name);
      for (;;) {
        await running;
        wake(consumers);
        await running;
        const { behind } = await one<{ behind: boolean }>(db, BEHIND, { last, names });
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

/** Facts of all kinds that are read at a time, and those among them that a consumer hears before it is the next one's turn. */
const AHEAD = 200;
const TURN = 20;

/** Where another process hears, or has heard meanwhile, there is none. */
const PLACE = `SELECT name FROM consumer WHERE name = :name AND cursor = :from FOR UPDATE SKIP LOCKED`;

/**
 * Each fact is heard in a transaction of its own: what one holds or waits for never meets what another does, and one that
 * has to be tried again repeats nothing.
 * @returns what lies ahead of the consumer still
 */
async function hearTurn(deps: RelayDeps, consumer: Consumer): Promise<'more' | 'late' | 'nothing'> {
  const { name, kinds } = consumer;
  let from = await placeOf(deps.db, name);
  const { facts, passed, more, late } = await heardAfter(deps.db, { cursor: from, kinds, limit: AHEAD });
  for (const fact of facts.slice(0, TURN)) {
    if (!(await hearOne(deps, consumer, { from, fact }))) return 'nothing';
    from = fact.cursor;
  }
  if (facts.length > TURN) return 'more';
  if (passed !== undefined && passed !== from) {
    const pass = `UPDATE consumer SET cursor = :passed WHERE name = (${PLACE})`;
    await change(deps.db, pass, { name, from, passed });
  }
  if (more) return 'more';
  return late ? 'late' : 'nothing';
}

/** The cursor, made at the first use of its consumer. */
async function placeOf(db: Database, name: string): Promise<string> {
  const place = `SELECT cursor FROM consumer WHERE name = :name`;
  const found = await maybe<{ cursor: string }>(db, place, { name });
  if (found !== undefined) return found.cursor;
  await change(db, `INSERT INTO consumer (name) VALUES (:name) ON CONFLICT DO NOTHING`, { name });
  return (await one<{ cursor: string }>(db, place, { name })).cursor;
}

interface Step {
  from: string;
  fact: ToldFact;
}

/** Whoever else was in the way will have gone. */
const IN_THE_WAY = new Set(['40P01', '40001', '55P03']);

/**
 * A fact that cannot be heard is parked with its reason; the facts behind it go on. What is the database's fault or another
 * transaction's is thrown, and heard at a later turn.
 * @returns false where another process hears for this consumer
 */
async function hearOne(deps: RelayDeps, consumer: Consumer, step: Step): Promise<boolean> {
  const { name } = consumer;
  const { cursor, kind, subject } = step.fact;
  try {
    return await stepOver(deps, name, step, (work) => consumer.hear(work, step.fact));
  } catch (error) {
    if (databaseIsAway(error) || IN_THE_WAY.has((error as { code?: string }).code ?? '')) throw error;
    deps.log.error({ err: error, consumer: name, kind, subject }, 'fact parked');
    const reason = String(error).slice(0, 500);
    return stepOver(deps, name, step, async (work) => {
      await change(
        work.tx,
        `INSERT INTO parked_fact (consumer, cursor, kind, subject, reason, at)
         VALUES (:name, :cursor, :kind, :subject, :reason, :at) ON CONFLICT DO NOTHING`,
        { name, cursor, kind, subject, reason, at: work.at },
      );
    });
  }
}

/** The effect of a fact and the move of the cursor over it, in one transaction. */
async function stepOver(
  { db, clock }: RelayDeps,
  name: string,
  { from, fact }: Step,
  effect: (work: Work) => Promise<void>,
): Promise<boolean> {
  const outcome = await transact(db, { actor: system, at: clock.now(), id: newId() }, async (work) => {
    if ((await maybe(work.tx, PLACE, { name, from })) === undefined) return done(false);
    await effect(work);
    send(work.tx, `UPDATE consumer SET cursor = :cursor WHERE name = :name`, { name, cursor: fact.cursor });
    return done(true);
  });
  if (outcome.refused) throw new Error(outcome.refusal.code);
  return outcome.value;
}
