import { promisesAt, promisingOf, type Promises } from '../layout/index.ts';
import type { Work } from '../platform/work.ts';
import type { Order } from './rules.ts';
import type { ShipTo } from './schema.ts';
import { writeZone } from './store.ts';

/** Why an order waits whose address lies in none of the site's delivery zones, until somebody lets it go on. */
const OUTSIDE = 'address_outside_zones';

export function spotOf(shipTo: Partial<ShipTo> | undefined): { lat: number; lon: number } | undefined {
  const { lat, lon } = shipTo ?? {};
  return lat === undefined || lon === undefined ? undefined : { lat, lon };
}

/** What the zone of an address makes of its order. */
export function zoned(promises: Promises | undefined): Pick<Order, 'zoneId' | 'carrier' | 'paused'> {
  const { zone, carrier = 'own', outside = false } = promises ?? {};
  return {
    zoneId: zone?.zoneId ?? null,
    carrier: carrier === 'own' ? null : carrier,
    paused: outside ? OUTSIDE : null,
  };
}

/** An address that came later, or another one: its zone and carrier; the promise that was given stays. */
export async function zoneAnew(work: Work, order: Order, shipTo: ShipTo): Promise<void> {
  const promising = await promisingOf(work.tx, order.siteId);
  const { zoneId, carrier, paused } = zoned(promising && promisesAt(promising, work.at, spotOf(shipTo)));
  // whoever paused it for another reason has to let it go on
  if (order.paused === null || order.paused === OUTSIDE) order.paused = paused;
  if (zoneId === order.zoneId && carrier === order.carrier) return;
  Object.assign(order, { zoneId, carrier });
  await writeZone(work, order);
}
