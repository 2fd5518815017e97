import { isDeepStrictEqual } from 'node:util';
import { mayUseSite } from '../auth/index.ts';
import { done, invalid, notFound, OvertakenError, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { tell, type Tx, type Work } from '../platform/work.ts';
import { vehicleChanged } from './events.ts';
import { followTrips } from './followTrips.ts';
import { bayOf } from './bay.ts';
import { refuseCarried } from './carried.ts';
import { refuseInUse } from './inUse.ts';
import { COLD, OPEN } from './rules.ts';
import type { AddVehicle, ChangeVehicle } from './schema.ts';
import type { ShiftEnds } from './shiftEnds.ts';
import {
  forgetLoadPlans,
  isCodeTaken,
  keptSkills,
  lockRoutesOf,
  lockVehicles,
  openRoutesOf,
  routeInShift,
  setVehicle,
  siteOfVehicle,
  skillsOf,
  vehicleById,
  type InShift,
  type RouteRow,
  type Vehicle,
  type VehicleChange,
} from './store.ts';

/**
 * Says anew what a vehicle is called, holds, costs and can, and when and where its shift begins and ends; trips that have not left
 * are timed and judged anew. What is absent stays. Refuses as adding it does, `vehicle_retired`, other hours with `shift_in_route` while it has a route
 * in its shift (the trips of a shift are known by its end), and `skill_in_use` or `capacity_in_use` where it could no longer do or
 * hold what it is planned for or out with.
 */
export async function changeVehicle(
  work: Work,
  { vehicleId, ...to }: ChangeVehicle & { vehicleId: string },
): Promise<Outcome<{ vehicleId: string }>> {
  const siteId = await siteOfVehicle(work.tx, vehicleId);
  if (siteId === undefined || mayUseSite(work, siteId)) return notFound('vehicle');
  const routes = await holdWithRoutes(work, siteId, vehicleId);
  const now = (await vehicleById(work.tx, siteId, vehicleId))!;
  if (now.state === 'retired') return refuseRetired(now);
  const unknown = await refuseUnknown(work.tx, siteId, to.skills ?? []);
  if (unknown) return unknown;
  const next = nextOf(now, to);
  if (isSame(now, next)) return done({ vehicleId });
  const refused = await refuseChange(work, { routes, now, next });
  if (refused) return refused;
  await setVehicle(work.tx, next);
  if (!isDeepStrictEqual(bayOf(now), bayOf(next))) await forgetLoadPlans(work.tx, siteId, openOf(routes));
  await followTrips(work, siteId, [vehicleId], { anyway: true });
  tell(work, vehicleChanged(siteId, vehicleId));
  return done({ vehicleId });
}

const openOf = (routes: RouteRow[]): string[] =>
  routes.filter(({ state }) => OPEN.includes(state)).map(({ routeId }) => routeId);

function nextOf(now: Vehicle, to: ChangeVehicle): VehicleChange {
  const { code = now.code, capacity, shift, cost } = to;
  return {
    ...now,
    code,
    // one that nobody has named is called by its code
    name: to.name ?? (now.name === now.code ? code : now.name),
    capacityParcels: capacity?.parcels ?? now.capacityParcels,
    capacityWeight_g: capacity?.weight_g ?? now.capacityWeight_g,
    capacityVolume_cm3: capacity?.volume_cm3 ?? now.capacityVolume_cm3,
    bay_mm: to.bay_mm === undefined ? now.bay_mm : to.bay_mm,
    shiftFromMinute: shift?.fromMinute ?? now.shiftFromMinute,
    shiftToMinute: shift?.toMinute ?? now.shiftToMinute,
    skills: to.skills && [...new Set(to.skills)],
    startsFrom: to.startsFrom ?? now.startsFrom,
    returnsTo: to.returnsTo ?? now.returnsTo,
    home: to.home === undefined ? now.home : to.home,
    costFixed: cost?.fixed ?? now.costFixed,
    costPerHour: cost?.perHour ?? now.costPerHour,
    costPerKm: cost?.perKm ?? now.costPerKm,
  };
}

interface Change {
  /** Held, as the vehicle is. */
  routes: RouteRow[];
  now: Vehicle;
  next: VehicleChange;
}

async function refuseChange(work: Work, { routes, now, next }: Change): Promise<Refused | undefined> {
  const { tx } = work;
  const { siteId } = now;
  const { shiftFromMinute: fromMinute, shiftToMinute: toMinute } = next;
  const hasOtherHours = fromMinute !== now.shiftFromMinute || toMinute !== now.shiftToMinute;
  return (
    refuseMinutes({ fromMinute, toMinute }) ??
    refuseHomeless(next) ??
    (await refuseTaken(tx, next, now)) ??
    (hasOtherHours ? await refuseDriven(work, now) : undefined) ??
    (await refuseInUse(tx, siteId, { routes, now: now.skills, next: next.skills ?? now.skills })) ??
    (await refuseCarried(tx, siteId, { routes, now, next }))
  );
}

/** Of two who take a code at the same time, the unique key lets one begin again and see the other's. */
async function refuseTaken(tx: Tx, { siteId, code }: VehicleChange, now: Vehicle): Promise<Refused | undefined> {
  const isTaken = code !== now.code && (await isCodeTaken(tx, siteId, code));
  return isTaken ? refuseExisting(code) : undefined;
}

export const refuseExisting = (code: string) =>
  refuse('vehicle_exists', 'The site has a vehicle of this code', { field: 'code', got: code });

/** Asked twice, or for what it is already: nothing is changed, and nobody told. */
function isSame(now: Vehicle, next: VehicleChange): boolean {
  const { skills = now.skills } = next;
  return isDeepStrictEqual({ ...now, ...next, skills: skills.toSorted() }, { ...now, skills: now.skills.toSorted() });
}

/** Nothing of it is changed or driven while it is retired. */
export const refuseRetired = ({ code }: Pick<Vehicle, 'code'>): Refused =>
  refuse('vehicle_retired', 'This vehicle is retired', { field: 'vehicleId', got: code });

/** Routes before their vehicle, as plans and proposals hold them. What it is given meanwhile is held by another try. */
export async function holdWithRoutes({ tx }: Work, siteId: string, vehicleId: string): Promise<RouteRow[]> {
  const routes = await lockRoutesOf(tx, siteId, [vehicleId]);
  await lockVehicles(tx, siteId, [vehicleId]);
  const held = new Set(routes.map(({ routeId }) => routeId));
  const isNew = ({ routeId }: { routeId: string }) => !held.has(routeId);
  if ((await openRoutesOf(tx, siteId, vehicleId)).some(isNew)) throw new OvertakenError('it was given a route');
  return routes;
}

/** Refuses `skill_unknown` for one that the site has not named. Those that it has named are not forgotten meanwhile. */
export async function refuseUnknown(tx: Tx, siteId: string, skills: string[]): Promise<Refused | undefined> {
  const free = skills.filter((skill) => !COLD.includes(skill));
  if (free.length === 0) return undefined;
  const kept = (await keptSkills(tx, siteId, free)).map(({ code }) => code);
  const unknown = free.find((skill) => !kept.includes(skill));
  if (unknown === undefined) return undefined;
  const known = [...COLD, ...(await skillsOf(tx, siteId)).map(({ code }) => code)];
  return invalid('skills', unknown, known, 'skill_unknown');
}

/** Refuses `route_shift_too_long` for shifts above 24 hours. */
export function refuseMinutes({ fromMinute, toMinute }: AddVehicle['shift']): Refused | undefined {
  const minutes = toMinute - fromMinute;
  if (minutes >= 1 && minutes <= 1_440) return undefined;
  return invalid('shift.toMinute', toMinute, '1 to 1440 minutes after the start', 'route_shift_too_long');
}

async function refuseDriven({ tx, at }: Work, { siteId, vehicleId, code }: Vehicle): Promise<Refused | undefined> {
  const route = await routeInShift(tx, siteId, { vehicleId, at });
  return route && refuseInRoute({ ...route, vehicle: code });
}

/** `shift_in_route`, with the vehicle and the route that is in the way. */
export const refuseInRoute = ({ routeId, vehicle, departAt }: InShift) =>
  refuse('shift_in_route', 'There is a route in this shift', {
    field: 'shift',
    got: vehicle,
    details: { routeId, vehicle, departAt },
  });

/** Refuses `home_missing` for one that starts from or returns to a home that is not told. */
export function refuseHomeless({ startsFrom, returnsTo, home }: ShiftEnds): Refused | undefined {
  if (home !== null || (startsFrom !== 'home' && returnsTo !== 'home')) return undefined;
  return invalid('home', null, 'where it starts from or returns to', 'home_missing');
}
