import { done, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import type { AccountEvents, AccountEventsQuery } from './schema.ts';
import { eventPage, insertEvent } from './store.ts';

/** Notes what was done to an account, by whom and from where, in the transaction that does it: `asOne` opens one where there is none. */
export async function noteEvent(work: Work, userId: string, what: string, detail = ''): Promise<void> {
  await insertEvent(work, { eventId: newId(), userId, what, detail });
}

/** What was done to the accounts that this person has a say in, the latest first: one page. */
export async function listAccountEvents(work: Work, query: AccountEventsQuery): Promise<Outcome<AccountEvents>> {
  const siteIds = work.actor.role === 'admin' ? undefined : work.actor.siteIds;
  const found = await eventPage(work.tx, { ...query, siteIds, limit: query.limit + 1 });
  const events = found.slice(0, query.limit);
  return done({ events, ...(found.length > events.length ? { next: events.at(-1)!.eventId } : {}) });
}
