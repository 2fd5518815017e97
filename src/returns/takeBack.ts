import { mayUseSite } from '../auth/index.ts';
import { binPlace, CUSTOMER, post } from '../inventory/index.ts';
import { binFacts, binsOf } from '../layout/index.ts';
import { advance, orderFacts } from '../orders/index.ts';
import { linesOf, parcelsOfOrder } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { joined } from '../platform/joined.ts';
import { tell, type Work } from '../platform/work.ts';
import { unitTakenBack } from './events.ts';
import { matchLine, matchUnit, type Packed } from './rules.ts';
import type { ReturnShown, TakeBack } from './schema.ts';
import { returnsShown } from './returnsShown.ts';
import { insertUnits, lockCase, setCaseState, unitsOfOrder } from './store.ts';

/**
 * One unit that came back, matched to the unit that was shipped; it waits in a return bin, not sellable, to be graded.
 * Refuses `return_not_shipped`, `return_already`, `return_other_serial`, `return_other_lot`, `serial_required`.
 */
export async function takeBack(work: Work, input: TakeBack & { returnId: string }): Promise<Outcome<ReturnShown>> {
  const { siteId, itemId } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const one = await lockCase(work.tx, input.returnId);
  if (one === undefined || one.siteId !== siteId) return notFound('return');
  const order = (await orderFacts(work.tx, [one.orderId])).get(one.orderId);
  if (order === undefined) return notFound('order');
  const line = matchLine(order.lines, itemId);
  if ('refused' in line) return line;
  const unit = matchUnit(await packedUnits(work, one.orderId), line.lineNo, input);
  if ('refused' in unit) return unit;
  const bin = await returnBin(work, siteId, input.binCode);
  if (bin.refused) return bin;
  const { lineNo, lot, serial } = unit;
  const { sellerId, orderId, returnId } = one;
  const moved = await advance(work, {
    siteId,
    moves: [{ sellerId, orderId, lineNo, from: 'delivered', to: 'returned', quantity: 1 }],
  });
  if (moved.refused)
    return moved.refusal.code === 'line_moved' ? refuse('return_already', 'This unit is back already') : moved;
  const posted = await post(work, {
    siteId,
    kind: 'takeBack',
    reason: one.reason,
    legs: [
      { sellerId, itemId, lot, serial, from: CUSTOMER, to: binPlace(bin.value), toCondition: 'inspect', quantity: 1 },
    ],
  });
  if (posted.refused) return posted;
  const unitId = newId();
  await insertUnits(work, [{ siteId, unitId, returnId, lineNo, itemId, lot, serial, binCode: bin.value }]);
  await setCaseState(work.tx, one, 'received');
  tell(work, unitTakenBack(one, { unitId, itemId }));
  return done((await returnsShown(work, [{ ...one, state: 'received' }]))[0]!);
}

/** What was packed for an order, by line, lot and serial, less what is back. */
async function packedUnits(work: Work, orderId: string): Promise<Packed[]> {
  const parcels = (await parcelsOfOrder(work.tx, orderId)).filter(({ state }) => state === 'delivered');
  const packed = new Map<string, Packed>();
  const keyOf = (unit: { lineNo: number; lot: string; serial: string }) => joined(unit.lineNo, unit.lot, unit.serial);
  for (const { siteId, parcelId } of parcels) {
    for (const { lineNo, lot, serial, quantity } of await linesOf(work.tx, siteId, [parcelId])) {
      const unit = packed.get(keyOf({ lineNo, lot, serial })) ?? { lineNo, lot, serial, left: 0 };
      packed.set(keyOf(unit), { ...unit, left: unit.left + quantity });
    }
  }
  for (const back of await unitsOfOrder(work.tx, orderId)) {
    const unit = packed.get(keyOf(back));
    if (unit !== undefined) unit.left -= 1;
  }
  return [...packed.values()];
}

/** The bin named, if it is one for returns, or the site's first of them. */
export async function returnBin(work: Work, siteId: string, binCode: string | undefined): Promise<Outcome<string>> {
  const [bin] =
    binCode === undefined ? await binsOf(work.tx, siteId, ['return']) : await binFacts(work.tx, siteId, [binCode]);
  if (bin === undefined) return notFound('bin', 'binCode', binCode);
  if (bin.kind !== 'return')
    return refuse('return_bin', 'Returns go into a return bin', { got: bin.binCode, expected: 'return' });
  if (bin.state !== 'open') return refuse('bin_blocked', 'This bin is blocked', { got: bin.binCode });
  return done(bin.binCode);
}
