import { admitDevice } from '../auth/index.ts';
import { sha256 } from '../platform/crypto.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { attempt } from '../platform/transact.ts';
import type { Work } from '../platform/work.ts';
import type { FlowOf, Session } from './flow.ts';
import { flowOf } from './flows.ts';
import { interpret } from './interpret.ts';
import { keepScan, lockSession, seenScan, sessionState } from './store.ts';
import type { Flow, Scan, ScanAnswer, Step } from './step.shared.ts';
import { tellWorker } from './words.ts';

/** A device whose clock is further off than this is flagged, never refused. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * One trigger pull, applied once for ever: the same (deviceId, seq) again gets the first answer; with another body it
 * is refused with `seq_conflict`. A refused scan is kept with its reason and changes nothing else.
 * @returns the verdict and the next step; the outcome itself is refused only where no scan can be kept (unknown device)
 */
export async function accept(work: Work, scan: Scan): Promise<Outcome<ScanAnswer>> {
  const admitted = await admitDevice(work, scan.deviceId);
  if (admitted.refused) return admitted;
  const flow = flowOf(scan.flow);
  const state = await lockSession(work, scan.deviceId, scan.flow);
  const bodyHash = sha256(JSON.stringify(scan));
  const seen = await seenScan(work.tx, scan.deviceId, scan.seq);
  if (seen.bodyHash !== null) return done(again(seen.bodyHash === bodyHash, seen.answer, scan));
  const at: Work = { ...work, actor: { ...work.actor, deviceId: scan.deviceId } };
  const session: Session = {
    deviceId: scan.deviceId,
    siteId: admitted.value.siteId,
    userId: work.actor.userId,
    language: work.actor.language,
    state,
  };
  const before = structuredClone(state);
  const outcome = await judge(at, flow, session, scan);
  if (outcome.refused) session.state = before;
  const answer: ScanAnswer = outcome.refused
    ? { ok: false, seq: scan.seq, refusal: tellWorker(session, outcome.refusal, scan), step: await flow.step(at, session) }
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
    gap: scan.seq > seen.lastSeq + 1,
    bodyHash,
    answer,
    state: session.state,
  });
  return done(answer);
}

async function judge(work: Work, flow: FlowOf, session: Session, scan: Scan): Promise<Outcome<Step>> {
  if (work.actor.role !== 'admin' && !flow.roles.includes(work.actor.role)) {
    return refuse('not_allowed', 'Your role may not do this', { status: 403 });
  }
  const read = interpret(scan);
  if (read.refused) return read;
  return attempt(work, (inner) => flow.scan(inner, session, read.value));
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
  const session: Session = {
    deviceId: input.deviceId,
    siteId: admitted.value.siteId,
    userId: work.actor.userId,
    language: work.actor.language,
    state: await sessionState(work.tx, input.deviceId, input.flow),
  };
  const at: Work = { ...work, actor: { ...work.actor, deviceId: input.deviceId } };
  return done(await flow.step(at, session));
}

