import { admitDevice } from '../auth/index.ts';
import { sha256 } from '../platform/crypto.ts';
import type { Database } from '../platform/database.ts';
import { done, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { transact, type Occasion } from '../platform/transact.ts';
import type { Work } from '../platform/work.ts';
import type { FlowOf, Session } from './flow.ts';
import { flowOf } from './flows.ts';
import { interpret } from './interpret.ts';
import { keepScan, openScan, sessionState } from './store.ts';
import type { Flow, Scan, ScanAnswer, Step } from './step.shared.ts';
import { tellWorker } from './words.ts';

/** A device whose clock is further off than this is flagged, never refused. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * One trigger pull, applied once for ever: the same (deviceId, seq) again gets the first answer; with another body it
 * is refused with `seq_conflict`. The effect, the scan and the outbox row are one commit. A refused scan changes nothing:
 * its transaction is rolled back, and it is kept with its reason in one of its own.
 * @returns the verdict and the next step; the outcome itself is refused only where no scan can be kept (unknown device)
 */
export async function accept(db: Database, occasion: Occasion, scan: Scan): Promise<Outcome<ScanAnswer>> {
  let refused: Refused | undefined;
  const once: Judge = async (...of) => {
    const judged = await judge(...of);
    refused = judged.refused ? judged : undefined;
    return judged;
  };
  const taken = await transact(db, occasion, (work) => take(work, scan, once));
  const kept = refused;
  return kept === undefined
    ? taken
    : transact(db, occasion, (work) => take(work, scan, () => Promise.resolve(kept), true));
}

type Judge = (work: Work, flow: FlowOf, session: Session, scan: Scan) => Promise<Outcome<Step>>;

async function take(work: Work, scan: Scan, judgement: Judge, keepRefused = false): Promise<Outcome<ScanAnswer>> {
  const admitted = await admitDevice(work, scan.deviceId);
  if (admitted.refused) return admitted;
  const flow = flowOf(scan.flow);
  const opened = await openScan(work, scan.deviceId, scan.flow, scan.seq);
  const bodyHash = sha256(JSON.stringify(scan));
  if (opened.bodyHash !== null) return done(again(opened.bodyHash === bodyHash, opened.answer, scan));
  const at: Work = { ...work, actor: { ...work.actor, deviceId: scan.deviceId } };
  const session = sessionAt(work, admitted.value, opened.state);
  const outcome = await judgement(at, flow, session, scan);
  if (outcome.refused && !keepRefused) return outcome;
  const answer: ScanAnswer = outcome.refused
    ? {
        ok: false,
        seq: scan.seq,
        refusal: tellWorker(session, outcome.refusal, scan),
        step: await flow.step(at, session),
      }
    : { ok: true, seq: scan.seq, step: outcome.value };
  const deviceAt = new Date(scan.at);
  await keepScan(at, {
    deviceId: scan.deviceId,
    seq: scan.seq,
    siteId: session.siteId,
    flow: scan.flow,
    code: scan.code.replaceAll('\u0000', '').slice(0, 400),
    source: scan.source,
    taskId: scan.taskId,
    deviceAt,
    clockOff: Math.abs(deviceAt.getTime() - work.at.getTime()) > CLOCK_TOLERANCE_MS,
    bodyHash,
    answer,
    state: session.state,
  });
  return done(answer);
}

function sessionAt(work: Work, device: { deviceId: string; siteId: string }, state: Record<string, unknown>): Session {
  const { userId, language } = work.actor;
  return { deviceId: device.deviceId, siteId: device.siteId, userId, language, state };
}

async function judge(work: Work, flow: FlowOf, session: Session, scan: Scan): Promise<Outcome<Step>> {
  if (work.actor.role !== 'admin' && !flow.roles.includes(work.actor.role)) {
    return refuse('not_allowed', 'Your role may not do this', { status: 403 });
  }
  const read = interpret(scan);
  return read.refused ? read : flow.scan(work, session, read.value);
}

function again(same: boolean, answer: ScanAnswer, scan: Scan): ScanAnswer {
  if (same) return { ...answer, replayed: true };
  const refusal = { code: 'seq_conflict', message: 'This number was used for another scan', scanned: scan.code };
  return { ok: false, seq: scan.seq, refusal, ...(answer.step === undefined ? {} : { step: answer.step }) };
}

/** The step a device stands at, without a scan. */
export async function readStep(work: Work, input: { flow: Flow; deviceId: string }): Promise<Outcome<Step>> {
  const admitted = await admitDevice(work, input.deviceId);
  if (admitted.refused) return admitted;
  const flow = flowOf(input.flow);
  if (work.actor.role !== 'admin' && !flow.roles.includes(work.actor.role)) {
    return refuse('not_allowed', 'Your role may not do this', { status: 403 });
  }
  const session = sessionAt(work, admitted.value, await sessionState(work.tx, input.deviceId, input.flow));
  const at: Work = { ...work, actor: { ...work.actor, deviceId: input.deviceId } };
  return done(await flow.step(at, session));
}
