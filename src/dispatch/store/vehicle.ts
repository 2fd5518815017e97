import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { Size_mm } from '../bay.ts';
import { COLD } from '../rules.ts';
import type { ShiftEnds } from '../shiftEnds.ts';

export interface Vehicle extends ShiftEnds {
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
  state: 'active' | 'retired';
  retiredAt: Date | null;
}

const VEHICLE = `site_id AS "siteId", vehicle_id AS "vehicleId", code, name, capacity_parcels AS "capacityParcels",
  capacity_weight_g AS "capacityWeight_g", capacity_volume_cm3 AS "capacityVolume_cm3",
  shift_from_minute AS "shiftFromMinute", shift_to_minute AS "shiftToMinute", cost_fixed AS "costFixed", state, retired_at AS "retiredAt",
  skills || ARRAY(SELECT k.code FROM vehicle_skill k
                   WHERE k.site_id = vehicle.site_id AND k.vehicle_id = vehicle.vehicle_id ORDER BY k.code) AS skills,
  CASE WHEN bay_length_mm IS NOT NULL THEN ARRAY[bay_length_mm, bay_width_mm, bay_height_mm] END AS bay_mm,
  cost_per_hour AS "costPerHour", cost_per_km AS "costPerKm", starts_from AS "startsFrom", returns_to AS "returnsTo",
  CASE WHEN home_lat IS NOT NULL THEN json_build_object('lat', home_lat, 'lon', home_lon) END AS home`;

/** False where the site has a vehicle of this code. */
export async function insertVehicle(tx: Tx, vehicle: Omit<Vehicle, 'state' | 'retiredAt'>): Promise<boolean> {
  const added = await change(
    tx,
    `INSERT INTO vehicle (site_id, vehicle_id, code, name, capacity_parcels, capacity_weight_g, capacity_volume_cm3,
                          shift_from_minute, shift_to_minute, skills, cost_fixed, cost_per_hour, cost_per_km,
                          bay_length_mm, bay_width_mm, bay_height_mm, starts_from, returns_to, home_lat, home_lon)
     VALUES (:siteId, :vehicleId, :code, :name, :capacityParcels, :capacityWeight_g, :capacityVolume_cm3,
             :shiftFromMinute, :shiftToMinute, :skills, :costFixed, :costPerHour, :costPerKm, :length_mm, :width_mm, :height_mm,
             :startsFrom, :returnsTo, :lat, :lon)
     ON CONFLICT (site_id, code) DO NOTHING`,
    { ...vehicle, ...partsOf(vehicle), skills: coldOf(vehicle) },
  );
  if (added === 1) await giveSkills(tx, vehicle);
  return added === 1;
}

const partsOf = ({ bay_mm, home }: Pick<Vehicle, 'bay_mm' | 'home'>) => ({
  length_mm: bay_mm?.[0],
  width_mm: bay_mm?.[1],
  height_mm: bay_mm?.[2],
  lat: home?.lat,
  lon: home?.lon,
});

const coldOf = ({ skills }: Pick<Vehicle, 'skills'>): string[] => skills.filter((skill) => COLD.includes(skill));

/** What it has beside cooling, all of which the site has named. */
async function giveSkills(
  tx: Tx,
  { siteId, vehicleId, skills }: Pick<Vehicle, 'siteId' | 'vehicleId' | 'skills'>,
): Promise<void> {
  const codes = skills.filter((skill) => !COLD.includes(skill));
  await change(
    tx,
    `DELETE FROM vehicle_skill
      WHERE site_id = :siteId AND vehicle_id = :vehicleId AND NOT code = ANY(:codes::text[])`,
    { siteId, vehicleId, codes },
  );
  await change(
    tx,
    `INSERT INTO vehicle_skill (site_id, vehicle_id, code)
     SELECT :siteId::uuid, :vehicleId::uuid, code FROM unnest(:codes::text[]) AS k(code) ORDER BY code
     ON CONFLICT DO NOTHING`,
    { siteId, vehicleId, codes },
  );
}

export async function siteOfVehicle(tx: Tx, vehicleId: string): Promise<string | undefined> {
  const found = await maybe<{ siteId: string }>(
    tx,
    `SELECT site_id AS "siteId" FROM vehicle WHERE vehicle_id = :vehicleId`,
    { vehicleId },
  );
  return found?.siteId;
}

export interface VehicleChange extends Omit<Vehicle, 'skills'> {
  /** Undefined: they stay, and one that is being forgotten is not written back. */
  skills: string[] | undefined;
}

export async function setVehicle(tx: Tx, vehicle: VehicleChange): Promise<void> {
  const { skills } = vehicle;
  await change(
    tx,
    `UPDATE vehicle SET code = :code, name = :name, capacity_parcels = :capacityParcels, capacity_weight_g = :capacityWeight_g,
            capacity_volume_cm3 = :capacityVolume_cm3, bay_length_mm = :length_mm, bay_width_mm = :width_mm, bay_height_mm = :height_mm,
            skills = coalesce(:skills::text[], skills), starts_from = :startsFrom, returns_to = :returnsTo, home_lat = :lat,
            home_lon = :lon, shift_from_minute = :shiftFromMinute, shift_to_minute = :shiftToMinute, cost_fixed = :costFixed,
            cost_per_hour = :costPerHour, cost_per_km = :costPerKm
      WHERE site_id = :siteId AND vehicle_id = :vehicleId`,
    { ...vehicle, ...partsOf(vehicle), skills: skills && coldOf({ skills }) },
  );
  if (skills) await giveSkills(tx, { ...vehicle, skills });
}

/** Whether it is driven. The caller holds it. */
export async function turnVehicle(
  work: Work,
  { siteId, vehicleId, to }: Pick<Vehicle, 'siteId' | 'vehicleId'> & { to: Vehicle['state'] },
): Promise<void> {
  await change(
    work.tx,
    `UPDATE vehicle SET state = :to, retired_at = CASE WHEN :to::text = 'retired' THEN :at::timestamptz END
      WHERE site_id = :siteId AND vehicle_id = :vehicleId`,
    { siteId, vehicleId, to, at: work.at },
  );
}

/** Those that are driven. */
export function vehiclesOf(tx: Tx, siteId: string): Promise<Vehicle[]> {
  return rows(tx, `SELECT ${VEHICLE} FROM vehicle WHERE site_id = :siteId AND state = 'active' ORDER BY code`, {
    siteId,
  });
}

/** Those that are not any more, the last to be retired first. */
export function retiredVehicles(tx: Tx, siteId: string): Promise<Vehicle[]> {
  return rows(
    tx,
    `SELECT ${VEHICLE} FROM vehicle WHERE site_id = :siteId AND state = 'retired' ORDER BY retired_at DESC, code LIMIT 500`,
    { siteId },
  );
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

/** By any vehicle of the site, retired ones too. */
export async function isCodeTaken(tx: Tx, siteId: string, code: string): Promise<boolean> {
  return (
    (await rows(tx, `SELECT 1 FROM vehicle WHERE site_id = :siteId AND code = :code`, { siteId, code })).length > 0
  );
}

/** Held, so that nobody else gives them a route meanwhile; what they have is asked after it, by a statement of its own. */
export async function lockVehicles(tx: Tx, siteId: string, vehicleIds: string[]): Promise<void> {
  await rows(
    tx,
    `SELECT 1 FROM vehicle WHERE site_id = :siteId AND vehicle_id = ANY(:vehicleIds::uuid[]) ORDER BY vehicle_id FOR UPDATE`,
    { siteId, vehicleIds },
  );
}

/** Of these vehicles those that have no route before them. The caller has locked them. */
export function idleOf(tx: Tx, siteId: string, vehicleIds: string[]): Promise<{ vehicleId: string }[]> {
  return rows(
    tx,
    `SELECT vehicle_id AS "vehicleId" FROM vehicle v
      WHERE site_id = :siteId AND vehicle_id = ANY(:vehicleIds::uuid[]) AND state = 'active'
        AND NOT EXISTS (SELECT 1 FROM route r
                         WHERE r.site_id = v.site_id AND r.vehicle_id = v.vehicle_id
                           AND r.state NOT IN ('finished','closed','cancelled'))`,
    { siteId, vehicleIds },
  );
}

export interface Busy {
  vehicleId: string;
  endAt: Date;
  routeIds: string[];
}

/** When each vehicle comes back from the last of the routes that it has before it. */
export function busyUntil(tx: Tx, siteId: string, except: string[]): Promise<Busy[]> {
  return rows(
    tx,
    `SELECT vehicle_id AS "vehicleId", max(end_at) AS "endAt", array_agg(route_id) AS "routeIds" FROM route
      WHERE site_id = :siteId AND state NOT IN ('finished','closed','cancelled') AND NOT route_id = ANY(:except::uuid[])
      GROUP BY vehicle_id`,
    { siteId, except },
  );
}
