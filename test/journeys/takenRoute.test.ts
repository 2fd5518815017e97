import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addVan, parcelsFor, planned, stopIdsOf, type Shown } from '../modules/dispatch/fleet.ts';
import { must, openFloor, type Floor } from '../modules/packing/floor.ts';
import { openBrowser } from '../support/browser.ts';
import { openDesk, signInAt } from '../support/desk.ts';
import { startServer, type TestServer } from '../support/server.ts';

let browser: Browser;
let server: TestServer;
let floor: Floor;

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), startServer()]);
  floor = await openFloor(server);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const phone = { width: 360, height: 640 };
const clock = (at: string) => new Date(Date.parse(at) + 9 * 3_600_000).toISOString().slice(11, 16);

async function oneRoute(): Promise<Shown> {
  const parcels = await parcelsFor(floor, [{ lat: 37.6, lon: 126.8 }]);
  return (await planned(floor, parcels, [await addVan(floor)])).routes[0]!;
}
const publish = ({ routeId }: Shown, driverId?: string) =>
  must(floor.dispatcher.post(`/v1/routes/${routeId}/publish`, { driverId, acceptViolations: true }));

it('tells a driver which route he has taken and when it leaves, and keeps it among what is his', async () => {
  const route = await oneRoute();
  await publish(route);
  const login = 'driver-taking';
  await server.as('driver', { login });
  const { page, close } = await openDesk(browser, server, { viewport: phone });
  await signInAt(page, `${server.url}/scanner/`, login);
  await page.click('[data-do=offers]');
  await page.click(`[data-route="${route.vehicle}"] [data-do=take]`);
  const said = `Taken: route of ${route.vehicle}, ${clock(route.departAt)}–${clock(route.endAt)}`;
  await page.locator('[role=status]', { hasText: said }).waitFor();
  // it stands there the next time, too
  await page.reload();
  await page.locator(`[data-route="${route.vehicle}"][data-state=accepted]`).waitFor();
  expect(await page.locator('[data-do=take]').count()).toBe(0);
  expect(await page.locator('main h2').first().textContent()).toBe('Yours');
  await close();
});

const told = (page: Page, what: 'takenBack' | 'putBack' | 'passedOn') =>
  page.locator(`[data-of=route][data-told=${what}]`);
async function reads(page: Page): Promise<void> {
  await page.click('[data-do=read]');
  await page.waitForSelector('[data-told]', { state: 'detached' });
}

it('tells a driver at once that his route was dissolved, which one and when, over whatever he does, and once', async () => {
  const login = 'driver-losing';
  const { userId } = await server.as('driver', { login });
  const [route, unread] = [await oneRoute(), await oneRoute()];
  for (const one of [route, unread]) await publish(one, userId);
  const { page, close } = await openDesk(browser, server, { viewport: phone });
  await signInAt(page, `${server.url}/scanner/`, login);
  await page.click('[data-do=offers]');
  await page.locator(`[data-route="${route.vehicle}"][data-state=assigned]`).waitFor();
  await must(floor.dispatcher.post(`/v1/routes/${route.routeId}/cancel`, {}));
  await told(page, 'takenBack').waitFor();
  const text = (await told(page, 'takenBack').textContent())!;
  expect(text).toContain('Your route was dissolved');
  expect(text).toContain(`Route of ${route.vehicle}`);
  expect(text).toContain(`${clock(route.departAt)}–${clock(route.endAt)}`);
  await reads(page);
  expect(await page.locator(`[data-route="${route.vehicle}"]`).count()).toBe(0);
  // away from everything when he loses the other one, he reads of that one alone when he opens the app again
  await page.goto('about:blank');
  await must(floor.dispatcher.post(`/v1/routes/${unread.routeId}/cancel`, {}));
  await page.goto(`${server.url}/scanner/`);
  await told(page, 'takenBack').getByText(`Route of ${unread.vehicle}`).waitFor();
  await reads(page);
  await close();
});

it('tells a driver at once that his route goes to another driver, once, and that it is his again', async () => {
  const login = 'driver-passed-over';
  const { userId } = await server.as('driver', { login });
  const other = await server.as('driver');
  const route = await oneRoute();
  await publish(route, userId);
  const { page, close } = await openDesk(browser, server, { viewport: phone });
  await signInAt(page, `${server.url}/scanner/`, login);
  await page.click('[data-do=offers]');
  await page.locator(`[data-route="${route.vehicle}"][data-state=assigned]`).waitFor();
  await publish(route, other.userId);
  const notice = (await told(page, 'passedOn').textContent())!;
  expect(notice).toContain('Your route goes to another driver');
  expect(notice).toContain(`Route of ${route.vehicle}`);
  await reads(page);
  expect(await page.locator(`[data-route="${route.vehicle}"]`).count()).toBe(0);
  const asked = page.waitForResponse((answer) => answer.url().includes('state=passedOn'));
  await page.reload();
  await asked;
  expect(await page.locator('[data-told]').count()).toBe(0);
  await publish(route, userId);
  await told(page, 'putBack').getByText('Your route is yours again').waitFor();
  await reads(page);
  await close();
});

it('tells a driver in Korean that the route he took lost its last stop, and that it is his again', async () => {
  const login = 'driver-emptied';
  const driver = await server.as('driver', { login });
  const route = await oneRoute();
  await publish(route);
  await must(driver.post(`/v1/routes/${route.routeId}/accept`, {}));
  const { page, close } = await openDesk(browser, server, { viewport: phone, locale: 'ko-KR' });
  await signInAt(page, `${server.url}/scanner/`, login);
  await page.locator('[data-do=offers]').waitFor();
  await must(floor.dispatcher.post('/v1/stops/move', { stopIds: stopIdsOf(route), to: null }));
  await told(page, 'takenBack').getByText('배송이 해체되었습니다').waitFor();
  await must(floor.dispatcher.post('/v1/plan-changes/undo', { siteId: floor.siteId }));
  await told(page, 'putBack').getByText('배송이 다시 배정되었습니다').waitFor();
  await reads(page);
  await page.click('[data-do=offers]');
  await page.locator(`[data-route="${route.vehicle}"][data-state=accepted]`).waitFor();
  await close();
});
