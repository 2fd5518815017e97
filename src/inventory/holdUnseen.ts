import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { lockStock, type HeldStock } from './lockStock.ts';
import { ADJUSTMENT, COUNT_REASON } from './place.ts';
import { post, type Leg } from './post.ts';
import { balancesAt, heldThere, noteUnseen, type AdjustmentRow, type Balance, type CountedKey } from './store.ts';
import { takeOutAll } from './takeOut.ts';

interface Unseen extends CountedKey {
  siteId: string;
  adjustmentId: string;
  /** Units that the count did not find. */
  missing: number;
  /** Serials that are missing for all anybody knows: these are held first, then those that nobody is to pick. */
  first: readonly string[];
}

/**
 * Nobody may buy units that were not seen while the second person has not decided: as many as are missing are held where they are
 * booked, breaking what rests on them. Of serials nobody knows yet which they are; their number is right. The caller holds the stock.
 */
export async function holdUnseen(work: Work, unseen: Unseen, held: HeldStock): Promise<Outcome<undefined>> {
  const { siteId, place, itemId, lot, first } = unseen;
  const rank = (row: Balance) => (first.includes(row.serial) ? 0 : row.allocated < row.quantity ? 1 : 2);
  const onSale = (await balancesAt(work.tx, siteId, place))
    .filter((row) => row.itemId === itemId && row.lot === lot && row.condition === 'sellable')
    .toSorted((a, b) => rank(a) - rank(b));
  let left = unseen.missing;
  const units = onSale.flatMap(({ serial, quantity: lying }) => {
    const quantity = Math.min(left, lying);
    left -= quantity;
    return quantity > 0 ? [{ siteId, place, itemId, lot, serial, quantity, reason: COUNT_REASON }] : [];
  });
  if (units.length === 0) return done(undefined);
  const out = await takeOutAll(work, units, { toCondition: 'hold', kind: 'hold', held });
  if (out.refused) return out;
  const sum = units.reduce((total, { quantity }) => total + quantity, 0);
  await noteUnseen(work, unseen, { held: sum, serials: units.map(({ serial }) => serial).filter(Boolean) });
  return done(undefined);
}

/** What a count that is not approved held is on sale again, as far as it lies there on hold. */
export async function freeUnseen(work: Work, row: AdjustmentRow): Promise<Outcome<undefined>> {
  const legs = await legsOf(work, row, { to: row.place, toCondition: 'sellable' });
  if (legs.length === 0) return done(undefined);
  const posted = await post(work, { siteId: row.siteId, kind: 'free', reason: row.reason, legs });
  return posted.refused ? posted : done(undefined);
}

/** What a count that is approved held is written off. @returns how many units, and by which movement */
export async function loseUnseen(
  work: Work,
  row: AdjustmentRow,
): Promise<Outcome<{ units: number; movementId: string }>> {
  const legs = await legsOf(work, row, { to: ADJUSTMENT, toCondition: 'sellable' });
  if (legs.length === 0) return done({ units: 0, movementId: '' });
  const posted = await post(work, { siteId: row.siteId, kind: 'adjust', reason: row.reason, legs });
  const units = legs.reduce((sum, { quantity }) => sum + quantity, 0);
  return posted.refused ? posted : done({ units, movementId: posted.value.movementId });
}

/** Of the units held for a count those that still lie there, and that no standing hold has. */
async function legsOf(work: Work, row: AdjustmentRow, way: Pick<Leg, 'to' | 'toCondition'>): Promise<Leg[]> {
  const { siteId, place, itemId, lot, held, heldSerials } = row;
  if (held === 0) return [];
  await lockStock(work, { siteId, places: [{ place, itemId }], items: [{ siteId, itemId }] });
  const lying = (await balancesAt(work.tx, siteId, place)).filter((one) => {
    const isMeant = heldSerials.length === 0 ? one.serial === '' : heldSerials.includes(one.serial);
    return one.itemId === itemId && one.lot === lot && one.condition === 'hold' && isMeant;
  });
  const holds = await heldThere(work.tx, siteId, lying);
  let left = held;
  return lying.flatMap(({ sellerId, serial, quantity: all }): Leg[] => {
    const others = holds.filter((one) => one.serial === serial).reduce((sum, one) => sum + one.quantity, 0);
    const quantity = Math.min(left, all - others);
    left -= Math.max(quantity, 0);
    return quantity > 0
      ? [{ sellerId, itemId, lot, serial, from: place, fromCondition: 'hold', ...way, quantity }]
      : [];
  });
}
