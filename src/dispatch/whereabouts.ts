import { layoutOf } from '../layout/index.ts';
import type { Work } from '../platform/work.ts';
import { cameAt } from './cameAt.shared.ts';
import type { Spot } from './travel.ts';
import { lastSeen, stopsOf, type RouteRow } from './store.ts';

/** An older position says less about a vehicle than the door at which it stood last. */
const FRESH_MS = 10 * 60_000;

/** Where a vehicle on the road is, as far as is known: as its driver's phone says, or else the last door, or the yard. */
export async function whereabouts(
  work: Work,
  { siteId, routeId, driverId }: Pick<RouteRow, 'siteId' | 'routeId' | 'driverId'>,
): Promise<{ spot: Spot; at: Date }> {
  const { at } = work;
  if (driverId !== null) {
    const [last] = await lastSeen(work.tx, siteId, { driverIds: [driverId], now: at });
    if (last !== undefined && at.getTime() - last.at.getTime() <= FRESH_MS) return { spot: last, at };
  }
  const been = (await stopsOf(work.tx, siteId, [routeId])).filter(cameAt);
  const when = ({ arrivedAt, doneAt }: (typeof been)[number]) => (doneAt ?? arrivedAt)!.getTime();
  const [last] = been.sort((a, b) => when(b) - when(a));
  return { spot: last ?? (await layoutOf(work.tx, siteId)), at };
}
