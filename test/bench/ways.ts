import { runAudit } from '../../src/commands/audit/run.ts';
import { connect } from '../../src/platform/database.ts';
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

/** Waits until the app has done what it still had to do behind the answers. */
export async function untilQuiet(app: AppProcess): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const before = await app.cpu_s();
    await new Promise((done) => setTimeout(done, 250));
    if ((await app.cpu_s()) - before < 0.04) return;
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
