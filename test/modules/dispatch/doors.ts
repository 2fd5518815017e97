import { expect } from 'vitest';
import { type TestServer } from '../../support/server.ts';
import { must, useFloor, type Floor, type Packed } from '../packing/floor.ts';
import { addVan, onTheRoad, parcelsFor, planned, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;

/** A floor of the test file's own, whose doors the rest is about. */
export function useDoors(open: (at: { server: TestServer; floor: Floor }) => void): void {
  useFloor((at) => {
    ({ server, floor } = at);
    open(at);
  });
}

export const doors = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ lat: 37.61 + i / 100, lon: 126.77 }));

/** On the road with a few doors; their parcels in the order in which they are driven to. */
export async function drive(
  wishes: Parameters<typeof parcelsFor>[1] = doors(2),
): Promise<{ route: Shown; parcels: Packed[] }> {
  const parcels = await parcelsFor(floor, wishes);
  const { routes } = await planned(floor, parcels, [await addVan(floor)]);
  const route = await onTheRoad(floor, routes[0]!);
  const at = ({ parcelId }: Packed) =>
    route.stops.findIndex((stop) => stop.parcels.some((parcel) => parcel.parcelId === parcelId));
  return { route, parcels: parcels.toSorted((one, other) => at(one) - at(other)) };
}

export const tick = () => server.clock.set(new Date(server.clock.now().getTime() + 60_000));
export async function press(choice: string, reason?: string) {
  tick();
  return floor.driver.scan('deliver', '', { answer: { choice, ...(reason && { reason }) } });
}
export async function decide({ stopId }: { stopId: string }, decision: string) {
  tick();
  return floor.dispatcher.post(`/v1/stops/${stopId}/decide`, { decision });
}
export const waiting = async (): Promise<Record<string, unknown>[]> =>
  (await must(floor.dispatcher.get(`/v1/failed-doors?siteId=${floor.siteId}`))).doors;
export const back = ({ routeId }: Shown, { sscc }: Packed) =>
  must(floor.driver.post(`/v1/routes/${routeId}/back`, { sscc }));
export const close = ({ routeId }: Shown) => must(floor.driver.post(`/v1/routes/${routeId}/close`, {}));
/** On a handheld that has seen nothing of all this. */
export const driverStep = async () => (await floor.driver.get('/v1/step?flow=deliver&deviceId=another')).body;
export const keysOf = (step: { choices?: { choice: string }[] }) => (step.choices ?? []).map(({ choice }) => choice);

/** What the customer reads, without its tags. */
export async function pageOf({ orderId }: Packed, lang = 'en'): Promise<string> {
  const { parcels } = await must(floor.dispatcher.get(`/v1/parcels?siteId=${floor.siteId}&orderId=${orderId}`));
  const page = await fetch(`${server.url}/t/${parcels[0].tracking.token}?lang=${lang}`);
  return (await page.text()).replaceAll(/<style>[\s\S]*?<\/style>|<[^>]+>/g, ' ');
}
export const historyOf = async (parcel: Packed) => (await pageOf(parcel)).split('What happened so far')[1]!;

export async function handOver(parcel: Packed): Promise<void> {
  expect((await floor.driver.scan('deliver', parcel.sscc)).ok).toBe(true);
  for (let turn = 0; turn < 2; turn++) await floor.driver.scan('deliver', '0471', { source: 'typed', screen: 'proof' });
}
