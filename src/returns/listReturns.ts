import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { ReturnShown, ReturnsQuery } from './schema.ts';
import { casesPage } from './store.ts';
import { returnsShown } from './returnsShown.ts';

export async function listReturns(
  work: Work,
  input: ReturnsQuery,
): Promise<Outcome<{ returns: ReturnShown[]; next?: string }>> {
  const { sellerId, role, siteIds } = work.actor;
  const found = await casesPage(work.tx, {
    siteIds: sellerId === undefined && role !== 'admin' ? siteIds : undefined,
    sellerId,
    siteId: input.siteId,
    orderId: input.orderId,
    state: input.state,
    after: input.after,
    limit: input.limit,
  });
  const last = found.length === input.limit ? found.at(-1) : undefined;
  return done({ returns: await returnsShown(work, found), ...(last ? { next: last.returnId } : {}) });
}
