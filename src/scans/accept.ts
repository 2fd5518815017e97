import type { Database } from '../platform/database.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { Apart } from '../platform/gather.ts';
import { wallOf, type Occasion } from '../platform/transact.ts';
import { acceptAlone } from './acceptAlone.ts';
import { expect, linesOf, type Readable } from './acceptTogether.ts';
import type { FlowOf } from './flow.ts';
import { flowOf } from './flows.ts';
import { interpret } from './interpret.ts';
import { forgetDevice, recall, remember } from './recall.ts';
import type { Scan, ScanAnswer } from './step.shared.ts';

/**
 * One trigger pull, applied once for ever. The usual ones of a busy flow that come at the same moment share a transaction,
 * where the flow knows how; any other goes by itself, and so does each of those that cannot be told apart.
 * @returns the verdict and the next step; the outcome itself is refused only where no scan can be kept (unknown device)
 */
export function accept(db: Database, occasion: Occasion, scan: Scan): Promise<Outcome<ScanAnswer>> {
  const flow = flowOf(scan.flow);
  const { deviceId } = scan;
  const read = interpret(scan);
  if (flow.together === undefined || read.refused || wallOf(occasion) !== undefined) {
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

/** By what is remembered of its device, or by what the database says of those that come at the same moment. */
async function acceptUsual(
  db: Database,
  occasion: Occasion,
  { flow, kind, ...readable }: Readable & { flow: FlowOf; kind: string },
): Promise<Outcome<ScanAnswer> | undefined> {
  const { scan } = readable;
  const { deviceId, seq } = scan;
  const { userId, siteIds } = occasion.actor;
  const linesAt = (site: string) => linesOf(db, flow, `${kind} ${site}`);
  const recalled = recall(db, deviceId);
  const expected = recalled && expect(occasion, flow, readable, recalled);
  const carried = expected && (await linesAt(recalled.siteId).carryOut(occasion, expected).catch(unlessApart));
  const taken = carried ?? (await linesAt(siteIds.join()).take(occasion, readable).catch(unlessApart));
  if (taken === undefined || taken.refused) return taken;
  if (taken.value === undefined) return undefined;
  const { answer, ...here } = taken.value;
  remember(db, deviceId, { flow: flow.flow, seq, userId, ...here });
  return done(answer);
}

/**
 * SQLSTATEs of what meets one of those that went together: a lock that is held for long (lock_not_available), something that
 * is not as it was seen (assert_failure), a number that came before (unique_violation).
 */
const OF_ONE = new Set(['55P03', 'P0004', '23505']);

function unlessApart(error: unknown): undefined {
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
