import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- what a statement that nobody waits for must have done: where it has not, its transaction fails
    CREATE FUNCTION demand(met boolean, otherwise text) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT met THEN RAISE EXCEPTION USING ERRCODE = 'assert_failure', MESSAGE = otherwise; END IF;
    END $$;

    -- every scan reads its cart in walking order: as the index has it, none is sorted
    DROP INDEX pick_task_batch;
    CREATE INDEX pick_task_batch ON pick_task (site_id, batch_id, skips, seq, task_id) WHERE batch_id IS NOT NULL;
  `);
}
