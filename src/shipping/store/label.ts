import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

export interface Label {
  siteId: string;
  labelId: string;
  parcelId: string;
  sellerId: string;
  carrier: string;
  state: 'intended' | 'bought' | 'refused' | 'void';
  trackingNo: string | null;
  addressVersion: number;
  trouble: string | null;
  tries: number;
}

const LABEL = `site_id AS "siteId", label_id AS "labelId", parcel_id AS "parcelId", seller_id AS "sellerId", carrier, state,
  tracking_no AS "trackingNo", address_version AS "addressVersion", trouble, tries`;

/** False where the parcel has a live label already. */
export async function intendLabel(
  work: Work,
  label: Pick<Label, 'siteId' | 'labelId' | 'parcelId' | 'sellerId' | 'carrier' | 'addressVersion'>,
): Promise<boolean> {
  const added = await change(
    work.tx,
    `INSERT INTO label (site_id, label_id, parcel_id, seller_id, carrier, address_version, state, intended_at)
     VALUES (:siteId, :labelId, :parcelId, :sellerId, :carrier, :addressVersion, 'intended', :at)
     ON CONFLICT (site_id, parcel_id) WHERE state IN ('intended','bought') DO NOTHING`,
    { ...label, at: work.at },
  );
  return added === 1;
}

export function liveLabel(tx: Tx, siteId: string, parcelId: string): Promise<Label | undefined> {
  return maybe(
    tx,
    `SELECT ${LABEL} FROM label
      WHERE site_id = :siteId AND parcel_id = :parcelId AND state IN ('intended','bought')`,
    { siteId, parcelId },
  );
}

export function liveLabels(tx: Tx, siteId: string, parcelIds: string[]): Promise<Label[]> {
  return rows(
    tx,
    `SELECT ${LABEL} FROM label
      WHERE site_id = :siteId AND parcel_id = ANY(:parcelIds::uuid[]) AND state IN ('intended','bought')`,
    { siteId, parcelIds },
  );
}

/** Purchases whose end is unknown, oldest first; locked, so that one process asks. */
export function openPurchases(tx: Tx, limit: number): Promise<Label[]> {
  return rows(
    tx,
    `SELECT ${LABEL} FROM label WHERE state = 'intended' ORDER BY intended_at, label_id LIMIT :limit FOR UPDATE SKIP LOCKED`,
    { limit },
  );
}

export async function markBought(work: Work, label: Label, trackingNo: string): Promise<void> {
  await change(
    work.tx,
    `UPDATE label SET state = 'bought', tracking_no = :trackingNo, bought_at = :at, trouble = NULL
      WHERE site_id = :siteId AND label_id = :labelId AND state = 'intended'`,
    { siteId: label.siteId, labelId: label.labelId, trackingNo, at: work.at },
  );
}

/** `refused`: the carrier does not take it; else the answer is unknown and will be asked for again. */
export async function markTrouble(tx: Tx, label: Label, trouble: string, refused: boolean): Promise<void> {
  await change(
    tx,
    `UPDATE label SET trouble = :trouble, tries = tries + 1, state = CASE WHEN :refused THEN 'refused' ELSE state END
      WHERE site_id = :siteId AND label_id = :labelId AND state = 'intended'`,
    { siteId: label.siteId, labelId: label.labelId, trouble: trouble.slice(0, 200), refused },
  );
}

export async function markVoid(work: Work, label: Label, reason: string): Promise<number> {
  return change(
    work.tx,
    `UPDATE label SET state = 'void', voided_at = :at, void_reason = :reason
      WHERE site_id = :siteId AND label_id = :labelId AND state IN ('intended','bought')`,
    { siteId: label.siteId, labelId: label.labelId, reason, at: work.at },
  );
}

export function labelsByTracking(
  tx: Tx,
  asked: { siteId: string; carrier: string; numbers: string[] },
): Promise<Label[]> {
  return rows(
    tx,
    `SELECT ${LABEL} FROM label
      WHERE site_id = :siteId AND carrier = :carrier AND tracking_no = ANY(:numbers::text[]) AND state = 'bought'`,
    { ...asked },
  );
}

export function labelsOf(tx: Tx, parcelIds: string[]): Promise<Label[]> {
  return rows(
    tx,
    `SELECT ${LABEL} FROM label WHERE parcel_id = ANY(:parcelIds::uuid[]) AND state IN ('intended','bought')`,
    { parcelIds },
  );
}
