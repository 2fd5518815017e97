import { admitDevice } from '../auth/index.ts';
import { sha256 } from '../platform/crypto.ts';
import type { Database } from '../platform/database.ts';
import { done, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { attempt, transact, type Occasion } from '../platform/transact.ts';
import type { Work } from '../platform/work.ts';
import type { FlowOf, Session } from './flow.ts';
import { flowOf } from './flows.ts';
import { interpret } from './interpret.ts';
import { keepScans, openAnswer, openScan, prepareScans, sessionState } from './store.ts';
import type { Flow, Scan, ScanAnswer, Step } from './step.shared.ts';
import { keepConflict } from './store/conflict.ts';
import { conflictWords, tellWorker } from './words.ts';

/**
 * One trigger pull, applied once for ever: the same (deviceId, seq) again gets the first answer; with another body it
 * is refused with `seq_conflict`, and kept as that. The effect, the scan and the outbox row are one commit. A refused scan changes nothing:
 * its transaction is rolled back, and it is kept with its reason in one of its own.
 * @returns the verdict and the next step; the outcome itself is refused only where no scan can be kept (unknown device)
 */
export async function acceptAlone(db: Database, occasion: Occasion, scan: Scan): Promise<Outcome<ScanAnswer>> {
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
  const flow = flowOf(scan.flow);
  if (flow.together !== undefined) prepareScans(work.tx, { shared: false });
  const open = () => openScan(work, scan.deviceId, scan.flow, scan.seq);
  const [admitted, before] = await Promise.all([admitDevice(work, scan.deviceId), open()]);
  if (admitted.refused) return admitted;
  // nothing stood where its device has only now been enrolled
  const opened = before ?? (await open())!;
  const bodyHash = hashOf(scan);
  if (opened.kept !== null) {
    const isSame = opened.bodyHash === bodyHash;
    if (!isSame) await keepConflict(work, scan, { siteId: admitted.value.siteId, bodyHash });
    return done(again(work, isSame, await openAnswer(work, opened.kept, scan), scan));
  }
  const at: Work = { ...work, actor: { ...work.actor, deviceId: scan.deviceId } };
  const session = sessionAt(work, admitted.value, opened.state);
  const outcome = await judgement(at, flow, session, scan);
  if (outcome.refused && !keepRefused) return outcome;
  const expected = outcome.refused && scan.code !== '' ? await flow.expects?.(at, session, scan.code) : undefined;
  const answer: ScanAnswer = outcome.refused
    ? {
        ok: false,
        seq: scan.seq,
        refusal: tellWorker(session, outcome.refusal, { scan, expected }),
        step: await flow.step(at, session),
      }
    : { ok: true, seq: scan.seq, step: outcome.value };
  await keepScans(work.tx, [{ work: at, scan, siteId: session.siteId, bodyHash, answer, state: session.state }]);
  return done(answer);
}

/** A repeat is sent at another moment and is the same scan. */
export const hashOf = (scan: Scan) => sha256(JSON.stringify({ ...scan, sentAt: undefined }));

export function sessionAt(
  work: Occasion,
  device: { deviceId: string; siteId: string },
  state: Record<string, unknown>,
): Session {
  const { userId, language } = work.actor;
  return { deviceId: device.deviceId, siteId: device.siteId, userId, language, state };
}

export const maySee = ({ actor: { role } }: Occasion, flow: FlowOf) => role === 'admin' || flow.roles.includes(role);

export const notAllowed = (): Refused => refuse('not_allowed', 'Your role may not do this', { status: 403 });

/** Labels are in capitals, and whoever types does not mind them: what is unknown as it was typed is tried in capitals. */
async function judge(work: Work, flow: FlowOf, session: Session, scan: Scan): Promise<Outcome<Step>> {
  if (!maySee(work, flow)) return notAllowed();
  if (flow.flow !== scan.flow) return refuse('flow_not_here', 'Nobody works so here yet', { got: scan.flow });
  const capitals = scan.source === 'typed' ? scan.code.toUpperCase() : scan.code;
  if (capitals === scan.code) return judgeCode(work, flow, session, scan);
  const trial = { ...session, state: structuredClone(session.state) };
  const asTyped = await attempt(work, (part) => judgeCode(part, flow, trial, scan));
  if (!asTyped.refused) {
    session.state = trial.state;
    return asTyped;
  }
  const inCapitals = await judgeCode(work, flow, session, { ...scan, code: capitals });
  return inCapitals.refused ? asTyped : inCapitals;
}

async function judgeCode(work: Work, flow: FlowOf, session: Session, scan: Scan): Promise<Outcome<Step>> {
  const read = interpret(scan);
  return read.refused ? read : flow.scan(work, session, read.value);
}

function again({ actor }: Work, same: boolean, answer: ScanAnswer, scan: Scan): ScanAnswer {
  if (same) return { ...answer, replayed: true };
  const refusal = { code: 'seq_conflict', message: conflictWords[actor.language], scanned: scan.code };
  return { ok: false, seq: scan.seq, refusal, ...(answer.step === undefined ? {} : { step: answer.step }) };
}

/** The step a device stands at, without a scan. */
export async function readStep(work: Work, input: { flow: Flow; deviceId: string }): Promise<Outcome<Step>> {
  const admitted = await admitDevice(work, input.deviceId);
  if (admitted.refused) return admitted;
  const flow = flowOf(input.flow);
  if (!maySee(work, flow)) return notAllowed();
  const session = sessionAt(work, admitted.value, await sessionState(work.tx, input.deviceId, input.flow));
  const at: Work = { ...work, actor: { ...work.actor, deviceId: input.deviceId } };
  return done(await flow.step(at, session));
}
