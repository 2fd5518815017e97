import { solve } from '../platform/solve.ts';
import { RELOAD_MS, type Gathered } from './gather.ts';
import { problemOf, whyLeft, type Door, type Solution, type Van } from './problem.ts';
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

/** A vehicle that is back in time is loaded again; a third trip is the most that a shift holds. */
const ROUNDS = 3;

/**
 * Plans trips so that as many doors as can be are reached in time. What is left only because it would be late is planned
 * again with a price on every hour of lateness: late is allowed, and told.
 */
export async function planTrips(facts: Gathered, options: { seconds: number; seed: number }): Promise<Trips> {
  if (facts.doors.length === 0 || facts.vans.length === 0) return { trips: [], left: allLeft(facts) };
  await learnTable([facts.site, ...facts.doors]);
  const inTime = await planRounds(facts, new Set(), options);
  if (inTime.left.length === 0) return inTime;
  const relaxed = new Set(inTime.left.map(({ door }) => door));
  const late = await planRounds(facts, relaxed, options);
  return late.left.length < inTime.left.length ? late : inTime;
}

function allLeft({ doors, vans }: Gathered): Trips['left'] {
  const reason = { code: 'no_vehicle', text: 'No vehicle is on shift' };
  return vans.length === 0 ? doors.map((_, door) => ({ door, reason, relaxation: null })) : [];
}

async function planRounds(
  facts: Gathered,
  relaxed: ReadonlySet<number>,
  options: { seconds: number; seed: number },
): Promise<Trips> {
  const trips: Trip[] = [];
  let vans = facts.vans;
  let open = facts.doors.map((_, door) => door);
  let left: Trips['left'] = [];
  for (let round = 0; round < ROUNDS && open.length > 0 && vans.length > 0; round++) {
    const planned = await planOnce({ facts, vans, open, relaxed }, options);
    if (planned.trips.length === 0) return { trips, left: planned.left };
    trips.push(...planned.trips);
    left = planned.left;
    open = left.map(({ door }) => door);
    vans = comingBack(facts, vans, planned.trips);
  }
  return { trips, left };
}

interface Round {
  facts: Gathered;
  vans: Van[];
  open: number[];
  relaxed: ReadonlySet<number>;
}

async function planOnce(
  { facts, vans, open, relaxed }: Round,
  options: { seconds: number; seed: number },
): Promise<Trips> {
  const { site, departAt } = facts;
  const problem = problemOf({
    home: site,
    timeZone: site.timeZone,
    departAt,
    vans,
    doors: open.map((door) => facts.doors[door]!),
    relaxed: new Set(open.flatMap((door, at) => (relaxed.has(door) ? [at] : []))),
  });
  const ways = waysBetween([site, ...open.map((door) => facts.doors[door]!)]);
  const solution = await solve<Solution>('routes', ways ? withWays(problem, ways) : problem, options);
  const codes = vans.map(({ code }) => code);
  return {
    trips: solution.routes.flatMap(({ vehicle, steps }) => {
      const jobs = steps.flatMap((step) => (step.type === 'job' ? [open[step.id! - 1]!] : []));
      const start = new Date(departAt.getTime() + (steps[0]?.arrival ?? 0) * 1000);
      return jobs.length === 0 ? [] : [{ van: vans[vehicle - 1]!, departAt: start, doors: jobs }];
    }),
    left: solution.unassigned.map((one) => ({ door: open[one.id - 1]!, ...whyLeft(one, codes) })),
  };
}

/** The vehicles as they are for their next trip: those that went come back first. */
function comingBack({ site, doors }: Gathered, vans: Van[], trips: Trip[]): Van[] {
  const backAt = new Map(
    trips.map(({ van, departAt, doors: visited }) => {
      const visits = visited.map((door, at) => visitOf(doors[door]!, String(at)));
      return [van.vehicleId, schedule({ home: site, timeZone: site.timeZone, departAt }, visits).endAt];
    }),
  );
  return vans.flatMap((van) => {
    const back = backAt.get(van.vehicleId);
    const freeAt = back === undefined ? van.freeAt : new Date(back.getTime() + RELOAD_MS);
    return freeAt < van.shiftToAt ? [{ ...van, freeAt }] : [];
  });
}

export function visitOf({ lat, lon, service_s, dueAt }: Door, stopId: string): Visit {
  return { stopId, lat, lon, service_s, dueAt };
}
