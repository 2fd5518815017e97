import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { After } from '../failurePolicy.ts';
import type { FailReason } from '../../shipping/index.ts';
import type { LoadLine } from '../rules.ts';

export interface StopParcel {
  stopId: string;
  parcelId: string;
  routeId: string;
  state: LoadLine['state'];
  reason: string | null;
  /** What was decided when it was not handed over. */
  afterFailure: After | null;
  /** When the desk said so, instead of the rules. */
  decidedAt: Date | null;
  live: boolean;
}

const STOP_PARCEL = `stop_id AS "stopId", parcel_id AS "parcelId", route_id AS "routeId", state, reason,
  after_failure AS "afterFailure", decided_at AS "decidedAt", live`;

/**
 * Adds those parcels that are on no live route; a parcel that another plan took meanwhile is not counted in the answer, nor is one
 * to be planned that is not closed any more. A planned one stays closed until the transaction ends.
 */
export async function insertStopParcels(
  work: Work,
  siteId: string,
  parcels: { stopId: string; parcelId: string; routeId: string; state: 'planned' | 'out' }[],
): Promise<number> {
  return change(
    work.tx,
    `WITH closed AS MATERIALIZED (
       SELECT parcel_id FROM parcel
        WHERE site_id = :siteId::uuid AND parcel_id = ANY(:planned::uuid[]) AND state = 'closed'
        ORDER BY parcel_id FOR SHARE
     )
     INSERT INTO stop_parcel (site_id, stop_id, parcel_id, route_id, state, live, at)
     SELECT :siteId::uuid, p."stopId", p."parcelId", p."routeId", p.state, true, :at::timestamptz
       FROM jsonb_to_recordset(:parcels::jsonb) AS p("stopId" uuid, "parcelId" uuid, "routeId" uuid, state text)
      WHERE p.state <> 'planned' OR p."parcelId" IN (SELECT parcel_id FROM closed)
     ON CONFLICT (site_id, parcel_id) WHERE live DO NOTHING`,
    {
      siteId,
      planned: parcels.flatMap(({ parcelId, state }) => (state === 'planned' ? parcelId : [])),
      parcels: JSON.stringify(parcels),
      at: work.at,
    },
  );
}

export function stopParcelsOf(tx: Tx, siteId: string, routeIds: string[]): Promise<StopParcel[]> {
  return rows(
    tx,
    `SELECT ${STOP_PARCEL} FROM stop_parcel WHERE site_id = :siteId AND route_id = ANY(:routeIds::uuid[])
      ORDER BY stop_id, parcel_id`,
    { siteId, routeIds },
  );
}

export function liveStopOf(tx: Tx, siteId: string, parcelId: string): Promise<StopParcel | undefined> {
  return maybe(
    tx,
    `SELECT ${STOP_PARCEL} FROM stop_parcel WHERE site_id = :siteId AND parcel_id = :parcelId AND live`,
    { siteId, parcelId },
  );
}

/** What became last of parcels that were on a route and are here again. */
export function lastBack(
  tx: Tx,
  siteId: string,
  parcelIds: string[],
): Promise<{ parcelId: string; state: 'back' | 'left'; reason: string | null }[]> {
  return rows(
    tx,
    `SELECT DISTINCT ON (parcel_id) parcel_id AS "parcelId", state, reason FROM stop_parcel
      WHERE site_id = :siteId AND parcel_id = ANY(:parcelIds::uuid[]) AND state IN ('back','left')
      ORDER BY parcel_id, at DESC`,
    { siteId, parcelIds },
  );
}

/** Of these parcels, those that are on a live route. */
export function onLiveRoute(tx: Tx, siteId: string, parcelIds: string[]): Promise<{ parcelId: string }[]> {
  return rows(
    tx,
    `SELECT parcel_id AS "parcelId" FROM stop_parcel
      WHERE site_id = :siteId AND parcel_id = ANY(:parcelIds::uuid[]) AND live`,
    { siteId, parcelIds },
  );
}

export async function setStopParcels(
  work: Work,
  siteId: string,
  to: {
    parcelIds: string[];
    state: LoadLine['state'];
    reason?: string | undefined;
    afterFailure?: After;
    live?: boolean;
  },
): Promise<void> {
  await change(
    work.tx,
    `UPDATE stop_parcel SET state = :state, reason = coalesce(:reason, reason),
            after_failure = coalesce(:afterFailure, after_failure), live = :live, at = :at
      WHERE site_id = :siteId AND parcel_id = ANY(:parcelIds::uuid[]) AND live`,
    { ...to, siteId, reason: to.reason, afterFailure: to.afterFailure, live: to.live ?? true, at: work.at },
  );
}

/** What failed at a door is still to be handed over there. */
export async function reopenStopParcels(
  work: Work,
  { siteId, stopId }: { siteId: string; stopId: string },
): Promise<void> {
  await change(
    work.tx,
    `UPDATE stop_parcel SET state = 'out', reason = NULL, after_failure = NULL, decided_at = NULL,
            decided_by = NULL, live = true, at = :at
      WHERE site_id = :siteId AND stop_id = :stopId AND state = 'failed'`,
    { siteId, stopId, at: work.at },
  );
}

/** The same at a stop of its own. */
export async function reopenElsewhere(
  work: Work,
  { siteId, from, to }: { siteId: string; from: string; to: string },
): Promise<void> {
  await change(
    work.tx,
    `UPDATE stop_parcel SET stop_id = :to, state = 'out', reason = NULL, after_failure = NULL, decided_at = NULL,
            decided_by = NULL, live = true, at = :at
      WHERE site_id = :siteId AND stop_id = :from AND state = 'failed'`,
    { siteId, from, to, at: work.at },
  );
}

/**
 * The desk's word on parcels that failed at a door; `decided` false: it has to look at them again. Said twice it counts from the
 * first time: the customer's page knows it by its moment.
 */
export async function setAfter(
  work: Work,
  { siteId, stopId }: { siteId: string; stopId: string },
  to: { parcelIds: string[]; afterFailure: After; live: boolean; decided: boolean },
): Promise<void> {
  await change(
    work.tx,
    `UPDATE stop_parcel SET after_failure = :afterFailure, live = :live, at = :at,
            decided_at = CASE WHEN :decided THEN coalesce(CASE WHEN after_failure = :afterFailure THEN decided_at END, :at::timestamptz) END, decided_by = CASE WHEN :decided THEN :actor::uuid END
      WHERE site_id = :siteId AND stop_id = :stopId AND parcel_id = ANY(:parcelIds::uuid[])`,
    { siteId, stopId, ...to, at: work.at, actor: work.actor.userId },
  );
}

export interface HeldLine {
  stopId: string;
  routeId: string;
  parcelId: string;
  orderId: string;
  sellerId: string;
  sscc: string;
  /** Still on the vehicle. */
  aboard: boolean;
  /** The customer was asked for the address. */
  asked: boolean;
}

/** By the parcels that are held: lines of doors that were held once are as many as there ever were. */
export const HELD_LINES = `
    SELECT x.stop_id AS "stopId", x.route_id AS "routeId", x.parcel_id AS "parcelId", p.order_id AS "orderId",
            p.seller_id AS "sellerId", p.sscc, x.state = 'failed' AS aboard, p.hold_reason = 'address_asked' AS asked
       FROM parcel p
       JOIN stop_parcel x ON x.site_id = p.site_id AND x.parcel_id = p.parcel_id AND x.after_failure = 'held'
       JOIN stop s ON s.site_id = x.site_id AND s.stop_id = x.stop_id
      WHERE p.site_id = :siteId::uuid AND p.hold_reason IS NOT NULL AND p.state IN ('closed', 'failed')
        AND ((x.state = 'failed' AND x.live AND p.state = 'failed') OR (x.state = 'back' AND p.state = 'closed'))
        AND p.hold_reason IN (x.reason, 'address_asked')
        AND NOT EXISTS (SELECT 1 FROM stop_parcel y JOIN stop t ON t.site_id = y.site_id AND t.stop_id = y.stop_id
                         WHERE y.site_id = x.site_id AND y.parcel_id = x.parcel_id AND y.stop_id <> x.stop_id
                           AND (y.live OR t.done_at > s.done_at))
      ORDER BY s.done_at, x.stop_id, p.sscc LIMIT 1000`;

/** Parcels that wait for the desk's word since their door failed, the longest first; what was let go otherwise is not among them. */
export const heldLines = (tx: Tx, siteId: string): Promise<HeldLine[]> => rows(tx, HELD_LINES, { siteId });

/** Doors that did not open for these parcels so far, for reasons that count. */
export function failedAttempts(
  tx: Tx,
  siteId: string,
  { parcelIds, reasons }: { parcelIds: string[]; reasons: FailReason[] },
): Promise<{ parcelId: string; attempts: number }[]> {
  return rows(
    tx,
    `SELECT parcel_id AS "parcelId", count(*)::int AS attempts FROM stop_parcel
      WHERE site_id = :siteId AND parcel_id = ANY(:parcelIds::uuid[]) AND reason = ANY(:reasons::text[])
      GROUP BY parcel_id`,
    { siteId, parcelIds, reasons },
  );
}

/** A route gives up what it has not delivered: its parcels may go on another one. */
export async function freeStopParcels(tx: Tx, siteId: string, routeId: string): Promise<void> {
  await change(tx, `UPDATE stop_parcel SET live = false WHERE site_id = :siteId AND route_id = :routeId AND live`, {
    siteId,
    routeId,
  });
}
