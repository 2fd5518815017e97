import { maybe } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';

/** Whether somebody who gets something at this door has been erased. */
export async function erasedAtStop(tx: Tx, { siteId, stopId }: { siteId: string; stopId: string }): Promise<boolean> {
  const found = await maybe(
    tx,
    `SELECT 1 FROM stop_parcel sp
       JOIN parcel p ON p.site_id = sp.site_id AND p.parcel_id = sp.parcel_id
       JOIN recipient r ON r.seller_id = p.seller_id AND r.order_id = p.order_id
      WHERE sp.site_id = :siteId::uuid AND sp.stop_id = :stopId::uuid AND r.erased_at IS NOT NULL LIMIT 1`,
    { siteId, stopId },
  );
  return found !== undefined;
}
