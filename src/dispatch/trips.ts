import { solve } from '../platform/solve.ts';
import type { Gathered } from './gather.ts';
import { LATE_IF_LEFT, RELOAD_MS, problemOf, whyLeft, type Door, type Solution, type Van } from './problem.ts';
import { learnTable } from './roads/index.ts';
import { schedule, type Visit } from './schedule.ts';
import type { Unassigned } from './schema.ts';
import { waysBetween, withWays } from './ways.ts';

export interface Trip {
  van: Van;
  departAt: Date;
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
  await learnTable([facts.site, ...facts.doors]);
  const { site, departAt, vans, doors } = facts;
  const problem = problemOf({ home: site, timeZone: site.timeZone, departAt, vans, doors });
  const ways = waysBetween([site, ...doors]);
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
  return parts
    .filter((part) => part.length > 0)
    .map((part) => {
      const trip = { van: vans[vehicle - 1]!, departAt: leavesAt, doors: part };
      const visits = part.map((door) => visitOf(doors[door]!, String(door)));
      const { endAt } = schedule({ home: site, timeZone: site.timeZone, departAt: leavesAt }, visits);
      leavesAt = new Date(endAt.getTime() + RELOAD_MS);
      return trip;
    });
}

export function visitOf({ lat, lon, service_s, dueAt }: Door, stopId: string): Visit {
  return { stopId, lat, lon, service_s, dueAt };
}
