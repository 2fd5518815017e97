import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { readyOpenTasks, type OpenTask } from './store.ts';

/** Parcels of cancelled orders that wait to be opened, the oldest first. */
export async function listOpenTasks(work: Work, input: { siteId: string }): Promise<Outcome<{ tasks: OpenTask[] }>> {
  const closed = mayUseSite(work, input.siteId);
  return closed ?? done({ tasks: await readyOpenTasks(work.tx, input.siteId) });
}
