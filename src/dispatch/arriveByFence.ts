import { crowFly_m } from '../platform/geometry.ts';
import type { Work } from '../platform/work.ts';
import { FRESH_MS, noteArrival } from './arrive.ts';
import { FENCE_M, standsThere } from './rules.ts';
import { lastFixes, lockRoute, routeOfDriver, stopsOf, type Stop } from './store.ts';

/** Positions of the last minutes tell whether a van stands or drives by. */
const LOOK_BACK_MS = 10 * 60_000;
const MOST_FIXES = 60;

/** The phone says that the driver stands at his next door: he has arrived, without a word. */
export async function arriveByFence(
  work: Work,
  { siteId, driverId }: { siteId: string; driverId: string },
): Promise<void> {
  const route = await routeOfDriver(work.tx, siteId, driverId);
  if (route?.state !== 'running') return;
  const seen = nextOf(await stopsOf(work.tx, siteId, [route.routeId]));
  if (seen === undefined || !(await standsAt(work, seen, driverId))) return;
  await lockRoute(work.tx, siteId, route.routeId);
  // somebody may have said so meanwhile, or moved the stop
  const next = nextOf(await stopsOf(work.tx, siteId, [route.routeId]));
  if (next?.stop.stopId !== seen.stop.stopId) return;
  await noteArrival(work, next.stop, { distance_m: Math.round(seen.distance_m!), reason: undefined, byFence: true });
}

interface Next {
  stop: Stop;
  /** The door before was done. */
  since: Date | null;
  distance_m?: number;
}

/** The door that is driven to; none while the driver is at one. */
function nextOf(stops: Stop[]): Next | undefined {
  const at = stops.findIndex(({ doneAt }) => doneAt === null);
  const stop = stops[at];
  return stop?.state === 'planned' ? { stop, since: stops[at - 1]?.doneAt ?? null } : undefined;
}

async function standsAt(work: Work, next: Next, driverId: string): Promise<boolean> {
  const { stop } = next;
  const ago = work.at.getTime() - LOOK_BACK_MS;
  const since = new Date(Math.max(ago, next.since?.getTime() ?? 0));
  const fixes = await lastFixes(work.tx, { siteId: stop.siteId, driverId, since, now: work.at, limit: MOST_FIXES });
  const [last] = fixes;
  if (last === undefined || work.at.getTime() - last.at.getTime() > FRESH_MS) return false;
  const away = fixes.map((fix) => crowFly_m(stop, fix));
  const outside = away.findIndex((distance_m) => distance_m > FENCE_M);
  next.distance_m = away[0]!;
  return standsThere(outside === -1 ? fixes : fixes.slice(0, outside));
}
