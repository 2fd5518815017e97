import { change, maybe, rows } from '../platform/sql.ts';
import type { Tx, Work } from '../platform/work.ts';
import type { Grade, UnitState } from './rules.ts';

export interface ReturnCase {
  siteId: string;
  returnId: string;
  code: string;
  sellerId: string;
  orderId: string;
  parcelId: string | null;
  state: 'requested' | 'received' | 'decided';
  reason: string;
}

const CASE = `site_id AS "siteId", return_id AS "returnId", code, seller_id AS "sellerId", order_id AS "orderId",
  parcel_id AS "parcelId", state, reason`;

/** False where a return of the same undelivered parcel exists. */
export async function insertCase(work: Work, one: ReturnCase): Promise<boolean> {
  const added = await change(
    work.tx,
    `INSERT INTO return_case (site_id, return_id, code, seller_id, order_id, parcel_id, state, reason, at)
     VALUES (:siteId, :returnId, :code, :sellerId, :orderId, :parcelId, :state, :reason, :at)
     ON CONFLICT DO NOTHING`,
    { ...one, at: work.at },
  );
  return added === 1;
}

export async function insertAsked(
  tx: Tx,
  siteId: string,
  returnId: string,
  lines: { lineNo: number; itemId: string; quantity: number }[],
): Promise<void> {
  await change(
    tx,
    `INSERT INTO return_asked (site_id, return_id, line_no, item_id, quantity)
     SELECT :siteId, :returnId, l."lineNo", l."itemId", l.quantity
       FROM jsonb_to_recordset(:lines::jsonb) AS l("lineNo" int, "itemId" uuid, quantity int)`,
    { siteId, returnId, lines: JSON.stringify(lines) },
  );
}

/** Whoever changes a return or its units holds this row. */
export function lockCase(tx: Tx, returnId: string): Promise<ReturnCase | undefined> {
  return maybe(tx, `SELECT ${CASE} FROM return_case WHERE return_id = :returnId FOR UPDATE`, { returnId });
}

export function caseById(tx: Tx, returnId: string): Promise<ReturnCase | undefined> {
  return maybe(tx, `SELECT ${CASE} FROM return_case WHERE return_id = :returnId`, { returnId });
}

export function caseByCode(tx: Tx, siteId: string, code: string): Promise<ReturnCase | undefined> {
  return maybe(tx, `SELECT ${CASE} FROM return_case WHERE site_id = :siteId AND code = :code`, { siteId, code });
}

/** The return that is under way for an order, the latest first. */
export function openCaseOf(tx: Tx, siteId: string, orderId: string): Promise<ReturnCase | undefined> {
  return maybe(
    tx,
    `SELECT ${CASE} FROM return_case
      WHERE site_id = :siteId AND order_id = :orderId AND parcel_id IS NULL ORDER BY return_id DESC LIMIT 1`,
    { siteId, orderId },
  );
}

export function casesPage(
  tx: Tx,
  asked: {
    siteIds: string[] | undefined;
    siteId: string | undefined;
    sellerId: string | undefined;
    orderId: string | undefined;
    state: string | undefined;
    after: string | undefined;
    limit: number;
  },
): Promise<ReturnCase[]> {
  return rows(
    tx,
    `SELECT ${CASE} FROM return_case
      WHERE (:siteId::uuid IS NULL OR site_id = :siteId)
        AND (:siteIds::uuid[] IS NULL OR site_id = ANY(:siteIds::uuid[]))
        AND (:sellerId::uuid IS NULL OR seller_id = :sellerId)
        AND (:orderId::uuid IS NULL OR order_id = :orderId)
        AND (:state::text IS NULL OR state = :state)
        AND (:after::uuid IS NULL OR return_id > :after)
      ORDER BY return_id LIMIT :limit`,
    { ...asked },
  );
}

export async function setCaseState(tx: Tx, one: ReturnCase, state: ReturnCase['state']): Promise<void> {
  await change(tx, `UPDATE return_case SET state = :state WHERE site_id = :siteId AND return_id = :returnId`, {
    siteId: one.siteId,
    returnId: one.returnId,
    state,
  });
}

export interface ReturnUnit {
  siteId: string;
  unitId: string;
  returnId: string;
  lineNo: number;
  itemId: string;
  lot: string;
  serial: string;
  binCode: string;
  state: UnitState;
  grade: Grade | null;
}

const UNIT = `site_id AS "siteId", unit_id AS "unitId", return_id AS "returnId", line_no AS "lineNo", item_id AS "itemId",
  lot, serial, bin_code AS "binCode", state, grade`;

export async function insertUnits(work: Work, units: Omit<ReturnUnit, 'state' | 'grade'>[]): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO return_unit (site_id, unit_id, return_id, line_no, item_id, lot, serial, bin_code, state, received_at)
     SELECT u."siteId", u."unitId", u."returnId", u."lineNo", u."itemId", u.lot, u.serial, u."binCode", 'received', :at
       FROM jsonb_to_recordset(:units::jsonb)
         AS u("siteId" uuid, "unitId" uuid, "returnId" uuid, "lineNo" int, "itemId" uuid, lot text, serial text,
              "binCode" text)`,
    { units: JSON.stringify(units), at: work.at },
  );
}

export function unitsOf(tx: Tx, returnIds: string[]): Promise<ReturnUnit[]> {
  return rows(tx, `SELECT ${UNIT} FROM return_unit WHERE return_id = ANY(:returnIds::uuid[]) ORDER BY unit_id`, {
    returnIds,
  });
}

/** Everything that came back of an order so far, in whatever return. */
export function unitsOfOrder(tx: Tx, orderId: string): Promise<ReturnUnit[]> {
  return rows(
    tx,
    `SELECT ${UNIT} FROM return_unit
      WHERE return_id IN (SELECT return_id FROM return_case WHERE order_id = :orderId) ORDER BY unit_id`,
    { orderId },
  );
}

export function lockUnit(tx: Tx, unitId: string): Promise<ReturnUnit | undefined> {
  return maybe(tx, `SELECT ${UNIT} FROM return_unit WHERE unit_id = :unitId FOR UPDATE`, { unitId });
}

export async function setGrade(
  work: Work,
  unit: ReturnUnit,
  to: { grade: Grade; photoId: string | undefined },
): Promise<number> {
  return change(
    work.tx,
    `UPDATE return_unit SET state = 'graded', grade = :grade, photo_id = :photoId, graded_at = :at
      WHERE site_id = :siteId AND unit_id = :unitId AND state IN ('received','graded')`,
    { siteId: unit.siteId, unitId: unit.unitId, at: work.at, grade: to.grade, photoId: to.photoId },
  );
}

/** The guard of "once": a unit that is decided already is not found graded. */
export async function setDecided(
  work: Work,
  unit: ReturnUnit,
  to: { state: UnitState; movementId: string },
): Promise<number> {
  return change(
    work.tx,
    `UPDATE return_unit SET state = :state, movement_id = :movementId, decided_at = :at
      WHERE site_id = :siteId AND unit_id = :unitId AND state = 'graded'`,
    { siteId: unit.siteId, unitId: unit.unitId, at: work.at, ...to },
  );
}

export interface Refund {
  siteId: string;
  refundId: string;
  returnId: string;
  sellerId: string;
  amount_krw: number;
  state: 'due' | 'sent' | 'settled';
}

const REFUND = `site_id AS "siteId", refund_id AS "refundId", return_id AS "returnId", seller_id AS "sellerId", amount_krw, state`;

/** False where the return has its refund already. */
export async function insertRefund(work: Work, refund: Refund): Promise<boolean> {
  const added = await change(
    work.tx,
    `INSERT INTO refund (site_id, refund_id, return_id, seller_id, amount_krw, state, at)
     VALUES (:siteId, :refundId, :returnId, :sellerId, :amount_krw, 'due', :at)
     ON CONFLICT (site_id, return_id) DO NOTHING`,
    { ...refund, at: work.at },
  );
  return added === 1;
}

export function refundsOf(tx: Tx, returnIds: string[]): Promise<Refund[]> {
  return rows(tx, `SELECT ${REFUND} FROM refund WHERE return_id = ANY(:returnIds::uuid[])`, { returnIds });
}

/** due → sent → settled, each once. */
export async function stepRefund(work: Work, refund: Refund, to: 'sent' | 'settled'): Promise<number> {
  return change(
    work.tx,
    `UPDATE refund SET state = :to,
            sent_at = CASE WHEN :to = 'sent' THEN :at ELSE sent_at END,
            settled_at = CASE WHEN :to = 'settled' THEN :at ELSE settled_at END
      WHERE site_id = :siteId AND refund_id = :refundId
        AND state = CASE WHEN :to = 'sent' THEN 'due' ELSE 'sent' END`,
    { siteId: refund.siteId, refundId: refund.refundId, to, at: work.at },
  );
}
