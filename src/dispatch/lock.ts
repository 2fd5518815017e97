import { notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { routeChanged } from './events.ts';
import { heldRoute } from './heldRoute.ts';
import { shownAgain } from './shownAgain.ts';
import type { RouteShown } from './schema.ts';
import { changeRoute, lockStops, stopsOf } from './store.ts';

/** Locks a route as it is, or stops to their vehicle; a later plan leaves what is locked alone. */
export async function lock(
  work: Work,
  input: { routeId: string; locked: boolean; stopIds?: string[] | undefined },
): Promise<Outcome<RouteShown>> {
  const route = await heldRoute(work, input.routeId);
  if (route === undefined) return notFound('route');
  const { siteId, routeId } = route;
  if (input.stopIds === undefined) {
    await changeRoute(work.tx, siteId, routeId, { locked: input.locked });
  } else {
    const own = new Set((await stopsOf(work.tx, siteId, [routeId])).map(({ stopId }) => stopId));
    const foreign = input.stopIds.find((stopId) => !own.has(stopId));
    if (foreign !== undefined) return refuse('plan_moved', 'A stop is no longer on this route', { got: foreign });
    await lockStops(work.tx, siteId, input.stopIds, input.locked);
    await changeRoute(work.tx, siteId, routeId, {});
  }
  tell(work, routeChanged(siteId, routeId));
  return shownAgain(work, siteId, routeId);
}
