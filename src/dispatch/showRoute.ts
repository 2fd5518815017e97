import { mayUseSite } from '../auth/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { RouteShown } from './schema.ts';
import { routeById } from './store.ts';
import { maySee, routesShown } from './routesShown.ts';

/** A route with its stops in the one order that counts, the server's, and their times. */
export async function showRoute(work: Work, { routeId }: { routeId: string }): Promise<Outcome<RouteShown>> {
  const route = await routeById(work.tx, routeId);
  if (route === undefined || mayUseSite(work, route.siteId) || !maySee(work, route)) return notFound('route');
  return done((await routesShown(work, route.siteId, [route]))[0]!);
}
