import { runAudit } from '../../src/commands/audit/run.ts';
import { modules } from '../../src/modules.ts';
import { connect } from '../../src/platform/database.ts';
import { ask } from '../support/ask.ts';
import type { AppProcess, Ground } from './ground.ts';
import { median, quantile } from './figures.ts';
import type { Driven } from './load.ts';

/** One way of doing it, measured once. */
export interface Sample {
  way: string;
  round: number;
  done: number;
  failed: number;
  failure?: string;
  perSecond: number;
  p50_ms: number;
  p99_ms: number;
  /** Processor milliseconds each: of the app, of the database, of whoever asked. */
  app_ms: number;
  database_ms: number;
  asking_ms: number;
}

/** Drives once and reads what it cost. */
export async function sampled(
  { ground, app }: { ground: Ground; app: AppProcess },
  { way, round }: { way: string; round: number },
  drive: () => Promise<Driven>,
): Promise<Sample> {
  const [database, served] = [ground.databaseCpu_s(), await app.cpu_s()];
  const { done, failed, failure, seconds, waits_ms, cpu_s } = await drive();
  const [databaseAfter, servedAfter] = [ground.databaseCpu_s(), await app.cpu_s()];
  if (done === 0) throw new Error(`${way}: nothing was done; ${failure ?? ''}`);
  const each = (from: number | null, to: number | null) =>
    from === null || to === null ? Number.NaN : ((to - from) * 1000) / done;
  return {
    way,
    round,
    done,
    failed,
    ...(failure === undefined ? {} : { failure }),
    perSecond: done / seconds,
    p50_ms: quantile(waits_ms, 0.5),
    p99_ms: quantile(waits_ms, 0.99),
    app_ms: each(served, servedAfter),
    database_ms: each(database, databaseAfter),
    asking_ms: each(0, cpu_s),
  };
}

/** The ways of one round, each time another one first, so that none always follows the same one. */
export function rotated<T>(ways: readonly T[], round: number): T[] {
  return ways.map((_, at) => ways[(at + round) % ways.length]!);
}

export function middleOf(samples: Sample[], way: string, value: (sample: Sample) => number): number {
  return median(samples.filter((sample) => sample.way === way && sample.round > 0).map(value));
}

/** The median over the rounds of one way against another of the same round, since a machine is not always alike fast. */
export function ratioOf(
  samples: Sample[],
  [way, yardstick]: [string, string],
  value: (sample: Sample) => number,
): number {
  const of = (which: string) => samples.filter((sample) => sample.way === which && sample.round > 0);
  const measured = new Map(of(yardstick).map((sample) => [sample.round, value(sample)]));
  return median(of(way).map((sample) => value(sample) / measured.get(sample.round)!));
}

/**
 * Processor milliseconds of the server: of the database and of whoever runs the statements. Where others want the
 * processors, too, this is told apart better than what is done a second.
 */
export const server_ms = (sample: Sample, inApp: boolean): number =>
  sample.database_ms + (inApp ? sample.app_ms : sample.asking_ms);

const consumers = modules.flatMap((module) => module.consumers ?? []).length;

const HEARD = `
  WITH told AS (SELECT tx, seq FROM outbox ORDER BY tx DESC, seq DESC LIMIT 1)
  SELECT count(*)::int FROM consumer
   WHERE NOT EXISTS (SELECT 1 FROM told WHERE (told.tx, told.seq)
                       > (split_part(cursor, ':', 1)::xid8, split_part(cursor, ':', 2)::bigint))`;

const PATIENCE_MS = 300_000;

/** Waits until every consumer of the app has heard what was told: the work behind the answers. */
export async function untilHeard({ url }: Ground): Promise<void> {
  const began = performance.now();
  for (let heard = -1; heard < consumers; [heard] = (await ask(url, HEARD)) as [number]) {
    if (performance.now() - began > PATIENCE_MS) throw new Error(`${heard} of ${consumers} consumers keep up`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

export interface Books {
  clean: boolean;
  broken: string[];
}

/** Every invariant against the database that was measured. */
export async function audited(ground: Ground): Promise<Books> {
  const db = connect(ground.url, 1);
  try {
    const { clean, invariants } = await runAudit(db);
    return {
      clean,
      broken: invariants.filter(({ rows }) => rows.length > 0).map(({ number, name }) => `${number} ${name}`),
    };
  } finally {
    await db.destroy();
  }
}

export const auditLine = ({ clean, broken }: Books) =>
  `the audit is ${clean ? 'clean' : `NOT clean: ${broken.join(', ')}`}`;
