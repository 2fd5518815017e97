import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- nothing asked it, and its condition kept every line that is given a bin from being updated in place
    DROP INDEX order_line_promised;
    -- a task is written once without a cart and once with one
    DROP INDEX pick_task_batch;
    CREATE INDEX pick_task_batch ON pick_task (site_id, batch_id, skips, seq) WHERE batch_id IS NOT NULL;
  `);
}
