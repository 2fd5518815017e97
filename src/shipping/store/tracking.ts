import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { EventKind, ParcelEvent } from '../rules.ts';

export interface Tracking {
  siteId: string;
  parcelId: string;
  sellerId: string;
  token: string;
  maskedName: string;
  state: EventKind;
  stateAt: Date;
  etaFrom: Date | null;
  etaTo: Date | null;
  /** Doors before its own, while it is driven. */
  stopsBefore: number | null;
}

const TRACKING = `site_id AS "siteId", parcel_id AS "parcelId", seller_id AS "sellerId", token, masked_name AS "maskedName",
  state, state_at AS "stateAt", eta_from AS "etaFrom", eta_to AS "etaTo", stops_before AS "stopsBefore"`;

/** A parcel keeps its token when its label is bought again. */
export async function openTracking(
  work: Work,
  tracking: Pick<Tracking, 'siteId' | 'parcelId' | 'sellerId' | 'token' | 'maskedName'>,
): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO tracking (site_id, parcel_id, seller_id, token, masked_name, state, state_at)
     VALUES (:siteId, :parcelId, :sellerId, :token, :maskedName, 'packed', :at)
     ON CONFLICT (site_id, parcel_id) DO UPDATE SET masked_name = :maskedName`,
    { ...tracking, at: work.at },
  );
}

/** The pages of an order's parcels no longer say who gets them. */
export async function blankTrackings(tx: Tx, sellerId: string, orderId: string): Promise<void> {
  await change(
    tx,
    `UPDATE tracking t SET masked_name = '*' FROM parcel p
      WHERE p.seller_id = :sellerId::uuid AND p.order_id = :orderId::uuid
        AND t.site_id = p.site_id AND t.parcel_id = p.parcel_id`,
    { sellerId, orderId },
  );
}

export function trackingByToken(tx: Tx, token: string): Promise<Tracking | undefined> {
  return maybe(tx, `SELECT ${TRACKING} FROM tracking WHERE token = :token`, { token });
}

export function trackingsOf(tx: Tx, parcelIds: string[]): Promise<Tracking[]> {
  return rows(tx, `SELECT ${TRACKING} FROM tracking WHERE parcel_id = ANY(:parcelIds::uuid[])`, { parcelIds });
}

export interface ToldEvent extends ParcelEvent {
  parcelId: string;
}

/** Adds events that are new; the ones told before are left as they are. */
export async function addEvents(work: Work, siteId: string, events: ToldEvent[]): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO parcel_event (site_id, parcel_id, event_id, kind, corrects, reason, happened_at, told_at)
     SELECT :siteId, e."parcelId", e."eventId", e.kind, e.corrects, e.reason, e."happenedAt", :at
       FROM jsonb_to_recordset(:events::jsonb)
         AS e("parcelId" uuid, "eventId" text, kind text, corrects text, reason text, "happenedAt" timestamptz)
     ON CONFLICT DO NOTHING`,
    { siteId, events: JSON.stringify(events), at: work.at },
  );
}

/** The trackings under their locks, in key order: events of one parcel are folded one after another. */
export function lockTrackings(tx: Tx, siteId: string, parcelIds: string[]): Promise<Tracking[]> {
  return rows(
    tx,
    `SELECT ${TRACKING} FROM tracking WHERE site_id = :siteId AND parcel_id = ANY(:parcelIds::uuid[])
      ORDER BY parcel_id FOR UPDATE`,
    { siteId, parcelIds },
  );
}

export function eventsOf(tx: Tx, siteId: string, parcelIds: string[]): Promise<ToldEvent[]> {
  return rows(
    tx,
    `SELECT parcel_id AS "parcelId", event_id AS "eventId", kind, corrects, reason, happened_at AS "happenedAt"
       FROM parcel_event WHERE site_id = :siteId AND parcel_id = ANY(:parcelIds::uuid[])
      ORDER BY happened_at, event_id`,
    { siteId, parcelIds },
  );
}

export async function setTracked(
  tx: Tx,
  siteId: string,
  states: { parcelId: string; state: EventKind; stateAt: Date }[],
): Promise<void> {
  await change(
    tx,
    `UPDATE tracking t SET state = r.state, state_at = r."stateAt"
       FROM jsonb_to_recordset(:states::jsonb) AS r("parcelId" uuid, state text, "stateAt" timestamptz)
      WHERE t.site_id = :siteId AND t.parcel_id = r."parcelId"`,
    { siteId, states: JSON.stringify(states) },
  );
}

export async function setEtas(
  tx: Tx,
  siteId: string,
  etas: { parcelId: string; etaFrom: Date | null; etaTo: Date | null }[],
): Promise<void> {
  await change(
    tx,
    `UPDATE tracking t SET eta_from = r."etaFrom", eta_to = r."etaTo",
            stops_before = CASE WHEN r."etaFrom" IS NULL THEN NULL ELSE t.stops_before END
       FROM jsonb_to_recordset(:etas::jsonb) AS r("parcelId" uuid, "etaFrom" timestamptz, "etaTo" timestamptz)
      WHERE t.site_id = :siteId AND t.parcel_id = r."parcelId"`,
    { siteId, etas: JSON.stringify(etas) },
  );
}

export async function setStopsBefore(
  tx: Tx,
  siteId: string,
  parcels: { parcelId: string; stopsBefore: number }[],
): Promise<void> {
  await change(
    tx,
    `UPDATE tracking t SET stops_before = r."stopsBefore"
       FROM jsonb_to_recordset(:parcels::jsonb) AS r("parcelId" uuid, "stopsBefore" int)
      WHERE t.site_id = :siteId AND t.parcel_id = r."parcelId"`,
    { siteId, parcels: JSON.stringify(parcels) },
  );
}
