import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { routeAccepted } from './events.ts';
import type { RouteShown } from './schema.ts';
import { routeById, takeRoute, type RouteRow } from './store.ts';
import { shownAgain } from './shownAgain.ts';

/** A driver takes an offered route, or says yes to his own. The first one gets it; the others hear `offer_gone`. */
export async function acceptRoute(work: Work, { routeId }: { routeId: string }): Promise<Outcome<RouteShown>> {
  const route = await routeById(work.tx, routeId);
  if (route === undefined || !work.actor.siteIds.includes(route.siteId)) return notFound('route');
  const accepted = await acceptSeen(work, route);
  return accepted.refused ? accepted : shownAgain(work, route.siteId, routeId);
}

export async function acceptSeen(
  work: Work,
  { siteId, routeId, state, driverId }: RouteRow,
): Promise<Outcome<undefined>> {
  if (state === 'accepted' && driverId === work.actor.userId) return done(undefined);
  if ((await takeRoute(work, siteId, routeId)) !== 1) return refuse('offer_gone', 'Another driver has this route');
  tell(work, routeAccepted(siteId, routeId, { driverId: work.actor.userId }));
  return done(undefined);
}
