import { mayUseSite } from '../auth/index.ts';
import { done, invalid, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { promisesAt } from './promisesAt.ts';
import type { PromisesShown } from './schema.ts';
import { promisingOf } from './store.ts';

/** What a shop may promise now for an address, before it does: the same that an order of this moment would get. */
export async function showPromises(
  work: Work,
  { siteId, lat, lon }: { siteId: string; lat?: number | undefined; lon?: number | undefined },
): Promise<Outcome<PromisesShown>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  if ((lat === undefined) !== (lon === undefined)) {
    return invalid(lat === undefined ? 'lat' : 'lon', undefined, 'both lat and lon, or neither');
  }
  const promising = await promisingOf(work.tx, siteId);
  if (promising === undefined) return notFound('site', 'siteId', siteId);
  const spot = lat === undefined || lon === undefined ? undefined : { lat, lon };
  const { zone, outside, carrier, promise, cutOffs } = promisesAt(promising, work.at, spot);
  // how busy the house is with others' orders is nothing that one seller is told
  const isStaff = work.actor.sellerId === undefined;
  return done({
    zone: zone ? { zoneId: zone.zoneId, name: zone.name } : null,
    outside,
    carrier,
    promise: promise ?? null,
    cutOffs: cutOffs.map(({ room, limitedBy, ...promised }) => ({
      ...promised,
      full: room === 0,
      room: isStaff ? room : null,
      limitedBy: isStaff ? limitedBy : null,
    })),
  });
}
