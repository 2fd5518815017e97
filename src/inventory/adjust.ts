import { isSecondPerson, mayUseSite } from '../auth/index.ts';
import { itemById, itemForStock, type Item } from '../catalogue/index.ts';
import { done, invalid, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { adjusted } from './events.ts';
import { freeUnseen, loseUnseen } from './holdUnseen.ts';
import type { HeldStock } from './lockStock.ts';
import { binPlace, lotName, type Condition } from './place.ts';
import type { Adjust, AdjustmentsQuery } from './schema.ts';
import {
  adjustmentsAt,
  binExists,
  decideAdjustment,
  insertAdjustment,
  lockAdjustment,
  lotOf,
  siteLimit,
  upsertLot,
  writtenOffAlone,
  type AdjustmentRow,
} from './store.ts';
import { lockLoss, writeOff } from './writeOff.ts';

export interface Correction {
  siteId: string;
  place: string;
  sellerId: string;
  itemId: string;
  lot?: string | undefined;
  serial?: string | undefined;
  /** Absent: found units are sellable, lost ones of every condition, those on sale first. */
  condition?: Condition | undefined;
  /** Signed: found or lost. */
  quantity: number;
  reason: string;
  /** Of a count: when its units were seen. */
  seenAt?: Date | undefined;
}

export interface Adjusted {
  adjustmentId: string;
  state: 'posted' | 'waiting' | 'refused' | 'withdrawn';
  movementId?: string;
}

/**
 * `POST /v1/stock/adjustments`: effective at once up to the site's limit, which what one person writes off of an item in a day
 * counts in together, above it when a second person approves. Refuses
 * `lot_required`, `serial_required` and `expiry_required` where the item is kept by lots, serials or dates.
 */
export async function adjust(work: Work, input: Adjust): Promise<Outcome<Adjusted>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  const item = await itemForStock(work.tx, input.itemId);
  if (item === undefined) return notFound('item', 'itemId', input.itemId);
  if (!(await binExists(work.tx, input.siteId, input.binCode))) return notFound('bin', 'binCode', input.binCode);
  const untold = refuseUntold(item, input);
  if (untold) return untold;
  const { binCode, expiry, ...rest } = input;
  const lot = lotName(rest.lot, expiry);
  const undated = await refuseUndated(work, item, { lot, expiry, quantity: input.quantity });
  if (undated) return undated;
  if (expiry !== undefined) await upsertLot(work, { sellerId: item.sellerId, itemId: item.itemId, lot, expiry });
  const correction = {
    condition: 'sellable' as const,
    ...rest,
    lot,
    sellerId: item.sellerId,
    place: binPlace(binCode),
  };
  return correct(work, correction);
}

/** Units of an item that is kept by lots or serials are told by them: others could never be found again. */
function refuseUntold(item: Item, { lot = '', serial = '', quantity }: Adjust) {
  if (item.lotTracked && lot === '') return invalid('lot', lot, 'the lot of the units', 'lot_required');
  if (item.serialTracked && serial === '') return invalid('serial', serial, 'of one unit', 'serial_required');
  if (!item.serialTracked && serial !== '') return invalid('serial', serial, 'none: the item has no serials');
  if (serial !== '' && Math.abs(quantity) !== 1) return invalid('quantity', quantity, '1 or -1 under a serial');
  return undefined;
}

/** Units that come in are sold by their date: a lot has one. */
async function refuseUndated(
  work: Work,
  { sellerId, itemId, expiryTracked }: Item,
  { lot, expiry, quantity }: { lot: string; expiry: string | undefined; quantity: number },
) {
  if (!expiryTracked) {
    return expiry === undefined ? undefined : invalid('expiry', expiry, 'none: the item has no dates');
  }
  const known = (lot === '' ? undefined : await lotOf(work.tx, sellerId, itemId, lot))?.expiry ?? undefined;
  if (expiry === undefined && known === undefined && quantity > 0) {
    return invalid('expiry', 'absent', 'the expiry date', 'expiry_required');
  }
  if (expiry === undefined || known === undefined || expiry === known) return undefined;
  return invalid('expiry', expiry, known, 'lot_expiry_differs');
}

/** A correction of the books to what lies there; used by adjustments and counts alike. */
export async function correct(work: Work, correction: Correction, held?: HeldStock): Promise<Outcome<Adjusted>> {
  const limit = (await siteLimit(work.tx, correction.siteId))?.limit ?? 0;
  const { lot = '', serial = '', condition = null } = correction;
  const row = { ...correction, lot, serial, condition, adjustmentId: newId() };
  // a count does not say which serials are missing: somebody has to find out
  const isUntold = serial === '' && (await itemById(work.tx, correction.itemId))?.serialTracked === true;
  const stock = correction.quantity < 0 ? (held ?? (await lockLoss(work, correction))) : held;
  // a gain is weighed by itself: what is found is no way out of the house, and opening stock comes in many parts
  const before = correction.quantity < 0 ? await writtenOffAlone(work, correction) : 0;
  if (isUntold || before + Math.abs(correction.quantity) > limit) {
    await insertAdjustment(work, { ...row, state: 'waiting' });
    tell(work, adjusted(row, 'waiting'));
    return done({ adjustmentId: row.adjustmentId, state: 'waiting' });
  }
  const posted = await writeOff(work, correction, stock);
  if (posted.refused) return posted;
  await insertAdjustment(work, { ...row, state: 'posted', movementId: posted.value.movementId });
  tell(work, adjusted(row, 'posted'));
  return done({ adjustmentId: row.adjustmentId, state: 'posted', movementId: posted.value.movementId });
}

/** The second person: neither the one who asked nor an account that is in one hand with his. */
export async function judgeAdjustment(
  work: Work,
  input: { adjustmentId: string; approve: boolean },
): Promise<Outcome<Adjusted>> {
  const row = await lockAdjustment(work.tx, input.adjustmentId);
  if (row === undefined || mayUseSite(work, row.siteId)) return notFound('adjustment');
  if (row.state !== 'waiting') return refuse('adjustment_decided', 'It is decided already', { got: row.state });
  if (!(await isSecondPerson(work, row.askedBy))) {
    return refuse('second_person_needed', 'Somebody else has to approve it, with an account of his own');
  }
  if (!input.approve) {
    const freed = await freeUnseen(work, row);
    if (freed.refused) return freed;
    await decideAdjustment(work, row, 'refused');
    tell(work, adjusted(row, 'refused'));
    return done({ adjustmentId: row.adjustmentId, state: 'refused' });
  }
  const untold = await refuseUntoldSerials(work, row);
  if (untold) return untold;
  const posted = await postDecided(work, row);
  if (posted.refused) return posted;
  await decideAdjustment(work, row, 'posted', posted.value.movementId);
  tell(work, adjusted(row, 'posted'));
  return done({ adjustmentId: row.adjustmentId, state: 'posted', movementId: posted.value.movementId });
}

/** What it held goes first. What cannot be done any more is told as that: it waits until somebody refuses or withdraws it. */
async function postDecided(work: Work, row: AdjustmentRow): Promise<Outcome<{ movementId: string }>> {
  const correction = { ...row, condition: row.condition ?? undefined };
  const stock = row.quantity < 0 ? await lockLoss(work, correction) : undefined;
  const lost = await loseUnseen(work, row);
  if (lost.refused) return lost;
  const quantity = row.quantity + lost.value.units;
  const posted = quantity === 0 ? lost : await writeOff(work, { ...correction, quantity }, stock);
  if (!posted.refused || posted.refusal.code !== 'not_enough_at_place') return posted;
  const { expected } = posted.refusal;
  const left = typeof expected === 'number' ? expected + lost.value.units : undefined;
  return refuse('adjustment_impossible', 'Fewer units lie there by now: refuse or withdraw it', {
    got: -row.quantity,
    expected: left,
  });
}

async function refuseUntoldSerials(work: Work, { itemId, serial }: AdjustmentRow) {
  if (serial !== '' || (await itemById(work.tx, itemId))?.serialTracked !== true) return undefined;
  return refuse('serial_required', 'Adjust each serial by itself, and refuse this', { field: 'serial' });
}

/** Adjustments of a site in a state, and above how many units one waits for a second person. */
export async function listAdjustments(work: Work, input: AdjustmentsQuery) {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  const limit = (await siteLimit(work.tx, input.siteId))?.limit ?? 0;
  return done({ limit, adjustments: await adjustmentsAt(work.tx, input.siteId, input) });
}
