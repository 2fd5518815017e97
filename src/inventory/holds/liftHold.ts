import { mayUseSite } from '../../auth/index.ts';
import { notFound, OvertakenError, refuse } from '../../platform/errors.ts';
import { tell, type Work } from '../../platform/work.ts';
import { holdLifted } from '../events.ts';
import { lockStock } from '../lockStock.ts';
import { post } from '../post.ts';
import type { LiftHold } from '../schema.ts';
import { heldLike, holdById, itemsOf, liftHoldRow, lockHold, unitsOfHold } from '../store.ts';
import { unitsToFree } from './rules.ts';
import { showHold } from './showHolds.ts';

/**
 * Ends a hold: what it took and what still lies there is on sale again, but for what comes under another hold.
 * @returns `hold_not_found`, `hold_lifted`
 */
export async function liftHold(work: Work, { siteId, holdId, reason }: LiftHold & { holdId: string }) {
  const { tx } = work;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const known = await holdById(tx, siteId, holdId);
  if (known === undefined) return notFound('hold', 'holdId', holdId);
  // the sums of all that it is about: nobody brings units under it meanwhile
  const guess = await heldLike(tx, siteId, holdId);
  const items = [...guess.map(({ itemId }) => itemId), ...(await itemsOf(tx, known))];
  await lockStock(work, { siteId, places: guess, items: items.map((itemId) => ({ siteId, itemId })) });
  const hold = (await lockHold(tx, siteId, holdId))!;
  if (hold.state === 'lifted') return refuse('hold_lifted', 'It has been lifted already', { got: hold.liftedAt });
  const free = unitsToFree(await unitsOfHold(tx, siteId, holdId), await heldLike(tx, siteId, holdId));
  const locked = new Set(guess.map(({ place, itemId }) => `${place} ${itemId}`));
  if (free.some(({ place, itemId }) => !locked.has(`${place} ${itemId}`))) {
    throw new OvertakenError('more was held meanwhile');
  }
  await liftHoldRow(work, hold, reason);
  if (free.length > 0) {
    const legs = free.map(({ place, ...units }) => {
      return { ...units, from: place, to: place, fromCondition: 'hold', toCondition: 'sellable' } as const;
    });
    const posted = await post(work, { siteId, kind: 'free', reason, legs });
    if (posted.refused) return posted;
  }
  tell(work, holdLifted(siteId, hold.sellerId, holdId));
  return showHold(work, { siteId, holdId });
}
