import { legOf, type Leg, type Spot } from './travel.ts';

export interface Visit extends Spot {
  stopId: string;
  service_s: number;
  dueAt: Date | null;
}

export interface Trip {
  /** Where it is loaded. */
  start: Spot;
  /** Where it ends; null: at its last door. */
  end: Spot | null;
  /** The way from a home to where it is loaded, which counts as well where it is driven at all. */
  approach?: Leg;
  timeZone: string;
  departAt: Date;
  /** Of its driver: his ways take so many times as long. */
  pace?: number;
}

export interface Timed {
  etas: Map<string, Date>;
  endAt: Date;
  distance_m: number;
  duration_s: number;
}

/** Drives the stops in their order, each leg at the speed of its hour, and to where the trip ends. */
export function schedule(trip: Trip, visits: readonly Visit[], from: Spot = trip.start): Timed {
  const { end, timeZone, departAt, pace } = trip;
  const approach = visits.length > 0 ? trip.approach : undefined;
  const etas = new Map<string, Date>();
  let at = departAt;
  let here = from;
  let distance_m = approach?.distance_m ?? 0;
  const drive = (to: Spot) => {
    const leg = legOf(here, to, { timeZone, at, pace });
    distance_m += leg.distance_m;
    at = new Date(at.getTime() + leg.drive_s * 1000);
    here = to;
  };
  for (const visit of visits) {
    drive(visit);
    etas.set(visit.stopId, at);
    at = new Date(at.getTime() + visit.service_s * 1000);
  }
  if (visits.length > 0 && end !== null) drive(end);
  const duration_s = Math.round((at.getTime() - departAt.getTime()) / 1000) + (approach?.drive_s ?? 0);
  return { etas, endAt: at, distance_m, duration_s };
}

/** Minutes at a door: parking and the way, then a little for each parcel. */
export function service_s(parcels: number): number {
  return 120 + 30 * parcels;
}

export interface Cargo {
  parcelId: string;
  stopId: string;
  weight_g: number;
  volume_cm3: number;
  /** What its vehicle has to have: see needs.ts. */
  needs: string[];
}

export interface Limits {
  capacityParcels: number;
  capacityWeight_g: number;
  capacityVolume_cm3: number;
  skills: string[];
  shiftToAt: Date;
}

export interface Violation {
  kind: 'late' | 'shift' | 'parcels' | 'weight' | 'volume' | 'skill';
  /** The stop or parcel that breaks it, or `route`. */
  subject: string;
  /** By how much: seconds, parcels, grams or cm³. */
  amount: number;
}

/** Whether a vehicle has all that is needed. */
export const canTake = ({ skills }: Pick<Limits, 'skills'>, needs: readonly string[]): boolean =>
  needs.every((need) => skills.includes(need));

/** Every limit that a route breaks, and by how much; none for most. */
export function violationsOf(limits: Limits, cargo: Cargo[], timed: Timed, visits: readonly Visit[]): Violation[] {
  const late = visits.map(({ stopId, service_s, dueAt }) => {
    const doneAt = timed.etas.get(stopId)!.getTime() + service_s * 1000;
    return over('late', stopId, dueAt === null ? 0 : Math.ceil((doneAt - dueAt.getTime()) / 1000));
  });
  const sum = (of: (parcel: Cargo) => number) => cargo.reduce((total, parcel) => total + of(parcel), 0);
  const unfit = cargo.filter(({ needs }) => !canTake(limits, needs));
  return [
    ...late,
    over('shift', 'route', Math.ceil((timed.endAt.getTime() - limits.shiftToAt.getTime()) / 1000)),
    over('parcels', 'route', cargo.length - limits.capacityParcels),
    over('weight', 'route', sum(({ weight_g }) => weight_g) - limits.capacityWeight_g),
    over('volume', 'route', sum(({ volume_cm3 }) => volume_cm3) - limits.capacityVolume_cm3),
    ...unfit.map(({ parcelId }) => over('skill', parcelId, 1)),
  ].flatMap((violation) => violation ?? []);
}

function over(kind: Violation['kind'], subject: string, amount: number): Violation | undefined {
  return amount > 0 ? { kind, subject, amount } : undefined;
}
