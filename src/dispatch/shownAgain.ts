import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { RouteShown } from './schema.ts';
import { routesShown } from './routesShown.ts';
import { routeById } from './store.ts';

export async function shownAgain(work: Work, siteId: string, routeId: string): Promise<Outcome<RouteShown>> {
  const route = (await routeById(work.tx, routeId))!;
  return done((await routesShown(work, siteId, [route]))[0]!);
}
