import { mayUseSite } from '../auth/index.ts';
import { atMinute, layoutOf, localDay } from '../layout/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { headOf, routesShown } from './routesShown.ts';
import type { DrivenDay, DrivenRoute } from './schema.ts';
import { doorsOf, drivenBetween, drivenTimes, routeById, type DrivenRow } from './store.ts';

const DAY_MINUTES = 1440;

/** The routes that left on a day of the site's calendar, whether they are back or not. */
export async function listDriven(
  work: Work,
  { siteId, day }: { siteId: string; day?: string | undefined },
): Promise<Outcome<DrivenDay>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const { timeZone } = await layoutOf(work.tx, siteId);
  const of = day ?? localDay(timeZone, work.at);
  const [from, to] = [atMinute(timeZone, of, 0), atMinute(timeZone, of, DAY_MINUTES)];
  const routes = await drivenBetween(work.tx, { siteId, from, to });
  return done({ day: of, routes: routes.map(drivenShown) });
}

function drivenShown(row: DrivenRow): DrivenDay['routes'][number] {
  const { departedAt, finishedAt, closedAt, stops, delivered, partly, failed, late, parcels, back } = row;
  const counts = { stops, delivered, partly, failed, late, parcels, back };
  return { ...headOf(row), departedAt, finishedAt, closedAt, ...counts };
}

/** One route that has left, door by door: when the driver was there, what he left behind, and what came back. */
export async function showDriven(work: Work, { routeId }: { routeId: string }): Promise<Outcome<DrivenRoute>> {
  const route = await routeById(work.tx, routeId);
  if (route === undefined || mayUseSite(work, route.siteId)) return notFound('route');
  const times = await drivenTimes(work.tx, route.siteId, routeId);
  if (times === undefined) return notFound('route');
  const [shown] = await routesShown(work, route.siteId, [route]);
  // what is still to be kept or driven is no part of what was
  const { stops, violations: _limits, slip: _slip, fromHome: _from, returnsTo: _to, end: _end, ...head } = shown!;
  const doors = new Map((await doorsOf(work.tx, route.siteId, routeId)).map((door) => [door.stopId, door]));
  return done({
    ...head,
    ...times,
    stops: stops.map((stop) => {
      const { arrivedAt, away_m, awayReason, byFence, photoId, signatureId, code } = doors.get(stop.stopId)!;
      return { ...stop, arrivedAt, away_m, awayReason, byFence, proof: { photoId, signatureId, code } };
    }),
  });
}
