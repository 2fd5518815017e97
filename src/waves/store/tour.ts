import { arraysOf, maybe, rows, send } from '../../platform/sql.ts';
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
  /** Barcodes of its item as they are kept, with the units that each stands for. */
  codes: Record<string, number> | null;
}

/** A cart that its picker has claimed, as far as screens show it. */
export interface Cart {
  siteId: string;
  batchId: string;
  /** Until when the claim holds, in ms since 1970. */
  leaseUntil: number;
  slots: { slot: number; toteCode: string | null }[];
  /** Slots that have work and no tote yet. */
  freeSlots: number[];
  /** Bins of the tasks that are left, in walking order; what was skipped comes last. */
  openBins: string[];
  /** The first of those that are left, as many as were asked for. */
  tasks: OpenTask[];
  /** Tasks in all. */
  total: number;
}

/** An item has one or a few; what else is scanned is looked up. */
const CODES = 20;

/** Lists of many come as lines: to build and read JSON takes longer than to find what is in them. */
type CartRow = Omit<Cart, 'slots' | 'openBins'> & { slots: string | null; bins: string | null };

/**
 * All that the screens of a picker show of the cart that he has claimed at a site, with the first `tasks` that are left, in one
 * round trip.
 */
export async function claimedCart(tx: Tx, siteId: string, pickerId: string, tasks: number): Promise<Cart | undefined> {
  const found = await maybe<CartRow>(
    tx,
    `SELECT b.site_id AS "siteId", b.batch_id AS "batchId",
            extract(epoch FROM b.lease_until)::float8 * 1000 AS "leaseUntil",
            place.slots, place.free AS "freeSlots", work.total, work.bins, next.tasks
       FROM batch b
      CROSS JOIN LATERAL (
        SELECT string_agg(s.slot || ' ' || coalesce(s.tote_code, ''), E'\n' ORDER BY s.slot) AS slots,
               coalesce(json_agg(s.slot ORDER BY s.slot) FILTER (WHERE s.tote_code IS NULL AND EXISTS (
                 SELECT 1 FROM pick_task t WHERE t.site_id = s.site_id AND t.batch_id = s.batch_id AND t.slot = s.slot
                    AND t.state = 'ready')), '[]') AS free
          FROM batch_slot s WHERE s.site_id = b.site_id AND s.batch_id = b.batch_id) place
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS total, array_agg(t.task_id) FILTER (WHERE t.state = 'ready') AS task_ids,
               string_agg(t.bin_code, E'\n') FILTER (WHERE t.state = 'ready') AS bins
          FROM (SELECT task_id, state, bin_code FROM pick_task
                 WHERE site_id = b.site_id AND batch_id = b.batch_id ORDER BY skips, seq, task_id) t) work
      CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_object(
                 'taskId', t.task_id, 'slot', t.slot, 'sellerId', t.seller_id, 'orderId', t.order_id, 'itemId', t.item_id,
                 'itemCode', i.code, 'itemName', i.name, 'binCode', t.bin_code, 'lot', t.lot, 'serial', t.serial,
                 'quantity', t.quantity, 'picked', t.picked, 'codes', (
                   SELECT json_object_agg(c.code, c.quantity) FROM (
                     SELECT code, quantity FROM barcode
                      WHERE item_id = t.item_id AND seller_id = t.seller_id LIMIT ${CODES}) c)) ORDER BY n.no), '[]') AS tasks
          FROM unnest(work.task_ids[1:(:tasks::int)]) WITH ORDINALITY AS n(task_id, no)
          JOIN pick_task t ON t.site_id = b.site_id AND t.task_id = n.task_id
          JOIN item i ON i.seller_id = t.seller_id AND i.item_id = t.item_id) next
      WHERE b.site_id = :siteId::uuid AND b.picker_id = :pickerId::uuid AND b.state = 'claimed'`,
    { siteId, pickerId, tasks },
  );
  if (found === undefined) return undefined;
  const { slots, bins, ...cart } = found;
  return { ...cart, slots: linesOf(slots).map(slotOf), openBins: linesOf(bins) };
}

const linesOf = (text: string | null): string[] => (text === null ? [] : text.split('\n'));

function slotOf(line: string): Cart['slots'][number] {
  const at = line.indexOf(' ');
  return { slot: Number(line.slice(0, at)), toteCode: line.slice(at + 1) || null };
}

/** What a picker's screen rests on: a task of his cart, with so much left. */
export interface TaskClaim {
  siteId: string;
  batchId: string;
  pickerId: string;
  taskId: string;
  left: number;
  /** Scanned of the task's item, in the form in which barcodes are kept, and the units that it is taken to stand for. */
  key: string | null;
  meant: number | null;
}

/**
 * Fails the transaction (SQLSTATE assert_failure) unless every claim holds: the cart is its picker's, as much is left, and
 * the code means the task's item. One that is no barcode of its seller may be the code of the item itself, which stands for one.
 */
export function demandTasks(tx: Tx, claims: TaskClaim[]): void {
  if (claims.length === 0) return;
  send(
    tx,
    `SELECT demand(count(*) = :due, 'task_changed')
       FROM unnest(:siteId::uuid[], :batchId::uuid[], :pickerId::uuid[], :taskId::uuid[], :left::int[], :key::text[],
                   :meant::int[]) AS k(site_id, batch_id, picker_id, task_id, units, key, meant)
      WHERE (SELECT b.state = 'claimed' AND b.picker_id = k.picker_id
               FROM batch b WHERE b.site_id = k.site_id AND b.batch_id = k.batch_id)
        AND (SELECT t.state = 'ready' AND t.batch_id = k.batch_id AND t.quantity - t.picked = k.units
                    AND (k.key IS NULL OR k.meant = coalesce(
                      (SELECT CASE WHEN c.item_id = t.item_id THEN c.quantity ELSE 0 END
                         FROM barcode c WHERE c.seller_id = t.seller_id AND c.code = k.key),
                      (SELECT 1 FROM item i
                        WHERE i.seller_id = t.seller_id AND i.item_id = t.item_id AND i.code = k.key)))
               FROM pick_task t WHERE t.site_id = k.site_id AND t.task_id = k.task_id)`,
    {
      due: claims.length,
      ...arraysOf(claims, ['siteId', 'batchId', 'pickerId', 'taskId', 'left', 'key', 'meant']),
    },
  );
}

/** Those of some tasks of a site that are still to be fetched as they were seen. */
export async function openTasks(tx: Tx, siteId: string, seen: OpenTask[]): Promise<ReadonlySet<string | undefined>> {
  if (seen.length === 0) return new Set();
  const found = await rows<{ taskId: string }>(
    tx,
    `SELECT t.task_id AS "taskId" FROM unnest(:taskId::uuid[], :picked::int[]) AS k(task_id, picked)
       JOIN pick_task t ON t.site_id = :siteId::uuid AND t.task_id = k.task_id
      WHERE t.state = 'ready' AND t.picked = k.picked`,
    { siteId, ...arraysOf(seen, ['taskId', 'picked']) },
  );
  return new Set(found.map(({ taskId }) => taskId));
}
