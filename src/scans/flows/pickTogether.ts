import { Apart } from '../../platform/gather.ts';
import type { Tx, Work } from '../../platform/work.ts';
import {
  bindTotes,
  claimedCarts,
  demandTasks,
  openTasks,
  pickMany,
  type BindTote,
  type Cart,
  type OpenTask,
  type Pick,
  type TaskClaim,
} from '../../waves/index.ts';
import type { Ask, Due, Glance, Pull, Read, Session, Stood, Together } from '../flow.ts';
import { keyOf, takeInHand, usualUnits } from './pickItem.ts';
import { pickStep } from './pickStep.ts';
import {
  afterBind,
  afterPick,
  countedOf,
  forget,
  isFresh,
  seenFrom,
  tourAmong,
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
export const pickTogether: Together<Tour, Usual> = { kindOf, take, foresee, carryOut };

/** A tote takes units out of the stock; bin and item only move the picker. */
function kindOf({ kind, choice }: Read): string | undefined {
  if (kind === 'cart' || kind === 'lane' || choice !== undefined) return undefined;
  return kind === 'tote' ? 'tote' : 'other';
}

async function take(asked: Ask[], pulled: Promise<(Pull | undefined)[]>): Promise<(Stood<Tour> | undefined)[]> {
  const { tx, actor } = asked[0]!.work;
  // behind the locks on the devices, on the same connection
  const [pulls, carts] = await Promise.all([pulled, cartsOf(tx, actor.siteIds, asked)]);
  const usual = pulls.map((pull, at) => pull && usualOf(pull, tourAmong(pull.session, carts[at]!)));
  const wanting = pulls.flatMap((pull, at) => (pull && usual[at] ? [{ ...pull, at, ...usual[at] }] : []));
  const binds = wanting.flatMap((one) => (one.bind === undefined ? [] : [{ ...one, input: one.bind }]));
  const picks = wanting.flatMap((one) => (one.pick === undefined ? [] : [{ ...one, input: one.pick }]));
  demandTasks(
    tx,
    wanting.flatMap(({ claim }) => claim ?? []),
  );
  const [bound, picked] = await Promise.all([bindTotes(binds), pickMany(picks)]);
  if (picked.some(({ refused }) => refused)) throw new Apart();
  for (const { session, at, tour, input } of picks) {
    forget(session);
    usual[at] = { tour: afterPick(session, tour, input.quantity) };
  }
  for (const [no, { session, at, tour, input }] of binds.entries()) {
    // a tote that is refused has changed nothing
    usual[at] = bound[no]!.refused ? undefined : { tour: afterBind(session, tour, input) };
  }
  return pulls.map((pull, at) => pull && usual[at] && stoodAt(pull.session, usual[at].tour));
}

/** More than a cart has: all that is left is remembered, so that the next screens are made without asking. */
const ALL_TASKS = 1_000;

const cartsOf = (tx: Tx, siteIds: readonly string[], asked: { work: Work }[]): Promise<Cart[][]> =>
  claimedCarts(
    tx,
    siteIds,
    asked.map(({ work }) => ({ pickerId: work.actor.userId, tasks: ALL_TASKS })),
  );

/** By the tour that the picker's last screen was made from. */
function foresee(glance: Glance, sight: Tour): Usual | undefined {
  return usualOf(glance, seenFrom(glance.session, sight));
}

async function carryOut(due: Due<Usual>[]): Promise<Stood<Tour>[]> {
  const { tx, actor } = due[0]!.work;
  demandTasks(
    tx,
    due.flatMap(({ deed }) => deed.claim ?? []),
  );
  const led = due.map(leadOn);
  const picks = due.flatMap((one) => (one.deed.pick === undefined ? [] : [{ ...one, input: one.deed.pick }]));
  const binds = due.flatMap((one) => (one.deed.bind === undefined ? [] : [{ ...one, input: one.deed.bind }]));
  const shown = led.flatMap((tour, at) => (due[at]!.deed.claim === undefined ? (tour.task ?? []) : []));
  // one behind the other on the same connection
  const [ready, picked, bound] = await Promise.all([
    openTasks(tx, due[0]!.session.siteId, shown),
    pickMany(picks),
    bindTotes(binds),
  ]);
  if ([...picked, ...bound].some(({ refused }) => refused)) throw new Apart();
  const unsure = due.flatMap((one, at) =>
    one.deed.claim !== undefined || ready.has(led[at]!.task?.taskId) ? [] : [{ ...one, at }],
  );
  const carts = await cartsOf(tx, actor.siteIds, unsure);
  for (const [no, { session, at }] of unsure.entries()) {
    const tour = tourAmong(session, carts[no]!);
    if (tour === undefined) throw new Apart();
    led[at] = tour;
  }
  return led.map((tour, at) => stoodAt(due[at]!.session, tour));
}

/** Where a device comes by what it will do, as far as it has seen. */
function leadOn({ session, deed: { tour, pick, bind } }: Due<Usual>): Tour {
  if (pick !== undefined) {
    forget(session);
    return afterPick(session, tour, pick.quantity);
  }
  return bind === undefined ? tour : afterBind(session, tour, bind);
}

function stoodAt(session: Session, tour: Tour): Stood<Tour> {
  const sight = seenFrom(session, tour);
  return { step: pickStep(session, sight), sight };
}

function usualOf(glance: Glance, tour: Tour | undefined): Usual | undefined {
  const { work, session, scan } = glance;
  if (tour === undefined || !isFresh(tour, work.at) || scan.choice !== undefined) return undefined;
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
