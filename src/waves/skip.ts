import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { leaseFrom } from './claim.ts';
import { holdsClaim } from './rules.ts';
import { batchById, lockTask, renewLease, skipTask } from './store.ts';

/** A line that cannot be reached now comes back at the end of the tour; it must be done or declared short then. */
export async function skip(work: Work, input: { siteId: string; taskId: string }): Promise<Outcome<undefined>> {
  const task = await lockTask(work.tx, input.siteId, input.taskId);
  if (task === undefined) return notFound('task');
  const batch = task.batchId === null ? undefined : await batchById(work.tx, input.siteId, task.batchId);
  const mine = holdsClaim({ task, batch, pickerId: work.actor.userId });
  if (mine.refused) return mine;
  await skipTask(work, input.siteId, input.taskId);
  await renewLease(work, input.siteId, batch!.batchId, leaseFrom(work.at));
  return done(undefined);
}
