import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { noteEvents } from '../shipping/index.ts';
import { stopArrived } from './events.ts';
import { heldStop } from './heldRoute.ts';
import { refuseDistance } from './rules.ts';
import type { StopDone } from './schema.ts';
import { lastSeen, markArrived, stopParcelsOf, type Stop } from './store.ts';
import { crowFly_m } from '../platform/geometry.ts';

/** A position older than this does not say where the driver is. */
export const FRESH_MS = 2 * 60_000;

/**
 * The driver is at the door. Where the phone says otherwise by more than the fence, he is told and gives a reason.
 * Refuses `outside_geofence`, `route_not_running`.
 */
export async function arrive(
  work: Work,
  input: { stopId: string; lat?: number | undefined; lon?: number | undefined; reason?: string | undefined },
): Promise<Outcome<StopDone>> {
  const held = await heldStop(work, input.stopId);
  if (held === undefined) return notFound('stop');
  const { stop, route } = held;
  if (route.state !== 'running')
    return refuse('route_not_running', 'This route is not on the road', { got: route.state });
  if (stop.state === 'planned') {
    const exact = await distanceTo(work, stop, { driverId: route.driverId, lat: input.lat, lon: input.lon });
    const away = refuseDistance(exact, input.reason);
    if (away) return away;
    const distance_m = exact === undefined ? undefined : Math.round(exact);
    await noteArrival(work, stop, { distance_m, reason: input.reason, byFence: false });
  }
  const state = stop.state === 'planned' ? 'arrived' : stop.state;
  return done({ stopId: stop.stopId, state, routeState: route.state });
}

/** Its parcels' customers hear that somebody is at the door. */
export async function noteArrival(
  work: Work,
  stop: Stop,
  arrival: { distance_m: number | undefined; reason: string | undefined; byFence: boolean },
): Promise<void> {
  await markArrived(work, stop, arrival);
  const lines = await stopParcelsOf(work.tx, stop.siteId, [stop.routeId]);
  const here = lines.filter(({ stopId, state }) => stopId === stop.stopId && state === 'out');
  const happened = { eventId: `arriving:${stop.stopId}`, kind: 'arriving' as const, happenedAt: work.at };
  await noteEvents(
    work,
    stop.siteId,
    here.map(({ parcelId }) => ({ parcelId, ...happened })),
  );
  tell(work, stopArrived(stop.siteId, stop.routeId, { stopId: stop.stopId }));
}

/** From what the phone says with the scan, or else said within two minutes; unknown without either. */
async function distanceTo(
  work: Work,
  stop: Stop,
  where: { driverId: string | null; lat: number | undefined; lon: number | undefined },
): Promise<number | undefined> {
  if (where.lat !== undefined && where.lon !== undefined) {
    return crowFly_m(stop, { lat: where.lat, lon: where.lon });
  }
  if (where.driverId === null) return undefined;
  const [last] = await lastSeen(work.tx, stop.siteId, { driverIds: [where.driverId], now: work.at });
  if (last === undefined || work.at.getTime() - last.at.getTime() > FRESH_MS) return undefined;
  return crowFly_m(stop, last);
}
