import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { ParcelState, Taken } from '../rules.ts';
import type { Parcel } from './parcel.ts';

type Key = Pick<Parcel, 'siteId' | 'parcelId'>;

export interface ParcelLine extends Taken {
  parcelId: string;
}

export async function addLines(tx: Tx, { siteId, parcelId }: Key, taken: Taken[]): Promise<void> {
  await change(
    tx,
    `INSERT INTO parcel_line AS l (site_id, parcel_id, line_no, item_id, lot, serial, quantity)
     SELECT :siteId, :parcelId, r."lineNo", r."itemId", r.lot, r.serial, r.quantity
       FROM jsonb_to_recordset(:taken::jsonb) AS r("lineNo" int, "itemId" uuid, lot text, serial text, quantity int)
     ON CONFLICT (site_id, parcel_id, line_no, lot, serial) DO UPDATE SET quantity = l.quantity + excluded.quantity`,
    { siteId, parcelId, taken: JSON.stringify(taken) },
  );
}

export function linesOf(tx: Tx, siteId: string, parcelIds: string[]): Promise<ParcelLine[]> {
  return rows(
    tx,
    `SELECT parcel_id AS "parcelId", line_no AS "lineNo", item_id AS "itemId", lot, serial, quantity
       FROM parcel_line WHERE site_id = :siteId AND parcel_id = ANY(:parcelIds::uuid[])
      ORDER BY parcel_id, line_no, lot, serial`,
    { siteId, parcelIds },
  );
}

/** Units of an order that lie in parcels still at the table, by line: picked, and no longer to be packed. */
export function unitsAtTable(tx: Tx, siteId: string, orderId: string): Promise<{ lineNo: number; quantity: number }[]> {
  return rows(
    tx,
    `SELECT l.line_no AS "lineNo", sum(l.quantity)::int AS quantity
       FROM parcel p JOIN parcel_line l ON l.site_id = p.site_id AND l.parcel_id = p.parcel_id
      WHERE p.site_id = :siteId AND p.order_id = :orderId AND p.state IN ('open','verified','weighed','labelled')
      GROUP BY l.line_no`,
    { siteId, orderId },
  );
}

export async function setContents(
  tx: Tx,
  { siteId, parcelId }: Key,
  carton: { cartonCode: string | null; expected_g: number; volume_cm3: number; temperature: string },
): Promise<number> {
  return change(
    tx,
    `UPDATE parcel SET state = 'verified', carton_code = :cartonCode, expected_g = :expected_g, volume_cm3 = :volume_cm3,
                       temperature = :temperature, weight_g = NULL, weight_reason = NULL, weight_by = NULL
      WHERE site_id = :siteId AND parcel_id = :parcelId AND state IN ('open','verified','weighed')`,
    { siteId, parcelId, ...carton },
  );
}

export async function setWeight(
  work: Work,
  { siteId, parcelId }: Key,
  weight: { weight_g: number; reason: string | undefined },
): Promise<number> {
  return change(
    work.tx,
    `UPDATE parcel SET state = 'weighed', weight_g = :weight_g, weight_reason = :reason,
                       weight_by = CASE WHEN :reason::text IS NULL THEN NULL ELSE :actor::uuid END
      WHERE site_id = :siteId AND parcel_id = :parcelId AND state IN ('verified','weighed')`,
    { siteId, parcelId, weight_g: weight.weight_g, reason: weight.reason, actor: work.actor.userId },
  );
}

/** `version` null: the label is off again, and the parcel may be weighed anew. */
export async function setLabel(tx: Tx, { siteId, parcelId }: Key, version: number | null): Promise<number> {
  return change(
    tx,
    `UPDATE parcel SET state = CASE WHEN :version::int IS NULL THEN 'weighed' ELSE 'labelled' END, address_version = :version
      WHERE site_id = :siteId AND parcel_id = :parcelId
        AND state = CASE WHEN :version::int IS NULL THEN 'labelled' ELSE 'weighed' END`,
    { siteId, parcelId, version },
  );
}

export async function setClosed(work: Work, { siteId, parcelId }: Key): Promise<number> {
  return change(
    work.tx,
    `UPDATE parcel SET state = 'closed', closed_at = :at
      WHERE site_id = :siteId AND parcel_id = :parcelId AND state = 'labelled' AND NOT cancel_asked`,
    { siteId, parcelId, at: work.at },
  );
}

/** Moves parcels whose state is one of `from`; answers those moved. */
export function setStates(
  tx: Tx,
  siteId: string,
  move: { parcelIds: string[]; from: readonly ParcelState[]; to: ParcelState },
): Promise<{ parcelId: string }[]> {
  return rows(
    tx,
    `UPDATE parcel SET state = :to
      WHERE site_id = :siteId AND state = ANY(:from::text[])
        AND parcel_id IN (SELECT parcel_id FROM parcel WHERE site_id = :siteId AND parcel_id = ANY(:parcelIds::uuid[])
                           ORDER BY parcel_id FOR UPDATE)
      RETURNING parcel_id AS "parcelId"`,
    { siteId, parcelIds: move.parcelIds, from: [...move.from], to: move.to },
  );
}

type Held = Pick<Parcel, 'siteId' | 'sellerId' | 'parcelId' | 'orderId'>;
const HELD = `site_id AS "siteId", seller_id AS "sellerId", parcel_id AS "parcelId", order_id AS "orderId"`;

/** Parcels of an order that are held because nobody found its door; answers those that are not any more. */
export function freeMisled(tx: Tx, orderId: string): Promise<Held[]> {
  return rows(
    tx,
    `UPDATE parcel SET hold_reason = NULL WHERE order_id = :orderId AND hold_reason IN ('wrong_address','address_asked')
      RETURNING ${HELD}`,
    { orderId },
  );
}

export function setHold(tx: Tx, { siteId, parcelId }: Key, reason: string | null): Promise<Held | undefined> {
  return maybe(
    tx,
    `UPDATE parcel SET hold_reason = :reason WHERE site_id = :siteId AND parcel_id = :parcelId RETURNING ${HELD}`,
    { siteId, parcelId, reason },
  );
}
