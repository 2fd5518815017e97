import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { arriveByFence } from './arriveByFence.ts';
import type { Positions } from './schema.ts';
import { insertFixes, type Fix } from './store.ts';

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
  const stored = await insertFixes(work, tracker, fixes);
  await arriveByFence(work, tracker);
  return done({ stored }, 201);
}
