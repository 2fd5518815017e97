import { Apart } from '../../platform/gather.ts';
import { bindTotes, pickMany, type BindTote, type Pick } from '../../waves/index.ts';
import type { Pull } from '../flow.ts';
import type { Step } from '../step.shared.ts';
import { takeInHand } from './pickItem.ts';
import { countedOf, forget, isFresh, loadTours, pickStep, seenFrom, type PickState, type Tour } from './pickStep.ts';

/** What a usual trigger asks of the stock or the cart; nothing where the picker moves or takes units in hand. */
interface Usual {
  pick?: Pick;
  bind?: BindTote;
}

/**
 * The triggers that a tour is made of, of all pickers at once: bin, item and tote as the screens ask for them. Whatever else
 * a picker scans or says is left to be looked at by itself.
 */
export async function pickTogether(pulls: Pull[]): Promise<(Step | undefined)[]> {
  const tours = await loadTours(pulls);
  const usual = pulls.map((pull, at) => usualOf(pull, tours[at]));
  const picks = pulls.flatMap((pull, at) =>
    usual[at]?.pick === undefined ? [] : [{ ...pull, at, input: usual[at].pick }],
  );
  const binds = pulls.flatMap((pull, at) =>
    usual[at]?.bind === undefined ? [] : [{ ...pull, at, input: usual[at].bind }],
  );
  const bound = await bindTotes(binds);
  // a tote that is refused has changed nothing
  for (const [no, { at }] of binds.entries()) if (bound[no]!.refused) usual[at] = undefined;
  if ((await pickMany(picks)).some(({ refused }) => refused)) throw new Apart();
  for (const { session } of picks) forget(session);
  const changed = [...picks, ...binds];
  const anew = await loadTours(changed.map(({ work, session }) => ({ work, session })));
  for (const [no, { at }] of changed.entries()) tours[at] = anew[no];
  return pulls.map(({ session }, at) => {
    const tour = tours[at];
    return usual[at] && pickStep(session, tour && seenFrom(session, tour));
  });
}

function usualOf({ work, session, scan }: Pull, tour: Tour | undefined): Usual | undefined {
  if (tour === undefined || !isFresh(tour, work.at) || scan.choice !== undefined) return undefined;
  const { siteId } = session;
  const { batchId, freeSlot, task } = tour;
  if (freeSlot !== undefined) {
    if (scan.kind !== 'tote') return undefined;
    return { bind: { siteId, batchId, slot: freeSlot, toteCode: scan.value } };
  }
  if (task === undefined) return undefined;
  const state = session.state as PickState;
  if (scan.kind === 'tote') {
    const counted = countedOf(state, task);
    const plain = state.proof === undefined && state.short === undefined && state.addTote === undefined;
    if (counted === 0 || !plain || scan.value !== task.toteCode) return undefined;
    return { pick: { siteId, taskId: task.taskId, quantity: counted, toteCode: scan.value } };
  }
  if (!tour.atBin) {
    if (scan.value !== task.binCode) return undefined;
    state.bin = scan.value;
    return {};
  }
  const { lot, serial } = task;
  const typed = scan.kind === 'text' && scan.quantity !== undefined;
  if (tour.meant === undefined || typed || lot !== '' || serial !== '' || state.short !== undefined) return undefined;
  const taken = takeInHand(state, task, tour.meant * (scan.quantity ?? 1));
  return taken.refused ? undefined : {};
}
