import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Job } from '../platform/jobs.ts';
import { tell, type Work } from '../platform/work.ts';
import { leaseLost } from './events.ts';
import { endUses, freeBatch, lockBatch, lockLapsed, slotsOf, usesOfBatch, type Batch } from './store.ts';

const AT_ONCE = 100;

/** Work whose picker has stopped scanning is free again. Units picked stay on the cart, and the cart with its work. */
export async function freeLapsed(work: Work): Promise<number> {
  const lapsed = await lockLapsed(work.tx, work.at, AT_ONCE);
  for (const batch of lapsed) await setFree(work, batch, batch.loaded);
  return lapsed.length;
}

export const freeLapsedClaims: Job = {
  name: 'waves.freeLapsed',
  every_s: 15,
  run: async (work) => {
    await freeLapsed(work);
  },
};

/** A manager frees a cart that is stuck. */
export async function freeCart(
  work: Work,
  input: { siteId: string; batchId: string },
): Promise<Outcome<{ batchId: string; state: string }>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  const batch = await lockBatch(work.tx, input.siteId, input.batchId);
  if (batch === undefined) return notFound('batch');
  if (batch.state !== 'claimed') return refuse('not_claimed', 'Nobody has this work', { got: batch.state });
  const slots = await slotsOf(work.tx, input.siteId, input.batchId);
  await setFree(
    work,
    batch,
    slots.some((slot) => slot.loaded),
  );
  return done({ batchId: batch.batchId, state: 'ready' });
}

/** Nobody's again; totes without units in them are free, too. */
export async function setFree(work: Work, batch: Batch, loaded: boolean): Promise<void> {
  const { siteId, batchId } = batch;
  if (!loaded) {
    const uses = await usesOfBatch(work.tx, siteId, batchId);
    await endUses(
      work,
      siteId,
      uses.map((use) => use.toteCode),
    );
  }
  await freeBatch(work, siteId, batchId, loaded);
  tell(work, leaseLost(siteId, batchId, batch.pickerId));
}
