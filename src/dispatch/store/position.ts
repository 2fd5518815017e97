import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

export interface Tracker {
  trackerId: string;
  siteId: string;
  driverId: string;
}

export interface Fix {
  at: Date;
  lat: number;
  lon: number;
  speed_kmh: number | null;
  heading: number | null;
  accuracy_m: number | null;
  /** 0 to 1 */
  battery: number | null;
}

const FIX = `at, lat, lon, speed_kmh, heading, accuracy_m, battery`;

/** False where the device is another site's. */
export async function keepTracker(tx: Tx, tracker: Tracker): Promise<boolean> {
  const kept = await change(
    tx,
    `INSERT INTO tracker (tracker_id, site_id, driver_id) VALUES (:trackerId, :siteId, :driverId)
     ON CONFLICT (tracker_id) DO UPDATE SET driver_id = :driverId WHERE tracker.site_id = :siteId`,
    { ...tracker },
  );
  return kept === 1;
}

export function trackerById(tx: Tx, trackerId: string): Promise<Tracker | undefined> {
  return maybe(
    tx,
    `SELECT tracker_id AS "trackerId", site_id AS "siteId", driver_id AS "driverId" FROM tracker WHERE tracker_id = :trackerId`,
    { trackerId },
  );
}

/** Fixes by device time, whatever order they arrive in; one that was sent before changes nothing. */
export async function insertFixes(work: Work, tracker: Tracker, fixes: Fix[]): Promise<number> {
  return change(
    work.tx,
    `INSERT INTO position (site_id, tracker_id, driver_id, at, lat, lon, speed_kmh, heading, accuracy_m, battery, heard_at)
     SELECT :siteId, :trackerId, :driverId, f.at, f.lat, f.lon, f.speed_kmh, f.heading, f.accuracy_m, f.battery, :now
       FROM jsonb_to_recordset(:fixes::jsonb)
         AS f(at timestamptz, lat float8, lon float8, speed_kmh real, heading real, accuracy_m real, battery real)
     ON CONFLICT DO NOTHING`,
    { ...tracker, fixes: JSON.stringify(fixes), now: work.at },
  );
}

/** Forgets where drivers were, by when it was heard: a phone's own clock may be years ahead. */
export function forgetPositions(tx: Tx, due: { before: Date; limit: number }): Promise<number> {
  return change(
    tx,
    `DELETE FROM position WHERE (site_id, tracker_id, at) IN (
       SELECT site_id, tracker_id, at FROM position WHERE heard_at < :before::timestamptz ORDER BY heard_at LIMIT :limit)`,
    due,
  );
}

/** Phones whose clock is further ahead are not believed. */
const CLOCK_AHEAD_MS = 5 * 60_000;

export interface LastSeen extends Fix {
  driverId: string;
}

/** Where each driver was last, by the device's own time; a clock that runs ahead never hides what others said since. */
export function lastSeen(
  tx: Tx,
  siteId: string,
  { driverIds, now }: { driverIds: string[] | undefined; now: Date },
): Promise<LastSeen[]> {
  return rows(
    tx,
    `SELECT DISTINCT ON (driver_id) driver_id AS "driverId", ${FIX} FROM position
      WHERE site_id = :siteId AND (:driverIds::uuid[] IS NULL OR driver_id = ANY(:driverIds::uuid[]))
        AND at <= :latest
      ORDER BY driver_id, at DESC`,
    { siteId, driverIds, latest: new Date(now.getTime() + CLOCK_AHEAD_MS) },
  );
}

/** The last positions of a driver since a moment, the latest first. */
export function lastFixes(
  tx: Tx,
  asked: { siteId: string; driverId: string; since: Date; now: Date; limit: number },
): Promise<Fix[]> {
  return rows(
    tx,
    `SELECT ${FIX} FROM position
      WHERE site_id = :siteId AND driver_id = :driverId AND at > :since::timestamptz AND at <= :latest
      ORDER BY at DESC LIMIT :limit`,
    { ...asked, latest: new Date(asked.now.getTime() + CLOCK_AHEAD_MS) },
  );
}

/** A driver's track between two moments, in the order in which it was driven. */
export function trackOf(
  tx: Tx,
  asked: { siteId: string; driverId: string; from: Date; to: Date; limit: number },
): Promise<Fix[]> {
  return rows(
    tx,
    `SELECT ${FIX} FROM position
      WHERE site_id = :siteId AND driver_id = :driverId AND at BETWEEN :from AND :to ORDER BY at LIMIT :limit`,
    { ...asked },
  );
}
