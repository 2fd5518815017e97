import { Apart } from '../../platform/gather.ts';
import { bindTotes, pickMany, type BindTote, type Pick } from '../../waves/index.ts';
import type { Ask, Pull } from '../flow.ts';
import type { Step } from '../step.shared.ts';
import { takeInHand } from './pickItem.ts';
import { pickStep } from './pickStep.ts';
import {
  afterBind,
  afterPick,
  countedOf,
  forget,
  isFresh,
  loadCarts,
  seenFrom,
  tourAmong,
  type PickState,
  type Tour,
} from './pickTour.ts';

/** What a usual trigger asks of the stock or the cart; nothing where the picker moves or takes units in hand. */
interface Usual {
  tour: Tour;
  pick?: Pick;
  bind?: BindTote;
}

/**
 * The triggers that a tour is made of, of all pickers at once: bin, item and tote as the screens ask for them. Whatever else
 * a picker scans or says is left to be looked at by itself.
 */
export async function pickTogether(asked: Ask[], pulled: Promise<(Pull | undefined)[]>): Promise<(Step | undefined)[]> {
  const { tx, actor } = asked[0]!.work;
  // behind the locks on the devices, on the same connection
  const [pulls, carts] = await Promise.all([pulled, loadCarts(tx, actor.siteIds, asked)]);
  const usual = pulls.map((pull, at) => pull && usualOf(pull, tourAmong(pull.session, carts[at]!)));
  const wanting = pulls.flatMap((pull, at) => (pull && usual[at] ? [{ ...pull, at, ...usual[at] }] : []));
  const binds = wanting.flatMap((one) => (one.bind === undefined ? [] : [{ ...one, input: one.bind }]));
  const picks = wanting.flatMap((one) => (one.pick === undefined ? [] : [{ ...one, input: one.pick }]));
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
  return pulls.map((pull, at) => pull && usual[at] && pickStep(pull.session, seenFrom(pull.session, usual[at].tour)));
}

function usualOf({ work, session, scan }: Pull, tour: Tour | undefined): Usual | undefined {
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
  if (!tour.atBin) {
    if (scan.value !== task.binCode) return undefined;
    state.bin = scan.value;
    return { tour };
  }
  const { lot, serial } = task;
  const typed = scan.kind === 'text' && scan.quantity !== undefined;
  if (tour.meant === undefined || typed || lot !== '' || serial !== '' || state.short !== undefined) return undefined;
  const taken = takeInHand(state, task, tour.meant * (scan.quantity ?? 1));
  return taken.refused ? undefined : { tour };
}
