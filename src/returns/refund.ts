import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { refundDue, refundMoved } from './events.ts';
import type { DueRefund, ReturnShown } from './schema.ts';
import { maySee, returnsShown } from './showReturn.ts';
import { insertRefund, lockCase, refundsOf, stepRefund } from './store.ts';

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

/** due → sent → settled; a step that was taken is not taken again. Refuses `refund_state`. */
export async function moveRefund(
  work: Work,
  input: { returnId: string; state: 'sent' | 'settled' },
): Promise<Outcome<ReturnShown>> {
  const one = await lockCase(work.tx, input.returnId);
  if (one === undefined || !maySee(work, one)) return notFound('return');
  const [refund] = await refundsOf(work.tx, [one.returnId]);
  if (refund === undefined) return notFound('refund');
  if ((await stepRefund(work, refund, input.state)) !== 1) {
    return refuse('refund_state', 'The refund has moved on', { got: refund.state, expected: input.state });
  }
  tell(work, refundMoved(one, { refundId: refund.refundId, state: input.state }));
  return done((await returnsShown(work, [one]))[0]!);
}
