import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { refundMoved } from './events.ts';
import type { ReturnShown } from './schema.ts';
import { maySee, returnsShown } from './returnsShown.ts';
import { lockCase, refundsOf, stepRefund } from './store.ts';

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
