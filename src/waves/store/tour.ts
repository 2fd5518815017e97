import { rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';

/** A task as its picker's screen shows it. */
export interface OpenTask {
  taskId: string;
  slot: number;
  toteCode: string | null;
  sellerId: string;
  itemId: string;
  itemCode: string;
  itemName: string;
  binCode: string;
  lot: string;
  serial: string;
  quantity: number;
  picked: number;
}

export interface TourRow {
  state: string;
  pickerId: string | null;
  /** Until when the claim holds, in ms since 1970. */
  leaseUntil: number | null;
  slots: { slot: number; toteCode: string | null }[];
  /** The first slot that has work and no tote yet. */
  freeSlot: number | null;
  /** The next in walking order; what was skipped comes last. Null: nothing is left to fetch. */
  task: OpenTask | null;
  /** Units of the task's item that the scanned code stands for; null where it is none of its codes. */
  meant: number | null;
  /** The bin after that task's. */
  nextBin: string | null;
  open: number;
  total: number;
}

export interface TourAsked {
  batchId: string;
  /** What was scanned, as it stands and in the form in which barcodes are kept. */
  code: string;
  key: string;
}

/**
 * All that the pickers' screens of a site show of their carts, in one round trip: it is read with every scan of the floor.
 * In the order asked; undefined where there is no such batch.
 */
export async function tourRows(tx: Tx, siteId: string, asked: TourAsked[]): Promise<(TourRow | undefined)[]> {
  const found = await rows<TourRow & { no: number }>(
    tx,
    `SELECT a.no::int, b.state, b.picker_id AS "pickerId", extract(epoch FROM b.lease_until)::float8 * 1000 AS "leaseUntil",
            work.open, work.total, cart.slots, cart."freeSlot", next.task, next.meant, after.bin_code AS "nextBin"
       FROM unnest(:batchIds::uuid[], :codes::text[], :keys::text[]) WITH ORDINALITY AS a(batch_id, code, key, no)
       JOIN batch b ON b.site_id = :siteId::uuid AND b.batch_id = a.batch_id
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE t.state = 'ready')::int AS open, count(*)::int AS total
          FROM pick_task t WHERE t.site_id = b.site_id AND t.batch_id = b.batch_id) work
      CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_object('slot', s.slot, 'toteCode', s.tote_code) ORDER BY s.slot), '[]') AS slots,
               min(s.slot) FILTER (WHERE s.tote_code IS NULL AND EXISTS (
                 SELECT 1 FROM pick_task t WHERE t.site_id = s.site_id AND t.batch_id = s.batch_id AND t.slot = s.slot
                    AND t.state = 'ready')) AS "freeSlot"
          FROM batch_slot s WHERE s.site_id = b.site_id AND s.batch_id = b.batch_id) cart
       LEFT JOIN LATERAL (
        SELECT t.bin_code, json_build_object(
                 'taskId', t.task_id, 'slot', t.slot, 'toteCode', s.tote_code, 'sellerId', t.seller_id,
                 'itemId', t.item_id, 'itemCode', i.code, 'itemName', i.name, 'binCode', t.bin_code, 'lot', t.lot,
                 'serial', t.serial, 'quantity', t.quantity, 'picked', t.picked) AS task,
               CASE WHEN c.code IS NOT NULL THEN CASE WHEN c.item_id = t.item_id THEN c.quantity END
                    WHEN i.code = a.code THEN 1 END AS meant
          FROM pick_task t
          JOIN batch_slot s ON s.site_id = t.site_id AND s.batch_id = t.batch_id AND s.slot = t.slot
          JOIN item i ON i.seller_id = t.seller_id AND i.item_id = t.item_id
          LEFT JOIN barcode c ON c.seller_id = t.seller_id AND c.code = a.key
         WHERE t.site_id = b.site_id AND t.batch_id = b.batch_id AND t.state = 'ready'
         ORDER BY t.skips, t.seq, t.task_id LIMIT 1) next ON true
       LEFT JOIN LATERAL (
        SELECT t.bin_code FROM pick_task t
         WHERE t.site_id = b.site_id AND t.batch_id = b.batch_id AND t.state = 'ready' AND t.bin_code <> next.bin_code
         ORDER BY t.skips, t.seq, t.task_id LIMIT 1) after ON true`,
    {
      siteId,
      batchIds: asked.map(({ batchId }) => batchId),
      codes: asked.map(({ code }) => code),
      keys: asked.map(({ key }) => key),
    },
  );
  const tours: (TourRow | undefined)[] = asked.map(() => undefined);
  for (const { no, ...tour } of found) tours[no - 1] = tour;
  return tours;
}
