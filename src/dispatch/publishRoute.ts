import { worksAt } from '../auth/index.ts';
import { notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { setEtaWindows } from '../shipping/index.ts';
import { routePublished } from './events.ts';
import { heldRoute } from './heldRoute.ts';
import { etaWindow } from './retime.ts';
import type { RouteShown } from './schema.ts';
import { acceptViolations, changeRoute, notePassedOn, stopParcelsOf, stopsOf, violationRows } from './store.ts';
import { shownAgain } from './shownAgain.ts';

/**
 * Releases a planned route to the dock: to one driver, or on offer to all. Whoever had it is told once another has it. Whatever limit it breaks has to be accepted
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
  if (driverId !== undefined && !(await worksAt(work.tx, { userId: driverId, role: 'driver', siteId }))) {
    return notFound('driver', 'driverId', driverId);
  }
  if (!['planned', 'offered', 'assigned'].includes(route.state)) {
    return refuse('route_left', 'This route is taken or has left', { got: route.state });
  }
  const open = (await violationRows(work.tx, siteId, [routeId])).filter(({ acceptedBy }) => acceptedBy === null);
  if (open.length > 0 && !input.acceptViolations) {
    const details = open.map(({ kind, subject, amount }) => ({ kind, subject, amount }));
    return refuse('route_violations', 'The route breaks limits; accept them by name', { details });
  }
  await acceptViolations(work, siteId, routeId);
  const { driverId: before } = route;
  if (before !== null && before !== driverId) await notePassedOn(work, { siteId, routeId, driverId: before });
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
