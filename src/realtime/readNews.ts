import { done } from '../platform/errors.ts';
import { factsAfter, settledCursor } from '../platform/outbox.ts';
import type { Work } from '../platform/work.ts';

/** What was missed since a cursor, as topics and subjects: a screen asks again for what it shows. */
export async function readNews(work: Work, input: { after?: string | undefined; limit: number }) {
  // before the facts are read: what commits in between lies behind it
  const settled = await settledCursor(work.tx, input.after);
  if (input.after === undefined) return done({ news: [], cursor: settled });
  const { sellerId, siteIds, role } = work.actor;
  const facts = await factsAfter(work.tx, input.after, input.limit);
  const mine = facts.filter((fact) => {
    if (sellerId !== undefined) return fact.sellerId === sellerId;
    return role === 'admin' || (fact.siteId !== null && fact.siteId !== undefined && siteIds.includes(fact.siteId));
  });
  const last = facts.at(-1)?.cursor;
  return done({
    news: mine.map(({ kind, cursor, subject, at }) => ({ topic: kind, cursor, subject, at })),
    cursor: last !== undefined && (facts.length === input.limit || !before(last, settled)) ? last : settled,
  });
}

const transactionOf = (cursor: string) => BigInt(cursor.split(':')[0]!);
const before = (one: string, other: string) => transactionOf(one) < transactionOf(other);
