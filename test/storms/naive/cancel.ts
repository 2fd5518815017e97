import type { Database } from '../../../src/platform/database.ts';

/** The wrong twin of a cancel: the order is called cancelled, and what it had of the stock stays its own. */
export async function cancelByName(db: Database, orderId: string): Promise<void> {
  await db.raw(`UPDATE customer_order SET state = 'cancelled', ended_at = now() WHERE order_id = ?`, [orderId]);
}
