import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { routesPage } from './store.ts';
import { headOf } from './routesShown.ts';
import { undoable } from './undoable.ts';

const DAY_MS = 86_400_000;

/** A driver sees his own, what is on offer, and what the desk dissolved under him until a day after it would have ended. */
export async function listRoutes(
  work: Work,
  input: { siteId: string; state?: string | undefined; planId?: string | undefined; limit: number },
): Promise<Outcome<unknown>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  const [routes, undo] = await Promise.all([
    routesPage(work.tx, {
      siteId: input.siteId,
      driverId: work.actor.role === 'driver' ? work.actor.userId : undefined,
      states: input.state === undefined ? undefined : [input.state],
      planId: input.planId,
      since: new Date(work.at.getTime() - DAY_MS),
      limit: input.limit,
    }),
    undoable(work, input.siteId),
  ]);
  return done({ routes: routes.map(headOf), undo });
}
