import type { z } from 'zod';
import { mayUseSite } from '../auth/index.ts';
import { binsOf, sitesSeenBy } from '../layout/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Slots, SlotsQuery } from './schema.ts';
import { daySpan, dockHours, SLOT_MS } from './slots.ts';
import { slotsTaken } from './store.ts';

/** The hours of a site's docks on a day, and which of them may still be had. */
export async function listSlots(work: Work, query: z.infer<typeof SlotsQuery>): Promise<Outcome<Slots>> {
  const closed = mayUseSite(work, query.siteId);
  if (closed !== undefined) return closed;
  const [site] = await sitesSeenBy(work.tx, [query.siteId]);
  if (site === undefined) return notFound('site', 'siteId', query.siteId);
  const docks = await binsOf(work.tx, query.siteId, ['dock']);
  const span = daySpan(site.timeZone, query.day);
  const booked = await slotsTaken(work.tx, { siteId: query.siteId, ...span, at: work.at });
  const taken = new Set(booked.map((slot) => `${slot.dockCode} ${slot.startsAt.getTime()}`));
  const open = docks.filter((dock) => dock.state === 'open').map((dock) => dock.binCode);
  const slots = dockHours(site.timeZone, query.day, open).map(({ dockCode, startsAt }) => ({
    dockCode,
    startsAt: startsAt.toISOString(),
    endsAt: new Date(startsAt.getTime() + SLOT_MS).toISOString(),
    free: startsAt > work.at && !taken.has(`${dockCode} ${startsAt.getTime()}`),
  }));
  return done({ slots });
}
