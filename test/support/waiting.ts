import type { TestServer } from './server.ts';

/** Returns once so many of the server's sessions wait for a lock that the test holds. */
export async function untilWaiting(server: TestServer, sessions: number): Promise<void> {
  for (let turn = 0; turn < 500; turn++) {
    const { rows } = (await server.db.raw(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )) as { rows: unknown[] };
    if (rows.length >= sessions) return;
    await new Promise((rest) => setTimeout(rest, 20));
  }
  throw new Error(`${sessions} sessions never waited`);
}

/** Asks again and again until it is so; the test's own limit ends what never comes true. */
export async function untilTrue(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((rest) => setTimeout(rest, 25));
}
