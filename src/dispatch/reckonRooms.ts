import {
  atMinute,
  dayAfter,
  keepRooms,
  localDay,
  openCutOffs,
  promisingOf,
  sitesWithPace,
  type Pace,
} from '../layout/index.ts';
import { backlogOf } from '../orders/index.ts';
import type { Job } from '../platform/jobs.ts';
import type { Work } from '../platform/work.ts';
import { roomUntil, type House, type VanTime } from './room.ts';
import { RELOAD_MS } from './rules.ts';
import { busyUntil, drivenLately, plannedByDue, spareOf, vehiclesOf } from './store.ts';

/** What is reckoned here is what orders are promised by until the next time. */
const EVERY_S = 10;

async function reckonRooms(work: Work): Promise<void> {
  for (const { siteId, ...pace } of await sitesWithPace(work.tx)) await reckonSite(work, siteId, pace);
}

async function reckonSite(work: Work, siteId: string, pace: Pace): Promise<void> {
  const promising = await promisingOf(work.tx, siteId);
  if (promising === undefined) return;
  const open = openCutOffs(promising.cutOffs, promising.timeZone, work.at);
  const dues = [...new Set(open.map(({ deliverBy }) => deliverBy.getTime()))];
  const house: House = {
    now: work.at,
    pace,
    backlog: await backlogOf(work.tx, siteId),
    planned: await plannedByDue(work.tx, siteId),
    vans: await vanTimes(work, siteId, promising.timeZone),
    driven: await drivenLately(work.tx, siteId),
  };
  await keepRooms(
    work,
    siteId,
    dues.map((due) => roomUntil(new Date(due), house)),
  );
}

/** Cut-offs reach three days ahead. */
const DAYS = [-1, 0, 1, 2, 3];

/** Each vehicle in each of the shifts that it is in or comes to. */
async function vanTimes(work: Work, siteId: string, timeZone: string): Promise<VanTime[]> {
  const today = localDay(timeZone, work.at);
  const busy = new Map((await busyUntil(work.tx, siteId, [])).map(({ vehicleId, endAt }) => [vehicleId, endAt]));
  const spare = new Map((await spareOf(work.tx, siteId)).map(({ vehicleId, parcels }) => [vehicleId, parcels]));
  return (await vehiclesOf(work.tx, siteId)).flatMap(
    ({ vehicleId, shiftFromMinute, shiftToMinute, capacityParcels }) => {
      const left = spare.get(vehicleId) ?? null;
      // what is added to a route that has not left needs no second loading
      const back_ms = (busy.get(vehicleId)?.getTime() ?? 0) + (left === null ? RELOAD_MS : 0);
      const shifts = DAYS.flatMap((days) => {
        const day = dayAfter(today, days);
        const shiftToAt = atMinute(timeZone, day, shiftToMinute);
        const freeAt = new Date(Math.max(atMinute(timeZone, day, shiftFromMinute).getTime(), back_ms));
        return freeAt < shiftToAt && work.at < shiftToAt
          ? [{ freeAt, shiftToAt, parcels: capacityParcels, spare: null }]
          : [];
      });
      return shifts.map((shift, at) => (at === 0 ? { ...shift, spare: left } : shift));
    },
  );
}

export const roomsReckoned: Job = { name: 'dispatch.reckonRooms', every_s: EVERY_S, run: reckonRooms };
