import { mayUseSite } from '../auth/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { ReturnShown, ReturnsQuery } from './schema.ts';
import { caseById, casesPage, refundsOf, unitsOf, type ReturnCase, type ReturnUnit } from './store.ts';

/** Of their own wall: a seller's own returns, staff those of their sites. */
export function maySee(work: Work, one: ReturnCase): boolean {
  const { sellerId } = work.actor;
  return sellerId === undefined ? mayUseSite(work, one.siteId) === undefined : one.sellerId === sellerId;
}

export async function showReturn(work: Work, { returnId }: { returnId: string }): Promise<Outcome<ReturnShown>> {
  const one = await caseById(work.tx, returnId);
  return one === undefined || !maySee(work, one) ? notFound('return') : done((await returnsShown(work, [one]))[0]!);
}

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

export async function returnsShown(work: Work, cases: ReturnCase[]): Promise<ReturnShown[]> {
  const returnIds = cases.map(({ returnId }) => returnId);
  const units = await unitsOf(work.tx, returnIds);
  const refunds = await refundsOf(work.tx, returnIds);
  return cases.map((one) => {
    const refund = refunds.find(({ returnId }) => returnId === one.returnId);
    return {
      ...one,
      units: units.filter(({ returnId }) => returnId === one.returnId).map(unitShown),
      refund: refund ? { refundId: refund.refundId, amount_krw: refund.amount_krw, state: refund.state } : null,
    };
  });
}

function unitShown({ unitId, lineNo, itemId, lot, serial, binCode, state, grade }: ReturnUnit) {
  return { unitId, lineNo, itemId, lot, serial, binCode, state, grade };
}
