import { layoutOf, type SiteFacts } from '../layout/index.ts';
import { length_m, snap } from '../platform/geometry.ts';
import type { Job } from '../platform/jobs.ts';
import type { Work } from '../platform/work.ts';
import { rangesOf, type Ahead, type Past } from './eta.ts';
import { grouped } from './grouped.ts';
import { followTrips } from './followTrips.ts';
import { drivenOn, pastsOf } from './past.ts';
import { learnLine, lineOf } from './roads/index.ts';
import { endOf } from './shiftEnds.ts';
import { tellArrivals, type StopRange } from './tellArrivals.ts';
import { legOf, type Spot } from './travel.ts';
import {
  lastSeen,
  markReckoned,
  routesToReckon,
  setRanges,
  stopsOf,
  type LastSeen,
  type RouteRow,
  type Stop,
} from './store.ts';

/** A position older than this says less than the plan does. */
const USEFUL_MS = 30 * 60_000;
/** A van farther from its line than this has taken another way. */
const OFF_LINE_M = 150;
const EVERY_S = 30;
const AT_ONCE = 500;

async function reckonRunning(work: Work): Promise<void> {
  const before = new Date(work.at.getTime() - (EVERY_S * 1000) / 2);
  const routes = await routesToReckon(work, before, AT_ONCE);
  for (const [siteId, ofSite] of grouped(routes, (route) => route.siteId)) await reckonEtas(work, siteId, ofSite);
}

export const etasReckoned: Job = { name: 'dispatch.reckonEtas', every_s: EVERY_S, run: reckonRunning };

/** When held routes on the road reach the doors ahead, from what is behind and where they were seen last. */
export async function reckonEtas(work: Work, siteId: string, routes: RouteRow[]): Promise<void> {
  const site = await layoutOf(work.tx, siteId);
  const routeIds = routes.map(({ routeId }) => routeId);
  const stops = grouped(await stopsOf(work.tx, siteId, routeIds), ({ routeId }) => routeId);
  const driverIds = routes.flatMap(({ driverId }) => driverId ?? []);
  const seen = new Map(
    (await lastSeen(work.tx, siteId, { driverIds, now: work.at })).map((fix) => [fix.driverId, fix]),
  );
  const pasts = await pastsOf(work, site, routes);
  const reckoned = routes.map((route) => {
    const fix = route.driverId === null ? undefined : seen.get(route.driverId);
    const past = pasts.get(route.routeId)!;
    return { route, ...reckonRoute(work, { site, route, stops: stops.get(route.routeId) ?? [], fix, past }) };
  });
  const ranges = reckoned.flatMap(({ ranges }) => ranges);
  await setRanges(work.tx, siteId, ranges);
  await markReckoned(
    work,
    siteId,
    reckoned.map(({ route: { routeId }, endAt }) => ({ routeId, endAt })),
  );
  await tellArrivals(work, siteId, { routeIds, ranges });
  await followTrips(
    work,
    siteId,
    routes.map(({ vehicleId }) => vehicleId),
  );
}

interface Facts {
  site: SiteFacts;
  route: RouteRow;
  stops: Stop[];
  fix: LastSeen | undefined;
  /** Of its driver, on this day. */
  past: Past;
}

function reckonRoute(work: Work, { site, route, stops, fix, past }: Facts): { ranges: StopRange[]; endAt: Date } {
  const { timeZone } = site;
  const driven = drivenOn(site, route, stops);
  const { at } = driven;
  let { here } = driven;
  const atDoor = stops.find(({ state }) => state === 'arrived');
  const open = stops.filter(({ state }) => state === 'planned');
  const [next] = open;
  const start = { at, drive_s: undefined as number | undefined };
  if (next !== undefined && atDoor === undefined && isUseful(fix, at, work.at)) {
    void learnLine(here, next);
    Object.assign(start, { at: fix.at, drive_s: restOfLeg({ from: here, to: next }, fix, timeZone) });
  }
  const ahead: Ahead[] = atDoor ? [{ drive_s: 0, service_s: atDoor.service_s }] : [];
  let soon = new Date(Math.max(work.at.getTime(), start.at.getTime()));
  for (const stop of open) {
    const leg_s = legOf(here, stop, { timeZone, at: soon }).drive_s;
    const drive_s = stop === next ? (start.drive_s ?? leg_s) : leg_s;
    ahead.push({ drive_s, service_s: stop.service_s });
    soon = new Date(soon.getTime() + (drive_s + stop.service_s) * 1000);
    here = stop;
  }
  const ranges = rangesOf(past, ahead, { at: start.at, now: work.at }).slice(atDoor ? 1 : 0);
  const last = ranges.at(-1)?.middle ?? at;
  const home_s = (open.at(-1) ?? atDoor)?.service_s ?? 0;
  const end = endOf(site, route);
  const back_s = end === null ? 0 : legOf(here, end, { timeZone, at: last }).drive_s;
  return {
    ranges: ranges.map((range, of) => ({ ...range, stopId: open[of]!.stopId, before: of + (atDoor ? 1 : 0) })),
    endAt: new Date(last.getTime() + (home_s + back_s) * 1000),
  };
}

/** Seen on this leg, and not too long ago. */
function isUseful(fix: LastSeen | undefined, since: Date, now: Date): fix is LastSeen {
  return fix !== undefined && fix.at > since && now.getTime() - fix.at.getTime() < USEFUL_MS;
}

/** What is left of a leg: by its line where the van is on it, else straight from where it is. */
function restOfLeg({ from, to }: { from: Spot; to: Spot }, fix: LastSeen, timeZone: string): number {
  const line = lineOf(from, to);
  const whole_m = length_m(line);
  const { off_m, left_m } = snap(line, fix);
  if (line.length > 2 && off_m <= OFF_LINE_M && whole_m > 0) {
    return (legOf(from, to, { timeZone, at: fix.at }).drive_s * left_m) / whole_m;
  }
  return legOf(fix, to, { timeZone, at: fix.at }).drive_s;
}
