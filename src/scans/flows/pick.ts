import { binFacts } from '../../layout/index.ts';
import { done, refuse, type Outcome } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import {
  batchById,
  bindTote,
  claim,
  dropCart,
  leaseFrom,
  leaveCart,
  pick,
  renewLease,
  shortPick,
  skip,
} from '../../waves/index.ts';
import { say, type FlowOf, type Read, type Session } from '../flow.ts';
import { takeItem } from './pickItem.ts';
import { pickStep } from './pickStep.ts';
import { pickTogether } from './pickTogether.ts';
import { countedOf, forget, isFresh, loadTour, seenFrom, type PickState, type Tour } from './pickTour.ts';
import { words } from './words/pick.ts';

export const pickFlow: FlowOf = {
  flow: 'pick',
  roles: ['picker', 'manager'],
  step: async (work, session) => pickStep(session, await loadTour(work, session)),
  async scan(work, session, scan) {
    const taken = await judge(work, session, scan);
    if (taken.refused) return taken;
    const { notice, tour } = taken.value;
    const step = pickStep(session, tour === undefined ? await loadTour(work, session) : seenFrom(session, tour));
    if (notice !== undefined) step.show.notice = notice;
    return done(step);
  },
  together: pickTogether,
};

const stateOf = (session: Session) => session.state as PickState;

/** What a trigger did: a notice for the next screen, if any, and the tour where no row of it changed. */
interface Taken {
  notice?: string;
  tour?: Tour;
}

async function judge(work: Work, session: Session, scan: Read): Promise<Outcome<Taken>> {
  if (scan.kind === 'cart') return changed(await takeCart(work, session, scan.value));
  const claimed = await holdTour(work, session);
  if (claimed.refused) return claimed;
  const tour = claimed.value;
  if (tour === undefined) return refuse('scan_expected', 'Scan a cart', { expected: say(session, words.aCart) });
  if (scan.kind === 'lane') return changed(await takeLane(work, session, scan.value));
  if (scan.choice === 'leaveCart') return changed(await giveCartBack(work, session, tour.batchId));
  if (tour.freeSlot !== undefined) return changed(await takeSlotTote(work, session, scan, tour));
  if (tour.task === undefined) return refuse('scan_expected', 'Scan a lane', { expected: say(session, words.aLane) });
  if (scan.choice === 'skip') return changed(await takeSkip(work, session, tour.task.taskId));
  if (scan.choice === 'short') return changed(await takeShort(work, session, scan, tour));
  if (scan.kind === 'tote') return changed(await takeTote(work, session, scan.value, tour));
  const seen = tour.atBin ? await takeItem(work, session, scan, tour) : takeBin(session, scan, tour.task.binCode);
  return seen.refused ? seen : done({ tour });
}

function changed(taken: Outcome<string | undefined>): Outcome<Taken> {
  if (taken.refused) return taken;
  return done(taken.value === undefined ? {} : { notice: taken.value });
}

async function takeCart(work: Work, session: Session, cartCode: string): Promise<Outcome<undefined>> {
  const claimed = await claim(work, { siteId: session.siteId, cartCode });
  if (claimed.refused) return claimed;
  if (stateOf(session).batchId !== claimed.value.batchId) {
    session.state = { batchId: claimed.value.batchId, cart: cartCode };
  }
  return done(undefined);
}

async function holdTour(work: Work, session: Session): Promise<Outcome<Tour | undefined>> {
  const tour = await loadTour(work, session);
  if (tour !== undefined && isFresh(tour, work.at)) return done(tour);
  const held = await holdClaim(work, session);
  if (held.refused) return held;
  return done(tour ?? (await loadTour(work, session)));
}

/** A heartbeat. A claim that ran out while the cart waited for its picker is taken up again by any scan of theirs. */
async function holdClaim(work: Work, session: Session): Promise<Outcome<undefined>> {
  const { batchId, cart } = stateOf(session);
  const lost = refuse('lease_lost', 'Your claim ran out; scan your cart', { expected: cart });
  if (batchId === undefined) return done(undefined);
  if (await renewLease(work, session.siteId, batchId, leaseFrom(work.at))) return done(undefined);
  const batch = await batchById(work.tx, session.siteId, batchId);
  if (batch?.state !== 'ready' || batch.cartCode !== cart || cart === undefined) return lost;
  const again = await claim(work, { siteId: session.siteId, cartCode: cart });
  return again.refused || again.value.batchId !== batchId ? lost : done(undefined);
}

async function takeLane(work: Work, session: Session, laneCode: string): Promise<Outcome<undefined>> {
  const { siteId } = session;
  const [lane] = await binFacts(work.tx, siteId, [laneCode]);
  if (lane?.kind !== 'lane') return refuse('lane_not_found', 'There is no such lane', { got: laneCode });
  const dropped = await dropCart(work, { siteId, batchId: stateOf(session).batchId!, laneCode });
  if (dropped.refused) return dropped;
  session.state = {};
  return done(undefined);
}

async function giveCartBack(work: Work, session: Session, batchId: string): Promise<Outcome<string>> {
  const { cart } = stateOf(session);
  const left = await leaveCart(work, { siteId: session.siteId, batchId });
  if (left.refused) return left;
  session.state = {};
  return done(say(session, words.cartLeft, { cart: cart ?? '' }));
}

async function takeSlotTote(work: Work, session: Session, scan: Read, tour: Tour): Promise<Outcome<undefined>> {
  if (scan.kind !== 'tote')
    return refuse('scan_expected', 'Scan a tote', { got: scan.raw, expected: say(session, words.aTote) });
  const { siteId } = session;
  return bindTote(work, { siteId, batchId: tour.batchId, slot: tour.freeSlot!, toteCode: scan.value });
}

function takeBin(session: Session, scan: Read, expected: string): Outcome<undefined> {
  if (scan.value !== expected)
    return refuse('wrong_bin', 'This is another bin', { got: scan.value || scan.raw, expected });
  stateOf(session).bin = expected;
  return done(undefined);
}

async function takeSkip(work: Work, session: Session, taskId: string): Promise<Outcome<undefined>> {
  const skipped = await skip(work, { siteId: session.siteId, taskId });
  if (skipped.refused) return skipped;
  forget(session);
  return done(undefined);
}

async function takeShort(work: Work, session: Session, scan: Read, tour: Tour): Promise<Outcome<string | undefined>> {
  const task = tour.task!;
  if (!tour.atBin) return refuse('wrong_bin', 'Go to the bin first', { got: '–', expected: task.binCode });
  const state = stateOf(session);
  const left = task.quantity - task.picked;
  const found = scan.quantity ?? state.counted ?? 0;
  if (found >= left) return refuse('not_short', 'That is not short', { got: found, expected: left });
  const reason = scan.reason ?? 'fewer';
  if (found === 0) return endShort(work, session, { taskId: task.taskId, reason });
  state.taskId = task.taskId;
  state.short = { found, reason };
  if ((state.counted ?? 0) > found) state.counted = found;
  return done(undefined);
}

async function endShort(
  work: Work,
  session: Session,
  short: { taskId: string; reason: string },
): Promise<Outcome<string | undefined>> {
  const { taskId, reason } = short;
  const taken = await shortPick(work, { siteId: session.siteId, taskId, reason });
  if (taken.refused) return taken;
  forget(session);
  const { missing } = taken.value;
  return done(missing === 0 ? undefined : say(session, words.shortTaken, { count: missing }));
}

/** What is in hand goes into the order's tote. A tote from the stack, scanned twice, is put beside one that is full. */
async function takeTote(
  work: Work,
  session: Session,
  toteCode: string,
  tour: Tour,
): Promise<Outcome<string | undefined>> {
  const task = tour.task!;
  const { siteId } = session;
  const state = stateOf(session);
  const counted = state.proof === undefined ? countedOf(state, task) : 0;
  if (counted === 0) return refuse('scan_expected', 'Scan the item first', { got: toteCode, expected: task.itemCode });
  const { taskId, sellerId, orderId } = task;
  const placed = await pick(work, { siteId, taskId, sellerId, orderId, quantity: counted, toteCode });
  if (placed.refused) {
    if (placed.refusal.code !== 'wrong_tote' || tour.slots.some((slot) => slot.toteCode === toteCode)) return placed;
    if (state.addTote !== toteCode) {
      state.addTote = toteCode;
      return done(say(session, words.addTote, { tote: toteCode }));
    }
    const bound = await bindTote(work, { siteId, batchId: tour.batchId, slot: task.slot, toteCode });
    if (bound.refused) return bound;
    delete state.addTote;
    return takeTote(work, session, toteCode, tour);
  }
  const { short } = state;
  const left = placed.value.left;
  if (short !== undefined && counted === short.found && left > 0) {
    return endShort(work, session, { taskId: task.taskId, reason: short.reason });
  }
  if (short !== undefined) short.found -= counted;
  if (left === 0 || short === undefined) forget(session);
  else delete state.counted;
  return done(undefined);
}
