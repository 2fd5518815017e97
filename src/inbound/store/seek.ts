import { byCodePart, partParams, type PartAsked, type Ranked } from '../../platform/codePart.ts';
import { rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { State } from '../schema.ts';

export interface ShipmentFound extends Ranked {
  shipmentId: string;
  sellerId: string;
  asn: string;
  state: State;
}

const COLUMNS = `t.shipment_id AS "shipmentId", t.seller_id AS "sellerId", t.asn, t.state`;

const byPartOf = (column: string): string =>
  byCodePart({
    table: 'inbound_shipment',
    column,
    columns: COLUMNS,
    where: `t.site_id = :siteId::uuid AND t.${column} IS NOT NULL`,
    latestBy: 'shipment_id',
  });

/** Shipments by a part of their number or of their carrier's, or by the label of a box; the nearest to it, then the latest first. */
export function shipmentsByPart(tx: Tx, asked: PartAsked): Promise<ShipmentFound[]> {
  return rows(tx, BY_PART, partParams(asked));
}

const BY_PART = `
  SELECT "shipmentId", "sellerId", asn, state, min(rank) AS rank FROM (
  ${byPartOf('asn')} UNION ${byPartOf('tracking')} UNION
  SELECT ${COLUMNS}, 0 FROM inbound_box x JOIN inbound_shipment t USING (site_id, shipment_id)
   WHERE x.site_id = :siteId::uuid AND x.sscc = :from::text AND t.seller_id = ANY(:sellerIds::uuid[])) named
   GROUP BY 1, 2, 3, 4 ORDER BY rank, "shipmentId" DESC LIMIT :limit`;
