import { ROOMS } from './amounts.ts';
import { RELOAD_MS } from './rules.ts';
import type { Relaxation, Unassigned } from './schema.ts';
import { endOf, type TripEnds } from './shiftEnds.ts';
import { SPEED_FACTOR, pacesFrom, type Leg, type Spot } from './travel.ts';

/** What a plan has to know of a vehicle. */
export interface Able {
  vehicleId: string;
  code: string;
  capacityParcels: number;
  capacityWeight_g: number;
  capacityVolume_cm3: number;
  skills: string[];
  costFixed: number;
  costPerHour: number;
  costPerKm: number;
}

/** `approach`: the way from its home to the dock, where it comes from there. */
export interface Van extends Able, TripEnds {
  approach: Leg | null;
  /** From when on it may leave on this trip, and when its shift ends. */
  freeAt: Date;
  shiftToAt: Date;
}

export interface Door extends Spot {
  parcelIds: string[];
  weight_g: number;
  volume_cm3: number;
  /** What its vehicle has to have. */
  needs: string[];
  service_s: number;
  dueAt: Date | null;
  /** Has to stay on this vehicle: the stop is locked. */
  vehicleId?: string | undefined;
}

/** A third trip is the most that a shift holds. */
const RELOADS = 2;
/** Of all vehicles together, as the solver takes them. */
const MOST_RELOADS = 2_000;

/** Skills from here on stand for single vehicles, which only those have that a stop is locked to: the others stay alike. A site has named fewer. */
const FIRST_VEHICLE_SKILL = 1000;

/** What an hour of lateness counts for beside an hour of driving, in the unit of the vehicles' costs. */
export const LATE_PER_HOUR = 36_000;

/** What cannot be in time. */
export const LATE_IF_LEFT = { per_hour: LATE_PER_HOUR };

export interface Asked {
  site: Spot;
  timeZone: string;
  departAt: Date;
  vans: Van[];
  doors: Door[];
}

/** Longer than the last shift of a plan may be told to last. */
const BEYOND_MS = 6 * 3_600_000;

/**
 * The problem in VROOM's JSON form: seconds from the departure, a whole second itself; ids from 1 on in the order of `vans`
 * and `doors`. A vehicle may come back for more: it costs its driver's time at the dock. Its way from a home is the price of using it.
 */
export function problemOf({ site, timeZone, departAt, vans, doors }: Asked) {
  const seconds = (at: Date | number) => Math.max(0, (Number(at) - departAt.getTime()) / 1000);
  const yard = placeOf(site);
  const end = (van: Van): { end?: Place } => {
    const spot = endOf(site, van);
    return spot === null ? {} : { end: spot === site ? yard : placeOf(spot) };
  };
  const lastEnd = Math.max(...vans.map(({ shiftToAt }) => shiftToAt.getTime()));
  // what nobody needs tells no vehicle from another
  const needed = [...new Set(doors.flatMap(({ needs }) => needs))].sort();
  const numbersOf = (skills: string[]) =>
    skills.flatMap((skill) => (needed.includes(skill) ? [needed.indexOf(skill)] : []));
  const named = new Set(doors.map(({ vehicleId }) => vehicleId));
  const max = Math.min(RELOADS, Math.floor(MOST_RELOADS / vans.length));
  return {
    traffic: { car: pacesFrom(timeZone, departAt, new Date(lastEnd + BEYOND_MS)) },
    vehicles: vans.map((van, at) => ({
      id: at + 1,
      start: yard,
      ...end(van),
      capacity: [van.capacityParcels, van.capacityWeight_g, van.capacityVolume_cm3],
      skills: [...numbersOf(van.skills), ...(named.has(van.vehicleId) ? [FIRST_VEHICLE_SKILL + at] : [])],
      time_window: [Math.ceil(seconds(van.freeAt)), Math.floor(seconds(van.shiftToAt))],
      costs: { fixed: van.costFixed + costOf(van, van.approach), per_hour: van.costPerHour, per_km: van.costPerKm },
      speed_factor: SPEED_FACTOR,
      reload: { max, service: RELOAD_MS / 1000, price: Math.ceil((van.costPerHour * RELOAD_MS) / 3_600_000) },
    })),
    jobs: doors.map((door, at) => ({
      id: at + 1,
      location: [door.lon, door.lat],
      service: door.service_s,
      delivery: [door.parcelIds.length, door.weight_g, door.volume_cm3],
      skills: [...numbersOf(door.needs), ...lockOf(door, vans)],
      ...(door.dueAt && {
        time_windows: [[0, Math.floor(seconds(door.dueAt.getTime() - door.service_s * 1000))]],
      }),
    })),
  };
}

type Place = [lon: number, lat: number];
const placeOf = ({ lat, lon }: Spot): Place => [lon, lat];

/** What a leg beside its stops costs a vehicle. */
export function costOf({ costPerHour, costPerKm }: Able, leg: Leg | null | undefined): number {
  if (!leg) return 0;
  return Math.round((leg.drive_s * costPerHour) / 3600 + (leg.distance_m * costPerKm) / 1000);
}

function lockOf({ vehicleId }: Door, vans: Van[]): number[] {
  const at = vehicleId === undefined ? -1 : vans.findIndex((van) => van.vehicleId === vehicleId);
  return at < 0 ? [] : [FIRST_VEHICLE_SKILL + at];
}

/** What is read of a VROOM solution. */
export interface Solution {
  unassigned: { id: number; reason?: Unassigned['reason']; relaxations?: SolverRelaxation[] }[];
  routes: { vehicle: number; steps: { type: string; id?: number; arrival: number }[] }[];
}

type Rule = Relaxation['rule'];
interface SolverRelaxation {
  rule: Rule;
  by: number;
  dimension?: number;
  vehicle: number;
  also?: { rule: Rule; by: number; dimension?: number };
  cost: number;
}

/** Why a job was left, and the cheapest change known to be enough; `codes`: of the vehicles, by their id from 1 on. */
export function whyLeft(
  { reason, relaxations = [] }: Solution['unassigned'][number],
  codes: readonly string[],
): Pick<Unassigned, 'reason' | 'relaxation'> {
  const [cheapest] = relaxations;
  const { code, text } = reason ?? { code: 'fleet_exhausted', text: 'No vehicle has room and time for it' };
  return {
    reason: { code, text },
    relaxation: cheapest
      ? {
          ...changeOf(cheapest),
          vehicle: codes[cheapest.vehicle - 1] ?? '',
          also: cheapest.also ? changeOf(cheapest.also) : null,
          cost: cheapest.cost,
        }
      : null,
  };
}

const changeOf = ({ rule, by, dimension }: Pick<SolverRelaxation, 'rule' | 'by' | 'dimension'>) => ({
  rule,
  by,
  room: dimension === undefined ? null : (ROOMS[dimension] ?? null),
});
