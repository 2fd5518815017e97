import { mayUseDevice } from '../auth/index.ts';
import type { Database } from '../platform/database.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { Apart, gather, type Asked } from '../platform/gather.ts';
import { wallOf, type Occasion } from '../platform/transact.ts';
import { acceptAlone, hashOf, maySee, sessionAt } from './acceptAlone.ts';
import type { FlowOf, Pull } from './flow.ts';
import { flowOf } from './flows.ts';
import { interpret } from './interpret.ts';
import { keepScans, openScans, type KeptScan, type Standing } from './store.ts';
import type { Scan, ScanAnswer } from './step.shared.ts';

/** So many transactions of one flow at once: while one waits for the disk, the next one works. */
const RUNS = 1;

type Line = (occasion: Occasion, scan: Scan) => Promise<Outcome<ScanAnswer | undefined>>;

const lines = new WeakMap<Database, Map<FlowOf, Line>>();

/** Where the scans of a flow wait for one another; nothing where each goes by itself. */
function lineOf(db: Database, flow: FlowOf): Line | undefined {
  if (flow.together === undefined) return undefined;
  const ofDb = lines.get(db) ?? new Map<FlowOf, Line>();
  lines.set(db, ofDb);
  const line = ofDb.get(flow) ?? gather<Scan, ScanAnswer | undefined>(db, (asked) => take(flow, asked), RUNS);
  ofDb.set(flow, line);
  return line;
}

/**
 * One trigger pull, applied once for ever. The usual ones of a busy flow that come at the same moment share a transaction,
 * where the flow knows how; any other goes by itself, and so does each of those that cannot be told apart.
 * @returns the verdict and the next step; the outcome itself is refused only where no scan can be kept (unknown device)
 */
export async function accept(db: Database, occasion: Occasion, scan: Scan): Promise<Outcome<ScanAnswer>> {
  const line = wallOf(occasion) === undefined ? lineOf(db, flowOf(scan.flow)) : undefined;
  const taken = await line?.(occasion, scan).catch((error: unknown) => {
    if (error instanceof Apart) return undefined;
    throw error;
  });
  if (taken?.refused === true) return taken;
  return taken?.value === undefined ? acceptAlone(db, occasion, scan) : done(taken.value);
}

/** The answers of those that went together; nothing for the others. */
async function take(flow: FlowOf, asked: Asked<Scan>[]): Promise<Outcome<ScanAnswer | undefined>[]> {
  const { tx } = asked[0]!.work;
  // of one device only the first: the second stands where that one leaves it
  const first = new Map(asked.map((one) => [one.input.deviceId, one] as const).reverse());
  const stand = await openScans(
    tx,
    flow.flow,
    [...first.values()].map(({ input }) => input),
  );
  const pulls = new Map<string, { pull: Pull; of: Asked<Scan> }[]>();
  for (const of of first.values()) {
    const pull = pullOf(flow, of, stand.get(of.input.deviceId));
    if (pull === undefined) continue;
    const { siteId } = pull.session;
    pulls.set(siteId, [...(pulls.get(siteId) ?? []), { pull, of }]);
  }
  const answers = new Map<Asked<Scan>, ScanAnswer>();
  const kept: KeptScan[] = [];
  for (const [siteId, there] of pulls) {
    const steps = await flow.together!(there.map(({ pull }) => pull));
    for (const [at, { pull, of }] of there.entries()) {
      const step = steps[at];
      if (step === undefined) continue;
      const { input: scan } = of;
      const answer: ScanAnswer = { ok: true, seq: scan.seq, step };
      answers.set(of, answer);
      kept.push({ work: pull.work, scan, siteId, bodyHash: hashOf(scan), answer, state: pull.session.state });
    }
  }
  if (kept.length > 0) await keepScans(tx, kept);
  return asked.map((one) => done(answers.get(one)));
}

function pullOf(flow: FlowOf, { work, input: scan }: Asked<Scan>, standing: Standing | undefined): Pull | undefined {
  if (standing === undefined || standing.known || !maySee(work, flow)) return undefined;
  const { deviceId } = scan;
  const { siteId, deviceState, state } = standing;
  if (mayUseDevice(work, { deviceId, siteId, state: deviceState }) !== undefined) return undefined;
  const read = interpret(scan);
  if (read.refused) return undefined;
  const at = { ...work, actor: { ...work.actor, deviceId } };
  return { work: at, session: sessionAt(work, { deviceId, siteId }, state), scan: read.value };
}
