import { Apart } from '../../platform/gather.ts';
import type { Work } from '../../platform/work.ts';
import {
  bindTotes,
  demandTasks,
  openTasks,
  pickMany,
  type BindTote,
  type OpenTask,
  type Pick,
  type TaskClaim,
} from '../../waves/index.ts';
import type { Due, Glance, Read, Session, Stood, Together } from '../flow.ts';
import { keyOf, takeInHand, usualUnits } from './pickItem.ts';
import { pickStep } from './pickStep.ts';
import {
  afterBind,
  afterPick,
  countedOf,
  forget,
  isFresh,
  loadTour,
  seenFrom,
  type PickState,
  type Tour,
} from './pickTour.ts';

/** What a usual trigger asks of the stock or the cart or, where the picker moves or takes units in hand, rests on. */
interface Usual {
  tour: Tour;
  pick?: Pick;
  bind?: BindTote;
  claim?: TaskClaim;
}

/**
 * The triggers that a tour is made of, of all pickers at once: bin, item and tote as the screens ask for them. Whatever else
 * a picker scans or says is left to be looked at by itself.
 */
export const pickTogether: Together<Tour, Usual> = { kindOf, look, foresee, carryOut };

/** A tote takes units out of the stock; bin and item only move the picker. */
function kindOf({ kind, choice }: Read): string | undefined {
  if (kind === 'cart' || kind === 'lane' || choice !== undefined) return undefined;
  return kind === 'tote' ? 'tote' : 'other';
}

/** More than a cart has: all that is left is remembered, so that the next screens are made without asking. */
const ALL_TASKS = 1_000;

function look(work: Work, session: Session): Promise<Tour | undefined> {
  return loadTour(work, session, ALL_TASKS);
}

/** By the tour that the picker's last screen was made from. */
function foresee(glance: Glance, sight: Tour | undefined): Usual | undefined {
  return sight && usualOf(glance, seenFrom(glance.session, sight));
}

async function carryOut(due: Due<Usual>[]): Promise<Stood<Tour>[]> {
  const [{ work, session }] = due as [Due<Usual>];
  demandTasks(
    work.tx,
    due.flatMap(({ deed }) => deed.claim ?? []),
  );
  const led = due.map(leadOn);
  const picks = due.flatMap((one) => (one.deed.pick === undefined ? [] : [{ ...one, input: one.deed.pick }]));
  const binds = due.flatMap((one) => (one.deed.bind === undefined ? [] : [{ ...one, input: one.deed.bind }]));
  const shown = led.flatMap((tour, at) => (due[at]!.deed.claim === undefined ? (tour.task ?? []) : []));
  // one behind the other on the same connection
  const [open, picked, bound] = await Promise.all([
    openTasks(work.tx, session.siteId, shown),
    pickMany(picks),
    bindTotes(binds),
  ]);
  if ([...picked, ...bound].some(({ refused }) => refused)) throw new Apart();
  return Promise.all(
    due.map(async ({ work, session, deed }, at) => {
      const isSure = deed.claim !== undefined || open.has(led[at]!.task?.taskId);
      const tour = isSure ? led[at] : await look(work, session);
      if (tour === undefined) throw new Apart();
      const sight = seenFrom(session, tour);
      return { step: pickStep(session, sight), sight };
    }),
  );
}

/** Where a device comes by what it will do, as far as it has seen. */
function leadOn({ session, deed: { tour, pick, bind } }: Due<Usual>): Tour {
  if (pick !== undefined) {
    forget(session);
    return afterPick(session, tour, pick.quantity);
  }
  return bind === undefined ? tour : afterBind(session, tour, bind);
}

function usualOf(glance: Glance, tour: Tour): Usual | undefined {
  const { work, session, scan } = glance;
  if (!isFresh(tour, work.at) || scan.choice !== undefined) return undefined;
  const { siteId } = session;
  const { batchId, freeSlot, task, toteCode } = tour;
  if (freeSlot !== undefined) {
    if (scan.kind !== 'tote') return undefined;
    return { tour, bind: { siteId, batchId, slot: freeSlot, toteCode: scan.value } };
  }
  if (task === undefined) return undefined;
  const state = session.state as PickState;
  if (scan.kind === 'tote') {
    const quantity = countedOf(state, task);
    const plain = state.proof === undefined && state.short === undefined && state.addTote === undefined;
    if (quantity === 0 || !plain || scan.value !== toteCode) return undefined;
    const { taskId, sellerId, orderId } = task;
    return { tour, pick: { siteId, taskId, sellerId, orderId, quantity, toteCode } };
  }
  if (tour.atBin) return usualItem(glance, tour, task);
  if (scan.value !== task.binCode) return undefined;
  state.bin = scan.value;
  return { tour, claim: claimOf(glance, tour, task) };
}

function usualItem(glance: Glance, tour: Tour, task: OpenTask): Usual | undefined {
  const { session, scan } = glance;
  const state = session.state as PickState;
  const { lot, serial } = task;
  const typed = scan.kind === 'text' && scan.quantity !== undefined;
  const meant = usualUnits(scan, task);
  if (meant === undefined || typed || lot !== '' || serial !== '' || state.short !== undefined) return undefined;
  const taken = takeInHand(state, task, meant * (scan.quantity ?? 1));
  return taken.refused ? undefined : { tour, claim: { ...claimOf(glance, tour, task), key: keyOf(scan), meant } };
}

function claimOf({ work, session }: Glance, { batchId }: Tour, { taskId, quantity, picked }: OpenTask): TaskClaim {
  const left = quantity - picked;
  return { siteId: session.siteId, batchId, pickerId: work.actor.userId, taskId, left, key: null, meant: null };
}
