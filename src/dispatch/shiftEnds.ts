import { RELOAD_MS, type returnsTo, type startsFrom } from './rules.ts';
import type { Trip } from './schedule.ts';
import { legBefore, type Spot } from './travel.ts';

/** Where a vehicle stands before it is loaded, and where its driver leaves it: an own one takes it home, a gig ends at the last door. */
export interface ShiftEnds {
  startsFrom: (typeof startsFrom)[number];
  returnsTo: (typeof returnsTo)[number];
  home: Spot | null;
}

/** The same of one trip: only the first of a shift begins at a home, only the last ends away from the site. */
export interface TripEnds extends Pick<ShiftEnds, 'returnsTo' | 'home'> {
  /** The home that the vehicle comes from; null: it stands at the site. */
  comesFrom: Spot | null;
}

/** Where it ends; null: at its last door. */
export function endOf(site: Spot, { returnsTo, home }: Pick<TripEnds, 'returnsTo' | 'home'>): Spot | null {
  if (returnsTo === 'site') return site;
  return returnsTo === 'home' ? home : null;
}

type Yard = Spot & { timeZone: string };

/** A trip from the dock on, with the way that the vehicle comes to be there and loaded by then. */
export function tripFrom(site: Yard, ends: TripEnds, departAt: Date): Trip {
  const trip = tripOn(site, ends, departAt);
  if (ends.comesFrom === null) return trip;
  const by = new Date(departAt.getTime() - RELOAD_MS);
  return { ...trip, approach: legBefore(ends.comesFrom, site, { timeZone: site.timeZone, by }) };
}

/** The same of what has left already, going on at this moment. */
export const tripOn = (site: Yard, ends: TripEnds, at: Date): Trip => ({
  start: site,
  end: endOf(site, ends),
  timeZone: site.timeZone,
  departAt: at,
});

/** When the vehicle leaves its home for a trip. */
export const leavesHomeAt = ({ departAt, approach }: Trip): Date =>
  new Date(departAt.getTime() - RELOAD_MS - (approach?.drive_s ?? 0) * 1000);
