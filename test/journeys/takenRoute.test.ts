import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addVan, parcelsFor, planned } from '../modules/dispatch/fleet.ts';
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

it('tells a driver which route he has taken and when it leaves, and keeps it among what is his', async () => {
  const parcels = await parcelsFor(floor, [{ lat: 37.6, lon: 126.8 }]);
  const route = (await planned(floor, parcels, [await addVan(floor)])).routes[0]!;
  await must(floor.dispatcher.post(`/v1/routes/${route.routeId}/publish`, { acceptViolations: true }));
  const login = 'driver-taking';
  await server.as('driver', { login });
  const { page, close } = await openDesk(browser, server, { viewport: { width: 360, height: 640 } });
  await signInAt(page, `${server.url}/scanner/`, login);
  await page.click('[data-do=offers]');
  await page.click(`[data-route="${route.vehicle}"] [data-do=take]`);
  const clock = (at: string) => new Date(Date.parse(at) + 9 * 3_600_000).toISOString().slice(11, 16);
  const said = `Taken: route of ${route.vehicle}, ${clock(route.departAt)}–${clock(route.endAt)}`;
  await page.locator('[role=status]', { hasText: said }).waitFor();
  // it stands there the next time, too
  await page.reload();
  await page.locator(`[data-route="${route.vehicle}"][data-state=accepted]`).waitFor();
  expect(await page.locator('[data-do=take]').count()).toBe(0);
  expect(await page.locator('main h2').first().textContent()).toBe('Yours');
  await close();
});
