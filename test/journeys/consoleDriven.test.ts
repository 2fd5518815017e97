import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  addVan,
  onTheRoad,
  parcelsFor,
  planned,
  showRoute,
  type Shown,
  type ShownStop,
} from '../modules/dispatch/fleet.ts';
import { must, openFloor, type Floor } from '../modules/packing/floor.ts';
import { useBoard } from '../support/desk.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let floor: Floor;
let page: Page;

async function lay(of: TestServer): Promise<Floor> {
  const floor = await openFloor(of);
  const { siteId, dispatcher, driver } = floor;
  await must(dispatcher.post('/v1/trackers', { siteId, trackerId: 'drv-way', driverId: driver.userId }));
  return floor;
}
useBoard(lay, (at) => ({ server, ground: floor, page } = at));

/** A machine under load takes longer than the second that is usual. */
const soon = { timeout: 20_000 };
const site = { lat: 37.6, lon: 126.77 };
const at = (place: string): Promise<void> => page.evaluate(`location.hash = '#/${place}'`);
const hash = (): Promise<string> => page.evaluate('location.hash');
const textOf = async (selector: string) =>
  (await page.locator(selector).first().textContent())!.replaceAll(/\s+/g, ' ');

const goOn = (minutes: number): void => server.clock.set(new Date(server.clock.now().getTime() + minutes * 60_000));
const timeInSeoul = (): string =>
  server.clock.now().toLocaleTimeString('en-GB', { timeZone: 'Asia/Seoul' }).slice(0, 5);
const seenAt = ({ lat, lon }: { lat: number; lon: number }) =>
  server.anyone.post(`/osmand?id=drv-way&lat=${lat}&lon=${lon}&timestamp=${server.clock.now().getTime()}`);

async function setOut(north: number[], code: string): Promise<Shown> {
  const spots = north.map((step) => ({ lat: 37.56 + step / 100, lon: 126.8 }));
  const parcels = await parcelsFor(floor, spots);
  const van = await addVan(floor, { code });
  return onTheRoad(floor, (await planned(floor, parcels, [van])).routes[0]!);
}

async function deliver({ stopId, parcels, lat, lon }: ShownStop): Promise<void> {
  const { driver } = floor;
  const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const bytes = new Uint8Array(Buffer.from(PNG, 'base64'));
  const { fileId } = await must(driver.post('/v1/files', bytes, { 'content-type': 'image/png' }));
  await must(driver.post(`/v1/stops/${stopId}/arrive`, { lat, lon }));
  const parcelIds = parcels.map(({ parcelId }) => parcelId);
  await must(driver.post(`/v1/stops/${stopId}/deliver`, { parcelIds, proof: { photoId: fileId } }));
}
const fail = (stop: ShownStop, reason: string) => must(floor.driver.post(`/v1/stops/${stop.stopId}/fail`, { reason }));

it('tells of a route on the road how long it takes from the hours it shows, counts stops and doors apart, and puts a stop where it was tried', async () => {
  const route = await setOut([0, 1, 2], 'VEH-LIVE');
  goOn(50);
  // out of its turn: before the first
  const second = route.stops[1]!;
  await fail(second, 'access_code');
  const card = page.locator('[data-route=VEH-LIVE]');
  await card.getByText('1 of 4 stops').waitFor(soon);
  expect(await card.locator('footer').textContent()).toContain('4 stops · at 3 doors');
  const [, from, to, said] = /(\d\d:\d\d)–(\d\d:\d\d) · ([\dhmin ]+)/.exec((await card.textContent())!)!;
  const [start, end] = [from!, to!].map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
  const minutes = (end! - start! + 1440) % 1440;
  expect(said).toContain(
    minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`,
  );
  const leftOf = async ({ stopId }: ShownStop) =>
    (await page.locator(`.lane [data-stop="${stopId}"]`).boundingBox())!.x;
  await expect.poll(() => leftOf(second), soon).toBeLessThan(await leftOf(route.stops[0]!));
  const { stops } = await showRoute(floor, route.routeId);
  for (const stop of stops.filter(({ state }) => state === 'planned')) await deliver(stop);
  await must(floor.driver.post(`/v1/routes/${route.routeId}/close`, {}));
});

it('shows the driven way back to the site and when, both tries at one door, and what came of the first', async () => {
  const route = await setOut([0, 1, 2], 'VEH-WAY');
  const left = timeInSeoul();
  await seenAt(site);
  for (const stop of route.stops) {
    goOn(7);
    await seenAt(stop);
    await (stop.position === 2 ? fail(stop, 'access_code') : deliver(stop));
  }
  goOn(9);
  const again = (await showRoute(floor, route.routeId)).stops[3]!;
  await deliver(again);
  const delivered = timeInSeoul();
  // closed at the last door: the way back comes after
  await must(floor.driver.post(`/v1/routes/${route.routeId}/close`, {}));
  await at(`routes/driven/${route.routeId}`);
  await page.locator('.driven-door').nth(3).waitFor(soon);
  await page.locator('.figure', { hasText: 'Back' }).getByText('reckoned').waitFor();
  const home = await page.locator('.driven-map .depot').getAttribute('transform');
  const [homeX, homeY] = /translate\((\S+) (\S+)\)/.exec(home!)!.slice(1).map(Number);
  const endOf = async (way: string) => {
    const points = (await page.locator(way).getAttribute('points'))!.split(' ');
    return points.at(-1)!.split(',').map(Number);
  };
  const [x, y] = await endOf('.driven-way.guessed');
  expect(Math.hypot(x! - homeX!, y! - homeY!)).toBeLessThan(50);
  const centre = async (position: number) => {
    const circle = page.locator(`.driven-map [data-stop="${position}"] circle`);
    return [await circle.getAttribute('cx'), await circle.getAttribute('cy')];
  };
  expect(await centre(2)).not.toEqual(await centre(4));

  goOn(11);
  await seenAt({ lat: site.lat + 0.0005, lon: site.lon });
  const back = timeInSeoul();
  await page.reload();
  await page.locator('.figure', { hasText: 'Back' }).getByText(back).waitFor(soon);
  expect(await page.locator('.figure', { hasText: 'Stops' }).textContent()).toBe('Stops4 of 4at 3 doors');
  await expect.poll(() => page.locator('.driven-way').count(), soon).toBe(1);
  await page.click('[data-door="2"] > button');
  expect(await textOf('[data-since=delivered]')).toBe(`→ Delivered ${delivered}, Stop 4 of this route`);
  // due on another day
  expect(await textOf('[data-door="1"]')).toMatch(/due \d+ Nov \d\d:\d\d/);
  await at('routes/driven');
  const row = page.getByRole('row').filter({ hasText: 'VEH-WAY' });
  await row.waitFor(soon);
  expect(await row.textContent()).toContain(`${left}–${back}`);
});

it('tells at the top of an order that its delivery failed and what follows, and shows there each door with its proof and its route', async () => {
  const route = await setOut([3], 'VEH-SHUT');
  const [shut] = route.stops;
  const { parcelId, orderId, sscc } = shut!.parcels[0]!;
  await fail(shut!, 'nobody_home');
  await at(`orders/${orderId}`);
  // the log tells of it first, the doors what follows
  const note = /^Delivery failed ?Nobody home · \d\d:\d\d→ On a later route$/;
  await expect.poll(() => textOf('[data-failure]'), soon).toMatch(note);
  await must(floor.driver.post(`/v1/routes/${route.routeId}/back`, { sscc }));
  await must(floor.driver.post(`/v1/routes/${route.routeId}/close`, {}));
  await page.locator('.history').getByText('Brought back').waitFor(soon);
  expect(await page.locator('.history').getByText('Packed', { exact: true }).count()).toBe(1);
  goOn(30);
  const van = await addVan(floor, { code: 'VEH-NEXT' });
  const next = (await must(
    floor.dispatcher.post('/v1/route-plans', {
      siteId: floor.siteId,
      parcelIds: [parcelId],
      vehicleIds: [van],
      seconds: 0.2,
    }),
  )) as { routes: Shown[] };
  await page.locator('[data-failure]').getByText('Stop 1, VEH-NEXT').waitFor(soon);
  const second = await onTheRoad(floor, next.routes[0]!);
  await deliver(second.stops[0]!);
  const delivered = timeInSeoul();
  await page.locator('[data-failure]').waitFor({ state: 'detached', ...soon });
  const visits = page.locator('[data-visit]');
  await expect.poll(() => visits.count(), soon).toBe(2);
  await expect
    .poll(() => page.evaluate(`document.querySelector('[data-visit=delivered] img')?.naturalWidth`), soon)
    .toBe(1);
  await page.click(`[data-visit=failed] [data-route="${route.routeId}"]`);
  await expect.poll(hash, soon).toBe(`#/routes/driven/${route.routeId}?stop=1`);
  // the stop that was asked for is open
  await page.locator('[data-since=delivered] a').waitFor(soon);
  expect(await textOf('[data-since=delivered]')).toBe(`→ Delivered ${delivered}, Stop 1, VEH-NEXT`);
  await page.click('[data-since=delivered] a');
  await expect.poll(hash, soon).toBe(`#/routes/driven/${second.routeId}`);
});
