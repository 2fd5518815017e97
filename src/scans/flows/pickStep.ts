import type { Work } from '../../platform/work.ts';
import { tourRow, type OpenTask, type Slot } from '../../waves/index.ts';
import { say, stepOf, type Session } from '../flow.ts';
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
  slots: Slot[];
  /** The first slot that has work and no tote yet. */
  freeSlot: number | undefined;
  /** Totes that stand on this cart. */
  standing: Set<string>;
  task: OpenTask | undefined;
  atBin: boolean;
  nextBin: string | undefined;
  /** When the claim runs out, in ms since 1970. */
  leaseUntil: number;
  done: number;
  total: number;
}

/** What the claimed cart still has to do; nothing where the device has no cart, or no longer. */
export async function loadTour(work: Work, session: Session): Promise<Tour | undefined> {
  const { batchId } = session.state as PickState;
  if (batchId === undefined) return undefined;
  const row = await tourRow(work.tx, session.siteId, batchId);
  if (row?.state !== 'claimed' || row.pickerId !== session.userId) return undefined;
  const { slots, task, nextBin, open, total } = row;
  const tour: Tour = {
    batchId,
    slots,
    freeSlot: slots.find((slot) => slot.open > 0 && slot.toteCode === null)?.slot,
    standing: new Set(slots.flatMap((slot) => slot.toteCode ?? [])),
    task: task ?? undefined,
    atBin: false,
    nextBin: nextBin ?? undefined,
    leaseUntil: row.leaseUntil ?? 0,
    done: total - open,
    total,
  };
  return seenFrom(session, tour);
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

/** The screen: one thing to do, one huge datum. */
export function pickStep(session: Session, tour: Tour | undefined): Step {
  if (tour === undefined)
    return stepOf('pick', say(session, words.cart), 'cart', { show: { why: say(session, words.cartHint) } });
  const progress = { done: tour.done, total: tour.total };
  if (tour.freeSlot !== undefined) {
    const show = { big: String(tour.freeSlot), slots: pictureOf(tour.slots, tour.freeSlot), progress };
    return stepOf('pick', say(session, words.tote, { slot: tour.freeSlot }), 'tote', { show });
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
    slots: pictureOf(tour.slots, task.slot!),
    lines: linesOf(session, task),
    progress: { done: tour.done, total: tour.total },
    ...(tour.nextBin === undefined ? {} : { next: tour.nextBin }),
  };
  const more = { show, taskId: task.taskId, choices: choicesOf(session, tour.atBin) };
  if (!tour.atBin) return stepOf('pick', say(session, words.bin, { bin: task.binCode }), 'bin', more);
  if (mine.proof !== undefined) return stepOf('pick', say(session, words[mine.proof.kind]), 'lot', more);
  // after the first one a typed number is all there are, so the title asks for that
  if (counted < asked) {
    const title = counted === 0 ? words.item : words.itemAll;
    return stepOf('pick', say(session, title, { count: asked }), 'item', more);
  }
  return stepOf('pick', say(session, words.intoTote, { slot: task.slot! }), 'tote', more);
}

function linesOf(session: Session, task: OpenTask): NonNullable<Show['lines']> {
  return [
    ...(task.lot === '' ? [] : [{ label: say(session, words.lotLabel), value: task.lot }]),
    ...(task.serial === '' ? [] : [{ label: say(session, words.serialLabel), value: task.serial }]),
    { label: say(session, words.toteLabel), value: task.toteCode ?? '–' },
  ];
}

const pictureOf = (slots: Slot[], active: number): NonNullable<Show['slots']> => ({
  count: slots.length,
  active,
  filled: slots.filter((slot) => slot.toteCode !== null).map((slot) => slot.slot),
});

function choicesOf(session: Session, atBin: boolean): Choice[] {
  const reasons = (['empty', 'fewer', 'damaged', 'notFound'] as const).map((reason) => ({
    reason: reason === 'notFound' ? 'not_found' : reason,
    title: say(session, words[reason]),
  }));
  const short: Choice = { choice: 'short', title: say(session, words.short), needs: 'quantityAndReason', reasons };
  return [...(atBin ? [short] : []), { choice: 'skip', title: say(session, words.skip) }];
}
