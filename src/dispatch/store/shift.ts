import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { ShiftKind, ShiftState } from '../rules.ts';
import type { InShift } from './chain.ts';

export interface Shift {
  siteId: string;
  shiftId: string;
  kind: ShiftKind;
  fromAt: Date;
  toAt: Date;
  pay_krw: number;
  endsAt: Date;
  state: ShiftState;
  driverId: string | null;
  startedAt: Date | null;
  endedAt: Date | null;
  /** Until when it may be put back, where it was taken back. */
  restoreUntil: Date | null;
}

/** A driver who heard that his shift is gone soon makes other plans; and nothing comes back that would be over or begun. */
const RESTORE_UNTIL = `CASE WHEN state = 'withdrawn' THEN
  least(ceased_at + interval '10 minutes', CASE WHEN driver_id IS NULL THEN ends_at ELSE from_at END) END`;
const SHIFT = `site_id AS "siteId", shift_id AS "shiftId", kind, from_at AS "fromAt", to_at AS "toAt", pay_krw,
  ends_at AS "endsAt", state, driver_id AS "driverId", started_at AS "startedAt", ended_at AS "endedAt", ${RESTORE_UNTIL} AS "restoreUntil"`;

export async function insertShift(work: Work, shift: Shift): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO driver_shift (site_id, shift_id, kind, from_at, to_at, pay_krw, ends_at, state, driver_id, accepted_at)
     VALUES (:siteId, :shiftId, :kind, :fromAt, :toAt, :pay_krw, :endsAt, :state, :driverId,
             CASE WHEN :driverId::uuid IS NULL THEN NULL ELSE :at::timestamptz END)`,
    { ...shift, at: work.at },
  );
}

/** The guard of "exactly one": of drivers who ask at the same time, one finds the offer still open. */
export async function takeShift(work: Work, { siteId, shiftId }: Pick<Shift, 'siteId' | 'shiftId'>): Promise<number> {
  return change(
    work.tx,
    `UPDATE driver_shift SET state = 'accepted', driver_id = :driverId, accepted_at = :at
      WHERE site_id = :siteId AND shift_id = :shiftId AND state = 'offered' AND ends_at >= :at`,
    { siteId, shiftId, driverId: work.actor.userId, at: work.at },
  );
}

/** The driver begins or ends his own shift; undefined where it does not stand so. */
export function turnShift(
  work: Work,
  siteId: string,
  shiftId: string,
  to: 'started' | 'ended',
): Promise<Shift | undefined> {
  return maybe(
    work.tx,
    `UPDATE driver_shift
        SET state = :to, started_at = coalesce(started_at, :at::timestamptz),
            ended_at = CASE WHEN :to::text = 'ended' THEN :at::timestamptz END
      WHERE site_id = :siteId AND shift_id = :shiftId AND driver_id = :driverId
        AND state = CASE WHEN :to::text = 'ended' THEN 'started' ELSE 'accepted' END
      RETURNING ${SHIFT}`,
    { siteId, shiftId, driverId: work.actor.userId, to, at: work.at },
  );
}

/** Takes back an offer, or a shift that has not begun; of a driver who says yes at the same time one of the two wins. */
export function takeBackShift(work: Work, siteId: string, shiftId: string): Promise<Shift | undefined> {
  return maybe(
    work.tx,
    `UPDATE driver_shift SET state = 'withdrawn', ceased_at = :at::timestamptz
      WHERE site_id = :siteId AND shift_id = :shiftId
        AND (state = 'offered' OR (state = 'accepted' AND from_at > :at::timestamptz))
      RETURNING ${SHIFT}`,
    { siteId, shiftId, at: work.at },
  );
}

/** Puts back what was taken back by a slip: on offer where nobody had it. */
export function restoreTakenBack(
  work: Work,
  { siteId, shiftId }: Pick<Shift, 'siteId' | 'shiftId'>,
): Promise<Shift | undefined> {
  return maybe(
    work.tx,
    `UPDATE driver_shift
        SET state = CASE WHEN driver_id IS NULL THEN 'offered' ELSE 'accepted' END, ceased_at = NULL
      WHERE site_id = :siteId AND shift_id = :shiftId AND ${RESTORE_UNTIL} >= :at::timestamptz
      RETURNING ${SHIFT}`,
    { siteId, shiftId, at: work.at },
  );
}

/** Moves a shift that has not begun, or an offer that still stands, to other times. */
export function moveShift(
  work: Work,
  { siteId, shiftId, fromAt, toAt, endsAt }: Pick<Shift, 'siteId' | 'shiftId' | 'fromAt' | 'toAt' | 'endsAt'>,
): Promise<Shift | undefined> {
  return maybe(
    work.tx,
    `UPDATE driver_shift SET from_at = :fromAt, to_at = :toAt, ends_at = :endsAt
      WHERE site_id = :siteId AND shift_id = :shiftId
        AND ((state = 'offered' AND ends_at >= :at::timestamptz) OR (state = 'accepted' AND from_at > :at::timestamptz))
      RETURNING ${SHIFT}`,
    { siteId, shiftId, fromAt, toAt, endsAt, at: work.at },
  );
}

/** Held, so that nobody takes, begins or takes back the shift meanwhile. */
export function lockShift(tx: Tx, siteId: string, shiftId: string): Promise<Shift | undefined> {
  return maybe(tx, `SELECT ${SHIFT} FROM driver_shift WHERE site_id = :siteId AND shift_id = :shiftId FOR UPDATE`, {
    siteId,
    shiftId,
  });
}

/** A route that a driver was given for a time that lies in his shift, driven or still to be. */
export function routeOfShift(
  tx: Tx,
  { siteId, driverId, fromAt, toAt }: Pick<Shift, 'siteId' | 'driverId' | 'fromAt' | 'toAt'>,
): Promise<InShift | undefined> {
  return maybe(
    tx,
    `SELECT r.route_id AS "routeId", v.code AS vehicle, r.depart_at AS "departAt"
       FROM route r JOIN vehicle v USING (site_id, vehicle_id)
      WHERE r.site_id = :siteId AND r.driver_id = :driverId AND r.state <> 'cancelled'
        AND r.depart_at < :toAt AND r.end_at > :fromAt
      ORDER BY r.depart_at, r.route_id LIMIT 1`,
    { siteId, driverId, fromAt, toAt },
  );
}

/** Ends offers that nobody took in time, the longest over first. */
export function endOffers(work: Work, limit: number): Promise<Pick<Shift, 'siteId' | 'shiftId'>[]> {
  return rows(
    work.tx,
    `UPDATE driver_shift SET state = 'expired', ceased_at = :at::timestamptz
      WHERE (site_id, shift_id) IN (SELECT site_id, shift_id FROM driver_shift
                                     WHERE state = 'offered' AND ends_at < :at::timestamptz
                                     ORDER BY ends_at LIMIT :limit FOR UPDATE SKIP LOCKED)
      RETURNING site_id AS "siteId", shift_id AS "shiftId"`,
    { at: work.at, limit },
  );
}

export function shiftById(tx: Tx, shiftId: string): Promise<Shift | undefined> {
  return maybe(tx, `SELECT ${SHIFT} FROM driver_shift WHERE shift_id = :shiftId`, { shiftId });
}

/** Shifts that are not over yet, or were not a day ago. With a driver: his own, what is on offer, and what was taken back from him, until it would be over. */
export function shiftsOf(
  tx: Tx,
  asked: { siteId: string; driverId: string | undefined; at: Date; since: Date },
): Promise<Shift[]> {
  return rows(
    tx,
    `SELECT ${SHIFT} FROM driver_shift
      WHERE site_id = :siteId AND to_at > :since::timestamptz
        AND (:driverId::uuid IS NULL OR (driver_id = :driverId AND (state <> 'withdrawn' OR to_at > :at))
             OR (state = 'offered' AND ends_at >= :at))
      ORDER BY from_at, shift_id LIMIT 500`,
    { ...asked },
  );
}

/** One driver's shifts are accepted one after another, so that two offers at once cannot both be found free of the other. */
export async function lockDriver(tx: Tx, driverId: string): Promise<void> {
  await rows(tx, `SELECT pg_advisory_xact_lock(hashtextextended(:lock, 0))`, { lock: `driver ${driverId}` });
}

/** At whatever site: nobody drives for two at the same time. */
export function overlappingShift(
  tx: Tx,
  shift: Pick<Shift, 'shiftId' | 'fromAt' | 'toAt'>,
  driverId: string,
): Promise<Shift | undefined> {
  return maybe(
    tx,
    `SELECT ${SHIFT} FROM driver_shift
      WHERE driver_id = :driverId AND state IN ('accepted','started') AND shift_id <> :shiftId
        AND from_at < :toAt AND to_at > :fromAt LIMIT 1`,
    { driverId, shiftId: shift.shiftId, fromAt: shift.fromAt, toAt: shift.toAt },
  );
}
