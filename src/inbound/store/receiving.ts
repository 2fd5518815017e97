import { maybe } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import { ROW, type ShipmentRow } from './shipment.ts';

export interface Receiving extends ShipmentRow {
  lines: number;
  /** Units announced; of them there already, line by line; and received beyond them. */
  total: number;
  there: number;
  surplus: number;
  /** Every line has all its units. */
  all: boolean;
  /** Units of the item that are still announced: in the shipment, and in the box, null where it announces none. */
  open: number;
  inBox: number | null;
}

/** A shipment as a receiver sees it who has an item in hand and a box open, either or none. */
export function receivingOf(
  tx: Tx,
  asked: { shipmentId: string; itemId: string | undefined; boxNo: number | undefined },
): Promise<Receiving | undefined> {
  return maybe<Receiving>(
    tx,
    `SELECT ${ROW}, l.*,
            (SELECT sum(greatest(0, c.quantity - c.received))::int FROM inbound_box_line c
               JOIN inbound_line x USING (site_id, shipment_id, line_no)
              WHERE c.site_id = s.site_id AND c.shipment_id = s.shipment_id AND c.box_no = :boxNo::int
                AND x.item_id = :itemId::uuid) AS "inBox"
       FROM inbound_shipment s CROSS JOIN LATERAL (
         SELECT count(*)::int AS lines, coalesce(sum(expected), 0)::int AS total,
                coalesce(sum(least(received, expected)), 0)::int AS there,
                coalesce(sum(greatest(0, received - expected)), 0)::int AS surplus,
                coalesce(bool_and(received >= expected), false) AS all,
                coalesce(sum(greatest(0, expected - received)) FILTER (WHERE item_id = :itemId::uuid), 0)::int AS open
           FROM inbound_line WHERE site_id = s.site_id AND shipment_id = s.shipment_id) l
      WHERE s.shipment_id = :shipmentId`,
    asked,
  );
}

/** Whether a shipment has a line for an item. */
export async function announces(tx: Tx, shipment: ShipmentRow, itemId: string): Promise<boolean> {
  const { siteId, shipmentId } = shipment;
  const line = await maybe(
    tx,
    `SELECT 1 FROM inbound_line
      WHERE site_id = :siteId AND shipment_id = :shipmentId AND item_id = :itemId::uuid LIMIT 1`,
    { siteId, shipmentId, itemId },
  );
  return line !== undefined;
}
