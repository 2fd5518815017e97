import { mayUseSite } from '../../auth/index.ts';
import { notFound, OvertakenError, refuse } from '../../platform/errors.ts';
import { tell, type Work } from '../../platform/work.ts';
import { holdLifted } from '../events.ts';
import { post } from '../post.ts';
import type { LiftHold } from '../schema.ts';
import { holdById, liftHoldRow, lockHold, unitsOfHold } from '../store.ts';
import { lockWithin, placesOf } from './lockWithin.ts';
import { showHold } from './showHolds.ts';

/**
 * Ends a hold: what it took and what is still on hold of that, wherever it lies by now, is on sale again, but for what comes
 * under another hold. What somebody holds by hand beside it stays held.
 * @returns `hold_not_found`, `hold_lifted`
 */
export async function liftHold(work: Work, { siteId, holdId, reason }: LiftHold & { holdId: string }) {
  const { tx } = work;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const known = await holdById(tx, siteId, holdId);
  if (known === undefined) return notFound('hold', 'holdId', holdId);
  const guess = await unitsOfHold(tx, siteId, holdId);
  await lockWithin(work, known, { places: guess });
  const hold = (await lockHold(tx, siteId, holdId))!;
  if (hold.state === 'lifted') return refuse('hold_lifted', 'It has been lifted already', { got: hold.liftedAt });
  const free = await unitsOfHold(tx, siteId, holdId);
  const locked = placesOf(guess);
  if ([...placesOf(free)].some((place) => !locked.has(place))) throw new OvertakenError('more was held meanwhile');
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
