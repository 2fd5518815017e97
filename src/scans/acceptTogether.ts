import { deviceById, mayUseDevice, mayUseSite } from '../auth/index.ts';
import type { Database } from '../platform/database.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { gather, type Asked } from '../platform/gather.ts';
import { transact, type Occasion } from '../platform/transact.ts';
import { hashOf, maySee, sessionAt } from './acceptAlone.ts';
import type { FlowOf, Read, Session } from './flow.ts';
import type { Recalled } from './recall.ts';
import { demandUnmoved, keepScans, prepareScans, standingOf, type KeptScan } from './store.ts';
import type { Scan, ScanAnswer } from './step.shared.ts';

/** A scan whose effect is foreseen from where its device stood after its last one. */
export interface Foreseen {
  scan: Scan;
  session: Session;
  last: number;
  deed: unknown;
}

/** An answer, with where it leaves its device. */
export interface CarriedOut {
  answer: ScanAnswer;
  stood: Recalled;
}

/** Where a device stands, by the database, and what its flow sees there; nothing of one that never stood in the flow. */
export async function look(
  db: Database,
  occasion: Occasion,
  flow: FlowOf,
  deviceId: string,
): Promise<Recalled | undefined> {
  const looked = await transact(
    db,
    occasion,
    async (work) => {
      const [device, standing] = await Promise.all([
        deviceById(work.tx, deviceId),
        standingOf(work.tx, flow.flow, deviceId),
      ]);
      if (device === undefined || standing === undefined || mayUseDevice(work, device)) return done(undefined);
      const session = sessionAt(work, { deviceId, siteId: standing.siteId }, standing.state);
      const sight = await flow.together!.look(work, session);
      return done({ ...standing, flow: flow.flow, ...whoseOf(work), sight });
    },
    { readOnly: true },
  );
  return looked.refused ? undefined : looked.value;
}

const whoseOf = ({ actor: { userId, session } }: Occasion) => ({ userId, session });

/** What a scan will do if its device stands where it was seen last; nothing of an unusual one. */
export function foresee(
  occasion: Occasion,
  flow: FlowOf,
  { scan, read }: { scan: Scan; read: Read },
  recalled: Recalled,
): Foreseen | undefined {
  const { deviceId } = scan;
  const { siteId, seq: last, state, sight } = recalled;
  const { userId, session: token } = whoseOf(occasion);
  if (recalled.flow !== flow.flow || recalled.userId !== userId || recalled.session !== token) return undefined;
  if (scan.seq <= last || !maySee(occasion, flow) || mayUseSite(occasion, siteId) !== undefined) return undefined;
  const session = sessionAt(occasion, { deviceId, siteId }, structuredClone(state));
  const deed = flow.together!.foresee({ work: occasion, session, scan: read }, sight);
  return deed === undefined ? undefined : { scan, session, last, deed };
}

type Line = (occasion: Occasion, foreseen: Foreseen) => Promise<Outcome<CarriedOut>>;

const lines = new WeakMap<Database, Map<string, Line>>();

/**
 * Where scans of a kind at a site wait for one another: one transaction at a time, since large ones cost less than two that
 * overlap.
 */
export function lineOf(db: Database, flow: FlowOf, kind: string, siteId: string): Line {
  const ofDb = lines.get(db) ?? new Map<string, Line>();
  lines.set(db, ofDb);
  const name = `${flow.flow} ${kind} ${siteId}`;
  const line = ofDb.get(name) ?? gather<Foreseen, CarriedOut>(db, (asked) => carryOut(flow, asked));
  ofDb.set(name, line);
  return line;
}

/** Does what was foreseen: all of it, or nothing where any of it is not so. */
async function carryOut(flow: FlowOf, asked: Asked<Foreseen>[]): Promise<Outcome<CarriedOut>[]> {
  const { tx } = asked[0]!.work;
  prepareScans(tx, { shared: true });
  demandUnmoved(
    tx,
    flow.flow,
    asked.map(({ work: { actor }, input: { session, last } }) => {
      const keySession = actor.deviceId === session.deviceId ? undefined : (actor.session ?? '');
      return { ...session, seq: last, keySession };
    }),
  );
  const due = asked.map(({ work, input: { session, deed } }) => {
    const { deviceId } = session;
    return { work: { ...work, actor: { ...work.actor, deviceId } }, session, deed };
  });
  const stood = await flow.together!.carryOut(due);
  const kept = asked.map(({ input: { scan, session } }, at): KeptScan => {
    const { siteId, state } = session;
    const answer: ScanAnswer = { ok: true, seq: scan.seq, step: stood[at]!.step };
    return { work: due[at]!.work, scan, siteId, bodyHash: hashOf(scan), answer, state };
  });
  await keepScans(tx, kept);
  return kept.map(({ work, scan: { seq }, answer, siteId, state }, at) => {
    const { sight } = stood[at]!;
    return done({ answer, stood: { flow: flow.flow, seq, ...whoseOf(work), siteId, state, sight } });
  });
}
