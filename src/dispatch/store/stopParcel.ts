import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { After } from '../failurePolicy.ts';
import type { FailReason, LoadLine } from '../rules.ts';

export interface StopParcel {
  stopId: string;
  parcelId: string;
  routeId: string;
  state: LoadLine['state'];
  reason: string | null;
  /** What was decided when it was not handed over. */
  afterFailure: After | null;
  live: boolean;
}

const STOP_PARCEL = `stop_id AS "stopId", parcel_id AS "parcelId", route_id AS "routeId", state, reason,
  after_failure AS "afterFailure", live`;

/** Adds those parcels that are on no live route; a parcel that another plan took meanwhile is left out of the answer. */
export async function insertStopParcels(
  work: Work,
  siteId: string,
  parcels: { stopId: string; parcelId: string; routeId: string; state: 'planned' | 'out' }[],
): Promise<number> {
  return change(
    work.tx,
    `INSERT INTO stop_parcel (site_id, stop_id, parcel_id, route_id, state, live, at)
     SELECT :siteId, p."stopId", p."parcelId", p."routeId", p.state, true, :at
       FROM jsonb_to_recordset(:parcels::jsonb) AS p("stopId" uuid, "parcelId" uuid, "routeId" uuid, state text)
     ON CONFLICT (site_id, parcel_id) WHERE live DO NOTHING`,
    { siteId, parcels: JSON.stringify(parcels), at: work.at },
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
    `UPDATE stop_parcel SET state = 'out', reason = NULL, after_failure = NULL, live = true, at = :at
      WHERE site_id = :siteId AND stop_id = :stopId AND state = 'failed'`,
    { siteId, stopId, at: work.at },
  );
}

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
