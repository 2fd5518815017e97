import { solve } from '../platform/solve.ts';
import type { Gathered } from './gather.ts';
import { LATE_IF_LEFT, problemOf, whyLeft, type Door, type Solution, type Van } from './problem.ts';
import { learnTable } from './roads/index.ts';
import { RELOAD_MS } from './rules.ts';
import { schedule, type Trip as Drive, type Visit } from './schedule.ts';
import type { Unassigned } from './schema.ts';
import { endOf, tripFrom } from './shiftEnds.ts';
import { waysBetween, withWays } from './ways.ts';

export interface Trip {
  van: Van;
  drive: Drive;
  /** Places in `doors`, in the order of the visits. */
  doors: number[];
}

export interface Trips {
  trips: Trip[];
  left: ({ door: number } & Pick<Unassigned, 'reason' | 'relaxation'>)[];
}

interface Budget {
  seconds: number;
  seed: number;
}

/**
 * Plans trips so that as many doors as can be are reached in time; a vehicle that is back early enough is loaded again. What
 * is left only because it would be late is planned with a price on every hour of lateness: late is allowed, and told.
 */
export async function planTrips(facts: Gathered, budget: Budget): Promise<Trips> {
  if (facts.doors.length === 0 || facts.vans.length === 0) return { trips: [], left: allLeft(facts) };
  const { site, departAt, vans, doors } = facts;
  const homes = vans.flatMap((van) => (van.returnsTo === 'home' ? (endOf(site, van) ?? []) : []));
  await learnTable([site, ...doors, ...homes]);
  const problem = problemOf({ site, timeZone: site.timeZone, departAt, vans, doors });
  const ways = waysBetween([site, ...doors, ...homes]);
  const options = { ...budget, lateIfLeft: LATE_IF_LEFT };
  const solution = await solve<Solution>('routes', ways ? withWays(problem, ways) : problem, options);
  const codes = vans.map(({ code }) => code);
  return {
    trips: solution.routes.flatMap((route) => tripsOf(facts, route)),
    left: solution.unassigned.map((one) => ({ door: one.id - 1, ...whyLeft(one, codes) })),
  };
}

function allLeft({ doors, vans }: Gathered): Trips['left'] {
  const reason = { code: 'no_vehicle', text: 'No vehicle is on shift' };
  return vans.length === 0 ? doors.map((_, door) => ({ door, reason, relaxation: null })) : [];
}

/** What a vehicle drives between two loadings is a trip of its own. */
function tripsOf({ site, departAt, vans, doors }: Gathered, { vehicle, steps }: Solution['routes'][number]): Trip[] {
  const parts: number[][] = [[]];
  for (const { type, id } of steps) {
    if (type === 'reload') parts.push([]);
    else if (type === 'job') parts.at(-1)!.push(id! - 1);
  }
  let leavesAt = new Date(departAt.getTime() + (steps[0]?.arrival ?? 0) * 1000);
  const van = vans[vehicle - 1]!;
  const driven = parts.filter((part) => part.length > 0);
  return driven.map((part, at) => {
    const comesFrom = at === 0 ? van.comesFrom : null;
    const returnsTo = at === driven.length - 1 ? van.returnsTo : 'site';
    const drive = tripFrom(site, { ...van, comesFrom, returnsTo }, leavesAt);
    const visits = part.map((door) => visitOf(doors[door]!, String(door)));
    leavesAt = new Date(schedule(drive, visits).endAt.getTime() + RELOAD_MS);
    return { van, drive, doors: part };
  });
}

export function visitOf({ lat, lon, service_s, dueAt }: Door, stopId: string): Visit {
  return { stopId, lat, lon, service_s, dueAt };
}
