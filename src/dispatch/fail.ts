import { noteTrouble } from '../orders/index.ts';
import { holdParcel, moveParcels, parcelsById } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { claimFiles } from '../platform/files.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { noteEvents, setEtaWindows } from '../shipping/index.ts';
import { endStop } from './endStop.ts';
import { stopFailed } from './events.ts';
import { grouped } from './grouped.ts';
import { heldStop } from './heldRoute.ts';
import { afterFailure, countedReasons, type After } from './failurePolicy.ts';
import type { FailReason } from '../shipping/index.ts';
import { service_s } from './schedule.ts';
import type { StopDone } from './schema.ts';
import {
  failedAttempts,
  insertStopParcels,
  insertStops,
  rulesOf,
  setStopParcels,
  stopParcelsOf,
  stopsOf,
  type RouteRow,
  type Stop,
} from './store.ts';

/**
 * Nothing could be handed over at this door. The reason decides what follows for each parcel: once more today, a later
 * route, staff, or the way back. Refuses `route_not_running`, `stop_done`, `file_not_found`.
 */
export async function fail(
  work: Work,
  input: { stopId: string; reason: FailReason; photoId?: string | undefined },
): Promise<Outcome<StopDone>> {
  const held = await heldStop(work, input.stopId);
  if (held === undefined) return notFound('stop');
  const { stop, route } = held;
  if (route.state !== 'running')
    return refuse('route_not_running', 'This route is not on the road', { got: route.state });
  if (stop.doneAt !== null) return refuse('stop_done', 'This stop is done', { got: stop.state });
  const [unknown] = await claimFiles(work, stop.siteId, input.photoId === undefined ? [] : [input.photoId]);
  if (unknown !== undefined) return notFound('file', 'photoId', unknown);
  const here = (await stopParcelsOf(work.tx, stop.siteId, [route.routeId])).filter(
    ({ stopId, state }) => stopId === stop.stopId && state === 'out',
  );
  const parcelIds = here.map(({ parcelId }) => parcelId);
  const failed = await failParcels(work, { route, stop, parcelIds, reason: input.reason });
  if (failed.refused) return failed;
  tell(work, stopFailed(stop.siteId, route.routeId, { stopId: stop.stopId, reason: input.reason }));
  const proof = input.photoId === undefined ? undefined : { photoId: input.photoId };
  return done(await endStop(work, { route, stop, end: { state: 'failed', reason: input.reason, proof } }));
}

/** Of one failure among the events of a parcel: a door may fail, be taken back, and fail again. */
export const failureId = ({ stopId }: Pick<Stop, 'stopId'>, at: Date): string => `failed:${stopId}:${at.getTime()}`;

interface Failed {
  route: RouteRow;
  stop: Stop;
  parcelIds: string[];
  reason: FailReason;
}

/** What becomes of parcels that stay on the vehicle: what the site's rules say of the reason and of the doors tried before. */
export async function failParcels(work: Work, { route, stop, parcelIds, reason }: Failed): Promise<Outcome<undefined>> {
  const { siteId } = route;
  const after = await whatFollows(work, siteId, { parcelIds, reason });
  const again = after.get('again') ?? [];
  if (again.length > 0) await tryAgain(work, { route, stop, parcelIds: again, reason });
  const staying = parcelIds.filter((parcelId) => !again.includes(parcelId));
  const moved = await moveParcels(work, siteId, { parcelIds: staying, from: ['out'], to: 'failed' });
  if (moved.refused) return moved;
  for (const [afterFailure, ids] of after) {
    if (afterFailure === 'again') continue;
    await setStopParcels(work, siteId, { parcelIds: ids, state: 'failed', reason, afterFailure });
  }
  await setEtaWindows(
    work,
    siteId,
    staying.map((parcelId) => ({ parcelId, etaFrom: null, etaTo: null })),
  );
  for (const parcelId of after.get('held') ?? []) await holdParcel(work, { siteId, parcelId, reason });
  const returning = new Set(after.get('returning') ?? []);
  const parcels = await parcelsById(work.tx, siteId, parcelIds);
  await noteTrouble(
    work,
    parcels.map(({ sellerId, orderId }) => ({ sellerId, orderId, kind: 'delivery_failed', cause: reason })),
  );
  await noteEvents(
    work,
    siteId,
    parcelIds.map((parcelId) => ({
      parcelId,
      eventId: failureId(stop, work.at),
      kind: returning.has(parcelId) ? ('returning' as const) : ('failed' as const),
      happenedAt: work.at,
      reason,
    })),
  );
  return done(undefined);
}

async function whatFollows(
  work: Work,
  siteId: string,
  { parcelIds, reason }: Pick<Failed, 'parcelIds' | 'reason'>,
): Promise<Map<After, string[]>> {
  const rules = await rulesOf(work.tx, siteId);
  const failed = await failedAttempts(work.tx, siteId, { parcelIds, reasons: countedReasons(rules) });
  const tried = new Map(failed.map(({ parcelId, attempts }) => [parcelId, attempts]));
  return grouped(parcelIds, (parcelId) => afterFailure(rules, reason, tried.get(parcelId) ?? 0));
}

/** The door once more, after all the others of today. */
export async function tryAgain(work: Work, { route, stop, parcelIds, reason }: Failed): Promise<void> {
  const { siteId, routeId } = route;
  await setStopParcels(work, siteId, { parcelIds, state: 'failed', reason, afterFailure: 'again', live: false });
  const stops = await stopsOf(work.tx, siteId, [routeId]);
  const stopId = newId();
  const position = Math.max(...stops.map((one) => one.position)) + 1;
  const { lat, lon, dueAt, etaAt } = stop;
  const again = { siteId, stopId, routeId, position, lat, lon, dueAt, etaAt, locked: false, pinned: false };
  await insertStops(work.tx, [{ ...again, service_s: service_s(parcelIds.length) }]);
  const lines = parcelIds.map((parcelId) => ({ stopId, parcelId, routeId, state: 'out' as const }));
  await insertStopParcels(work, siteId, lines);
}
