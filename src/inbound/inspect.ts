import { mayUseSite } from '../auth/index.ts';
import { balancesAt, lpnPlace, post } from '../inventory/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Tx, type Work } from '../platform/work.ts';
import { unitsInspected } from './events.ts';
import { countedAs } from './rules.ts';
import type { Inspect } from './schema.ts';
import { lockLpn, originsOf, recount } from './store.ts';

/** Judges units that wait for inspection on an LPN; the lines they came in by count them under the verdict. */
export async function inspect(work: Work, input: Inspect): Promise<Outcome<{ movementId: string }>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed !== undefined) return closed;
  const { siteId, lpnCode, itemId, quantity } = input;
  const lpn = await lockLpn(work.tx, siteId, lpnCode);
  if (lpn === undefined) return notFound('lpn', 'lpnCode', lpnCode);
  const place = lpnPlace(lpnCode);
  const waiting = (await balancesAt(work.tx, siteId, place)).filter(
    (row) => row.itemId === itemId && row.condition === 'inspect' && (input.lot === undefined || row.lot === input.lot),
  );
  const units = waiting.reduce((sum, row) => sum + row.quantity, 0);
  if (units < quantity)
    return refuse('not_enough_at_place', 'Fewer units wait there', { got: quantity, expected: units });
  let left = quantity;
  const legs = waiting.flatMap((row) => {
    const taken = Math.min(left, row.quantity);
    left -= taken;
    if (taken === 0) return [];
    return [
      {
        sellerId: row.sellerId,
        itemId,
        lot: row.lot,
        serial: row.serial,
        from: place,
        fromCondition: 'inspect' as const,
        to: place,
        toCondition: input.result,
        quantity: taken,
      },
    ];
  });
  const reason = input.reason === undefined ? {} : { reason: input.reason };
  const posted = await post(work, { siteId, kind: 'inspect', ...reason, legs });
  if (posted.refused) return posted;
  for (const leg of legs) await recountOrigins(work.tx, { ...input, lot: leg.lot, quantity: leg.quantity });
  tell(work, unitsInspected(siteId, lpn.sellerId, { lpnCode, itemId, quantity, result: input.result }));
  return done({ movementId: posted.value.movementId });
}

async function recountOrigins(tx: Tx, input: Inspect & { lot: string }): Promise<void> {
  const { siteId, lpnCode, itemId, lot, result } = input;
  let left = input.quantity;
  for (const origin of await originsOf(tx, { siteId, lpnCode, itemId, lot, condition: 'inspect' })) {
    const quantity = Math.min(left, origin.quantity);
    if (quantity <= 0) continue;
    left -= quantity;
    const { shipmentId, lineNo } = origin;
    await recount(tx, { siteId, shipmentId, lineNo, quantity, from: 'inspect', to: countedAs(result) });
  }
}
