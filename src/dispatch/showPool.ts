import { mayUseSite } from '../auth/index.ts';
import { areasOf } from '../orders/index.ts';
import { parcelsById, type Parcel } from '../packing/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { gather } from './gather.ts';
import type { Pool, Unassigned } from './schema.ts';
import { lastBack, lastUnassigned } from './store.ts';

/** Closed parcels that no route takes, door by door, each with the reason of the last plan that left it. */
export async function showPool(work: Work, { siteId }: { siteId: string }): Promise<Outcome<Pool>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const { doors, kept } = await gather(work, { siteId, routeIds: [], seconds: 1, seed: 1 });
  const parcels = await parcelsById(work.tx, siteId, [
    ...doors.flatMap(({ parcelIds }) => parcelIds),
    ...kept.map(({ parcelId }) => parcelId),
  ]);
  const parcelOf = new Map(parcels.map((parcel) => [parcel.parcelId, parcel]));
  const areas = await areasOf(work.tx, parcels);
  const left = await lastUnassigned(work.tx, siteId);
  const returned = new Map((await lastBack(work.tx, siteId, [...parcelOf.keys()])).map((one) => [one.parcelId, one]));
  const why = new Map(left?.unassigned.map((one: Unassigned) => [one.parcelId, one]));
  return done({
    plannedAt: left?.at ?? null,
    doors: doors.map(({ lat, lon, dueAt, needs, parcelIds }) => {
      const told = parcelIds.map((parcelId) => why.get(parcelId)).find((one) => one !== undefined);
      const here = parcelIds.flatMap((parcelId) => parcelOf.get(parcelId) ?? []);
      return {
        lat,
        lon,
        area: here[0] ? (areas.get(here[0].orderId) ?? null) : null,
        dueAt,
        needs,
        parcels: here.map(({ parcelId, orderId, sscc }) => ({ parcelId, orderId, sscc })),
        reason: told?.reason ?? null,
        ...sinceOf(here, { returned, plannedAt: left?.at }),
        relaxation: told?.relaxation ?? null,
      };
    }),
    kept: kept.map((one) => {
      const { orderId, sscc, holdReason } = parcelOf.get(one.parcelId)!;
      return { ...one, area: areas.get(orderId) ?? null, orderId, sscc, holdReason };
    }),
  });
}

interface Known {
  returned: ReadonlyMap<string, { state: 'back' | 'left'; reason: string | null }>;
  plannedAt: Date | undefined;
}

function sinceOf(here: Parcel[], { returned, plannedAt }: Known): Pick<Pool['doors'][number], 'since' | 'failed'> {
  const last = here.map(({ parcelId }) => returned.get(parcelId)).find((one) => one !== undefined);
  if (last !== undefined) {
    return { since: last.state === 'left' ? 'left_behind' : 'came_back', failed: last.reason };
  }
  if (plannedAt === undefined) return { since: 'no_plan', failed: null };
  const isNew = here.every(({ closedAt }) => closedAt === null || closedAt > plannedAt);
  return { since: isNew ? 'after_plan' : 'not_in_plan', failed: null };
}
