import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { Head, ShownBox, State } from '../schema.ts';

export interface ShipmentRow {
  siteId: string;
  shipmentId: string;
  sellerId: string;
  asn: string;
  version: number;
  state: State;
  unannounced: boolean;
  expectedOn: string;
  carrier: string | null;
  tracking: string | null;
  packing: Head['packing'];
  dockCode: string | null;
  reason: string | null;
}

export const ROW = `s.site_id AS "siteId", s.shipment_id AS "shipmentId", s.seller_id AS "sellerId", s.asn, s.version, s.state,
  s.unannounced, s.expected_on AS "expectedOn", s.carrier, s.tracking, s.packing, s.dock_code AS "dockCode",
  s.reason`;

/** Adds a shipment unless its number is taken; false where it is. */
export async function addShipment(tx: Tx, shipment: ShipmentRow & { at: Date }): Promise<boolean> {
  const added = await change(
    tx,
    `INSERT INTO inbound_shipment (site_id, shipment_id, seller_id, asn, version, state, unannounced, expected_on,
                                   carrier, tracking, packing, dock_code, reason, at)
     VALUES (:siteId, :shipmentId, :sellerId, :asn, :version, :state, :unannounced, :expectedOn, :carrier, :tracking,
             :packing, :dockCode, :reason, :at)
     ON CONFLICT (site_id, seller_id, asn) DO NOTHING`,
    { ...shipment },
  );
  return added === 1;
}

export async function asnTaken(tx: Tx, siteId: string, sellerId: string, asn: string): Promise<boolean> {
  const found = await maybe(
    tx,
    `SELECT 1 FROM inbound_shipment WHERE site_id = :siteId AND seller_id = :sellerId AND asn = :asn`,
    { siteId, sellerId, asn },
  );
  return found !== undefined;
}

export function lockShipment(tx: Tx, shipmentId: string): Promise<ShipmentRow | undefined> {
  return maybe<ShipmentRow>(tx, `SELECT ${ROW} FROM inbound_shipment s WHERE s.shipment_id = :shipmentId FOR UPDATE`, {
    shipmentId,
  });
}

export function shipmentById(tx: Tx, shipmentId: string): Promise<ShipmentRow | undefined> {
  return maybe<ShipmentRow>(tx, `SELECT ${ROW} FROM inbound_shipment s WHERE s.shipment_id = :shipmentId`, {
    shipmentId,
  });
}

/** Every shipment that a label at the dock may mean, with the box where it is a box's label. */
export function shipmentsByLabel(tx: Tx, code: string): Promise<(ShipmentRow & { boxNo: number | null })[]> {
  return rows<ShipmentRow & { boxNo: number | null }>(
    tx,
    `SELECT ${ROW}, x.box_no AS "boxNo" FROM inbound_box x JOIN inbound_shipment s USING (site_id, shipment_id)
      WHERE x.sscc = :code
      UNION ALL
     SELECT ${ROW}, NULL FROM inbound_shipment s WHERE s.asn = :code OR s.tracking = :code
      LIMIT 50`,
    { code },
  );
}

export async function keepShipment(tx: Tx, shipment: ShipmentRow & { countedAt?: Date }): Promise<void> {
  await change(
    tx,
    `UPDATE inbound_shipment
        SET version = :version, state = :state, expected_on = :expectedOn, carrier = :carrier, tracking = :tracking,
            packing = :packing, dock_code = :dockCode, reason = :reason, counted_at = coalesce(:countedAt, counted_at)
      WHERE site_id = :siteId AND shipment_id = :shipmentId`,
    { ...shipment, countedAt: shipment.countedAt },
  );
}

export interface LineRow {
  line_no: number;
  item_id: string;
  lot: string;
  expiry: string | null;
  expected: number;
}

export async function addLines(tx: Tx, shipment: ShipmentRow, lines: LineRow[]): Promise<void> {
  await change(
    tx,
    `INSERT INTO inbound_line (site_id, shipment_id, line_no, seller_id, item_id, lot, expiry, expected)
     SELECT :siteId, :shipmentId, r.line_no, :sellerId, r.item_id, r.lot, r.expiry, r.expected
       FROM jsonb_to_recordset(:lines::jsonb)
         AS r(line_no int, item_id uuid, lot text, expiry date, expected int)`,
    {
      siteId: shipment.siteId,
      shipmentId: shipment.shipmentId,
      sellerId: shipment.sellerId,
      lines: JSON.stringify(lines),
    },
  );
}

export interface BoxRow {
  box_no: number;
  sscc: string;
  width_mm: number;
  length_mm: number;
  height_mm: number;
  weight_g: number;
  contents: { line: number; quantity: number }[];
}

export async function addBoxes(tx: Tx, siteId: string, shipmentId: string, boxes: BoxRow[]): Promise<void> {
  const params = { siteId, shipmentId, boxes: JSON.stringify(boxes) };
  await change(
    tx,
    `INSERT INTO inbound_box (site_id, shipment_id, box_no, sscc, width_mm, length_mm, height_mm, weight_g)
     SELECT :siteId, :shipmentId, r.box_no, r.sscc, r.width_mm, r.length_mm, r.height_mm, r.weight_g
       FROM jsonb_to_recordset(:boxes::jsonb)
         AS r(box_no int, sscc text, width_mm int, length_mm int, height_mm int, weight_g int)`,
    params,
  );
  await change(
    tx,
    `INSERT INTO inbound_box_line (site_id, shipment_id, box_no, line_no, quantity)
     SELECT :siteId, :shipmentId, r.box_no, c.line, sum(c.quantity)
       FROM jsonb_to_recordset(:boxes::jsonb) AS r(box_no int, contents jsonb)
       CROSS JOIN jsonb_to_recordset(r.contents) AS c(line int, quantity int)
      GROUP BY r.box_no, c.line`,
    params,
  );
}

/** Forgets lines and boxes of a shipment that nobody has received from; answers the labels of its boxes in order. */
export async function clearContent(tx: Tx, siteId: string, shipmentId: string): Promise<string[]> {
  const key = { siteId, shipmentId };
  await change(tx, `DELETE FROM inbound_box_line WHERE site_id = :siteId AND shipment_id = :shipmentId`, key);
  const boxes = await rows<{ box_no: number; sscc: string }>(
    tx,
    `DELETE FROM inbound_box WHERE site_id = :siteId AND shipment_id = :shipmentId RETURNING box_no, sscc`,
    key,
  );
  await change(tx, `DELETE FROM inbound_line WHERE site_id = :siteId AND shipment_id = :shipmentId`, key);
  return boxes.sort((a, b) => a.box_no - b.box_no).map((box) => box.sscc);
}

const HEAD = `${ROW}, b.starts_at AS "slotAt",
  n.expected, n.received, n.missing, n.surplus`;
const OF_HEAD = `inbound_shipment s LEFT JOIN dock_booking b USING (site_id, shipment_id)
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(l.expected), 0)::int AS expected, coalesce(sum(l.received), 0)::int AS received,
           coalesce(sum(greatest(0, l.expected - l.received)), 0)::int AS missing,
           coalesce(sum(greatest(0, l.received - l.expected)), 0)::int AS surplus
      FROM inbound_line l WHERE l.site_id = s.site_id AND l.shipment_id = s.shipment_id) n`;

export function shipmentsPage(
  tx: Tx,
  asked: {
    siteIds: string[] | undefined;
    sellerId: string | undefined;
    state: State | undefined;
    asn: string | undefined;
    before: string | undefined;
    limit: number;
  },
): Promise<Head[]> {
  return rows<Head>(
    tx,
    `SELECT ${HEAD} FROM ${OF_HEAD}
      WHERE (:siteIds::uuid[] IS NULL OR s.site_id = ANY(:siteIds))
        AND (:sellerId::uuid IS NULL OR s.seller_id = :sellerId)
        AND (:state::text IS NULL OR s.state = :state) AND (:asn::text IS NULL OR s.asn = :asn)
        AND (:before::uuid IS NULL OR s.shipment_id < :before)
      ORDER BY s.shipment_id DESC LIMIT :limit`,
    asked,
  );
}

export function headOf(tx: Tx, shipmentId: string): Promise<Head | undefined> {
  return maybe<Head>(
    tx,
    `SELECT ${HEAD} FROM ${OF_HEAD}
      WHERE s.shipment_id = :shipmentId`,
    { shipmentId },
  );
}

export interface CountedLine {
  lineNo: number;
  itemId: string;
  code: string;
  name: string;
  lot: string;
  expiry: string | null;
  expected: number;
  received: number;
  good: number;
  inspect: number;
  damaged: number;
  hold: number;
  shortReason: string | null;
}

export function linesOf(tx: Tx, siteId: string, shipmentId: string): Promise<CountedLine[]> {
  return rows<CountedLine>(
    tx,
    `SELECT l.line_no AS "lineNo", l.item_id AS "itemId", i.code, i.name, l.lot, l.expiry, l.expected, l.received,
            l.good, l.inspect, l.damaged, l.hold, l.short_reason AS "shortReason"
       FROM inbound_line l JOIN item i USING (seller_id, item_id)
      WHERE l.site_id = :siteId AND l.shipment_id = :shipmentId ORDER BY l.line_no`,
    { siteId, shipmentId },
  );
}

export function boxesOf(tx: Tx, siteId: string, shipmentId: string, boxNo?: number): Promise<ShownBox[]> {
  return rows<ShownBox>(
    tx,
    `SELECT x.box_no AS "boxNo", x.sscc, ARRAY[x.width_mm, x.length_mm, x.height_mm] AS size_mm, x.weight_g, x.state,
            coalesce((SELECT jsonb_agg(jsonb_build_object('line', c.line_no, 'quantity', c.quantity,
                                                          'received', c.received) ORDER BY c.line_no)
                        FROM inbound_box_line c
                       WHERE c.site_id = x.site_id AND c.shipment_id = x.shipment_id AND c.box_no = x.box_no), '[]')
              AS contents
       FROM inbound_box x
      WHERE x.site_id = :siteId AND x.shipment_id = :shipmentId AND (:boxNo::int IS NULL OR x.box_no = :boxNo)
      ORDER BY x.box_no`,
    { siteId, shipmentId, boxNo },
  );
}

/** Sets the state of a box; false where there is none of that number. */
export async function setBoxState(
  tx: Tx,
  box: { siteId: string; shipmentId: string; boxNo: number; state: 'open' | 'closed' },
): Promise<boolean> {
  const touched = await change(
    tx,
    `UPDATE inbound_box SET state = :state WHERE site_id = :siteId AND shipment_id = :shipmentId AND box_no = :boxNo`,
    box,
  );
  return touched === 1;
}

/** Counting is over: what is missing is short, and why; every box is closed. */
export async function endCounting(
  tx: Tx,
  shipment: { siteId: string; shipmentId: string; reason: string | undefined },
): Promise<void> {
  await change(
    tx,
    `UPDATE inbound_line SET short_reason = :reason
      WHERE site_id = :siteId AND shipment_id = :shipmentId AND received < expected`,
    shipment,
  );
  await change(
    tx,
    `UPDATE inbound_box SET state = 'closed'
      WHERE site_id = :siteId AND shipment_id = :shipmentId AND state <> 'closed'`,
    { siteId: shipment.siteId, shipmentId: shipment.shipmentId },
  );
}

/** Shipments counted before a moment whose differences nobody spoke up about. */
export function countedBefore(tx: Tx, before: Date): Promise<{ shipmentId: string }[]> {
  return rows<{ shipmentId: string }>(
    tx,
    `SELECT shipment_id AS "shipmentId" FROM inbound_shipment
      WHERE state = 'counted' AND counted_at <= :before ORDER BY counted_at LIMIT 500`,
    { before },
  );
}

/** Scheduled shipments whose slot began before a moment. */
export function scheduledBefore(tx: Tx, before: Date): Promise<{ shipmentId: string }[]> {
  return rows<{ shipmentId: string }>(
    tx,
    `SELECT s.shipment_id AS "shipmentId" FROM inbound_shipment s JOIN dock_booking b USING (site_id, shipment_id)
      WHERE s.state = 'scheduled' AND b.starts_at <= :before ORDER BY b.starts_at LIMIT 500`,
    { before },
  );
}
