import { mayUseSite } from '../../auth/index.ts';
import { done, notFound, OvertakenError, refuse, type Outcome } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { tell, type Work } from '../../platform/work.ts';
import { holdOpened } from '../events.ts';
import { binPlace, lpnPlace } from '../place.ts';
import type { OpenHold } from '../schema.ts';
import {
  binExists,
  insertHold,
  itemsOf,
  lpnAndAbove,
  noteHeld,
  noteOrders,
  openHoldOf,
  ownerOf,
  sellableWithin,
  sellerExists,
  siteExists,
  type Account,
  type NewHold,
  type Within,
} from '../store.ts';
import { takeOutAll, type TakenOut } from '../takeOut.ts';
import { lockWithin, placesOf } from './lockWithin.ts';
import { refuseLot } from './refuseLot.ts';
import { ordersHit, subjectOf } from './rules.ts';
import { showHold } from './showHolds.ts';

/** Places that a hold is about; null: wherever it lies. */
interface Place {
  places: string[] | null;
}
type Scope = Pick<NewHold, 'sellerId' | 'itemId' | 'lot' | 'place'> & Place;

/**
 * Takes all of a seller, an item, a lot, a bin or an LPN out of sale, in one transaction: allocations on it are broken and
 * planned anew, promises that nothing else covers are shed, and the orders concerned are listed. What comes on sale of it
 * later is held as it comes (`holdArrivals`), until the hold is lifted.
 * @returns `site_not_found`, `hold_exists`, `seller_not_found`, `item_not_found`, `bin_not_found`, `lpn_not_found`,
 * `lot_not_tracked`, `lot_unknown`
 */
export async function openHold(work: Work, input: OpenHold) {
  const { siteId, reason } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  if (!(await siteExists(work.tx, siteId))) return notFound('site', 'siteId', siteId);
  const found = await scopeOf(work, input);
  if (found.refused) return found;
  const subject = subjectOf(input);
  const { places, ...scope } = found.value;
  const holdId = newId();
  if (!(await insertHold(work, { siteId, holdId, scope: input.scope, subject, ...scope, reason }))) {
    const before = await openHoldOf(work.tx, siteId, subject);
    if (before === undefined) throw new OvertakenError('the hold that stood was lifted meanwhile');
    return refuse('hold_exists', 'This is on hold already', { details: { holdId: before.holdId, at: before.at } });
  }
  const taken = await takeWithin(work, { siteId, ...scope, places }, reason);
  if (taken.refused) return taken;
  const { accounts, out } = taken.value;
  const sellers = new Map(accounts.map(({ itemId, sellerId }) => [itemId, sellerId]));
  const orders = out === undefined ? [] : ordersHit(out, (itemId) => sellers.get(itemId)!);
  if (accounts.length > 0) {
    await noteHeld(
      work,
      siteId,
      accounts.map((account) => ({ ...account, holdId })),
    );
  }
  if (orders.length > 0) await noteOrders(work, siteId, holdId, orders);
  tell(work, holdOpened(siteId, scope.sellerId, holdId));
  return showHold(work, { siteId, holdId });
}

async function scopeOf(work: Work, input: OpenHold): Promise<Outcome<Scope>> {
  const { tx } = work;
  const all: Scope = { sellerId: null, itemId: null, lot: null, place: null, places: null };
  switch (input.scope) {
    case 'seller': {
      const { sellerId } = input;
      return (await sellerExists(tx, sellerId)) ? done({ ...all, sellerId }) : notFound('seller', 'sellerId', sellerId);
    }
    case 'item':
    case 'lot': {
      const { itemId } = input;
      const sellerId = await ownerOf(tx, [itemId]);
      if (sellerId === undefined) return notFound('item', 'itemId', itemId);
      const mistaken = input.scope === 'lot' ? await refuseLot(work, input) : undefined;
      if (mistaken) return mistaken;
      return done({ ...all, sellerId, itemId, lot: input.scope === 'lot' ? input.lot : null });
    }
    case 'bin': {
      const place = binPlace(input.binCode);
      const known = await binExists(tx, input.siteId, input.binCode);
      return known ? done({ ...all, place, places: [place] }) : notFound('bin', 'binCode', input.binCode);
    }
    default: {
      const codes = await lpnAndAbove(tx, input.siteId, input.lpnCode);
      if (codes.length === 0) return notFound('lpn', 'lpnCode', input.lpnCode);
      return done({ ...all, place: lpnPlace(input.lpnCode), places: codes.map(lpnPlace) });
    }
  }
}

interface Taken {
  accounts: Account[];
  /** Undefined: there was nothing to take. */
  out: TakenOut | undefined;
}

/** Locks all that lies on sale of it, and then takes what lies there. */
async function takeWithin(work: Work, hold: Place & Within, reason: string): Promise<Outcome<Taken>> {
  const { siteId } = hold;
  const onSale = async () => sellableWithin(work.tx, { ...hold, items: await itemsOf(work.tx, hold) });
  const guess = await onSale();
  const held = await lockWithin(work, hold, { out: guess });
  const accounts = await onSale();
  const locked = placesOf(guess);
  if ([...placesOf(accounts)].some((place) => !locked.has(place))) {
    throw new OvertakenError('units were moved while they were held');
  }
  if (accounts.length === 0) return done({ accounts, out: undefined });
  const units = accounts.map((account) => ({ ...account, siteId, reason }));
  const out = await takeOutAll(work, units, { toCondition: 'hold', kind: 'hold', held });
  return out.refused ? out : done({ accounts, out: out.value });
}
