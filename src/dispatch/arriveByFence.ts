import { crowFly_m } from '../platform/geometry.ts';
import type { Work } from '../platform/work.ts';
import { FRESH_MS, noteArrival } from './arrive.ts';
import { FENCE_M, standsThere } from './rules.ts';
import { lastFixes, lockRoute, nextDoor } from './store.ts';

/** Positions of the last minutes tell whether a van stands or drives by. */
const LOOK_BACK_MS = 10 * 60_000;
const MOST_FIXES = 60;

type Door = NonNullable<Awaited<ReturnType<typeof nextDoor>>>;

/** The phone says that the driver stands at his next door: he has arrived, without a word. */
export async function arriveByFence(
  work: Work,
  { siteId, driverId }: { siteId: string; driverId: string },
): Promise<void> {
  const door = await nextDoor(work.tx, siteId, driverId);
  if (door?.state !== 'planned') return;
  const distance_m = await distanceWhereHeStands(work, door, driverId);
  if (distance_m === undefined) return;
  await lockRoute(work.tx, siteId, door.routeId);
  // somebody may have said so meanwhile, or moved the stop
  const next = await nextDoor(work.tx, siteId, driverId);
  if (next?.stopId !== door.stopId || next.state !== 'planned') return;
  await noteArrival(work, next, { distance_m: Math.round(distance_m), reason: undefined, byFence: true });
}

/** How far from the door he stands; undefined where he does not, or nothing fresh says so. */
async function distanceWhereHeStands(work: Work, door: Door, driverId: string): Promise<number | undefined> {
  const since = new Date(Math.max(work.at.getTime() - LOOK_BACK_MS, door.since?.getTime() ?? 0));
  const fixes = await lastFixes(work.tx, { siteId: door.siteId, driverId, since, now: work.at, limit: MOST_FIXES });
  const [last] = fixes;
  if (last === undefined || work.at.getTime() - last.at.getTime() > FRESH_MS) return undefined;
  const away = fixes.map((fix) => crowFly_m(door, fix));
  const outside = away.findIndex((distance_m) => distance_m > FENCE_M);
  return standsThere(outside === -1 ? fixes : fixes.slice(0, outside)) ? away[0] : undefined;
}
