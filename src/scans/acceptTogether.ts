import { mayUseDevice } from '../auth/index.ts';
import type { Database } from '../platform/database.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { gather, type Asked } from '../platform/gather.ts';
import type { Occasion } from '../platform/transact.ts';
import type { Work } from '../platform/work.ts';
import { hashOf, maySee, sessionAt } from './acceptAlone.ts';
import type { FlowOf, Pull, Read, Session } from './flow.ts';
import type { Recalled } from './recall.ts';
import { demandUnmoved, keepScans, openScans, prepareScans, type KeptScan, type Standing } from './store.ts';
import type { Scan, ScanAnswer } from './step.shared.ts';

export interface Readable {
  scan: Scan;
  read: Read;
}

/** A scan whose effect is foreseen from where its device stood after its last one. */
export interface Expected {
  scan: Scan;
  session: Session;
  last: number;
  deed: unknown;
}

/** An answer, with where it leaves its device. */
export interface Taken {
  answer: ScanAnswer;
  siteId: string;
  state: Record<string, unknown>;
  sight: unknown;
}

type Line<Input, Output> = (occasion: Occasion, input: Input) => Promise<Outcome<Output>>;

interface Lines {
  take: Line<Readable, Taken | undefined>;
  carryOut: Line<Expected, Taken>;
}

const lines = new WeakMap<Database, Map<string, Lines>>();

/**
 * Where scans of a kind wait for one another, those of other sites apart: one transaction at a time, since large ones cost
 * less than two that overlap.
 */
export function linesOf(db: Database, flow: FlowOf, kind: string): Lines {
  const ofDb = lines.get(db) ?? new Map<string, Lines>();
  lines.set(db, ofDb);
  const name = `${flow.flow} ${kind}`;
  const found = ofDb.get(name) ?? {
    take: gather<Readable, Taken | undefined>(db, (asked) => take(flow, asked)),
    carryOut: gather<Expected, Taken>(db, (asked) => carryOut(flow, asked)),
  };
  ofDb.set(name, found);
  return found;
}

/** The answers of those that went together; nothing for the others. */
async function take(flow: FlowOf, asked: Asked<Readable>[]): Promise<Outcome<Taken | undefined>[]> {
  const { tx } = asked[0]!.work;
  prepareScans(tx, { shared: true });
  const scans = asked.map(({ input: { scan } }) => scan);
  const deviceIds = scans.map(({ deviceId }) => deviceId);
  const pulled = openScans(tx, flow.flow, deviceIds).then((stand) => pullsOf(flow, asked, stand));
  const asks = asked.map(({ work, input: { read } }) => ({ work, scan: read }));
  const [pulls, stood] = await Promise.all([pulled, flow.together!.take(asks, pulled)]);
  const kept: KeptScan[] = [];
  const taken = scans.map((scan, at): Taken | undefined => {
    const [pull, here] = [pulls[at], stood[at]];
    if (pull === undefined || here === undefined) return undefined;
    const answer: ScanAnswer = { ok: true, seq: scan.seq, step: here.step };
    const { work, session } = pull;
    const { siteId, state } = session;
    kept.push({ work, scan, siteId, bodyHash: hashOf(scan), answer, state });
    return { answer, siteId, state, sight: here.sight };
  });
  if (kept.length > 0) await keepScans(tx, kept);
  return taken.map(done);
}

/** Where each stands, of those who may go together. */
function pullsOf(flow: FlowOf, asked: Asked<Readable>[], stand: ReadonlyMap<string, Standing>): (Pull | undefined)[] {
  const pulls = asked.map((one) => {
    const standing = stand.get(one.input.scan.deviceId);
    // it, or one after it, came before
    if (standing === undefined || (standing.last !== null && one.input.scan.seq <= standing.last)) return undefined;
    return pullOf(flow, one, standing);
  });
  // no lock spans two sites
  const siteId = pulls.find((pull) => pull !== undefined)?.session.siteId;
  return pulls.map((pull) => (pull?.session.siteId === siteId ? pull : undefined));
}

/** A trigger pull of somebody who may work so with this device. */
function pullOf(flow: FlowOf, { work, input }: Asked<Readable>, standing: Standing): Pull | undefined {
  const { deviceId } = input.scan;
  const { siteId, deviceState, state } = standing;
  if (!mayScan(work, flow, { deviceId, siteId, state: deviceState })) return undefined;
  const session = sessionAt(work, { deviceId, siteId }, state);
  return { work: asOf(work, session), session, scan: input.read };
}

const asOf = (work: Work, { deviceId }: Session): Work => ({ ...work, actor: { ...work.actor, deviceId } });

const mayScan = (occasion: Occasion, flow: FlowOf, device: Parameters<typeof mayUseDevice>[1]): boolean =>
  maySee(occasion, flow) && mayUseDevice(occasion, device) === undefined;

/** What a scan will do if its device still stands where this process saw it last. */
export function expect(
  occasion: Occasion,
  flow: FlowOf,
  { scan, read }: Readable,
  recalled: Recalled,
): Expected | undefined {
  const { deviceId } = scan;
  const { siteId, seq: last, userId, state, sight } = recalled;
  if (recalled.flow !== flow.flow || userId !== occasion.actor.userId || scan.seq <= last) return undefined;
  if (!mayScan(occasion, flow, { deviceId, siteId, state: 'enrolled' })) return undefined;
  const session = sessionAt(occasion, { deviceId, siteId }, structuredClone(state));
  const deed = flow.together!.foresee({ work: occasion, session, scan: read }, sight);
  return deed === undefined ? undefined : { scan, session, last, deed };
}

/** Does what was foreseen: all of it, or nothing where any of it is not so. */
async function carryOut(flow: FlowOf, asked: Asked<Expected>[]): Promise<Outcome<Taken>[]> {
  const { tx } = asked[0]!.work;
  prepareScans(tx, { shared: true });
  demandUnmoved(
    tx,
    flow.flow,
    asked.map(({ input: { session, last } }) => ({ ...session, seq: last })),
  );
  const due = asked.map(({ work, input: { session, deed } }) => ({ work: asOf(work, session), session, deed }));
  const stood = await flow.together!.carryOut(due);
  const kept = asked.map(({ input: { scan, session } }, at): KeptScan => {
    const { siteId, state } = session;
    const answer: ScanAnswer = { ok: true, seq: scan.seq, step: stood[at]!.step };
    return { work: due[at]!.work, scan, siteId, bodyHash: hashOf(scan), answer, state };
  });
  await keepScans(tx, kept);
  return kept.map(({ answer, siteId, state }, at) => done({ answer, siteId, state, sight: stood[at]!.sight }));
}
