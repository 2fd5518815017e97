import type { Knex } from 'knex';

/** What is written for every line of a wave, and what is written with it for no reason. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- these rows are written from the rows they name (insertTasks, insertPromises) or with them under a guard that is
    -- counted (insertAllocations), nobody may delete those, and the audit reads them: a look-up each was a quarter of a wave
    ALTER TABLE promise_line DROP CONSTRAINT promise_line_site_id_promise_id_fkey;
    ALTER TABLE pick_task DROP CONSTRAINT pick_task_site_id_task_id_fkey;
    ALTER TABLE pick_task DROP CONSTRAINT pick_task_site_id_wave_id_fkey;
    ALTER TABLE allocation DROP CONSTRAINT allocation_site_id_promise_id_fkey;

    -- nothing asked it
    DROP INDEX order_line_promised;
    -- a task is written once without a cart and once with one
    DROP INDEX pick_task_batch;
    CREATE INDEX pick_task_batch ON pick_task (site_id, batch_id, skips, seq) WHERE batch_id IS NOT NULL;
    -- room in its page for the row as it is after each of the steps that a whole wave takes at once
    ALTER TABLE order_line SET (fillfactor = 50);
    ALTER TABLE customer_order SET (fillfactor = 50);
    -- a column that an index names, in its condition too, keeps a changed row from staying in its place
    DROP INDEX pick_task_loose;
    CREATE INDEX pick_task_loose ON pick_task (site_id) WHERE batch_id IS NULL;
    DROP INDEX customer_order_deadline;
    CREATE INDEX customer_order_pay_by ON customer_order (pay_by) WHERE paid_at IS NULL AND ended_at IS NULL;
    CREATE INDEX customer_order_address_by ON customer_order (address_by) WHERE recipient IS NULL AND ended_at IS NULL;
    DROP INDEX customer_order_served;
    CREATE INDEX customer_order_served ON customer_order (site_id, promise_by) WHERE ended_at IS NOT NULL;
  `);
}
