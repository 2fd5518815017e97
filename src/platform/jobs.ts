import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { done } from './errors.ts';
import { newId } from './ids.ts';
import type { Log } from './log.ts';
import { change, rows } from './sql.ts';
import { transact } from './transact.ts';
import { system, type Work } from './work.ts';

/** A part of a job that is done in a transaction of its own, once the job itself is committed. */
export type Part = (work: Work) => Promise<void>;

/** Work that comes round again. Any number of processes may offer to do it; the row lets one at a time. */
export interface Job {
  name: string;
  every_s: number;
  /**
   * Answers `more` where a full set is done: the next one's turn is at once, in a transaction of its own. Or its parts, of which
   * a fault stops no other: what that left comes round with the job.
   */
  run(work: Work): Promise<'more' | Part[] | void>;
}

export interface Jobs {
  stop(): Promise<void>;
  /** Runs each job that is due by the clock, once. */
  runDue(): Promise<void>;
}

export function startJobs(db: Database, clock: Clock, log: Log, jobs: Job[]): Jobs {
  let running: Promise<void> | undefined;
  let stopped = false;
  const pass = async () => {
    const due = await dueAmong(db, clock, jobs).catch((error: unknown) => {
      log.error({ err: error }, 'jobs could not be looked up');
      return [];
    });
    for (const job of due) {
      const turn = () =>
        runIfDue({ db, clock, log }, job).catch((error: unknown) => {
          log.error({ err: error, job: job.name }, 'job failed');
        });
      while (!stopped && (await turn()) === 'more');
    }
  };
  const begin = () => {
    running = pass().finally(() => {
      running = undefined;
    });
    return running;
  };
  // a pass that is under way may have gone by a job that is due only now
  const runDue = async () => {
    while (running !== undefined) await running;
    await begin();
  };
  const timer = setInterval(() => {
    if (running === undefined) void begin();
  }, 1000);
  return {
    runDue,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

/** Those whose time has come, or that have never run; whether one is still free to be taken is asked by `runIfDue`. */
async function dueAmong(db: Database, clock: Clock, jobs: Job[]): Promise<Job[]> {
  const later = await rows<{ name: string }>(db, `SELECT name FROM job WHERE next_at > :at::timestamptz`, {
    at: clock.now(),
  });
  const waiting = new Set(later.map(({ name }) => name));
  return jobs.filter(({ name }) => !waiting.has(name));
}

interface Place {
  db: Database;
  clock: Clock;
  log: Log;
}

async function runIfDue({ db, clock, log }: Place, job: Job): Promise<'more' | void> {
  const at = clock.now();
  const next = new Date(at.getTime() + job.every_s * 1000);
  const outcome = await transact(db, { actor: system, at, id: newId() }, async (work) => {
    await change(work.tx, `INSERT INTO job (name, next_at) VALUES (:name, :at) ON CONFLICT DO NOTHING`, {
      name: job.name,
      at,
    });
    const taken = await change(
      work.tx,
      `UPDATE job SET next_at = :next
        WHERE name = (SELECT name FROM job WHERE name = :name AND next_at <= :at FOR UPDATE SKIP LOCKED)`,
      { name: job.name, at, next },
    );
    const left = taken === 1 ? await job.run(work) : undefined;
    if (left === 'more')
      await change(work.tx, `UPDATE job SET next_at = :at WHERE name = :name`, { name: job.name, at });
    return done(left);
  });
  const left = outcome.refused ? undefined : outcome.value;
  if (!Array.isArray(left)) return left;
  for (const part of left) {
    await transact(db, { actor: system, at, id: newId() }, async (work) => done(await part(work))).catch(
      (error: unknown) => log.error({ err: error, job: job.name }, 'part of a job failed'),
    );
  }
}
