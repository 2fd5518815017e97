import { rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';

/** A task as its picker's screen shows it. */
export interface OpenTask {
  taskId: string;
  slot: number;
  sellerId: string;
  orderId: string;
  itemId: string;
  itemCode: string;
  itemName: string;
  binCode: string;
  lot: string;
  serial: string;
  quantity: number;
  picked: number;
}

/** A cart that its picker has claimed, as far as screens show it. */
export interface Cart {
  siteId: string;
  batchId: string;
  /** Until when the claim holds, in ms since 1970. */
  leaseUntil: number;
  slots: { slot: number; toteCode: string | null }[];
  /** Slots and bins of the tasks that are left, in walking order; what was skipped comes last. */
  openSlots: number[];
  openBins: string[];
  /** The first two of those that are left. */
  tasks: OpenTask[];
  /** Units of the first task's item that the scanned code stands for; null where it is none of its codes. */
  meant: number | null;
  /** Tasks in all. */
  total: number;
}

export interface CartAsked {
  pickerId: string;
  /** What was scanned, as it stands and in the form in which barcodes are kept. */
  code: string;
  key: string;
}

/**
 * All that the screens of pickers show of the carts that they have claimed at some sites, in one round trip: it is read with
 * every scan of the floor. In the order asked; a picker has one at each site at most.
 */
export async function claimedCarts(tx: Tx, siteIds: readonly string[], asked: CartAsked[]): Promise<Cart[][]> {
  const found = await rows<Cart & { no: number }>(
    tx,
    `SELECT a.no::int, b.site_id AS "siteId", b.batch_id AS "batchId",
            extract(epoch FROM b.lease_until)::float8 * 1000 AS "leaseUntil",
            place.slots, work.total, work.slots AS "openSlots", work.bins AS "openBins", next.tasks, next.meant
       FROM unnest(:pickerIds::uuid[], :codes::text[], :keys::text[]) WITH ORDINALITY AS a(picker_id, code, key, no)
       JOIN batch b ON b.site_id = ANY(:siteIds::uuid[]) AND b.picker_id = a.picker_id AND b.state = 'claimed'
      CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_object('slot', s.slot, 'toteCode', s.tote_code) ORDER BY s.slot), '[]') AS slots
          FROM batch_slot s WHERE s.site_id = b.site_id AND s.batch_id = b.batch_id) place
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS total, array_agg(t.task_id) FILTER (WHERE t.state = 'ready') AS task_ids,
               coalesce(json_agg(t.slot) FILTER (WHERE t.state = 'ready'), '[]') AS slots,
               coalesce(json_agg(t.bin_code) FILTER (WHERE t.state = 'ready'), '[]') AS bins
          FROM (SELECT task_id, state, slot, bin_code FROM pick_task
                 WHERE site_id = b.site_id AND batch_id = b.batch_id ORDER BY skips, seq, task_id) t) work
      CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_object(
                 'taskId', t.task_id, 'slot', t.slot, 'sellerId', t.seller_id, 'orderId', t.order_id, 'itemId', t.item_id,
                 'itemCode', i.code, 'itemName', i.name, 'binCode', t.bin_code, 'lot', t.lot, 'serial', t.serial,
                 'quantity', t.quantity, 'picked', t.picked) ORDER BY n.no), '[]') AS tasks,
               min(CASE WHEN c.code IS NULL THEN CASE WHEN i.code = a.code THEN 1 END
                        WHEN c.item_id = t.item_id THEN c.quantity END) FILTER (WHERE n.no = 1) AS meant
          FROM unnest(work.task_ids[1:2]) WITH ORDINALITY AS n(task_id, no)
          JOIN pick_task t ON t.site_id = b.site_id AND t.task_id = n.task_id
          JOIN item i ON i.seller_id = t.seller_id AND i.item_id = t.item_id
          LEFT JOIN barcode c ON n.no = 1 AND c.seller_id = t.seller_id AND c.code = a.key) next`,
    {
      siteIds,
      pickerIds: asked.map(({ pickerId }) => pickerId),
      codes: asked.map(({ code }) => code),
      keys: asked.map(({ key }) => key),
    },
  );
  const carts: Cart[][] = asked.map(() => []);
  for (const { no, ...cart } of found) carts[no - 1]!.push(cart);
  return carts;
}
