import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { refundDue } from './events.ts';
import type { DueRefund, ReturnShown } from './schema.ts';
import { maySee, returnsShown } from './returnsShown.ts';
import { insertRefund, lockCase } from './store.ts';

/** Money back is due for a return, once; when it is sent does not depend on what becomes of the goods. */
export async function dueRefund(work: Work, input: DueRefund & { returnId: string }): Promise<Outcome<ReturnShown>> {
  const one = await lockCase(work.tx, input.returnId);
  if (one === undefined || !maySee(work, one)) return notFound('return');
  const refund = {
    siteId: one.siteId,
    refundId: newId(),
    returnId: one.returnId,
    sellerId: one.sellerId,
    amount_krw: input.amount_krw,
    state: 'due' as const,
  };
  if (!(await insertRefund(work, refund))) return refuse('refund_exists', 'This return has its refund already');
  tell(work, refundDue(one, { refundId: refund.refundId, amount_krw: refund.amount_krw }));
  return done((await returnsShown(work, [one]))[0]!, 201);
}
