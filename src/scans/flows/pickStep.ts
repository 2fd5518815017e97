import { barcodeKey } from '../../catalogue/index.ts';
import type { Work } from '../../platform/work.ts';
import { LEASE_MS, tourRows, type OpenTask, type TourRow } from '../../waves/index.ts';
import { say, stepOf, type Pull, type Read, type Session } from '../flow.ts';
import type { Choice, Show, Step } from '../step.shared.ts';
import { words } from './words/pick.ts';

/** Where a picker's device stands. */
export interface PickState {
  batchId?: string | undefined;
  cart?: string | undefined;
  /** The bin last scanned. */
  bin?: string | undefined;
  /** The line that the rest is about. */
  taskId?: string | undefined;
  /** Units in hand. */
  counted?: number | undefined;
  /** A lot or serial number that must be scanned before the units count. */
  proof?: { kind: 'lot' | 'serial'; value: string } | undefined;
  /** Units found of a line that is short. */
  short?: { found: number; reason: string } | undefined;
  /** A tote scanned once that is not on the cart. */
  addTote?: string | undefined;
}

export interface Tour {
  batchId: string;
  slots: TourRow['slots'];
  /** The first slot that has work and no tote yet. */
  freeSlot: number | undefined;
  task: OpenTask | undefined;
  /** Units of the task's item that the scanned code stands for, if it is one of its codes. */
  meant: number | undefined;
  atBin: boolean;
  nextBin: string | undefined;
  /** When the claim runs out, in ms since 1970. */
  leaseUntil: number;
  done: number;
  total: number;
}

/** What the claimed cart still has to do; nothing where the device has no cart, or no longer. */
export async function loadTour(work: Work, session: Session, scan?: Read): Promise<Tour | undefined> {
  const [tour] = await loadTours([{ work, session, ...(scan === undefined ? {} : { scan }) }]);
  return tour;
}

/** The same for several devices at one site. */
export async function loadTours(
  asked: (Omit<Pull, 'scan'> & Partial<Pick<Pull, 'scan'>>)[],
): Promise<(Tour | undefined)[]> {
  const carts = asked.flatMap(({ session, scan }, at) => {
    const { batchId } = session.state as PickState;
    const code = scan === undefined ? '' : (scan.gtin ?? scan.value);
    return batchId === undefined ? [] : [{ at, batchId, code, key: barcodeKey(code) }];
  });
  const tours: (Tour | undefined)[] = asked.map(() => undefined);
  if (carts.length === 0) return tours;
  const { work, session } = asked[0]!;
  const found = await tourRows(work.tx, session.siteId, carts);
  for (const [no, { at, batchId }] of carts.entries()) tours[at] = tourOf(asked[at]!.session, batchId, found[no]);
  return tours;
}

function tourOf(session: Session, batchId: string, row: TourRow | undefined): Tour | undefined {
  if (row?.state !== 'claimed' || row.pickerId !== session.userId) return undefined;
  return seenFrom(session, {
    batchId,
    slots: row.slots,
    freeSlot: row.freeSlot ?? undefined,
    task: row.task ?? undefined,
    meant: row.meant ?? undefined,
    atBin: false,
    nextBin: row.nextBin ?? undefined,
    leaseUntil: row.leaseUntil ?? 0,
    done: row.total - row.open,
    total: row.total,
  });
}

/** The same tour after a scan that moved only the picker. */
export function seenFrom(session: Session, tour: Tour): Tour {
  const { bin } = session.state as PickState;
  return { ...tour, atBin: tour.task !== undefined && bin === tour.task.binCode };
}

/** Units of a line that the picker is to take now: what was found of it, if it is short. */
export function askedOf(state: PickState, task: OpenTask): number {
  const short = state.taskId === task.taskId ? state.short : undefined;
  return short?.found ?? task.quantity - task.picked;
}

/** Units of a line in the picker's hand. */
export function countedOf(state: PickState, task: OpenTask): number {
  return state.taskId === task.taskId ? (state.counted ?? 0) : 0;
}

/** Before the next line: what is in hand, and what was said about this one. The bin stays, the next may be there too. */
export function forget(session: Session): void {
  const { batchId, cart, bin } = session.state as PickState;
  session.state = { batchId, cart, bin };
}

/** The heartbeat is written once in half a minute, not with every scan. */
const FRESH_MS = LEASE_MS - 30_000;

export const isFresh = (tour: Tour, at: Date) => tour.leaseUntil - at.getTime() > FRESH_MS;

/** The screen: one thing to do, one huge datum. */
export function pickStep(session: Session, tour: Tour | undefined): Step {
  if (tour === undefined)
    return stepOf('pick', say(session, words.cart), 'cart', { show: { why: say(session, words.cartHint) } });
  const progress = { done: tour.done, total: tour.total };
  if (tour.freeSlot !== undefined) {
    const show = {
      big: String(tour.freeSlot),
      why: cartOf(session),
      slots: pictureOf(tour.slots, tour.freeSlot),
      progress,
    };
    const choices = leaveOf(session, tour);
    return stepOf('pick', say(session, words.tote, { slot: tour.freeSlot }), 'tote', { show, choices });
  }
  if (tour.task === undefined) {
    return stepOf('pick', say(session, words.lane), 'lane', { show: { why: say(session, words.laneHint), progress } });
  }
  return taskStep(session, tour, tour.task);
}

function taskStep(session: Session, tour: Tour, task: OpenTask): Step {
  const state = session.state as PickState;
  const mine = state.taskId === task.taskId ? state : {};
  const asked = askedOf(state, task);
  const counted = mine.counted ?? 0;
  const show: Show = {
    big: task.binCode,
    item: { code: task.itemCode, name: task.itemName },
    quantity: { asked, done: counted },
    slots: pictureOf(tour.slots, task.slot),
    lines: linesOf(session, task),
    progress: { done: tour.done, total: tour.total },
    ...(tour.nextBin === undefined ? {} : { next: tour.nextBin }),
  };
  const more = { show, taskId: task.taskId, choices: choicesOf(session, tour) };
  if (!tour.atBin) return stepOf('pick', say(session, words.bin, { bin: task.binCode }), 'bin', more);
  if (mine.proof !== undefined) return stepOf('pick', say(session, words[mine.proof.kind]), 'lot', more);
  // after the first one a typed number is all there are, so the title asks for that
  if (counted < asked) {
    const title = counted === 0 ? words.item : words.itemAll;
    return stepOf('pick', say(session, title, { count: asked }), 'item', more);
  }
  return stepOf('pick', say(session, words.intoTote, { slot: task.slot }), 'tote', more);
}

function linesOf(session: Session, task: OpenTask): NonNullable<Show['lines']> {
  return [
    ...(task.lot === '' ? [] : [{ label: say(session, words.lotLabel), value: task.lot }]),
    ...(task.serial === '' ? [] : [{ label: say(session, words.serialLabel), value: task.serial }]),
    { label: say(session, words.toteLabel), value: task.toteCode ?? '–' },
  ];
}

const pictureOf = (slots: TourRow['slots'], active: number): NonNullable<Show['slots']> => ({
  count: slots.length,
  active,
  filled: slots.filter((slot) => slot.toteCode !== null).map((slot) => slot.slot),
});

const cartOf = (session: Session): string => (session.state as PickState).cart ?? '';

/** Who scanned the wrong cart sees so while nothing lies on it yet. */
function leaveOf(session: Session, tour: Tour): Choice[] {
  const isEmpty = tour.done === 0 && !tour.atBin && (tour.task?.picked ?? 0) === 0;
  return isEmpty ? [{ choice: 'leaveCart', title: say(session, words.leaveCart, { cart: cartOf(session) }) }] : [];
}

function choicesOf(session: Session, tour: Tour): Choice[] {
  const reasons = (['empty', 'fewer', 'damaged', 'notFound'] as const).map((reason) => ({
    reason: reason === 'notFound' ? 'not_found' : reason,
    title: say(session, words[reason]),
  }));
  const short: Choice = { choice: 'short', title: say(session, words.short), needs: 'quantityAndReason', reasons };
  const skip: Choice = { choice: 'skip', title: say(session, words.skip) };
  return [...(tour.atBin ? [short] : []), skip, ...leaveOf(session, tour)];
}
