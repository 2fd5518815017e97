import type { Tx } from '../../src/platform/work.ts';
import type { TestServer } from './server.ts';

/**
 * Returns once so many sessions wait for the holder's locks, or behind others who do. Whoever waits a moment for another of the
 * server's own sessions is not of them.
 */
export async function untilWaiting(server: Pick<TestServer, 'db'>, holder: Tx, sessions: number): Promise<void> {
  const { rows: held } = (await holder.raw('SELECT pg_backend_pid() AS pid')) as { rows: { pid: number }[] };
  for (let turn = 0; turn < 500; turn++) {
    const { rows } = (await server.db.raw(
      `WITH RECURSIVE behind AS (
         SELECT ?::int AS pid
         UNION SELECT a.pid FROM pg_stat_activity a JOIN behind b ON b.pid = ANY(pg_blocking_pids(a.pid))
          WHERE a.datname = current_database())
       SELECT pid FROM behind`,
      [held[0]!.pid],
    )) as { rows: unknown[] };
    if (rows.length > sessions) return;
    await new Promise((rest) => setTimeout(rest, 20));
  }
  throw new Error(`${sessions} sessions never waited`);
}

/**
 * Starts them one behind the other, all of them before any is committed: each has done all but tell of it, or waits for one
 * before it, and they are let go in the order in which they came.
 */
export async function atOnce<T>(server: TestServer, starts: (() => Promise<T>)[]): Promise<T[]> {
  // no job is due any more, since the clock stands
  await server.app.jobs?.runDue();
  await server.settle();
  const holder = await server.db.transaction();
  await holder.raw('LOCK TABLE outbox IN EXCLUSIVE MODE');
  const begun: Promise<T>[] = [];
  try {
    for (const start of starts) {
      begun.push(start());
      await untilWaiting(server, holder, begun.length);
    }
  } finally {
    await holder.rollback();
  }
  return Promise.all(begun);
}

/** Where so many meet: each waits there until all have come, and nobody after that. */
export function meetingOf(people: number): () => Promise<void> {
  let come = 0;
  let begin: () => void;
  const all = new Promise<void>((resolve) => (begin = resolve));
  return () => {
    come += 1;
    if (come === people) begin();
    return all;
  };
}

/** Asks again and again until it is so; the test's own limit ends what never comes true. */
export async function untilTrue(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((rest) => setTimeout(rest, 25));
}
