import { done } from '../platform/errors.ts';
import { factsAfter, lastCursor } from '../platform/outbox.ts';
import type { Work } from '../platform/work.ts';

/** What was missed since a cursor, as topics and subjects: a screen asks again for what it shows. */
export async function readNews(work: Work, input: { after?: string | undefined; limit: number }) {
  if (input.after === undefined) return done({ news: [], cursor: await lastCursor(work.tx) });
  const { sellerId, siteIds, role } = work.actor;
  const facts = await factsAfter(work.tx, input.after, input.limit);
  const mine = facts.filter((fact) => {
    if (sellerId !== undefined) return fact.sellerId === sellerId;
    return role === 'admin' || (fact.siteId !== null && fact.siteId !== undefined && siteIds.includes(fact.siteId));
  });
  return done({
    news: mine.map(({ kind, cursor, subject, at }) => ({ topic: kind, cursor, subject, at })),
    cursor: facts.at(-1)?.cursor ?? input.after,
  });
}
