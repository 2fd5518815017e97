import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { changeBoard } from './changeBoard.ts';
import { heldRoute } from './heldRoute.ts';
import { lanesOf } from './lanes.ts';
import type { Lock, RouteShown } from './schema.ts';

/**
 * Locks a route as it is, or stops to their vehicle, or stops to their place with all that is driven before them; a later
 * plan leaves what is locked alone. Refuses `plan_moved` for a stop that is no longer to come on this route.
 */
export async function lock(
  work: Work,
  { routeId, locked, stopIds, place }: Lock & { routeId: string },
): Promise<Outcome<RouteShown>> {
  const route = await heldRoute(work, routeId);
  if (route === undefined) return notFound('route');
  const [lane] = await lanesOf(work.tx, route.siteId, [route]);
  const own = new Set(lane!.stops.map(({ stopId }) => stopId));
  const foreign = stopIds?.find((stopId) => !own.has(stopId));
  if (foreign !== undefined) return refuse('plan_moved', 'A stop is no longer on this route', { got: foreign });
  const to =
    stopIds === undefined
      ? { ...lane!, locked }
      : {
          ...lane!,
          stops: lane!.stops.map((stop) =>
            stopIds.includes(stop.stopId) ? { ...stop, locked, pinned: locked && place } : stop,
          ),
        };
  const changed = await changeBoard(work, route.siteId, { kind: 'lock', routes: [route], to: [to] });
  return changed.refused ? changed : done(changed.value.routes[0]!);
}
