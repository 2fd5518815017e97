import { runAudit } from '../../src/commands/audit/run.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import type { TestServer } from '../support/server.ts';
import type { Floor } from './floor.ts';
import type { Handset } from './handset.ts';

/** At any moment, also in the middle of their work: what had been acknowledged by then is stored. */
export async function judgeAcked(floor: Floor, handsets: Handset[]): Promise<string[]> {
  const faults: string[] = [];
  for (const { mover, acked } of handsets) {
    const told = [...acked.keys()];
    const stored = await numbersOf(floor, mover.deviceId);
    const lost = told.filter((seq) => !stored.has(seq));
    if (lost.length > 0) faults.push(`${lost.length} scans were acknowledged and are not stored`);
  }
  return faults;
}

/** What the books say after a storm that they must not say; nothing where every promise held. */
export async function judgeScans(floor: Floor, handsets: Handset[]): Promise<string[]> {
  const faults = await judgeAcked(floor, handsets);
  for (const { mover, sent, moved } of handsets) {
    const stored = await numbersOf(floor, mover.deviceId);
    const extra = [...stored].filter((seq) => !sent.includes(seq));
    if (extra.length > 0) faults.push(`${extra.length} scans are stored that were sent only as repeats`);
    const there = await unitsAt(floor, `bin/${mover.there}`, mover.goods.itemId);
    if (there !== moved) faults.push(`${there} units lie where ${moved} were laid`);
  }
  return [...faults, ...(await judgeBooks(floor))];
}

/** Every invariant, or those of one module where others have no part in what was done. */
export async function judgeBooks(floor: Pick<Floor, 'db'>, only?: string): Promise<string[]> {
  const audit = await runAudit(floor.db);
  return audit.invariants.flatMap(({ number, name, module, rows }) =>
    rows.length === 0 || (only !== undefined && module !== only)
      ? []
      : [`the audit finds ${rows.length} rows of ${number} ${name}`],
  );
}

/**
 * Deadlocks that the database has had to break, told or not. The app and all pools end first, since a session may keep what
 * it counted to itself until then.
 */
export async function deadlocksOf(server: TestServer, pools: Database[]): Promise<number> {
  for (const pool of pools) await pool.destroy();
  await server.stop();
  const after = connect(server.databaseUrl, 1);
  const { rows } = (await after.raw(
    'SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()',
  )) as { rows: { n: number }[] };
  await after.destroy();
  return rows[0]!.n;
}

/** Units of each item, wherever they are: while people only move and promise them, the same at any moment. */
export async function unitsOfAll({ db, siteId }: Floor): Promise<string> {
  const { rows } = (await db.raw(
    `SELECT item_id || ' ' || sum(quantity) AS units FROM balance WHERE site_id = ? GROUP BY item_id ORDER BY item_id`,
    [siteId],
  )) as { rows: { units: string }[] };
  return rows.map(({ units }) => units).join('\n');
}

async function numbersOf({ db }: Floor, deviceId: string): Promise<Set<number>> {
  const { rows } = (await db.raw('SELECT seq::int FROM scan WHERE device_id = ?', [deviceId])) as {
    rows: { seq: number }[];
  };
  return new Set(rows.map(({ seq }) => seq));
}

async function unitsAt({ db, siteId }: Floor, place: string, itemId: string): Promise<number> {
  const { rows } = (await db.raw(
    'SELECT coalesce(sum(quantity), 0)::int AS n FROM balance WHERE site_id = ? AND place = ? AND item_id = ?',
    [siteId, place, itemId],
  )) as { rows: { n: number }[] };
  return rows[0]!.n;
}
