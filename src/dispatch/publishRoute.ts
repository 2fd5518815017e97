import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { setEtaWindows } from '../shipping/index.ts';
import { routeAccepted, routePublished } from './events.ts';
import { heldRoute } from './heldRoute.ts';
import { etaWindow } from './retime.ts';
import type { RouteShown } from './schema.ts';
import { routesShown } from './showRoute.ts';
import {
  acceptViolations,
  changeRoute,
  routeById,
  stopParcelsOf,
  stopsOf,
  takeRoute,
  violationRows,
  type RouteRow,
} from './store.ts';

/**
 * Releases a planned route to the dock: to one driver, or on offer to all. Whatever limit it breaks has to be accepted
 * by whoever publishes it, by name. Refuses `route_violations` with the list, `route_left`.
 */
export async function publishRoute(
  work: Work,
  input: { routeId: string; driverId?: string | undefined; acceptViolations: boolean },
): Promise<Outcome<RouteShown>> {
  const { routeId, driverId } = input;
  const route = await heldRoute(work, routeId);
  if (route === undefined) return notFound('route');
  const { siteId } = route;
  if (!['planned', 'offered', 'assigned'].includes(route.state)) {
    return refuse('route_left', 'This route is taken or has left', { got: route.state });
  }
  const open = (await violationRows(work.tx, siteId, [routeId])).filter(({ acceptedBy }) => acceptedBy === null);
  if (open.length > 0 && !input.acceptViolations) {
    const details = open.map(({ kind, subject, amount }) => ({ kind, subject, amount }));
    return refuse('route_violations', 'The route breaks limits; accept them by name', { details });
  }
  await acceptViolations(work, siteId, routeId);
  await changeRoute(work.tx, siteId, routeId, driverId ? { state: 'assigned', driverId } : { state: 'offered' });
  const etas = new Map((await stopsOf(work.tx, siteId, [routeId])).map(({ stopId, etaAt }) => [stopId, etaAt]));
  const lines = (await stopParcelsOf(work.tx, siteId, [routeId])).filter(({ live }) => live);
  await setEtaWindows(
    work,
    siteId,
    lines.map(({ parcelId, stopId }) => etaWindow(parcelId, etas.get(stopId)!)),
  );
  tell(work, routePublished(siteId, routeId, { driverId: driverId ?? null }));
  return shownAgain(work, siteId, routeId);
}

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

export async function shownAgain(work: Work, siteId: string, routeId: string): Promise<Outcome<RouteShown>> {
  const route = (await routeById(work.tx, routeId))!;
  return done((await routesShown(work, siteId, [route]))[0]!);
}
