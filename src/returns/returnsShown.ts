import { mayUseSite } from '../auth/index.ts';
import type { Work } from '../platform/work.ts';
import type { ReturnShown } from './schema.ts';
import { refundsOf, unitsOf, type ReturnCase, type ReturnUnit } from './store.ts';

/** Of their own wall: a seller's own returns, staff those of their sites. */
export function maySee(work: Work, one: ReturnCase): boolean {
  const { sellerId } = work.actor;
  return sellerId === undefined ? mayUseSite(work, one.siteId) === undefined : one.sellerId === sellerId;
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
