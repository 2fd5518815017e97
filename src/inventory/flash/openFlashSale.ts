import { mayUseSite } from '../../auth/index.ts';
import { done, invalid, notFound, refuse, type Outcome } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { tell, type Work } from '../../platform/work.ts';
import { flashSaleOpened } from '../events.ts';
import { promise } from '../promise.ts';
import type { FlashSale, OpenFlashSale } from '../schema.ts';
import { insertSale, lockAvailable, lockSale, lockSalesOf, ownerOf, siteExists, standingsOf } from '../store.ts';
import { endSale } from './endSale.ts';
import { isOver } from './rules.ts';
import { shownSale } from './showFlashSale.ts';

/**
 * Opens a flash sale of an item at a site. Units that are set aside leave what is available at once, by a promise of the
 * sale's own, and are sold from its start on, these and no others; everything else sells as ever until then.
 * @returns `flash_sale_exists`, `date_past`, `not_enough_stock` with details [{itemId, requested, available}]
 */
export async function openFlashSale(work: Work, input: OpenFlashSale): Promise<Outcome<FlashSale>> {
  const { siteId, itemId, unitsPerCustomer, setAside = null, endsAt = null } = input;
  const startsAt = input.startsAt ?? work.at;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  if (!(await siteExists(work.tx, siteId))) return notFound('site', 'siteId', siteId);
  const sellerId = await ownerOf(work.tx, [itemId]);
  if (sellerId === undefined) return notFound('item', 'itemId', itemId);
  const wrong = wrongTimes(work.at, startsAt, endsAt) ?? wrongUnits(unitsPerCustomer, setAside);
  if (wrong !== undefined) return wrong;
  // the sum of the item first, as everybody who buys takes it
  await lockAvailable(work.tx, [{ siteId, itemId }]);
  const [before] = await lockSalesOf(work.tx, [{ siteId, itemId }]);
  if (before !== undefined && !isOver(before, work.at)) {
    const details = { saleId: before.saleId, startsAt: before.startsAt, endsAt: before.endsAt };
    return refuse('flash_sale_exists', 'The item is in a flash sale already', {
      field: 'itemId',
      got: itemId,
      details,
    });
  }
  if (before !== undefined) await endSale(work, before);
  const saleId = newId();
  const aside = setAside === null ? undefined : await setUnitsAside(work, { siteId, sellerId, itemId }, setAside);
  if (aside?.refused) return aside;
  const promiseId = aside?.value ?? null;
  await insertSale(work, {
    siteId,
    saleId,
    sellerId,
    itemId,
    startsAt,
    endsAt,
    cap: unitsPerCustomer,
    setAside,
    promiseId,
  });
  tell(work, flashSaleOpened({ siteId, saleId, sellerId, itemId }));
  const [sale] = await standingsOf(work.tx, [saleId]);
  return done(shownSale(sale!, work.at));
}

function wrongTimes(at: Date, startsAt: Date, endsAt: Date | null) {
  if (startsAt < at) return invalid('startsAt', startsAt, `not before ${at.toISOString()}`, 'date_past');
  if (endsAt !== null && endsAt <= startsAt) return invalid('endsAt', endsAt, `after ${startsAt.toISOString()}`);
  return undefined;
}

function wrongUnits(unitsPerCustomer: number, setAside: number | null) {
  const fits = setAside === null || unitsPerCustomer <= setAside;
  return fits ? undefined : invalid('unitsPerCustomer', unitsPerCustomer, `at most the ${setAside} set aside`);
}

async function setUnitsAside(
  work: Work,
  { siteId, sellerId, itemId }: { siteId: string; sellerId: string; itemId: string },
  quantity: number,
): Promise<Outcome<string>> {
  const kept = await promise(work, {
    siteId,
    sellerId,
    channel: 'flash-sale',
    mall: '',
    // nobody is told it: a shop that names the same purchase would be given this promise
    externalId: newId(),
    lines: [{ itemId, quantity }],
  });
  return kept.refused ? kept : done(kept.value.promiseId);
}

/** Ends a sale before its time, or one that has none. Closing twice answers the same. */
export async function closeFlashSale(
  work: Work,
  input: { siteId: string; saleId: string },
): Promise<Outcome<FlashSale>> {
  const outside = mayUseSite(work, input.siteId);
  if (outside) return outside;
  const [known] = await standingsOf(work.tx, [input.saleId]);
  if (known === undefined || known.siteId !== input.siteId) return notFound('flash_sale', 'saleId', input.saleId);
  await lockAvailable(work.tx, [known]);
  const sale = await lockSale(work.tx, known.siteId, known.saleId);
  if (sale!.state === 'open') await endSale(work, sale!);
  const [ended] = await standingsOf(work.tx, [input.saleId]);
  return done(shownSale(ended!, work.at));
}
