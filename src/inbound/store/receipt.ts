import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { OpenLine } from '../rules.ts';
import type { Arrival } from '../schema.ts';

/** Lines of a shipment for one item, as they stand under the shipment's lock. */
export function linesForItem(
  tx: Tx,
  asked: { siteId: string; shipmentId: string; itemId: string; boxNo: number | undefined },
): Promise<(OpenLine & { expiry: string | null })[]> {
  return rows<OpenLine & { expiry: string | null }>(
    tx,
    `SELECT l.line_no AS "lineNo", l.lot, l.expiry, l.expected, l.received,
            EXISTS (SELECT 1 FROM inbound_box_line c
                     WHERE c.site_id = l.site_id AND c.shipment_id = l.shipment_id AND c.line_no = l.line_no
                       AND c.box_no = :boxNo::int) AS "inBox"
       FROM inbound_line l
      WHERE l.site_id = :siteId AND l.shipment_id = :shipmentId AND l.item_id = :itemId ORDER BY l.line_no`,
    asked,
  );
}

/** A line for what was not announced; its number. */
export async function addUnexpectedLine(
  tx: Tx,
  line: {
    siteId: string;
    shipmentId: string;
    sellerId: string;
    itemId: string;
    lot: string;
    expiry: string | undefined;
  },
): Promise<number> {
  const [added] = await rows<{ line_no: number }>(
    tx,
    `INSERT INTO inbound_line (site_id, shipment_id, line_no, seller_id, item_id, lot, expiry, expected)
     SELECT :siteId, :shipmentId, coalesce(max(line_no), 0) + 1, :sellerId, :itemId, :lot, :expiry::date, 0
       FROM inbound_line WHERE site_id = :siteId AND shipment_id = :shipmentId
     RETURNING line_no`,
    line,
  );
  return added!.line_no;
}

export interface ReceiptRow {
  receipt_id: string;
  line_no: number;
  box_no: number | null;
  lpn_code: string;
  lot: string;
  serial: string;
  condition: Arrival;
  quantity: number;
}

/** Writes what a scan took in, and counts it on the lines. */
export async function addReceipts(
  work: Work,
  scan: { siteId: string; shipmentId: string; movementId: string; reason: string | undefined },
  receipts: ReceiptRow[],
): Promise<void> {
  const params = {
    ...scan,
    receipts: JSON.stringify(receipts),
    actor: work.actor.userId,
    at: work.at,
  };
  await change(
    work.tx,
    `WITH taken AS (
       SELECT * FROM jsonb_to_recordset(:receipts::jsonb)
         AS r(receipt_id uuid, line_no int, box_no int, lpn_code text, lot text, serial text, condition text, quantity int)
     ), written AS (
       INSERT INTO receipt (site_id, receipt_id, shipment_id, line_no, box_no, lpn_code, lot, serial, condition, quantity,
                            reason, movement_id, actor_id, at)
       SELECT :siteId, receipt_id, :shipmentId, line_no, box_no, lpn_code, lot, serial, condition, quantity,
              :reason::text, :movementId::uuid, :actor::uuid, :at::timestamptz FROM taken
     ), counted AS (
       SELECT line_no, sum(quantity)::int AS received,
              coalesce(sum(quantity) FILTER (WHERE condition = 'sellable'), 0)::int AS good,
              coalesce(sum(quantity) FILTER (WHERE condition = 'inspect'), 0)::int AS inspect,
              coalesce(sum(quantity) FILTER (WHERE condition = 'damaged'), 0)::int AS damaged,
              coalesce(sum(quantity) FILTER (WHERE condition = 'hold'), 0)::int AS hold
         FROM taken GROUP BY line_no
     )
     UPDATE inbound_line l
        SET received = l.received + c.received, good = l.good + c.good, inspect = l.inspect + c.inspect,
            damaged = l.damaged + c.damaged, hold = l.hold + c.hold
       FROM counted c
      WHERE l.site_id = :siteId AND l.shipment_id = :shipmentId AND l.line_no = c.line_no`,
    params,
  );
}

/** Counts units in the box they came in; a box's announced content only tells what to expect. */
export async function countInBox(
  tx: Tx,
  box: { siteId: string; shipmentId: string; boxNo: number; lineNo: number; quantity: number },
): Promise<void> {
  await change(
    tx,
    `UPDATE inbound_box_line SET received = greatest(0, received + :quantity::int)
      WHERE site_id = :siteId AND shipment_id = :shipmentId AND box_no = :boxNo AND line_no = :lineNo`,
    box,
  );
}

export interface KeptReceipt {
  siteId: string;
  receiptId: string;
  shipmentId: string;
  lineNo: number;
  boxNo: number | null;
  lpnCode: string;
  itemId: string;
  sellerId: string;
  lot: string;
  serial: string;
  condition: Arrival;
  quantity: number;
  movementId: string;
  actorId: string;
  undone: boolean;
}

const RECEIPT = `r.site_id AS "siteId", r.receipt_id AS "receiptId", r.shipment_id AS "shipmentId", r.line_no AS "lineNo",
  r.box_no AS "boxNo", r.lpn_code AS "lpnCode", l.item_id AS "itemId", l.seller_id AS "sellerId", r.lot, r.serial,
  r.condition, r.quantity, r.movement_id AS "movementId", r.actor_id AS "actorId",
  r.undone_by IS NOT NULL AS undone`;

export function lockReceipt(tx: Tx, receiptId: string): Promise<KeptReceipt | undefined> {
  return maybe<KeptReceipt>(
    tx,
    `SELECT ${RECEIPT} FROM receipt r JOIN inbound_line l USING (site_id, shipment_id, line_no)
      WHERE r.receipt_id = :receiptId FOR UPDATE OF r`,
    { receiptId },
  );
}

export interface ReceiptListed {
  receiptId: string;
  lineNo: number;
  boxNo: number | null;
  lpnCode: string;
  itemId: string;
  lot: string;
  serial: string;
  condition: Arrival;
  quantity: number;
  reason: string | null;
  actorId: string;
  at: Date;
  undone: boolean;
}

/** Receipts of a shipment, the latest first, at most a thousand. */
export function receiptsOf(tx: Tx, siteId: string, shipmentId: string): Promise<ReceiptListed[]> {
  return rows<ReceiptListed>(
    tx,
    `SELECT r.receipt_id AS "receiptId", r.line_no AS "lineNo", r.box_no AS "boxNo", r.lpn_code AS "lpnCode",
            l.item_id AS "itemId", r.lot, r.serial, r.condition, r.quantity, r.reason, r.actor_id AS "actorId", r.at,
            r.undone_by IS NOT NULL AS undone
       FROM receipt r JOIN inbound_line l USING (site_id, shipment_id, line_no)
      WHERE r.site_id = :siteId AND r.shipment_id = :shipmentId
      ORDER BY r.at DESC, r.receipt_id DESC LIMIT 1000`,
    { siteId, shipmentId },
  );
}

export async function markUndone(tx: Tx, receipt: KeptReceipt, movementId: string): Promise<void> {
  await change(tx, `UPDATE receipt SET undone_by = :movementId WHERE site_id = :siteId AND receipt_id = :receiptId`, {
    siteId: receipt.siteId,
    receiptId: receipt.receiptId,
    movementId,
  });
}

/** Moves units of a line from one count to another; `to` null takes them out of what was received. */
export async function recount(
  tx: Tx,
  line: {
    siteId: string;
    shipmentId: string;
    lineNo: number;
    quantity: number;
    from: 'good' | 'inspect' | 'damaged' | 'hold';
    to: 'good' | 'inspect' | 'damaged' | 'hold' | null;
  },
): Promise<void> {
  await change(
    tx,
    `UPDATE inbound_line
        SET received = received - CASE WHEN :to::text IS NULL THEN :quantity::int ELSE 0 END,
            good = good + :quantity::int * ((:to::text IS NOT DISTINCT FROM 'good')::int - (:from::text = 'good')::int),
            inspect = inspect + :quantity::int * ((:to::text IS NOT DISTINCT FROM 'inspect')::int - (:from::text = 'inspect')::int),
            damaged = damaged + :quantity::int * ((:to::text IS NOT DISTINCT FROM 'damaged')::int - (:from::text = 'damaged')::int),
            hold = hold + :quantity::int * ((:to::text IS NOT DISTINCT FROM 'hold')::int - (:from::text = 'hold')::int)
      WHERE site_id = :siteId AND shipment_id = :shipmentId AND line_no = :lineNo`,
    line,
  );
}

/** Lines that units of a condition on an LPN came in by, with how many each still counts so; the newest first. */
export function originsOf(
  tx: Tx,
  asked: { siteId: string; lpnCode: string; itemId: string; lot: string; condition: Arrival },
): Promise<{ shipmentId: string; lineNo: number; quantity: number }[]> {
  return rows<{ shipmentId: string; lineNo: number; quantity: number }>(
    tx,
    `SELECT r.shipment_id AS "shipmentId", r.line_no AS "lineNo",
            least(sum(r.quantity), max(CASE r.condition WHEN 'inspect' THEN l.inspect WHEN 'hold' THEN l.hold
                                         WHEN 'damaged' THEN l.damaged ELSE l.good END))::int AS quantity
       FROM receipt r JOIN inbound_line l USING (site_id, shipment_id, line_no)
      WHERE r.site_id = :siteId AND r.lpn_code = :lpnCode AND l.item_id = :itemId AND r.lot = :lot
        AND r.condition = :condition AND r.undone_by IS NULL
      GROUP BY r.shipment_id, r.line_no ORDER BY max(r.at) DESC LIMIT 50`,
    asked,
  );
}

/** LPNs on which units of a shipment came in on hold. */
export function lpnsHolding(
  tx: Tx,
  siteId: string,
  shipmentId: string,
): Promise<{ lpnCode: string; itemId: string; lot: string; lineNo: number; quantity: number }[]> {
  return rows(
    tx,
    `SELECT r.lpn_code AS "lpnCode", l.item_id AS "itemId", r.lot, r.line_no AS "lineNo", sum(r.quantity)::int AS quantity
       FROM receipt r JOIN inbound_line l USING (site_id, shipment_id, line_no)
      WHERE r.site_id = :siteId AND r.shipment_id = :shipmentId AND r.condition = 'hold' AND r.undone_by IS NULL
      GROUP BY r.lpn_code, l.item_id, r.lot, r.line_no ORDER BY r.lpn_code, r.line_no`,
    { siteId, shipmentId },
  );
}

/** Where a serial is alive, if it is anywhere. */
export function serialsAlive(
  tx: Tx,
  asked: { sellerId: string; itemId: string; serials: string[] },
): Promise<{ serial: string; place: string }[]> {
  return rows<{ serial: string; place: string }>(
    tx,
    `SELECT serial, place FROM balance
      WHERE seller_id = :sellerId AND item_id = :itemId AND serial = ANY(:serials::text[]) AND serial <> ''
        AND quantity > 0`,
    asked,
  );
}

export async function addOverride(
  work: Work,
  override: { siteId: string; movementId: string; binCode: string; itemId: string; rule: string; reason: string },
): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO put_away_override (site_id, movement_id, bin_code, item_id, rule, reason, actor_id, at)
     VALUES (:siteId, :movementId, :binCode, :itemId, :rule, :reason, :actor, :at)`,
    { ...override, actor: work.actor.userId, at: work.at },
  );
}
