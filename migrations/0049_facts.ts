import type { Knex } from 'knex';

/**
 * The place of a fact among all: the number of the transaction that told it, or of the newest one that had ended by then, whichever
 * is higher. A transaction has its number from its first write, and may wait after that for others with higher ones; what it
 * tells of is then later than what those told. It still tells at no place before its own number, so that whoever reads up to
 * the oldest number under way misses nothing. `seq` is drawn at the same moment, and orders what was told at one place.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    ALTER TABLE outbox ALTER tx SET DEFAULT
      greatest(pg_current_xact_id(), (pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)::text::xid8)
  `);
}
