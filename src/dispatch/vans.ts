import { atMinute, dayAfter, localDay, type SiteFacts } from '../layout/index.ts';
import type { Tx, Work } from '../platform/work.ts';
import type { Van } from './problem.ts';
import { learnTable } from './roads/index.ts';
import { RELOAD_MS } from './rules.ts';
import { begunShifts, busyUntil, lastDoors, vehiclesOf, type Busy, type Vehicle } from './store.ts';
import { legOf } from './travel.ts';

interface Asked {
  site: SiteFacts;
  departAt: Date;
  /** Absent: all of the site. */
  vehicleIds: string[] | undefined;
  /** Routes that are planned anew: their vehicles are free of them. */
  except: string[];
}

/** The vehicles of a plan with the hours that they still have, and the routes that vehicles have before them. */
export async function vansOf(work: Work, asked: Asked): Promise<{ vans: Van[]; busy: Map<string, Busy> }> {
  const { site, departAt, vehicleIds, except } = asked;
  const { siteId } = site;
  const vehicles = (await vehiclesOf(work.tx, siteId)).filter(
    ({ vehicleId }) => vehicleIds === undefined || vehicleIds.includes(vehicleId),
  );
  const homes = vehicles.flatMap(({ startsFrom, home }) => (startsFrom === 'home' ? (home ?? []) : []));
  // before anything is reckoned by them: when a vehicle is there, and what its way costs
  await learnTable([site, ...homes]);
  const busy = new Map((await busyUntil(work.tx, siteId, except)).map((one) => [one.vehicleId, one]));
  const backAt = await backAtSite(work.tx, site, { vehicles, busy, except });
  const begun = await begunShifts(work.tx, siteId, { at: work.at, except });
  const vans = vehicles.flatMap((vehicle) => {
    const shifts = begun.filter(({ vehicleId }) => vehicleId === vehicle.vehicleId);
    const begunUntil = shifts.map(({ shiftToAt }) => shiftToAt.getTime());
    return vanOf(vehicle, { site, departAt, busyUntil: backAt.get(vehicle.vehicleId), begunUntil });
  });
  return { vans, busy };
}

/** When vehicles are back at the site from what they have before them, also those that would else end elsewhere. */
async function backAtSite(
  tx: Tx,
  site: SiteFacts,
  { vehicles, busy, except }: { vehicles: Vehicle[]; busy: Map<string, Busy>; except: string[] },
): Promise<Map<string, Date>> {
  const back = new Map([...busy].map(([vehicleId, { endAt }]) => [vehicleId, endAt]));
  const away = vehicles.filter(({ vehicleId, returnsTo }) => returnsTo !== 'site' && busy.has(vehicleId));
  const vehicleIds = away.map(({ vehicleId }) => vehicleId);
  const doors = away.length === 0 ? [] : await lastDoors(tx, site.siteId, { vehicleIds, except });
  await learnTable([site, ...doors.map(({ lat, lon }) => ({ lat, lon }))]);
  for (const { vehicleId, doneAt, ...door } of doors) {
    const { drive_s } = legOf(door, site, { timeZone: site.timeZone, at: doneAt });
    back.set(vehicleId, new Date(doneAt.getTime() + drive_s * 1000));
  }
  return back;
}

interface Day {
  site: SiteFacts;
  departAt: Date;
  busyUntil: Date | undefined;
  /** The ends of shifts in which the vehicle has a trip already: it does not come from its home for another. */
  begunUntil: number[];
}

/** A vehicle with the hours it still has: nothing where its shift of this day, or of the night before, is over. */
function vanOf(vehicle: Vehicle, { site, departAt, busyUntil, begunUntil }: Day): Van[] {
  const today = localDay(site.timeZone, departAt);
  for (const day of [dayAfter(today, -1), today]) {
    const shiftToAt = atMinute(site.timeZone, day, vehicle.shiftToMinute);
    const start = atMinute(site.timeZone, day, vehicle.shiftFromMinute);
    const isThere = vehicle.startsFrom === 'site' || begunUntil.includes(shiftToAt.getTime());
    const comesFrom = isThere ? null : vehicle.home;
    const approach = comesFrom && legOf(comesFrom, site, { timeZone: site.timeZone, at: start });
    const ready = approach ? start.getTime() + approach.drive_s * 1000 + RELOAD_MS : start.getTime();
    const free = busyUntil === undefined ? 0 : busyUntil.getTime() + RELOAD_MS;
    const freeAt = new Date(Math.max(ready, departAt.getTime(), free));
    if (freeAt < shiftToAt) return [{ ...vehicle, freeAt, shiftToAt, comesFrom, approach }];
  }
  return [];
}
