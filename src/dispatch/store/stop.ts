import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

export interface Stop {
  siteId: string;
  stopId: string;
  routeId: string;
  position: number;
  lat: number;
  lon: number;
  service_s: number;
  dueAt: Date | null;
  etaAt: Date;
  etaFrom: Date | null;
  etaTo: Date | null;
  /** To its vehicle. */
  locked: boolean;
  /** To its place, with all that is driven before it. */
  pinned: boolean;
  state: 'planned' | 'arrived' | 'delivered' | 'partly' | 'failed';
  arrivedAt: Date | null;
  doneAt: Date | null;
  reason: string | null;
  photoId: string | null;
  signatureId: string | null;
}

const STOP = `site_id AS "siteId", stop_id AS "stopId", route_id AS "routeId", position, lat, lon, service_s,
  due_at AS "dueAt", eta_at AS "etaAt", eta_from AS "etaFrom",
  eta_to AS "etaTo", locked, pinned, state, arrived_at AS "arrivedAt", done_at AS "doneAt", reason,
  photo_id AS "photoId", signature_id AS "signatureId"`;

export type NewStop = Pick<
  Stop,
  'siteId' | 'stopId' | 'routeId' | 'position' | 'lat' | 'lon' | 'service_s' | 'dueAt' | 'etaAt' | 'locked' | 'pinned'
>;

export async function insertStops(tx: Tx, stops: NewStop[]): Promise<void> {
  await change(
    tx,
    `INSERT INTO stop (site_id, stop_id, route_id, position, lat, lon, service_s, due_at, eta_at, locked, pinned,
                       state)
     SELECT s."siteId", s."stopId", s."routeId", s.position, s.lat, s.lon, s.service_s, s."dueAt", s."etaAt", s.locked,
            s.pinned, 'planned'
       FROM jsonb_to_recordset(:stops::jsonb)
         AS s("siteId" uuid, "stopId" uuid, "routeId" uuid, position int, lat float8, lon float8, service_s int,
              "dueAt" timestamptz, "etaAt" timestamptz, locked boolean, pinned boolean)`,
    { stops: JSON.stringify(stops) },
  );
}

export function stopsOf(tx: Tx, siteId: string, routeIds: string[]): Promise<Stop[]> {
  return rows(
    tx,
    `SELECT ${STOP} FROM stop WHERE site_id = :siteId AND route_id = ANY(:routeIds::uuid[]) ORDER BY route_id, position`,
    { siteId, routeIds },
  );
}

export function stopById(tx: Tx, stopId: string): Promise<Stop | undefined> {
  return maybe(tx, `SELECT ${STOP} FROM stop WHERE stop_id = :stopId`, { stopId });
}

/** The door that a driver on the road is driven to or is at, and when the one before was done. */
export function nextDoor(
  tx: Tx,
  siteId: string,
  driverId: string,
): Promise<(Stop & { since: Date | null }) | undefined> {
  return maybe(
    tx,
    `SELECT ${STOP},
            (SELECT max(d.done_at) FROM stop d WHERE d.site_id = stop.site_id AND d.route_id = stop.route_id) AS since
       FROM stop
      WHERE site_id = :siteId AND done_at IS NULL
        AND route_id = (SELECT route_id FROM route
                         WHERE site_id = :siteId AND driver_id = :driverId AND state = 'running'
                         ORDER BY departed_at DESC LIMIT 1)
      ORDER BY position LIMIT 1`,
    { siteId, driverId },
  );
}

/** Route, place, time and locks (where named) of stops; the constraint on positions is checked at the commit. */
export async function placeStops(
  tx: Tx,
  siteId: string,
  stops: (Pick<Stop, 'stopId' | 'routeId' | 'position' | 'etaAt'> & { locked?: boolean; pinned?: boolean })[],
): Promise<void> {
  const places = JSON.stringify(stops);
  await change(
    tx,
    `UPDATE stop s SET route_id = p."routeId", position = p.position, eta_at = p."etaAt",
            locked = coalesce(p.locked, s.locked), pinned = coalesce(p.pinned, s.pinned)
       FROM jsonb_to_recordset(:places::jsonb)
         AS p("stopId" uuid, "routeId" uuid, position int, "etaAt" timestamptz, locked boolean, pinned boolean)
      WHERE s.site_id = :siteId AND s.stop_id = p."stopId"`,
    { siteId, places },
  );
  await change(
    tx,
    `UPDATE stop_parcel s SET route_id = p."routeId"
       FROM jsonb_to_recordset(:places::jsonb) AS p("stopId" uuid, "routeId" uuid)
      WHERE s.site_id = :siteId AND s.stop_id = p."stopId" AND s.route_id <> p."routeId" AND s.live`,
    { siteId, places },
  );
}

/** When doors ahead are reached, as it is reckoned now; a door that was reached meanwhile stays as it is. */
export async function setRanges(
  tx: Tx,
  siteId: string,
  ranges: { stopId: string; from: Date; middle: Date; to: Date }[],
): Promise<void> {
  await change(
    tx,
    `UPDATE stop s SET eta_at = r.middle, eta_from = r."from", eta_to = r."to"
       FROM jsonb_to_recordset(:ranges::jsonb)
         AS r("stopId" uuid, "from" timestamptz, middle timestamptz, "to" timestamptz)
      WHERE s.site_id = :siteId AND s.stop_id = r."stopId" AND s.state = 'planned'`,
    { siteId, ranges: JSON.stringify(ranges) },
  );
}

export async function deleteStops(tx: Tx, siteId: string, stopIds: string[]): Promise<void> {
  await change(tx, `DELETE FROM stop WHERE site_id = :siteId AND stop_id = ANY(:stopIds::uuid[])`, { siteId, stopIds });
}

/** The door is open as it was before it failed. */
export async function reopenStop(tx: Tx, { siteId, stopId }: Pick<Stop, 'siteId' | 'stopId'>): Promise<void> {
  await change(
    tx,
    `UPDATE stop SET state = CASE WHEN arrived_at IS NULL THEN 'planned' ELSE 'arrived' END, done_at = NULL, reason = NULL,
            photo_id = NULL
      WHERE site_id = :siteId AND stop_id = :stopId AND state = 'failed'`,
    { siteId, stopId },
  );
}

/** What it did not hand over is another stop's: of the others all were. */
export async function markWhole(tx: Tx, { siteId, stopId }: Pick<Stop, 'siteId' | 'stopId'>): Promise<void> {
  await change(
    tx,
    `UPDATE stop SET state = 'delivered', reason = NULL WHERE site_id = :siteId AND stop_id = :stopId AND state = 'partly'`,
    { siteId, stopId },
  );
}

/** The driver is there: what was expected has become what is. */
export async function markArrived(
  work: Work,
  stop: Pick<Stop, 'siteId' | 'stopId'>,
  arrival: { distance_m: number | undefined; reason: string | undefined; byFence: boolean },
): Promise<void> {
  await change(
    work.tx,
    `UPDATE stop SET state = 'arrived', arrived_at = :at, eta_at = :at, distance_m = :distance_m, away_reason = :reason,
                     by_fence = :byFence
      WHERE site_id = :siteId AND stop_id = :stopId AND state = 'planned'`,
    { siteId: stop.siteId, stopId: stop.stopId, at: work.at, ...arrival },
  );
}

export interface Proof {
  photoId?: string | undefined;
  signatureId?: string | undefined;
  code?: string | undefined;
}

export async function markDone(
  work: Work,
  stop: Pick<Stop, 'siteId' | 'stopId'>,
  end: { state: 'delivered' | 'partly' | 'failed'; reason?: string | undefined; proof?: Proof | undefined },
): Promise<void> {
  await change(
    work.tx,
    `UPDATE stop SET state = :state, done_at = :at, reason = :reason, photo_id = :photoId, signature_id = :signatureId,
                     door_code = :code
      WHERE site_id = :siteId AND stop_id = :stopId AND state IN ('planned','arrived')`,
    {
      siteId: stop.siteId,
      stopId: stop.stopId,
      at: work.at,
      state: end.state,
      reason: end.reason,
      photoId: end.proof?.photoId,
      signatureId: end.proof?.signatureId,
      code: end.proof?.code,
    },
  );
}

/** Two decimals of a degree are a kilometre: enough for figures of past routes, and no door. @returns their pictures */
export async function blurDoors(tx: Tx, orderId: string): Promise<string[]> {
  const doors = await rows<{ photoId: string | null; signatureId: string | null }>(
    tx,
    `UPDATE stop s SET lat = round(s.lat::numeric, 2), lon = round(s.lon::numeric, 2)
       FROM stop_parcel x JOIN parcel p ON p.site_id = x.site_id AND p.parcel_id = x.parcel_id
      WHERE p.order_id = :orderId::uuid AND s.site_id = x.site_id AND s.stop_id = x.stop_id
        AND (s.done_at IS NOT NULL
             OR NOT EXISTS (SELECT 1 FROM stop_parcel l
                             WHERE l.site_id = s.site_id AND l.stop_id = s.stop_id AND l.live))
      RETURNING s.photo_id AS "photoId", s.signature_id AS "signatureId"`,
    { orderId },
  );
  return doors.flatMap(({ photoId, signatureId }) => [photoId, signatureId].flatMap((fileId) => fileId ?? []));
}
