import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { passedOnFrom, routesPage } from './store.ts';
import { headOf } from './routesShown.ts';
import { undoable } from './undoable.ts';

const DAY_MS = 86_400_000;

/**
 * A driver sees his own, what is on offer, and until a day after it would have ended what the desk dissolved under him and, asked
 * for as `passedOn`, what it gave to another.
 */
export async function listRoutes(
  work: Work,
  input: { siteId: string; state?: string | undefined; planId?: string | undefined; limit: number },
): Promise<Outcome<unknown>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  const { siteId, state, planId, limit } = input;
  const since = new Date(work.at.getTime() - DAY_MS);
  const driverId = work.actor.role === 'driver' ? work.actor.userId : undefined;
  const asked = { siteId, driverId, states: state === undefined ? undefined : [state], planId, since, limit };
  const [routes, undo] = await Promise.all([
    state === 'passedOn' && driverId !== undefined
      ? passedOnFrom(work.tx, { siteId, driverId, since, limit })
      : routesPage(work.tx, asked),
    undoable(work, siteId),
  ]);
  return done({ routes: routes.map(headOf), undo });
}
