import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Positions } from './schema.ts';
import { insertFixes, keepTracker, lastSeen, trackOf, type Fix } from './store.ts';

/** A signed-in driver's own positions; those sent twice count once, those sent late are sorted in by their own time. */
export async function notePositions(work: Work, input: Positions): Promise<Outcome<{ stored: number }>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  const { userId } = work.actor;
  const fixes = input.positions.map(({ at, lat, lon, speed_kmh, heading, accuracy_m, battery }): Fix => {
    const more = { speed_kmh: speed_kmh ?? null, heading: heading ?? null, accuracy_m: accuracy_m ?? null };
    return { at, lat, lon, ...more, battery: battery ?? null };
  });
  const tracker = { trackerId: `driver:${userId}`, siteId: input.siteId, driverId: userId };
  return done({ stored: await insertFixes(work, tracker, fixes) }, 201);
}

/** Where the drivers of a site are, with the age of what is known: an old dot on the map says that it is old. */
export async function lastPositions(work: Work, { siteId }: { siteId: string }): Promise<Outcome<unknown>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const seen = await lastSeen(work.tx, siteId, { driverIds: undefined, now: work.at });
  return done({
    positions: seen.map((fix) => ({
      ...fix,
      age_s: Math.max(0, Math.round((work.at.getTime() - fix.at.getTime()) / 1000)),
    })),
  });
}

/** The way a driver took, sorted by the device's own time. */
export async function showTrack(
  work: Work,
  input: { siteId: string; driverId: string; from: Date; to: Date; limit: number },
): Promise<Outcome<{ positions: Fix[] }>> {
  const closed = mayUseSite(work, input.siteId);
  return closed ?? done({ positions: await trackOf(work.tx, input) });
}

/** Makes a position device known: from now on what it sends is this driver's. */
export async function addTracker(
  work: Work,
  input: { siteId: string; trackerId: string; driverId: string },
): Promise<Outcome<{ trackerId: string }>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  await keepTracker(work.tx, input);
  return done({ trackerId: input.trackerId }, 201);
}
