import type { SiteFacts } from '../layout/index.ts';
import type { Work } from '../platform/work.ts';
import { cameAt } from './cameAt.shared.ts';
import type { Behind, Past } from './eta.ts';
import { grouped } from './grouped.ts';
import { leftSince, stopsOf, type RouteRow, type Stop } from './store.ts';
import { legOf, type Spot } from './travel.ts';

/** A driver's day: who has rested for longer begins another one. */
const DAY_MS = 16 * 3_600_000;

/** What is behind on a route that has left, and where and when that ended. */
export function drivenOn(
  site: SiteFacts,
  route: RouteRow,
  stops: readonly Stop[],
): { behind: Past; here: Spot; at: Date } {
  const { timeZone } = site;
  const legs: Behind[] = [];
  const doors: Behind[] = [];
  let [here, at]: [Spot, Date] = [site, route.departedAt ?? route.departAt];
  const took_s = (from: Date, to: Date) => Math.max(0, to.getTime() - from.getTime()) / 1000;
  const been = stops.flatMap((stop) => {
    const { arrivedAt, doneAt } = stop;
    const seenAt = cameAt(stop);
    return seenAt ? [{ stop, arrivedAt, doneAt, seenAt }] : [];
  });
  // by when the driver was there, whatever the plan said of their order
  for (const { stop, arrivedAt, doneAt, seenAt } of been.sort((a, b) => a.seenAt.getTime() - b.seenAt.getTime())) {
    // of a door that was done without a word of coming there nobody knows what was drive and what was service
    if (arrivedAt)
      legs.push({ reckoned_s: legOf(here, stop, { timeZone, at }).drive_s, took_s: took_s(at, arrivedAt) });
    if (arrivedAt && doneAt) doors.push({ reckoned_s: stop.service_s, took_s: took_s(arrivedAt, doneAt) });
    [here, at] = [stop, doneAt ?? seenAt];
  }
  return { behind: { legs, doors }, here, at };
}

/** What is behind the drivers of routes on the road on this day: on these, and on those that they drove before. By route. */
export async function pastsOf(work: Work, site: SiteFacts, routes: readonly RouteRow[]): Promise<Map<string, Past>> {
  const { siteId } = site;
  const driverIds = routes.flatMap(({ driverId }) => driverId ?? []);
  const since = new Date(work.at.getTime() - DAY_MS);
  const before = driverIds.length > 0 ? await leftSince(work.tx, siteId, { driverIds, since }) : [];
  const all = new Map([...before, ...routes].map((route) => [route.routeId, route]));
  const stops = grouped(await stopsOf(work.tx, siteId, [...all.keys()]), ({ routeId }) => routeId);
  const pastOf = (route: RouteRow) => drivenOn(site, route, stops.get(route.routeId) ?? []).behind;
  return new Map(
    routes.map((route) => {
      const own = before.filter(({ driverId, routeId }) => driverId === route.driverId && routeId !== route.routeId);
      const pasts = [...own, route].map(pastOf);
      const legs = pasts.flatMap((past) => past.legs);
      return [route.routeId, { legs, doors: pasts.flatMap((past) => past.doors) }];
    }),
  );
}
