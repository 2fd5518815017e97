import type { Work } from '../platform/work.ts';
import { layoutOf } from '../layout/index.ts';
import { cameAt } from './cameAt.shared.ts';
import { reckonEtas } from './reckonEtas.ts';
import { followTrips } from './followTrips.ts';
import { retime } from './retime.ts';
import type { StopDone } from './schema.ts';
import { endOf } from './shiftEnds.ts';
import { legOf } from './travel.ts';
import { whereabouts } from './whereabouts.ts';
import { changeRoute, markDone, stopsOf, type Proof, type RouteRow, type Stop } from './store.ts';

export interface End {
  state: 'delivered' | 'partly' | 'failed';
  reason?: string | undefined;
  proof?: Proof | undefined;
}

/** A stop is over; the last one ends the route's driving, after any other the rest is reckoned anew from here. */
export async function endStop(
  work: Work,
  { route, stop, end }: { route: RouteRow; stop: Stop; end: End },
): Promise<StopDone> {
  const { siteId, routeId } = route;
  await markDone(work, stop, end);
  const stops = await stopsOf(work.tx, siteId, [routeId]);
  const finished = stops.every(({ doneAt }) => doneAt !== null);
  const done = stops.find(({ stopId }) => stopId === stop.stopId)!;
  // a door may be given up from elsewhere
  const from = cameAt(done) === null ? (await whereabouts(work, route)).spot : stop;
  if (finished) {
    const site = await layoutOf(work.tx, siteId);
    const end = endOf(site, route);
    const back_s = end === null ? 0 : legOf(from, end, { timeZone: site.timeZone, at: work.at }).drive_s;
    const endAt = new Date(work.at.getTime() + back_s * 1000);
    await changeRoute(work.tx, siteId, routeId, { state: 'finished', finishedAt: work.at, endAt });
    await followTrips(work, siteId, [route.vehicleId]);
  } else {
    await retime(work, route, { from: { spot: from, at: work.at }, tellCustomers: false });
    await reckonEtas(work, siteId, [route]);
  }
  return { stopId: stop.stopId, state: end.state, routeState: finished ? 'finished' : route.state };
}
