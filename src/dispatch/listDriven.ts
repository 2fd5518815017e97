import { mayUseSite } from '../auth/index.ts';
import { atMinute, layoutOf, localDay } from '../layout/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { grouped } from './grouped.ts';
import { headOf, routesShown } from './routesShown.ts';
import type { DrivenDay, DrivenRoute } from './schema.ts';
import { endOf } from './shiftEnds.ts';
import {
  backsSeen,
  doorsOf,
  drivenBetween,
  drivenTimes,
  routeById,
  visitsOfRoute,
  type DrivenRow,
  type DrivenTimes,
  type RouteRow,
  type VisitRow,
} from './store.ts';

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
  const backs = await backsOf(work, siteId, routes);
  return done({ day: of, routes: routes.map((row) => ({ ...drivenShown(row), ...backs.get(row.routeId)! })) });
}

function drivenShown(row: DrivenRow) {
  const { departedAt, finishedAt, closedAt, stops, delivered, partly, failed, late, parcels, back } = row;
  const counts = { stops, delivered, partly, failed, late, parcels, back };
  return { ...headOf(row), departedAt, finishedAt, closedAt, ...counts };
}

type Ended = RouteRow & DrivenTimes;

/** When routes were back: as a phone was seen there, else as was reckoned at the last door, and at the site by the close. */
async function backsOf(work: Work, siteId: string, routes: Ended[]): Promise<Map<string, Back>> {
  const site = await layoutOf(work.tx, siteId);
  const over = routes.filter(({ finishedAt }) => finishedAt !== null);
  const ends = over.flatMap((route) => {
    const end = endOf(site, route);
    return end === null ? [] : [{ routeId: route.routeId, lat: end.lat, lon: end.lon }];
  });
  const seen = new Map((await backsSeen(work.tx, siteId, ends)).map(({ routeId, at }) => [routeId, at]));
  return new Map(
    routes.map((route) => {
      const at = seen.get(route.routeId);
      return [route.routeId, { backAt: at ?? backReckoned(route), backSeen: at !== undefined }];
    }),
  );
}

/** What ends at the site is closed there; on the way to a home it may be closed before. */
function backReckoned({ finishedAt, closedAt, endAt, returnsTo }: Ended): Date | null {
  if (finishedAt === null) return null;
  return returnsTo === 'site' && closedAt !== null && closedAt < endAt ? closedAt : endAt;
}

interface Back {
  backAt: Date | null;
  backSeen: boolean;
}

/** One route that has left, door by door: when the driver was there, what he left behind, and what came back. */
export async function showDriven(work: Work, { routeId }: { routeId: string }): Promise<Outcome<DrivenRoute>> {
  const route = await routeById(work.tx, routeId);
  if (route === undefined || mayUseSite(work, route.siteId)) return notFound('route');
  const times = await drivenTimes(work.tx, route.siteId, routeId);
  if (times === undefined) return notFound('route');
  const [shown] = await routesShown(work, route.siteId, [route]);
  // what is still to be kept or driven is no part of what was
  const { stops, violations: _limits, slip: _slip, fromHome: _from, ...head } = shown!;
  const doors = new Map((await doorsOf(work.tx, route.siteId, routeId)).map((door) => [door.stopId, door]));
  const visits = grouped(await visitsOfRoute(work.tx, route.siteId, routeId), ({ parcelId }) => parcelId);
  const backs = await backsOf(work, route.siteId, [{ ...route, ...times }]);
  return done({
    ...head,
    ...times,
    ...backs.get(routeId)!,
    stops: stops.map((stop) => {
      const { arrivedAt, away_m, awayReason, byFence, photoId, signatureId, code } = doors.get(stop.stopId)!;
      const parcels = stop.parcels.map((parcel) => {
        return { ...parcel, since: sinceShown(stop.stopId, visits.get(parcel.parcelId) ?? []) };
      });
      return { ...stop, arrivedAt, away_m, awayReason, byFence, proof: { photoId, signatureId, code }, parcels };
    }),
  });
}

/** The last visit of a parcel, where that was not this one. */
function sinceShown(stopId: string, visits: VisitRow[]): DrivenRoute['stops'][number]['parcels'][number]['since'] {
  const here = visits.findIndex((visit) => visit.stopId === stopId);
  const last = visits.at(-1);
  if (here === -1 || last === undefined || last.stopId === stopId) return null;
  const { routeId, vehicle, departedAt, position, parcelState, etaAt, doneAt } = last;
  return { routeId, vehicle, departedAt, position, state: parcelState, etaAt, doneAt };
}
