import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { changeBoard } from './changeBoard.ts';
import type { Changed } from './schema.ts';
import { openRoutes } from './openRoutes.ts';
import { endProposal, lockRoutes, proposalById, type Proposal } from './store.ts';
import { unfitForAdded } from './unfit.ts';

/**
 * Makes a proposal the plan. Refuses `plan_moved` where one of its routes was changed since it was made, a vehicle that it
 * would send out has got a route, or one has no longer what its new stops need; `proposal_ended` where it was accepted or discarded before.
 */
export async function acceptProposal(work: Work, { proposalId }: { proposalId: string }): Promise<Outcome<Changed>> {
  const proposal = await end(work, proposalId, 'accepted');
  if (proposal.refused) return proposal;
  const { siteId, versions, lanes, opens } = proposal.value;
  const routes = await lockRoutes(work.tx, siteId, Object.keys(versions));
  const moved = routes.find(({ routeId, version }) => versions[routeId] !== version);
  if (moved !== undefined) {
    const { routeId, version } = moved;
    return refuse('plan_moved', 'The plan moved meanwhile', { got: routeId, expected: version });
  }
  const opened = await openRoutes(work, siteId, opens);
  if (opened.refused) return opened;
  const arranged = { routes: [...routes, ...opened.value], to: lanes };
  const unfit = await unfitForAdded(work.tx, siteId, arranged);
  if (unfit !== undefined) return refuse('plan_moved', 'A vehicle was changed meanwhile', { got: unfit });
  return changeBoard(work, siteId, { kind: 'accept', ...arranged });
}

/** Gives a proposal up; the plan stays as it is. */
export async function discardProposal(
  work: Work,
  { proposalId }: { proposalId: string },
): Promise<Outcome<{ proposalId: string; state: 'discarded' }>> {
  const ended = await end(work, proposalId, 'discarded');
  return ended.refused ? ended : done({ proposalId, state: 'discarded' });
}

async function end(work: Work, proposalId: string, state: 'accepted' | 'discarded'): Promise<Outcome<Proposal>> {
  const proposal = await proposalById(work.tx, proposalId);
  if (proposal === undefined || mayUseSite(work, proposal.siteId)) return notFound('proposal');
  if (await endProposal(work, proposal, state)) return done(proposal);
  return refuse('proposal_ended', 'This proposal was accepted or discarded before');
}
