import { parcelById } from '../packing/index.ts';
import type { Job } from '../platform/jobs.ts';
import { attempt } from '../platform/transact.ts';
import type { Work } from '../platform/work.ts';
import { finishLabel } from './buyLabel.ts';
import { carrierOf } from './carriers/index.ts';
import { markTrouble, openPurchases, type Label } from './store.ts';

/**
 * Ends the purchases that were intended with carriers outside the house. The carrier is first asked what it has under our
 * reference: after a lost answer or a crash the label is found there and not bought a second time.
 */
export const finishPurchases: Job = {
  name: 'shipping.finishPurchases',
  every_s: 2,
  async run(work) {
    for (const label of await openPurchases(work.tx, 50)) await finishPurchase(work, label);
  },
};

async function finishPurchase(work: Work, label: Label): Promise<void> {
  const carrier = carrierOf(label.carrier);
  const parcel = await parcelById(work.tx, label.siteId, label.parcelId);
  if (carrier === undefined || parcel === undefined) return;
  const asked = { reference: label.labelId, sscc: parcel.sscc, weight_g: parcel.weight_g ?? 0 };
  try {
    const answer = (await carrier.find(label.labelId)) ?? (await carrier.buy(asked));
    if ('refusedBecause' in answer) return await markTrouble(work.tx, label, answer.refusedBecause, true);
    const finished = await attempt(work, (part) => finishLabel(part, { parcel, label, trackingNo: answer.trackingNo }));
    if (finished.refused) await markTrouble(work.tx, label, finished.refusal.code, false);
  } catch (error) {
    // unknown, not refused: it stays intended and is asked for again
    await markTrouble(work.tx, label, error instanceof Error ? error.message : 'no answer', false);
  }
}
