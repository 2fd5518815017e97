import { parcelsById } from '../packing/index.ts';
import { refuse, type Refused } from '../platform/errors.ts';
import type { Tx } from '../platform/work.ts';
import { amountsOf, ROOMS, type Amounts } from './amounts.ts';
import { grouped } from './grouped.ts';
import { stopParcelsOf, type RouteRow, type Vehicle } from './store.ts';

type Capacity = Pick<Vehicle, 'capacityParcels' | 'capacityWeight_g' | 'capacityVolume_cm3'>;
const roomOf = ({ capacityParcels, capacityWeight_g, capacityVolume_cm3 }: Capacity): Amounts => ({
  parcels: capacityParcels,
  weight_g: capacityWeight_g,
  volume_cm3: capacityVolume_cm3,
});

interface Held {
  amounts: Amounts;
  /** What it carries already, too much or not. */
  before?: Amounts | undefined;
  /** What it held when it carried that much: only room that fell since is looked at. */
  able?: Capacity | undefined;
}

/** Whether a vehicle holds that much; what it has too much of already it may keep. */
export function holds(vehicle: Capacity, { amounts, before, able }: Held): boolean {
  const room = roomOf(vehicle);
  const had = able && roomOf(able);
  return ROOMS.every((kind) => {
    const isFallen = had === undefined || room[kind] < had[kind];
    return !isFallen || amounts[kind] <= Math.max(room[kind], before?.[kind] ?? 0);
  });
}

interface Asked {
  /** Of one vehicle, held by the caller. */
  routes: RouteRow[];
  now: Capacity;
  next: Capacity;
}

/**
 * Refuses `capacity_in_use` with the routes that carry more than their vehicle would hold, and the least that it has to. Only what
 * falls is looked at: one that carries too much may be said to hold more, if not enough.
 */
export async function refuseCarried(tx: Tx, siteId: string, asked: Asked): Promise<Refused | undefined> {
  const { routes } = asked;
  const [now, next] = [roomOf(asked.now), roomOf(asked.next)];
  const falling = ROOMS.filter((kind) => next[kind] < now[kind]);
  if (routes.length === 0 || falling.length === 0) return undefined;
  const carried = await carriedOn(tx, siteId, routes);
  const isShort = (kind: (typeof ROOMS)[number]) => [...carried.values()].some((load) => load[kind] > next[kind]);
  const short = falling.filter(isShort);
  const [field] = short;
  if (field === undefined) return undefined;
  const inUse = routes.flatMap(({ routeId, vehicleCode, departAt, state }) => {
    const carries = carried.get(routeId)!;
    const fits = short.every((kind) => carries[kind] <= next[kind]);
    return fits ? [] : [{ routeId, vehicle: vehicleCode, departAt, state, carries }];
  });
  return refuse('capacity_in_use', 'Routes of this vehicle carry more than that', {
    field: `capacity.${field}`,
    got: next[field],
    expected: Math.max(...inUse.map(({ carries }) => carries[field])),
    details: { routes: inUse },
  });
}

/** What each route has still to bring, aboard or not. */
async function carriedOn(tx: Tx, siteId: string, routes: RouteRow[]): Promise<Map<string, Amounts>> {
  const routeIds = routes.map(({ routeId }) => routeId);
  const lines = (await stopParcelsOf(tx, siteId, routeIds)).filter(({ live }) => live);
  const ids = lines.map(({ parcelId }) => parcelId);
  const parcels = new Map((await parcelsById(tx, siteId, ids)).map((one) => [one.parcelId, one]));
  const linesBy = grouped(lines, ({ routeId }) => routeId);
  const on = (routeId: string) => (linesBy.get(routeId) ?? []).map(({ parcelId }) => parcels.get(parcelId)!);
  return new Map(routeIds.map((routeId) => [routeId, amountsOf(on(routeId))]));
}
