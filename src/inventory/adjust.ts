import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { takeOut } from './takeOut.ts';
import type { HeldStock } from './lockStock.ts';
import { ADJUSTMENT, binPlace } from './place.ts';
import { post } from './post.ts';
import {
  binExists,
  decideAdjustment,
  insertAdjustment,
  lockAdjustment,
  siteLimit,
  tracesOfItem,
  waitingAdjustments,
} from './store.ts';

export interface Correction {
  siteId: string;
  place: string;
  sellerId: string;
  itemId: string;
  lot?: string | undefined;
  /** Signed: found or lost. */
  quantity: number;
  reason: string;
}

export interface Adjusted {
  adjustmentId: string;
  state: 'posted' | 'waiting' | 'refused';
  movementId?: string;
}

/** `POST /v1/stock/adjustments`: effective at once up to the site's limit, above it when a second person approves. */
export async function adjust(
  work: Work,
  input: {
    siteId: string;
    binCode: string;
    itemId: string;
    lot?: string | undefined;
    quantity: number;
    reason: string;
  },
): Promise<Outcome<Adjusted>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  const owner = await tracesOfItem(work.tx, input.itemId, undefined);
  if (owner === undefined) return notFound('item', 'itemId', input.itemId);
  if (!(await binExists(work.tx, input.siteId, input.binCode))) return notFound('bin', 'binCode', input.binCode);
  const { binCode, ...rest } = input;
  return correct(work, { ...rest, sellerId: owner.sellerId, place: binPlace(binCode) });
}

/** A correction of the books to what lies there; used by adjustments and counts alike. */
export async function correct(work: Work, correction: Correction, held?: HeldStock): Promise<Outcome<Adjusted>> {
  const limit = (await siteLimit(work.tx, correction.siteId))?.limit ?? 0;
  const row = { ...correction, lot: correction.lot ?? '', adjustmentId: newId() };
  if (Math.abs(correction.quantity) > limit) {
    await insertAdjustment(work, { ...row, state: 'waiting' });
    return done({ adjustmentId: row.adjustmentId, state: 'waiting' });
  }
  const posted = await move(work, correction, held);
  if (posted.refused) return posted;
  await insertAdjustment(work, { ...row, state: 'posted', movementId: posted.value.movementId });
  return done({ adjustmentId: row.adjustmentId, state: 'posted', movementId: posted.value.movementId });
}

async function move(work: Work, correction: Correction, held?: HeldStock): Promise<Outcome<{ movementId: string }>> {
  const { siteId, place, sellerId, itemId, lot = '', quantity, reason } = correction;
  if (quantity < 0) {
    return takeOut(
      work,
      { siteId, place, itemId, lot, quantity: -quantity, reason },
      {
        to: ADJUSTMENT,
        toCondition: 'sellable',
        kind: 'adjust',
        held,
      },
    );
  }
  return post(work, {
    siteId,
    kind: 'adjust',
    reason,
    legs: [{ sellerId, itemId, lot, from: ADJUSTMENT, to: place, quantity }],
  });
}

/** The second person: not the one who asked. */
export async function decide(
  work: Work,
  input: { adjustmentId: string; approve: boolean },
): Promise<Outcome<Adjusted>> {
  const row = await lockAdjustment(work.tx, input.adjustmentId);
  if (row === undefined || mayUseSite(work, row.siteId)) return notFound('adjustment');
  if (row.state !== 'waiting') return refuse('adjustment_decided', 'It is decided already', { got: row.state });
  if (row.askedBy === work.actor.userId) return refuse('second_person_needed', 'Somebody else has to approve it');
  if (!input.approve) {
    await decideAdjustment(work, row, 'refused');
    return done({ adjustmentId: row.adjustmentId, state: 'refused' });
  }
  const posted = await move(work, row);
  if (posted.refused) return posted;
  await decideAdjustment(work, row, 'posted', posted.value.movementId);
  return done({ adjustmentId: row.adjustmentId, state: 'posted', movementId: posted.value.movementId });
}

export async function listWaiting(work: Work, input: { siteId: string }) {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  return done({ adjustments: await waitingAdjustments(work.tx, input.siteId) });
}
