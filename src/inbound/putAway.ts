import { mayUseSite } from '../auth/index.ts';
import { binPlace, lpnPlace, post, type Leg } from '../inventory/index.ts';
import { done, invalid, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { admitGoods, releaseSpace, type GoodsOfLpn } from '../slotting/index.ts';
import { unitsPutAway } from './events.ts';
import { goodsOn, type GoodsOn } from './goodsOn.ts';
import type { PutAway, PutAwayDone } from './schema.ts';
import { addOverride, keepLpn, lockLpn, type LpnRow } from './store.ts';

/**
 * Puts goods from an LPN into a bin: all of them, or one item of a mixed LPN (`lpn_mixed` asks which). Refuses
 * `bin_blocked`, `bin_under_count`, `bin_forbids` and `bin_full`; the last two yield to a manager's override, which is
 * kept with name and reason.
 */
export async function putAway(work: Work, input: PutAway): Promise<Outcome<PutAwayDone>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed !== undefined) return closed;
  const { siteId, lpnCode, binCode } = input;
  const lpn = await lockLpn(work.tx, siteId, lpnCode);
  if (lpn === undefined) return notFound('lpn', 'lpnCode', lpnCode);
  const contents = await goodsOn(work.tx, siteId, lpnCode);
  const chosen = chooseGoods(contents, input);
  if (chosen.refused) return chosen;
  const goods = chosen.value;
  const quantity = input.quantity ?? goods.quantity;
  if (quantity > goods.quantity)
    return invalid('quantity', quantity, `at most ${goods.quantity}`, 'not_enough_at_place');
  const { rows: _, ...kind } = goods;
  const moved: GoodsOfLpn = { ...kind, siteId, lpnCode, quantity };
  const unfit = await admitGoods(work, { ...moved, binCode });
  const refused = unfit && refuseUnlessOverridden(work, unfit, input);
  if (refused !== undefined) return refused;
  const legs = legsOf(goods, quantity, { from: lpnPlace(lpnCode), to: binPlace(binCode) });
  const why = input.override ?? input.reason;
  const reason = why === undefined ? {} : { reason: why };
  const posted = await post(work, { siteId, kind: 'putAway', ...reason, legs });
  if (posted.refused) return posted;
  const { movementId } = posted.value;
  if (unfit !== undefined) {
    const rule = unfit.refusal.field ?? unfit.refusal.code;
    await addOverride(work, { siteId, movementId, binCode, itemId: goods.itemId, rule, reason: input.override! });
  }
  await releaseSpace(work, moved);
  const left = contents.reduce((sum, row) => sum + row.quantity, 0) - quantity;
  if (left === 0) await emptied(work, siteId, lpn);
  const { itemId, condition, sellerId } = goods;
  tell(work, unitsPutAway(siteId, sellerId, { lpnCode, binCode, itemId, quantity, condition }));
  return done({ movementId, binCode, quantity, left });
}

function chooseGoods(contents: GoodsOn[], input: PutAway): Outcome<GoodsOn> {
  if (contents.length === 0) return refuse('lpn_empty', 'Nothing is on this LPN', { got: input.lpnCode });
  const fits = contents.filter(
    (row) =>
      (input.itemId === undefined || row.itemId === input.itemId) && (input.lot === undefined || row.lot === input.lot),
  );
  const [first] = fits;
  if (first === undefined) return refuse('not_on_lpn', 'This is not on the LPN', { got: input.itemId ?? input.lot });
  if (fits.length > 1 && input.itemId === undefined) {
    const items = [...new Set(fits.map((row) => row.itemId))];
    return refuse('lpn_mixed', 'Several goods are on this LPN: which?', { field: 'itemId', expected: items });
  }
  return done(first);
}

function refuseUnlessOverridden(work: Work, unfit: Refused, input: PutAway): Refused | undefined {
  if (input.override === undefined) return unfit;
  if (!['bin_forbids', 'bin_full'].includes(unfit.refusal.code)) return unfit;
  if (['admin', 'manager'].includes(work.actor.role)) return undefined;
  return refuse('not_allowed', 'Only a manager may override a bin', { status: 403 });
}

function legsOf(goods: GoodsOn, quantity: number, way: { from: string; to: string }): Leg[] {
  let left = quantity;
  return goods.rows.flatMap((row) => {
    const taken = Math.min(left, row.quantity);
    left -= taken;
    if (taken === 0) return [];
    const { sellerId, itemId, lot, serial, condition } = row;
    return [
      { sellerId, itemId, lot, serial, ...way, fromCondition: condition, toCondition: condition, quantity: taken },
    ];
  });
}

function emptied(work: Work, siteId: string, lpn: LpnRow): Promise<void> {
  return keepLpn(work.tx, siteId, { ...lpn, state: 'empty', parentLpn: null });
}
