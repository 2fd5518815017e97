import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import type { Adjusted } from './adjust.ts';
import { adjusted } from './events.ts';
import { freeUnseen } from './holdUnseen.ts';
import { decideAdjustment, lockAdjustment } from './store.ts';

/** Whoever asked for a correction that waits takes it back, or a manager does: nothing is corrected, and what it held is on sale again. */
export async function withdrawAdjustment(work: Work, input: { adjustmentId: string }): Promise<Outcome<Adjusted>> {
  const { userId, role } = work.actor;
  const row = await lockAdjustment(work.tx, input.adjustmentId);
  if (row === undefined || mayUseSite(work, row.siteId)) return notFound('adjustment');
  if (row.askedBy !== userId && role !== 'manager' && role !== 'admin') {
    return refuse('not_allowed', 'Whoever asked for it withdraws it, or a manager', { status: 403 });
  }
  if (row.state !== 'waiting') return refuse('adjustment_decided', 'It is decided already', { got: row.state });
  const freed = await freeUnseen(work, row);
  if (freed.refused) return freed;
  await decideAdjustment(work, row, 'withdrawn');
  tell(work, adjusted(row, 'withdrawn'));
  return done({ adjustmentId: row.adjustmentId, state: 'withdrawn' });
}
