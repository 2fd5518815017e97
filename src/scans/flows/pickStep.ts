import type { OpenTask } from '../../waves/index.ts';
import { say, stepOf, type Session } from '../flow.ts';
import type { Choice, Show, Step } from '../step.shared.ts';
import { askedOf, countedOf, type PickState, type Tour } from './pickTour.ts';
import { words } from './words/pick.ts';

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
    lines: linesOf(session, tour, task),
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

function linesOf(session: Session, { toteCode }: Tour, task: OpenTask): NonNullable<Show['lines']> {
  return [
    ...(task.lot === '' ? [] : [{ label: say(session, words.lotLabel), value: task.lot }]),
    ...(task.serial === '' ? [] : [{ label: say(session, words.serialLabel), value: task.serial }]),
    { label: say(session, words.toteLabel), value: toteCode ?? '–' },
  ];
}

const pictureOf = (slots: Tour['slots'], active: number): NonNullable<Show['slots']> => ({
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

/** Of a line that is short: all that there are, with what is in the hand already. */
function howManyOf(session: Session, task: OpenTask): Pick<Choice, 'asks' | 'whole'> {
  const whole = { asked: task.quantity - task.picked, done: countedOf(session.state, task) };
  const asks = whole.done === 0 ? words.howManyThere : words.howManyInAll;
  return { asks: say(session, asks, { asked: whole.asked, count: whole.done }), whole };
}

function choicesOf(session: Session, tour: Tour): Choice[] {
  const reasons = (['empty', 'fewer', 'damaged', 'notFound'] as const).map((reason) => ({
    reason: reason === 'notFound' ? 'not_found' : reason,
    title: say(session, words[reason]),
  }));
  const short: Choice = {
    choice: 'short',
    title: say(session, words.short),
    needs: 'quantityAndReason',
    ...(tour.task === undefined ? {} : howManyOf(session, tour.task)),
    reasons,
  };
  const skip: Choice = { choice: 'skip', title: say(session, words.skip) };
  return [...(tour.atBin ? [short] : []), skip, ...leaveOf(session, tour)];
}
