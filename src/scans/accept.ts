import { mayUseDevice } from '../auth/index.ts';
import type { Database } from '../platform/database.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { Apart, gather, type Asked } from '../platform/gather.ts';
import { wallOf, type Occasion } from '../platform/transact.ts';
import { acceptAlone, hashOf, maySee, sessionAt } from './acceptAlone.ts';
import type { FlowOf, Pull, Read } from './flow.ts';
import { flowOf } from './flows.ts';
import { interpret } from './interpret.ts';
import { keepScans, openScans, prepareScans, type KeptScan, type Standing } from './store.ts';
import type { Scan, ScanAnswer } from './step.shared.ts';

interface Readable {
  scan: Scan;
  read: Read;
}
type Line = (occasion: Occasion, input: Readable) => Promise<Outcome<ScanAnswer | undefined>>;

const lines = new WeakMap<Database, Map<string, Line>>();

/**
 * Where scans of a kind wait for one another, those of other sites apart: one transaction at a time, since large ones cost
 * less than two that overlap.
 */
function lineOf(db: Database, flow: FlowOf, kind: string): Line {
  const ofDb = lines.get(db) ?? new Map<string, Line>();
  lines.set(db, ofDb);
  const name = `${flow.flow} ${kind}`;
  const line = ofDb.get(name) ?? gather<Readable, ScanAnswer | undefined>(db, (asked) => take(flow, asked));
  ofDb.set(name, line);
  return line;
}

/**
 * One trigger pull, applied once for ever. The usual ones of a busy flow that come at the same moment share a transaction,
 * where the flow knows how; any other goes by itself, and so does each of those that cannot be told apart.
 * @returns the verdict and the next step; the outcome itself is refused only where no scan can be kept (unknown device)
 */
export function accept(db: Database, occasion: Occasion, scan: Scan): Promise<Outcome<ScanAnswer>> {
  const flow = flowOf(scan.flow);
  const { together } = flow;
  const read = interpret(scan);
  if (together === undefined || read.refused || wallOf(occasion) !== undefined) return acceptAlone(db, occasion, scan);
  const kind = together.kindOf(read.value);
  if (kind === undefined) return inTurn(scan.deviceId, () => acceptAlone(db, occasion, scan));
  const line = lineOf(db, flow, `${kind} ${occasion.actor.siteIds.join()}`);
  return inTurn(scan.deviceId, async () => {
    const taken = await line(occasion, { scan, read: read.value }).catch(unlessApart);
    if (taken.refused) return taken;
    return taken.value === undefined ? acceptAlone(db, occasion, scan) : done(taken.value);
  });
}

/** SQLSTATE lock_not_available. */
const LOCKED = '55P03';

function unlessApart(error: unknown): Outcome<undefined> {
  if (error instanceof Apart || (error as { code?: string }).code === LOCKED) return done(undefined);
  throw error;
}

const turns = new Map<string, Promise<unknown>>();

/** A device's scans one after the other, as it sent them: a quick one does not overtake what it follows from. */
function inTurn<T>(deviceId: string, run: () => Promise<T>): Promise<T> {
  const mine = (turns.get(deviceId) ?? Promise.resolve()).then(run, run);
  turns.set(deviceId, mine);
  const end = () => {
    if (turns.get(deviceId) === mine) turns.delete(deviceId);
  };
  mine.then(end, end);
  return mine;
}

/** The answers of those that went together; nothing for the others. */
async function take(flow: FlowOf, asked: Asked<Readable>[]): Promise<Outcome<ScanAnswer | undefined>[]> {
  const { tx } = asked[0]!.work;
  prepareScans(tx, { shared: true });
  const scans = asked.map(({ input: { scan } }) => scan);
  const deviceIds = scans.map(({ deviceId }) => deviceId);
  const pulled = openScans(tx, flow.flow, deviceIds).then((stand) => pullsOf(flow, asked, stand));
  const asks = asked.map(({ work, input: { read } }) => ({ work, scan: read }));
  const [pulls, steps] = await Promise.all([pulled, flow.together!.take(asks, pulled)]);
  const kept: KeptScan[] = [];
  const answers = scans.map((scan, at): ScanAnswer | undefined => {
    const [pull, step] = [pulls[at], steps[at]];
    if (pull === undefined || step === undefined) return undefined;
    const answer: ScanAnswer = { ok: true, seq: scan.seq, step };
    const { work, session } = pull;
    kept.push({ work, scan, siteId: session.siteId, bodyHash: hashOf(scan), answer, state: session.state });
    return answer;
  });
  if (kept.length > 0) await keepScans(tx, kept);
  return answers.map(done);
}

/** Where each stands, of those who may go together. */
function pullsOf(flow: FlowOf, asked: Asked<Readable>[], stand: ReadonlyMap<string, Standing>): (Pull | undefined)[] {
  const pulls = asked.map((one) => pullOf(flow, one, stand.get(one.input.scan.deviceId)));
  // no lock spans two sites
  const siteId = pulls.find((pull) => pull !== undefined)?.session.siteId;
  return pulls.map((pull) => (pull?.session.siteId === siteId ? pull : undefined));
}

function pullOf(flow: FlowOf, { work, input }: Asked<Readable>, standing: Standing | undefined): Pull | undefined {
  if (standing === undefined || !maySee(work, flow)) return undefined;
  const { deviceId, seq } = input.scan;
  const { siteId, deviceState, state, last } = standing;
  // it, or one after it, came before
  if (last !== null && seq <= last) return undefined;
  if (mayUseDevice(work, { deviceId, siteId, state: deviceState }) !== undefined) return undefined;
  const at = { ...work, actor: { ...work.actor, deviceId } };
  return { work: at, session: sessionAt(work, { deviceId, siteId }, state), scan: input.read };
}
