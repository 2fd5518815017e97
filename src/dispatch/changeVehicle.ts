import { mayUseSite } from '../auth/index.ts';
import { done, invalid, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { tell, type Tx, type Work } from '../platform/work.ts';
import { vehicleChanged } from './events.ts';
import { followTrips } from './followTrips.ts';
import { COLD } from './rules.ts';
import type { AddVehicle, ChangeVehicle } from './schema.ts';
import type { ShiftEnds } from './shiftEnds.ts';
import {
  lockVehicles,
  routeInShift,
  setVehicle,
  siteOfVehicle,
  skillsOf,
  vehicleById,
  type InShift,
  type Vehicle,
} from './store.ts';

/**
 * Says anew what a vehicle can, and when and where its shift begins and ends; trips that have not left are timed anew. What is
 * absent stays. Refuses as adding it does, and other hours with `shift_in_route` while it has a route in its shift: the trips
 * of a shift are known by its end.
 */
export async function changeVehicle(
  work: Work,
  { vehicleId, ...to }: ChangeVehicle & { vehicleId: string },
): Promise<Outcome<{ vehicleId: string }>> {
  const siteId = await siteOfVehicle(work.tx, vehicleId);
  if (siteId === undefined || mayUseSite(work, siteId)) return notFound('vehicle');
  const unknown = await refuseUnknown(work.tx, siteId, to.skills ?? []);
  if (unknown) return unknown;
  await lockVehicles(work.tx, siteId, [vehicleId]);
  const now = (await vehicleById(work.tx, siteId, vehicleId))!;
  const shift = to.shift ?? { fromMinute: now.shiftFromMinute, toMinute: now.shiftToMinute };
  const isOther = shift.fromMinute !== now.shiftFromMinute || shift.toMinute !== now.shiftToMinute;
  const refused = refuseMinutes(shift) ?? (isOther ? await refuseDriven(work, now) : undefined);
  if (refused) return refused;
  const next = {
    vehicleId,
    shiftFromMinute: shift.fromMinute,
    shiftToMinute: shift.toMinute,
    skills: [...new Set(to.skills ?? now.skills)],
    startsFrom: to.startsFrom ?? now.startsFrom,
    returnsTo: to.returnsTo ?? now.returnsTo,
    home: to.home === undefined ? now.home : to.home,
  };
  const homeless = refuseHomeless(next);
  if (homeless) return homeless;
  await setVehicle(work.tx, siteId, next);
  await followTrips(work, siteId, [vehicleId], { anyway: true });
  tell(work, vehicleChanged(siteId, vehicleId));
  return done({ vehicleId });
}

/** Refuses `skill_unknown` for one that the site has not named. */
export async function refuseUnknown(tx: Tx, siteId: string, skills: string[]): Promise<Refused | undefined> {
  const free = skills.filter((skill) => !COLD.includes(skill));
  if (free.length === 0) return undefined;
  const known = [...COLD, ...(await skillsOf(tx, siteId)).map(({ code }) => code)];
  const unknown = free.find((skill) => !known.includes(skill));
  return unknown === undefined ? undefined : invalid('skills', unknown, known, 'skill_unknown');
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
