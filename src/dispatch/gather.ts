import { cutOffsOf, layoutOf, atMinute, dayAfter, localDay, type SiteFacts } from '../layout/index.ts';
import { destinationsOf, orderFacts, type Order } from '../orders/index.ts';
import { closedParcels, type Parcel } from '../packing/index.ts';
import { liveLabels } from '../shipping/index.ts';
import type { Tx, Work } from '../platform/work.ts';
import { learnUploaded } from './learnUploaded.ts';
import { grouped } from './grouped.ts';
import { needsOf } from './needs.ts';
import type { Door, Van } from './problem.ts';
import { service_s } from './schedule.ts';
import type { PlanRoutes, Unassigned } from './schema.ts';
import { onLiveRoute, routesById, stopParcelsOf, stopsOf, type Busy } from './store.ts';
import { vansOf } from './vans.ts';

export interface Gathered {
  site: SiteFacts;
  departAt: Date;
  vans: Van[];
  doors: Door[];
  parcels: Map<string, Parcel>;
  /** What their vehicles have to have. */
  needs: Map<string, string[]>;
  /** The routes that vehicles have before them. */
  busy: Map<string, Busy>;
  /** Parcels that no plan can take, and why. */
  kept: Unassigned[];
}

/** Everything that a plan is made from, read without a lock. */
export async function gather(work: Work, asked: PlanRoutes): Promise<Gathered> {
  const { siteId } = asked;
  const site = await layoutOf(work.tx, siteId);
  await learnUploaded(work.tx, siteId);
  const departAt = new Date(Math.ceil((asked.departAt ?? work.at).getTime() / 1000) * 1000);
  const replanned = await replannedStops(work.tx, siteId, asked.routeIds);
  const parcelIds = asked.parcelIds && [...asked.parcelIds, ...replanned.keys()];
  const standing = await closedParcels(work.tx, siteId, parcelIds);
  const taken = new Set(
    (
      await onLiveRoute(
        work.tx,
        siteId,
        standing.map(({ parcelId }) => parcelId),
      )
    ).map(({ parcelId }) => parcelId),
  );
  const ids = standing.map(({ parcelId }) => parcelId);
  const carriers = new Map((await liveLabels(work.tx, siteId, ids)).map((label) => [label.parcelId, label.carrier]));
  const free = standing.filter(
    ({ parcelId }) => (!taken.has(parcelId) || replanned.has(parcelId)) && (carriers.get(parcelId) ?? 'own') === 'own',
  );
  const orders = await orderFacts(work.tx, [...new Set(free.map(({ orderId }) => orderId))]);
  const limit = asked.dueBy ?? (await dueOfCutOff(work, site, asked.cutOff));
  const wanted = free.filter(
    ({ orderId, parcelId }) =>
      replanned.has(parcelId) || limit === undefined || (orders.get(orderId)?.promiseBy ?? limit) <= limit,
  );
  const { doors, kept, needs } = await doorsOf(work.tx, { siteId, parcels: wanted, orders, replanned });
  const { vans, busy } = await vansOf(work, { site, departAt, vehicleIds: asked.vehicleIds, except: asked.routeIds });
  return {
    site,
    departAt,
    vans,
    doors,
    kept,
    busy,
    needs,
    parcels: new Map(wanted.map((parcel) => [parcel.parcelId, parcel])),
  };
}

interface Replanned {
  vehicleId: string | undefined;
}

/** The parcels of routes that are planned anew; those of locked stops with the vehicle they are locked to. */
async function replannedStops(tx: Tx, siteId: string, routeIds: string[]): Promise<Map<string, Replanned>> {
  if (routeIds.length === 0) return new Map();
  const routes = await routesById(tx, siteId, routeIds);
  const vehicles = new Map(routes.map(({ routeId, vehicleId }) => [routeId, vehicleId]));
  const stops = new Map((await stopsOf(tx, siteId, routeIds)).map((stop) => [stop.stopId, stop]));
  const lines = await stopParcelsOf(tx, siteId, routeIds);
  return new Map(
    lines
      .filter(({ live }) => live)
      .map(({ parcelId, stopId, routeId }) => [
        parcelId,
        { vehicleId: stops.get(stopId)?.locked ? vehicles.get(routeId) : undefined },
      ]),
  );
}

/** The day's next delivery time of a named cut-off. */
async function dueOfCutOff(work: Work, site: SiteFacts, name: string | undefined): Promise<Date | undefined> {
  const cutOff = (await cutOffsOf(work.tx, site.siteId)).find((one) => one.name === name);
  if (cutOff === undefined) return undefined;
  const today = localDay(site.timeZone, work.at);
  const days = [-2, -1, 0, 1, 2, 3].map((days) =>
    atMinute(site.timeZone, dayAfter(today, days), cutOff.deliverByMinute),
  );
  return days.find((due) => due > work.at);
}

interface Standing {
  siteId: string;
  parcels: Parcel[];
  orders: Map<string, Order>;
  replanned: Map<string, Replanned>;
}

/** One door for all parcels that go to the same coordinates (five decimals: a metre) on the same vehicle. */
async function doorsOf(
  tx: Tx,
  { siteId, parcels, orders, replanned }: Standing,
): Promise<Pick<Gathered, 'doors' | 'kept' | 'needs'>> {
  const kept: Unassigned[] = [];
  const keep = (parcelId: string, code: string, text: string) =>
    kept.push({ parcelId, reason: { code, text }, relaxation: null });
  const spots = await destinationsOf(tx, [...orders.keys()]);
  const going = parcels.filter(({ parcelId, orderId, holdReason, cancelAsked }) => {
    const order = orders.get(orderId);
    if (order === undefined || cancelAsked || order.cancelAskedAt !== null)
      keep(parcelId, 'order_cancelled', 'Its order is cancelled');
    else if (holdReason !== null) keep(parcelId, 'held', `Held back: ${holdReason}`);
    else if (order.paused !== null) keep(parcelId, 'order_on_hold', `Its order is on hold: ${order.paused}`);
    else if (!spots.has(orderId)) keep(parcelId, 'no_geocode', 'Its address has no coordinates');
    else return true;
    return false;
  });
  const needs = await needsOf(tx, siteId, { parcels: going, spotOf: ({ orderId }) => spots.get(orderId) });
  const keyOf = ({ orderId, parcelId }: Parcel) => {
    const { lat, lon } = spots.get(orderId)!;
    return [lat.toFixed(5), lon.toFixed(5), replanned.get(parcelId)?.vehicleId].join(' ');
  };
  const doors = [...grouped(going, keyOf).values()].map((group): Door => {
    const dues = group.map(({ orderId }) => orders.get(orderId)!.promiseBy.getTime());
    return {
      ...spots.get(group[0]!.orderId)!,
      parcelIds: group.map(({ parcelId }) => parcelId),
      weight_g: group.reduce((sum, { weight_g }) => sum + (weight_g ?? 0), 0),
      volume_cm3: group.reduce((sum, { volume_cm3 }) => sum + volume_cm3, 0),
      needs: [...new Set(group.flatMap(({ parcelId }) => needs.get(parcelId)!))],
      service_s: service_s(group.length),
      dueAt: new Date(Math.min(...dues)),
      vehicleId: replanned.get(group[0]!.parcelId)?.vehicleId,
    };
  });
  return { doors, kept, needs };
}
