import { arrive, deliver, fail, FENCE_M, takeBackFailure, type RouteShown } from '../../dispatch/index.ts';
import { failReasons, type FailReason } from '../../shipping/index.ts';
import { parcelBySscc } from '../../packing/index.ts';
import { done, refuse, type Outcome } from '../../platform/errors.ts';
import { distanceSaid } from '../../platform/measures.shared.ts';
import type { Work } from '../../platform/work.ts';
import { say, type FlowOf, type Read, type Session } from '../flow.ts';
import { atHand, carriedTo, deliverStep, expectedHere, type DeliverState, type StopShown } from './deliverStep.ts';
import { comeBack } from './deliverBack.ts';
import { followsSaid, slipOn } from './deliverFailed.ts';
import { words } from './words/deliver.ts';

export const deliverFlow: FlowOf = {
  flow: 'deliver',
  roles: ['driver'],
  step: deliverStep,
  expects: expectedHere,
  async scan(work, session, scan) {
    const taken = await judge(work, session, scan);
    if (taken.refused) return taken;
    const step = await deliverStep(work, session);
    if (taken.value !== undefined) step.show.notice = taken.value;
    return done(step);
  },
};

type Told = Outcome<string | undefined>;

async function judge(work: Work, session: Session, scan: Read): Promise<Told> {
  const hand = await atHand(work, session);
  if (hand === undefined) return refuse('deliver_no_route', 'You have no route on the road');
  const { route, stop } = hand;
  if (scan.choice === 'takeBack') return takeBack(work, session, route);
  if (stop === undefined) return comeBack(work, session, { route, scan });
  if (scan.choice === 'failed') return giveUp(work, session, { stop, scan });
  if (scan.choice === 'arrived') {
    const arrived = await come(work, session, { stop, scan });
    if (arrived.refused) return arrived;
    session.state = {};
    return done(undefined);
  }
  if (scan.choice === 'rest') return keepRest(session, { stop, scan });
  if (scan.choice === 'dropRest') return dropRest(session, stop);
  if (scan.choice === 'dropCode') return dropCode(session, stop);
  if (scan.sscc !== undefined) return scanParcel(work, session, { stop, scan });
  return handOver(work, session, { stop, scan });
}

interface At {
  stop: StopShown;
  scan: Read;
}

function stateAt(session: Session, stopId: string): Required<Pick<DeliverState, 'stopId' | 'scanned'>> & DeliverState {
  const state = session.state as DeliverState;
  return state.stopId === stopId ? { scanned: [], ...state, stopId } : { stopId, scanned: [] };
}

async function giveUp(work: Work, session: Session, { stop, scan }: At): Promise<Told> {
  const reason = failReasons.find((one) => one === scan.reason);
  if (reason === undefined) {
    return refuse('invalid', 'Say why', { status: 422, field: 'reason', got: scan.reason, expected: failReasons });
  }
  const failed = await fail(work, { stopId: stop.stopId, reason, photoId: scan.answer?.photoId });
  if (failed.refused) return failed;
  session.state = {};
  const { route } = (await atHand(work, session))!;
  const shut = route.stops.find(({ stopId }) => stopId === stop.stopId)!;
  const fill = { stop: stop.position, reason: say(session, words[reason]), what: followsSaid(session, shut) };
  return done(say(session, words.gaveUp, fill));
}

/** The key was hit by mistake, or somebody opened after all. */
async function takeBack(work: Work, session: Session, route: RouteShown): Promise<Told> {
  const slip = slipOn(route);
  if (slip === undefined) return refuse('undo_too_late', 'Nothing is left to take back');
  const open = await takeBackFailure(work, { stopId: slip.stopId });
  if (open.refused) return open;
  session.state = {};
  const reason = failReasons.find((one) => one === slip.reason);
  const fill = { stop: String(slip.position), reason: reason === undefined ? '' : say(session, words[reason]) };
  if (slip.state !== 'partly') return done(say(session, words.reopened, fill));
  const rest = (await atHand(work, session))!.route.stops.find(({ stopId }) => stopId === open.value.stopId)!;
  return done(say(session, words.reopenedRest, { ...fill, rest: String(rest.position) }));
}

/** Whoever is too far from the door is told in his language how near is near enough. */
async function come(work: Work, session: Session, { stop, scan }: At): Promise<Outcome<unknown>> {
  const arrived = await arrive(work, { stopId: stop.stopId, reason: scan.reason });
  if (!arrived.refused || arrived.refusal.code !== 'outside_geofence') return arrived;
  const { code, message, ...more } = arrived.refusal;
  const most = distanceSaid(session.language, FENCE_M);
  return refuse(code, message, { ...more, expected: say(session, words.near, { most }) });
}

/** Scanning a parcel at the door says that the driver is there. */
async function scanParcel(work: Work, session: Session, { stop, scan }: At): Promise<Told> {
  const parcel = await parcelBySscc(work.tx, session.siteId, scan.sscc!);
  const mine = carriedTo(stop).find(({ parcelId }) => parcelId === parcel?.parcelId);
  if (mine === undefined) {
    return refuse('deliver_other_stop', 'This parcel is not for this stop', {
      got: scan.sscc,
      expected: carriedTo(stop)[0]?.sscc,
    });
  }
  if (mine.cancelAsked) return refuse('deliver_cancelled', 'Order cancelled: bring it back', { got: scan.sscc });
  if (stop.state === 'planned') {
    const arrived = await come(work, session, { stop, scan });
    if (arrived.refused) return arrived;
  }
  const state = stateAt(session, stop.stopId);
  session.state = { ...state, scanned: [...new Set([...state.scanned, mine.parcelId])] };
  return done(undefined);
}

function keepRest(session: Session, { stop, scan }: At): Told {
  const reason = failReasons.find((one) => one === scan.reason);
  if (reason === undefined) return refuse('invalid', 'Say why', { status: 422, field: 'reason', got: scan.reason });
  session.state = { ...stateAt(session, stop.stopId), rest: reason };
  return done(undefined);
}

/** Nothing stays after all. */
function dropRest(session: Session, stop: StopShown): Told {
  const { rest: _, ...state } = stateAt(session, stop.stopId);
  session.state = state;
  return done(undefined);
}

function dropCode(session: Session, stop: StopShown): Told {
  const { code: _, ...state } = stateAt(session, stop.stopId);
  session.state = state;
  return done(undefined);
}

/** A customer's code is whatever the customer shows; longer than this it is something else that was scanned. */
const LONGEST_CODE = 40;

/** A slip must not end a stop: the code is shown first, and counts when it comes a second time or by the key. */
function readCode(session: Session, { stop, scan }: At): Outcome<'shown' | 'meant'> {
  if (scan.kind !== 'text' || scan.value.length > LONGEST_CODE)
    return refuse('proof_code', 'That is no code of a customer', { got: scan.raw.slice(0, LONGEST_CODE) });
  const state = stateAt(session, stop.stopId);
  if (state.code === scan.value) return done('meant');
  session.state = { ...state, code: scan.value };
  return done('shown');
}

async function handOver(work: Work, session: Session, { stop, scan }: At): Promise<Told> {
  const { scanned, rest, code } = stateAt(session, stop.stopId);
  const left = carriedTo(stop).length - scanned.length;
  if (scanned.length === 0 || (left > 0 && rest === undefined))
    return refuse('deliver_parcels_left', 'Scan the parcels first', { got: scan.raw, expected: left });
  if (scan.kind !== 'none') {
    const read = readCode(session, { stop, scan });
    if (read.refused) return read;
    if (read.value === 'shown') return done(undefined);
  }
  const isCode = scan.kind !== 'none' || scan.choice === 'useCode';
  const { photoId, signatureId } = scan.answer ?? {};
  const delivered = await deliver(work, {
    stopId: stop.stopId,
    parcelIds: scanned,
    proof: { photoId, signatureId, ...(isCode && { code }) },
    reason: rest,
  });
  if (delivered.refused) return delivered;
  session.state = {};
  return done(await endSaid(work, session, { stop, rest }));
}

/** That the door is done, and what becomes of what was not handed over there. */
async function endSaid(
  work: Work,
  session: Session,
  { stop, rest }: { stop: StopShown; rest: FailReason | undefined },
): Promise<string> {
  const { route } = (await atHand(work, session))!;
  const ended = route.stops.find(({ stopId }) => stopId === stop.stopId)!;
  const what = followsSaid(session, ended);
  if (rest === undefined || what === '') return say(session, words.delivered, { stop: stop.position });
  return say(session, words.deliveredPart, { stop: stop.position, reason: say(session, words[rest]), what });
}
