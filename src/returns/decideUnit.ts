import { mayUseSite } from '../auth/index.ts';
import { fillLpn } from '../inbound/index.ts';
import { binPlace, lpnPlace, post, SCRAP, CUSTOMER, SUPPLIER, type Leg } from '../inventory/index.ts';
import { done, notFound, type Outcome, type Refused } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { admitGoods } from '../slotting/index.ts';
import { unitDecided } from './events.ts';
import { refuseDecision, stateOf } from './rules.ts';
import type { Decide, ReturnShown } from './schema.ts';
import { returnsShown } from './returnsShown.ts';
import { lockCase, lockUnit, setCaseState, setDecided, unitsOf, type ReturnUnit } from './store.ts';

/**
 * What becomes of a graded unit. Restocking is the only way by which a return becomes sellable stock, and each unit takes
 * it once. Refuses `return_not_graded`, `return_decided`, `return_grade`, and what a bin refuses.
 */
export async function decideUnit(work: Work, input: Decide & { unitId: string }): Promise<Outcome<ReturnShown>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  const unit = await lockUnit(work.tx, input.unitId);
  const one = unit && (await lockCase(work.tx, unit.returnId));
  if (unit === undefined || one === undefined || unit.siteId !== input.siteId) return notFound('unit');
  const wrong = refuseDecision(unit.state, unit.grade, input.decision);
  if (wrong) return wrong;
  const unfit = input.toBin === undefined ? undefined : await refuseBin(work, unit, { ...input, ...one });
  if (unfit !== undefined) return unfit;
  if (input.toLpn !== undefined) {
    const { siteId, toLpn: lpnCode } = input;
    const lpn = await fillLpn(work, { siteId, lpnCode, sellerId: one.sellerId, place: binPlace(unit.binCode) });
    if (lpn.refused) return lpn;
  }
  const posted = await post(work, {
    siteId: unit.siteId,
    kind: input.decision,
    reason: one.reason,
    legs: [legOf(unit, one.sellerId, input)],
  });
  if (posted.refused) return posted;
  const state = stateOf[input.decision];
  if ((await setDecided(work, unit, { state, movementId: posted.value.movementId })) !== 1) {
    throw new Error(`unit ${unit.unitId} was decided under its own lock`);
  }
  const units = await unitsOf(work.tx, [one.returnId]);
  const open = units.some((other) => other.state === 'received' || other.state === 'graded');
  if (!open) await setCaseState(work.tx, one, 'decided');
  tell(work, unitDecided(one, { unitId: unit.unitId, itemId: unit.itemId, decision: input.decision }));
  return done((await returnsShown(work, [{ ...one, state: open ? one.state : 'decided' }]))[0]!);
}

/** A bin other than the one it waits in takes it by its rules, as it takes every other unit. */
async function refuseBin(
  work: Work,
  { siteId, itemId, lot, binCode }: ReturnUnit,
  { toBin = binCode, sellerId, code }: Decide & { sellerId: string; code: string },
): Promise<Refused | undefined> {
  if (toBin === binCode) return undefined;
  const goods = { siteId, lpnCode: code, sellerId, itemId, lot, condition: 'sellable' as const, quantity: 1 };
  return admitGoods(work, { ...goods, binCode: toBin });
}

function legOf(unit: ReturnUnit, sellerId: string, { decision, toBin, toLpn }: Decide): Leg {
  const { itemId, lot, serial, binCode } = unit;
  const from = binPlace(binCode);
  const leg = { sellerId, itemId, lot, serial, from, fromCondition: 'inspect' as const, quantity: 1 };
  if (decision === 'scrap') return { ...leg, to: SCRAP, toCondition: 'damaged' };
  if (decision === 'toSeller') return { ...leg, to: SUPPLIER };
  if (decision === 'reject') return { ...leg, to: CUSTOMER };
  const to = toLpn === undefined ? binPlace(toBin ?? binCode) : lpnPlace(toLpn);
  return { ...leg, to, toCondition: 'sellable' };
}
