import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { done } from './errors.ts';
import { newId } from './ids.ts';
import type { Log } from './log.ts';
import { bell, heardAfter, type ToldFact } from './outbox.ts';
import { isPassing, park } from './parked/rows.ts';
import { change, maybe, one } from './sql.ts';
import { transact } from './transact.ts';
import { system, type Tx, type Work } from './work.ts';

/** A module's ear: `hear` runs in one transaction with the move of its cursor, so each fact takes effect once. */
export interface Consumer {
  name: string;
  kinds: string[];
  /**
   * What it writes hardly anybody else does: many facts are heard in one transaction. Else each has its own, so that what one
   * holds never meets what another waits for.
   */
  together?: true;
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

/** Moves a consumer's cursor. False: another process hears for it, or has heard meanwhile. */
async function move(tx: Tx, step: { name: string; from: string; to: string }): Promise<boolean> {
  const moved = await change(
    tx,
    `UPDATE consumer SET cursor = :to WHERE name =
       (SELECT name FROM consumer WHERE name = :name AND cursor = :from FOR UPDATE SKIP LOCKED)`,
    step,
  );
  return moved === 1;
}

/** @returns what lies ahead of the consumer still */
async function hearTurn(deps: RelayDeps, consumer: Consumer): Promise<'more' | 'late' | 'nothing'> {
  const { name, kinds, together } = consumer;
  let from = await placeOf(deps.db, name);
  const { facts, passed, more, late } = await heardAfter(deps.db, { cursor: from, kinds, limit: AHEAD });
  const turn = together === true ? facts : facts.slice(0, TURN);
  const heard = together === true && turn.length > 0 ? [turn] : turn.map((fact) => [fact]);
  for (const some of heard) {
    // another process hears, and may not come to the end of it
    if (!(await hearSome(deps, consumer, from, some))) return 'late';
    from = some.at(-1)!.cursor;
  }
  if (turn.length < facts.length) return 'more';
  if (passed !== undefined && passed !== from) await move(deps.db, { name, from, to: passed });
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

/**
 * A fact that cannot be heard is parked with its reason, and the facts behind it go on; which of several it is shows where
 * each is heard by itself. What is the database's fault or another transaction's is thrown, and heard at a later turn.
 * @returns false where another process hears for this consumer
 */
async function hearSome(deps: RelayDeps, consumer: Consumer, from: string, facts: ToldFact[]): Promise<boolean> {
  const { name } = consumer;
  const step = { name, from, to: facts.at(-1)!.cursor };
  try {
    return await stepOver(deps, step, async (work) => {
      for (const fact of facts) await consumer.hear(work, fact);
    });
  } catch (error) {
    const [fact] = facts as [ToldFact];
    if (facts.length > 1) return hearEach(deps, consumer, from, facts);
    if (isPassing(error)) throw error;
    deps.log.error({ err: error, consumer: name, kind: fact.kind, subject: fact.subject }, 'fact parked');
    return stepOver(deps, step, (work) => park(work, name, fact, error));
  }
}

async function hearEach(deps: RelayDeps, consumer: Consumer, from: string, facts: ToldFact[]): Promise<boolean> {
  let at = from;
  for (const fact of facts) {
    if (!(await hearSome(deps, consumer, at, [fact]))) return false;
    at = fact.cursor;
  }
  return true;
}

/** The effect of facts and the move of the cursor over them, in one transaction. */
async function stepOver(
  { db, clock }: RelayDeps,
  step: { name: string; from: string; to: string },
  effect: (work: Work) => Promise<void>,
): Promise<boolean> {
  const outcome = await transact(db, { actor: system, at: clock.now(), id: newId() }, async (work) => {
    const mine = await move(work.tx, step);
    if (mine) await effect(work);
    return done(mine);
  });
  if (outcome.refused) throw new Error(outcome.refusal.code);
  return outcome.value;
}
