import type { Database } from '../platform/database.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { Apart } from '../platform/gather.ts';
import { wallOf, type Occasion } from '../platform/transact.ts';
import { acceptAlone, notAllowed } from './acceptAlone.ts';
import { foresee, lineOf, look } from './acceptTogether.ts';
import type { FlowOf, Read } from './flow.ts';
import { flowOf } from './flows.ts';
import { interpret } from './interpret.ts';
import { forgetDevice, recall, remember, type Recalled } from './recall.ts';
import type { Scan, ScanAnswer } from './step.shared.ts';

/**
 * One trigger pull, applied once for ever. The usual ones of a busy flow that come at the same moment share a transaction,
 * where the flow knows how; any other goes by itself, and so does each of those that cannot be told apart.
 * @returns the verdict and the next step; the outcome itself is refused only where no scan can be kept (unknown device, a seller's account)
 */
export function accept(db: Database, occasion: Occasion, scan: Scan): Promise<Outcome<ScanAnswer>> {
  // a seller's role may not touch what devices stand at
  if (wallOf(occasion) !== undefined) return Promise.resolve(notAllowed());
  const flow = flowOf(scan.flow);
  const { deviceId } = scan;
  const read = interpret(scan);
  if (flow.together === undefined || read.refused) {
    forgetDevice(db, deviceId);
    return acceptAlone(db, occasion, scan);
  }
  const kind = flow.together.kindOf(read.value);
  return inTurn(deviceId, async () => {
    const usual = kind && (await acceptUsual(db, occasion, { flow, kind, scan, read: read.value }));
    if (usual) return usual;
    forgetDevice(db, deviceId);
    return acceptAlone(db, occasion, scan);
  });
}

/** By what is remembered of its device or, where that is nothing or no longer so, by what the database says. */
async function acceptUsual(
  db: Database,
  occasion: Occasion,
  { flow, kind, ...readable }: { flow: FlowOf; kind: string; scan: Scan; read: Read },
): Promise<Outcome<ScanAnswer> | undefined> {
  const { deviceId } = readable.scan;
  const from = async (recalled: Recalled | undefined) => {
    const foreseen = recalled && foresee(occasion, flow, readable, recalled);
    if (foreseen === undefined) return undefined;
    const line = lineOf(db, flow, kind, foreseen.session.siteId);
    return line(occasion, foreseen).catch(unlessChanged);
  };
  const carried = (await from(recall(db, deviceId))) ?? (await from(await look(db, occasion, flow, deviceId)));
  if (carried === undefined || carried.refused) return carried;
  remember(db, deviceId, carried.value.stood);
  return done(carried.value.answer);
}

/**
 * SQLSTATEs of what meets one of those that went together: a lock that is held for long (lock_not_available), something that
 * is not as it was seen (assert_failure), a number that came before (unique_violation).
 */
const OF_ONE = new Set(['55P03', 'P0004', '23505']);

function unlessChanged(error: unknown): undefined {
  if (error instanceof Apart || OF_ONE.has((error as { code?: string }).code ?? '')) return undefined;
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
