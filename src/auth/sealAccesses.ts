import { done, type Outcome } from '../platform/errors.ts';
import { idBefore, NIL_ID } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import type { Seals } from './schema.ts';
import { lastSealedId, latestSeals, sealAfter } from './store.ts';

/** Some 100 ms of hashing; 7 million records a day. */
const PORTION = 5000;
/** No transaction is open for so long: what commits later than newer ones is still found. */
const LATE_MS = 3600_000;

/**
 * Seals the records of who looked at whom since the last time: each seal holds the hash of the one before, so that a
 * record that is changed, removed or slipped in afterwards no longer fits. In batches, by a job: chained one by one, every
 * look would wait for the one before it.
 */
export async function sealAccesses(work: Work): Promise<void> {
  const last = await lastSealedId(work.tx);
  await sealAfter(work, { after: last === undefined ? NIL_ID : idBefore(last, LATE_MS), limit: PORTION });
}

/** The latest seals: their hash, kept elsewhere, tells of a chain that was written anew from the start. */
export async function listSeals(work: Work, input: { limit: number }): Promise<Outcome<Seals>> {
  return done({ seals: await latestSeals(work.tx, input.limit) });
}
