import { barcodeKey, itemByBarcode } from '../../catalogue/index.ts';
import { balancesAt, binPlace } from '../../inventory/index.ts';
import { done, refuse, type Outcome } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import type { OpenTask } from '../../waves/index.ts';
import type { Read, Session } from '../flow.ts';
import { askedOf, countedOf, type PickState, type Tour } from './pickTour.ts';

/** An item, n times or with a number; a lot or serial number where the bin holds several. */
export async function takeItem(work: Work, session: Session, scan: Read, tour: Tour): Promise<Outcome<undefined>> {
  const task = tour.task!;
  const state = session.state as PickState;
  const counted = countedOf(state, task);
  if (state.proof !== undefined && state.taskId === task.taskId) return takeProof(state, scan);
  const typed = scan.source === 'typed' && scan.kind === 'text' && scan.quantity !== undefined && counted > 0;
  if (typed) return countUp(state, scan.quantity!, askedOf(state, task));
  const meant = await meantOf(work, scan, task);
  if (meant.refused) return meant;
  const known = await knownUnit(work, session.siteId, scan, tour);
  if (known.refused) return known;
  return takeInHand(state, task, meant.value * (scan.quantity ?? 1), known.value);
}

/** Units of the task's item come into the hand; a proof is asked for with the first ones. */
export function takeInHand(
  state: PickState,
  task: OpenTask,
  units: number,
  proof?: PickState['proof'],
): Outcome<undefined> {
  const counted = countedOf(state, task);
  const total = counted + units;
  if (total > askedOf(state, task)) return refuseOver(total, askedOf(state, task));
  if (state.taskId !== task.taskId) delete state.short;
  Object.assign(state, { taskId: task.taskId, counted: total, proof: counted > 0 ? undefined : proof });
  return done(undefined);
}

const refuseOver = (got: number, expected: number) => refuse('over_pick', 'More than asked for', { got, expected });

function countUp(state: PickState, total: number, asked: number): Outcome<undefined> {
  if (total > asked) return refuseOver(total, asked);
  state.counted = total;
  return done(undefined);
}

function takeProof(state: PickState, scan: Read): Outcome<undefined> {
  const { kind, value } = state.proof!;
  const got = kind === 'lot' ? (scan.lot ?? scan.value) : (scan.serial ?? scan.value);
  if (got !== value)
    return refuse(kind === 'lot' ? 'wrong_lot' : 'wrong_serial', 'Another one', { got, expected: value });
  delete state.proof;
  return done(undefined);
}

/** What was scanned, as barcodes are kept. */
export const keyOf = ({ gtin, value }: Read): string => barcodeKey(gtin ?? value);

/** Units of the task's item that a code stands for, as far as its screen knows. */
export function usualUnits(scan: Read, { codes, itemCode }: OpenTask): number | undefined {
  const key = keyOf(scan);
  if (codes !== null && Object.hasOwn(codes, key)) return codes[key];
  return key === itemCode ? 1 : undefined;
}

/** Units of the task's item that a code stands for, or whose it is. */
async function meantOf(work: Work, scan: Read, task: OpenTask): Promise<Outcome<number>> {
  const code = scan.gtin ?? scan.value;
  const own = await itemByBarcode(work.tx, code, task.sellerId);
  const meant = own.find(({ itemId }) => itemId === task.itemId);
  if (meant !== undefined) return done(meant.quantity);
  const more = { got: own[0]?.code ?? scan.raw, expected: task.itemCode };
  if (own.length > 0 || scan.kind === 'bin' || scan.kind === 'lpn')
    return refuse('wrong_item', 'This is another item', more);
  const foreign = await itemByBarcode(work.tx, code);
  if (foreign.length > 0) return refuse('other_owner', 'Belongs to another seller', { expected: task.itemCode });
  return refuse('item_unknown', 'Nobody knows this code', more);
}

/** The lot and serial number on the label must be the task's; where the label is silent and it matters, they are asked. */
async function knownUnit(work: Work, siteId: string, scan: Read, { task }: Tour): Promise<Outcome<PickState['proof']>> {
  const { lot, serial, itemId, binCode } = task!;
  if (lot !== '' && scan.lot !== undefined && scan.lot !== lot) {
    return refuse('wrong_lot', 'This is another lot', { got: scan.lot, expected: lot });
  }
  if (serial !== '' && scan.serial !== undefined && scan.serial !== serial) {
    return refuse('wrong_serial', 'This is another serial number', { got: scan.serial, expected: serial });
  }
  if (serial !== '' && scan.serial === undefined) return done({ kind: 'serial', value: serial });
  if (lot === '' || scan.lot !== undefined) return done(undefined);
  const here = (await balancesAt(work.tx, siteId, binPlace(binCode))).filter((row) => row.itemId === itemId);
  const lots = new Set(here.map((row) => row.lot));
  return done(lots.size > 1 ? { kind: 'lot', value: lot } : undefined);
}
