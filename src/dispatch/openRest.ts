import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { service_s } from './schedule.ts';
import { insertStops, markArrived, markWhole, placeStops, reopenElsewhere, stopsOf, type Stop } from './store.ts';

/**
 * At a door where only some was handed over, the others are still to be: as a stop of their own, the next to be done, so that
 * the proof of what was handed over stays with that. The driver is there. @returns the new stop
 */
export async function openRest(work: Work, stop: Stop, parcels: number): Promise<string> {
  const { siteId, stopId: done, routeId, lat, lon, dueAt } = stop;
  const stops = await stopsOf(work.tx, siteId, [routeId]);
  const ahead = stops.filter(({ doneAt }) => doneAt === null);
  const position = Math.min(...ahead.map((one) => one.position), Math.max(...stops.map((one) => one.position)) + 1);
  const behind = stops.filter((one) => one.position >= position);
  await placeStops(
    work.tx,
    siteId,
    behind.map((one) => ({ stopId: one.stopId, routeId, etaAt: one.etaAt, position: one.position + 1 })),
  );
  const stopId = newId();
  const place = { siteId, stopId, routeId, position, lat, lon, dueAt, etaAt: work.at };
  await insertStops(work.tx, [{ ...place, locked: false, pinned: false, service_s: service_s(parcels) }]);
  await reopenElsewhere(work, { siteId, from: done, to: stopId });
  await markWhole(work.tx, { siteId, stopId: done });
  await markArrived(work, { siteId, stopId }, { distance_m: undefined, reason: undefined, byFence: false });
  return stopId;
}
