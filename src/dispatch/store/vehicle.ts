import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { Size_mm } from '../bay.ts';

export interface Vehicle {
  siteId: string;
  vehicleId: string;
  code: string;
  name: string;
  capacityParcels: number;
  capacityWeight_g: number;
  capacityVolume_cm3: number;
  /** The load space inside, where somebody measured it. */
  bay_mm: Size_mm | null;
  shiftFromMinute: number;
  shiftToMinute: number;
  skills: string[];
  costFixed: number;
  costPerHour: number;
  costPerKm: number;
}

const VEHICLE = `site_id AS "siteId", vehicle_id AS "vehicleId", code, name, capacity_parcels AS "capacityParcels",
  capacity_weight_g AS "capacityWeight_g", capacity_volume_cm3 AS "capacityVolume_cm3",
  shift_from_minute AS "shiftFromMinute", shift_to_minute AS "shiftToMinute", skills, cost_fixed AS "costFixed",
  CASE WHEN bay_length_mm IS NOT NULL THEN ARRAY[bay_length_mm, bay_width_mm, bay_height_mm] END AS bay_mm,
  cost_per_hour AS "costPerHour", cost_per_km AS "costPerKm"`;

/** False where the site has a vehicle of this code. */
export async function insertVehicle(tx: Tx, vehicle: Vehicle): Promise<boolean> {
  const added = await change(
    tx,
    `INSERT INTO vehicle (site_id, vehicle_id, code, name, capacity_parcels, capacity_weight_g, capacity_volume_cm3,
                          shift_from_minute, shift_to_minute, skills, cost_fixed, cost_per_hour, cost_per_km,
                          bay_length_mm, bay_width_mm, bay_height_mm)
     VALUES (:siteId, :vehicleId, :code, :name, :capacityParcels, :capacityWeight_g, :capacityVolume_cm3,
             :shiftFromMinute, :shiftToMinute, :skills, :costFixed, :costPerHour, :costPerKm, :length_mm, :width_mm, :height_mm)
     ON CONFLICT (site_id, code) DO NOTHING`,
    { ...vehicle, length_mm: vehicle.bay_mm?.[0], width_mm: vehicle.bay_mm?.[1], height_mm: vehicle.bay_mm?.[2] },
  );
  return added === 1;
}

export function vehiclesOf(tx: Tx, siteId: string): Promise<Vehicle[]> {
  return rows(tx, `SELECT ${VEHICLE} FROM vehicle WHERE site_id = :siteId AND state = 'active' ORDER BY code`, {
    siteId,
  });
}

export function vehicleById(tx: Tx, siteId: string, vehicleId: string): Promise<Vehicle | undefined> {
  return maybe(tx, `SELECT ${VEHICLE} FROM vehicle WHERE site_id = :siteId AND vehicle_id = :vehicleId`, {
    siteId,
    vehicleId,
  });
}

/** Retired ones too: their routes are still there. */
export function vehiclesById(tx: Tx, siteId: string, vehicleIds: string[]): Promise<Vehicle[]> {
  return rows(
    tx,
    `SELECT ${VEHICLE} FROM vehicle WHERE site_id = :siteId AND vehicle_id = ANY(:vehicleIds::uuid[]) ORDER BY code`,
    { siteId, vehicleIds },
  );
}

export function vehicleByCode(tx: Tx, siteId: string, code: string): Promise<Vehicle | undefined> {
  return maybe(tx, `SELECT ${VEHICLE} FROM vehicle WHERE site_id = :siteId AND code = :code AND state = 'active'`, {
    siteId,
    code,
  });
}

/** When each vehicle comes back from the last of the routes that it has before it. */
export function busyUntil(tx: Tx, siteId: string, except: string[]): Promise<{ vehicleId: string; endAt: Date }[]> {
  return rows(
    tx,
    `SELECT vehicle_id AS "vehicleId", max(end_at) AS "endAt" FROM route
      WHERE site_id = :siteId AND state NOT IN ('finished','closed','cancelled') AND NOT route_id = ANY(:except::uuid[])
      GROUP BY vehicle_id`,
    { siteId, except },
  );
}

export interface Shift {
  siteId: string;
  shiftId: string;
  fromAt: Date;
  toAt: Date;
  pay_krw: number;
  endsAt: Date;
  state: 'offered' | 'accepted' | 'started' | 'ended' | 'withdrawn';
  driverId: string | null;
}

const SHIFT = `site_id AS "siteId", shift_id AS "shiftId", from_at AS "fromAt", to_at AS "toAt", pay_krw,
  ends_at AS "endsAt", state, driver_id AS "driverId"`;

export async function insertShift(tx: Tx, shift: Shift): Promise<void> {
  await change(
    tx,
    `INSERT INTO driver_shift (site_id, shift_id, from_at, to_at, pay_krw, ends_at, state)
     VALUES (:siteId, :shiftId, :fromAt, :toAt, :pay_krw, :endsAt, 'offered')`,
    { ...shift },
  );
}

/** The guard of "exactly one": of drivers who ask at the same time, one finds the offer still open. */
export async function takeShift(work: Work, siteId: string, shiftId: string): Promise<number> {
  return change(
    work.tx,
    `UPDATE driver_shift SET state = 'accepted', driver_id = :driverId, accepted_at = :at
      WHERE site_id = :siteId AND shift_id = :shiftId AND state = 'offered' AND ends_at >= :at`,
    { siteId, shiftId, driverId: work.actor.userId, at: work.at },
  );
}

export function shiftById(tx: Tx, shiftId: string): Promise<Shift | undefined> {
  return maybe(tx, `SELECT ${SHIFT} FROM driver_shift WHERE shift_id = :shiftId`, { shiftId });
}

/** A driver's shifts and the open offers of his sites; with no driver all of them. */
export function shiftsOf(tx: Tx, asked: { siteId: string; driverId: string | undefined; at: Date }): Promise<Shift[]> {
  return rows(
    tx,
    `SELECT ${SHIFT} FROM driver_shift
      WHERE site_id = :siteId
        AND (:driverId::uuid IS NULL OR driver_id = :driverId OR (state = 'offered' AND ends_at >= :at))
      ORDER BY from_at, shift_id LIMIT 500`,
    { siteId: asked.siteId, driverId: asked.driverId, at: asked.at },
  );
}

/** One driver's shifts are accepted one after another, so that two offers at once cannot both be found free of the other. */
export async function lockDriver(tx: Tx, driverId: string): Promise<void> {
  await rows(tx, `SELECT pg_advisory_xact_lock(hashtextextended(:lock, 0))`, { lock: `driver ${driverId}` });
}

export function overlappingShift(tx: Tx, shift: Shift, driverId: string): Promise<Shift | undefined> {
  return maybe(
    tx,
    `SELECT ${SHIFT} FROM driver_shift
      WHERE site_id = :siteId AND driver_id = :driverId AND state IN ('accepted','started')
        AND from_at < :toAt AND to_at > :fromAt LIMIT 1`,
    { siteId: shift.siteId, driverId, fromAt: shift.fromAt, toAt: shift.toAt },
  );
}
