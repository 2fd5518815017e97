import { byCodePart, partParams, type PartAsked, type Ranked } from '../../platform/codePart.ts';
import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';

export interface LpnRow {
  lpnCode: string;
  kind: 'pallet' | 'box' | 'tote';
  sellerId: string;
  place: string;
  parentLpn: string | null;
  state: 'filled' | 'empty';
}

const LPN = `lpn_code AS "lpnCode", kind, seller_id AS "sellerId", place, parent_lpn AS "parentLpn", state`;

/** Begins a label that was never seen; false where it is known. */
export async function beginLpn(tx: Tx, siteId: string, lpn: LpnRow, at: Date): Promise<boolean> {
  const begun = await change(
    tx,
    `INSERT INTO lpn (site_id, lpn_code, kind, seller_id, place, state, at)
     VALUES (:siteId, :lpnCode, :kind, :sellerId, :place, :state, :at) ON CONFLICT (site_id, lpn_code) DO NOTHING`,
    { siteId, ...lpn, at },
  );
  return begun === 1;
}

export function lockLpn(tx: Tx, siteId: string, lpnCode: string): Promise<LpnRow | undefined> {
  return maybe<LpnRow>(tx, `SELECT ${LPN} FROM lpn WHERE site_id = :siteId AND lpn_code = :lpnCode FOR UPDATE`, {
    siteId,
    lpnCode,
  });
}

export function lpnByCode(tx: Tx, siteId: string, lpnCode: string): Promise<LpnRow | undefined> {
  return maybe<LpnRow>(tx, `SELECT ${LPN} FROM lpn WHERE site_id = :siteId AND lpn_code = :lpnCode`, {
    siteId,
    lpnCode,
  });
}

export async function keepLpn(tx: Tx, siteId: string, lpn: LpnRow): Promise<void> {
  await change(
    tx,
    `UPDATE lpn SET seller_id = :sellerId, place = :place, parent_lpn = :parentLpn, state = :state
      WHERE site_id = :siteId AND lpn_code = :lpnCode`,
    { siteId, ...lpn },
  );
}

/** An LPN and what it stands on, from itself up, locked. At most 20 deep. */
export async function lockChain(tx: Tx, siteId: string, lpnCode: string): Promise<LpnRow[]> {
  const up = await rows<{ lpn_code: string }>(
    tx,
    `WITH RECURSIVE up AS (
       SELECT lpn_code, parent_lpn, 1 AS depth FROM lpn WHERE site_id = :siteId AND lpn_code = :lpnCode
       UNION ALL
       SELECT l.lpn_code, l.parent_lpn, up.depth + 1 FROM up
         JOIN lpn l ON l.site_id = :siteId AND l.lpn_code = up.parent_lpn WHERE up.depth < 20)
     SELECT lpn_code FROM up`,
    { siteId, lpnCode },
  );
  return lockLpns(
    tx,
    siteId,
    up.map((row) => row.lpn_code),
  );
}

/** In the order of their codes, as everybody does who locks several. */
export function lockLpns(tx: Tx, siteId: string, codes: string[]): Promise<LpnRow[]> {
  return rows<LpnRow>(
    tx,
    `SELECT ${LPN} FROM lpn WHERE site_id = :siteId AND lpn_code = ANY(:codes::text[]) ORDER BY lpn_code FOR UPDATE`,
    { siteId, codes },
  );
}

/** Whatever stands on an LPN moves with it. */
export async function moveStack(tx: Tx, siteId: string, lpnCode: string, place: string): Promise<void> {
  await change(
    tx,
    `WITH RECURSIVE stack AS (
       SELECT lpn_code, 1 AS depth FROM lpn WHERE site_id = :siteId AND lpn_code = :lpnCode
       UNION ALL
       SELECT l.lpn_code, stack.depth + 1 FROM stack
         JOIN lpn l ON l.site_id = :siteId AND l.parent_lpn = stack.lpn_code WHERE stack.depth < 20)
     UPDATE lpn SET place = :place WHERE site_id = :siteId AND lpn_code IN (SELECT lpn_code FROM stack)`,
    { siteId, lpnCode, place },
  );
}

/** LPNs that wait to be put away, the longest waiting first. */
export function lpnsWaiting(tx: Tx, siteId: string, limit: number): Promise<LpnRow[]> {
  return rows<LpnRow>(
    tx,
    `SELECT ${LPN} FROM lpn WHERE site_id = :siteId AND state = 'filled' ORDER BY at LIMIT :limit`,
    { siteId, limit },
  );
}

/** The highest of the labels that count on. */
export async function highestLpn(tx: Tx, siteId: string): Promise<number | undefined> {
  const last = await maybe<{ lpnCode: string }>(
    tx,
    `SELECT lpn_code AS "lpnCode" FROM lpn
      WHERE site_id = :siteId AND lpn_code >= 'LPN' AND lpn_code < 'LPO' AND lpn_code ~ '^LPN[0-9]{7}$'
      ORDER BY lpn_code DESC LIMIT 1`,
    { siteId },
  );
  return last === undefined ? undefined : Number(last.lpnCode.slice('LPN'.length));
}

/** The box label that this SSCC is, if it is one. */
export function boxOfSscc(tx: Tx, siteId: string, sscc: string): Promise<{ shipmentId: string } | undefined> {
  return maybe<{ shipmentId: string }>(
    tx,
    `SELECT shipment_id AS "shipmentId" FROM inbound_box WHERE site_id = :siteId AND sscc = :sscc`,
    { siteId, sscc },
  );
}

const BY_PART = byCodePart({
  table: 'lpn',
  column: 'lpn_code',
  columns: `t.lpn_code AS "lpnCode", t.kind, t.seller_id AS "sellerId", t.place, t.parent_lpn AS "parentLpn", t.state`,
  where: 't.site_id = :siteId::uuid',
});

/** LPNs by a part of their labels: the nearest to it, those that stand somewhere, and then the latest first, as labels count on. */
export function lpnsByPart(tx: Tx, asked: PartAsked): Promise<(LpnRow & Ranked)[]> {
  return rows(tx, `${BY_PART} ORDER BY rank, state = 'empty', "lpnCode" DESC LIMIT :limit`, partParams(asked));
}
