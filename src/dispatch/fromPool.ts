import { parcelsById } from '../packing/index.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { gather } from './gather.ts';
import { cargoOf } from './needs.ts';
import type { Cargo, Visit } from './schedule.ts';

/** A stop that a door of the pool would become. */
export type NewDoor = Visit & { parcelIds: string[]; cargo: Cargo[] };

/** Parcels that wait, door by door in the order in which they are named. Refuses `plan_moved` for one that no route may take now. */
export async function fromPool(
  work: Work,
  { siteId, parcelIds }: { siteId: string; parcelIds: string[] },
): Promise<Outcome<NewDoor[]>> {
  const { doors, needs } = await gather(work, { siteId, parcelIds, routeIds: [], seconds: 1, seed: 1 });
  const waiting = new Set(doors.flatMap((door) => door.parcelIds));
  const gone = parcelIds.find((parcelId) => !waiting.has(parcelId));
  if (gone !== undefined) return refuse('plan_moved', 'This parcel is no longer in the pool', { got: gone });
  const parcels = new Map((await parcelsById(work.tx, siteId, parcelIds)).map((one) => [one.parcelId, one]));
  const turn = new Map(parcelIds.map((parcelId, at) => [parcelId, at]));
  const first = (door: { parcelIds: string[] }): number => Math.min(...door.parcelIds.map((id) => turn.get(id)!));
  return done(
    doors
      .toSorted((one, other) => first(one) - first(other))
      .map(({ lat, lon, service_s, dueAt, parcelIds: here }) => {
        const stopId = newId();
        const cargo = here.map((parcelId) => cargoOf(parcels.get(parcelId)!, { stopId, needs }));
        return { stopId, lat, lon, service_s, dueAt, parcelIds: here, cargo };
      }),
  );
}
