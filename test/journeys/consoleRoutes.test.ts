import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { addVan, parcelsFor, planned, showRoute, type Shown } from '../modules/dispatch/fleet.ts';
import { must, openFloor, type Floor } from '../modules/packing/floor.ts';
import { useBoard, type AtDesk } from '../support/desk.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let floor: Floor;
let page: Page;
let see: AtDesk['see'];
let routes: Shown[];

async function lay(of: TestServer): Promise<Floor> {
  floor = await openFloor(of);
  routes = [];
  for (const lon of [126.8, 126.84, 126.88]) {
    const doors = [0, 1].map((north) => ({ lat: 37.56 + north / 100, lon }));
    routes.push((await planned(floor, await parcelsFor(floor, doors), [await addVan(floor)])).routes[0]!);
  }
  return floor;
}
useBoard(
  lay,
  (at) => ({ server, page, see } = at),
  (now) => now.locator('.route-card').first().waitFor(),
);

const stateOf = async ({ routeId }: Shown) => (await showRoute(floor, routeId)).state;
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

it('asks before a route is taken from its driver, says what waits again, and fades nothing after', async () => {
  const [given] = routes as [Shown];
  const { userId: driverId } = floor.driver;
  await must(floor.dispatcher.post(`/v1/routes/${given.routeId}/publish`, { driverId, acceptViolations: true }));
  await page.locator(`[data-route="${given.vehicle}"]`).click();
  await see('Assigned');
  await press('Dissolve');
  await see(`Dissolve the route of ${given.vehicle}?`);
  await see(/^It is given to \S+, who is told on the handheld at once, or when it is opened next\.$/);
  await see('2 parcels go back to the pool. This cannot be undone.');
  await press('Keep it');
  await page.locator('dialog').waitFor({ state: 'detached' });
  expect(await stateOf(given)).toBe('assigned');
  const speak = (language: 'ko' | 'en') => page.evaluate(`localStorage.setItem('language', '"${language}"')`);
  await speak('ko');
  await page.reload();
  await press('해체');
  await see(/^\S+ 기사에게 배정된 배송입니다\. 해체하면 기사 핸드헬드에 바로, 꺼져 있으면 다음에 열 때 알립니다\.$/);
  await press('그대로 두기');
  await speak('en');
  await page.reload();
  await press('Dissolve');
  await press('Dissolve the route');
  await see(`Route of ${given.vehicle} dissolved: 2 parcels wait again`);
  await page.locator('.route-card').first().waitFor();
  expect(await stateOf(given)).toBe('cancelled');
  expect(await page.locator('.route-map .dim, .lane.open').count()).toBe(0);
});

it('dissolves a route that is nobody’s without a question', async () => {
  const [, planned] = routes as [Shown, Shown];
  await page.locator(`[data-route="${planned.vehicle}"]`).click();
  await press('Dissolve');
  await see(`Route of ${planned.vehicle} dissolved: 2 parcels wait again`);
  expect(await stateOf(planned)).toBe('cancelled');
});

it('reads the route of another day with its date', async () => {
  const [, , left] = routes as [Shown, Shown, Shown];
  const card = page.locator(`[data-route="${left.vehicle}"]`);
  expect(await card.textContent()).not.toContain('20 Nov');
  const day_ms = 86_400_000;
  await page.clock.setSystemTime(server.clock.now().getTime() - day_ms);
  await page.clock.runFor(11_000);
  await expect.poll(() => card.textContent()).toMatch(/20 Nov \d\d:\d\d–\d\d:\d\d/);
  await card.click();
  const times = page.locator('.stop-list li b');
  await times.nth(1).waitFor();
  for (const text of await times.allTextContents()) expect(text).toMatch(/^20 Nov \d\d:\d\d$/);
});

it('fades nothing for a route in the address that is not on the board', async () => {
  const [, , left] = routes as [Shown, Shown, Shown];
  await page.evaluate(`location.hash = '#/routes?route=${left.routeId}'`);
  await page.locator('.lane.open').waitFor();
  await page.evaluate(`location.hash = '#/routes?route=019a0000-0000-7000-8000-000000000000'`);
  await page.locator('.route-card').first().waitFor();
  expect(await page.locator('.stops').count()).toBeGreaterThan(0);
  expect(await page.locator('.dim').count()).toBe(0);
});

it('shows a door that was delivered in part apart from what was delivered, in the list, the lanes and on the map', async () => {
  const { driver, dispatcher } = floor;
  const parcels = await parcelsFor(
    floor,
    [37.6, 37.6].map((lat) => ({ lat, lon: 126.9 })),
  );
  const route = (await planned(floor, parcels, [await addVan(floor)])).routes[0]!;
  const [stop] = route.stops;
  const give = { driverId: driver.userId, acceptViolations: true };
  await must(dispatcher.post(`/v1/routes/${route.routeId}/publish`, give));
  for (const { sscc } of parcels) await must(driver.post(`/v1/routes/${route.routeId}/load`, { sscc }));
  await must(driver.post(`/v1/routes/${route.routeId}/depart`, {}));
  await must(driver.post(`/v1/stops/${stop!.stopId}/arrive`, { lat: stop!.lat, lon: stop!.lon }));
  const given = { parcelIds: [parcels[0]!.parcelId], proof: { code: '#7351' }, reason: 'damaged' };
  await must(driver.post(`/v1/stops/${stop!.stopId}/deliver`, given));
  await page.locator(`[data-route="${route.vehicle}"]`).click();
  await page.locator('.stop-list .chip.notice', { hasText: 'In part' }).waitFor();
  const amber = 'rgb(224, 145, 47)';
  const styleOf = (selector: string, of: string): Promise<string> =>
    page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${of}`);
  expect(await styleOf(`.block[data-stop="${stop!.stopId}"]`, 'backgroundColor')).toBe(amber);
  expect(await styleOf(`.stops [data-stop="${stop!.stopId}"] circle:last-of-type`, 'fill')).toBe(amber);
  // that a part of it stayed was a slip
  const row = page.locator(`.stop-list [data-stop="${stop!.stopId}"]`);
  await row.locator('> button').click();
  await row.locator('[data-do=take-back]').click();
  await see('What stays of stop 1 is to be delivered again');
  expect((await showRoute(floor, route.routeId)).stops.map(({ state }) => state)).toEqual(['delivered', 'arrived']);
});
