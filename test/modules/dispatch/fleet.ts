import { must, packed, picked, shelved, type Floor, type Packed, type Wish } from '../packing/floor.ts';

let vans = 0;

/** A vehicle that is on shift the whole day, and room for all that a test has, where it does not say otherwise. */
export async function addVan(floor: Floor, more: Record<string, unknown> = {}): Promise<string> {
  vans += 1;
  const { vehicleId } = await must(
    floor.dispatcher.post('/v1/vehicles', {
      siteId: floor.siteId,
      code: `VEH-F${String(vans).padStart(4, '0')}`,
      capacity: { parcels: 100, weight_g: 900_000, volume_cm3: 6_000_000 },
      shift: { fromMinute: 0, toMinute: 1440 },
      ...more,
    }),
  );
  return vehicleId;
}

/** Closed parcels for a few doors, one order each. */
export async function parcelsFor(
  floor: Floor,
  wishes: Omit<Wish, 'lines'>[],
  item: Record<string, unknown> = {},
): Promise<Packed[]> {
  const goods = await shelved(floor, wishes.length, item);
  const orders = await picked(
    floor,
    wishes.map((wish) => ({ ...wish, lines: [{ itemId: goods.itemId, quantity: 1 }] })),
  );
  const parcels: Packed[] = [];
  for (const order of orders) parcels.push(await packed(floor, order));
  return parcels;
}

export interface ShownStop {
  stopId: string;
  position: number;
  lat: number;
  lon: number;
  state: string;
  locked: boolean;
  pinned: boolean;
  etaAt: string;
  parcels: { parcelId: string; orderId: string; sscc: string }[];
}
export interface Shown {
  routeId: string;
  vehicle: string;
  vehicleId: string;
  state: string;
  version: number;
  locked: boolean;
  departAt: string;
  endAt: string;
  distance_m: number;
  fromHome: { lat: number; lon: number; leaveAt: string } | null;
  returnsTo: string;
  end: { lat: number; lon: number } | null;
  stops: ShownStop[];
}

/** What a plan of these parcels on these vehicles comes to. */
export async function planned(
  floor: Floor,
  parcels: Packed[],
  vehicleIds: string[],
  more: Record<string, unknown> = {},
): Promise<{ routes: Shown[]; unassigned: { parcelId: string; reason: { code: string } }[] }> {
  const parcelIds = parcels.map(({ parcelId }) => parcelId);
  return must(
    floor.dispatcher.post('/v1/route-plans', { siteId: floor.siteId, parcelIds, vehicleIds, seconds: 0.3, ...more }),
  );
}

export const showRoute = (floor: Floor, routeId: string): Promise<Shown> =>
  must(floor.dispatcher.get(`/v1/routes/${routeId}`));

export const stopIdsOf = ({ stops }: Shown): string[] => stops.map(({ stopId }) => stopId);

/** Gives a route to the driver, loads it in the order asked for, and leaves. */
export async function onTheRoad(floor: Floor, { routeId, stops }: Shown): Promise<Shown> {
  const { dispatcher, driver } = floor;
  await must(dispatcher.post(`/v1/routes/${routeId}/publish`, { driverId: driver.userId, acceptViolations: true }));
  for (const stop of stops.toReversed()) {
    for (const { sscc } of stop.parcels) await must(driver.post(`/v1/routes/${routeId}/load`, { sscc }));
  }
  return must(driver.post(`/v1/routes/${routeId}/depart`, {}));
}
