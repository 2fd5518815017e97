import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { addVan, parcelsFor, planned } from '../modules/dispatch/fleet.ts';
import { must, openFloor, type Floor } from '../modules/packing/floor.ts';
import { openBrowser } from '../support/browser.ts';
import { openDesk, signInAt, type Desk } from '../support/desk.ts';
import { startServer, type TestServer } from '../support/server.ts';

let browser: Browser;
let server: TestServer;
let floor: Floor;
const phones: Desk[] = [];

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), startServer()]);
  floor = await openFloor(server);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.close();
});

/** A handheld of somebody new, before the work that he may do. */
async function handheldOf(role: 'driver' | 'picker', locale = 'en-US'): Promise<Page> {
  const phone = await openDesk(browser, server, { viewport: { width: 360, height: 640 }, locale });
  phones.push(phone);
  const login = `${role}-${phones.length}-${Math.trunc(performance.now())}`;
  await server.as(role, { login });
  await signInAt(phone.page, `${server.url}/scanner/`, login);
  await phone.page.waitForSelector('[data-flow]');
  return phone.page;
}

it('tells a driver who has no route of his own which vehicles he may take, on the offer and before he loads', async () => {
  const parcels = await parcelsFor(floor, [{ lat: 37.61, lon: 126.77 }]);
  const [route] = (await planned(floor, parcels, [await addVan(floor)])).routes;
  const page = await handheldOf('driver');
  await page.click('[data-flow=load]');
  await page.waitForSelector('[data-expect=vehicle]');
  expect(await page.textContent('.stage')).not.toContain('On offer');
  await must(floor.dispatcher.post(`/v1/routes/${route!.routeId}/publish`, { acceptViolations: true }));
  for (const locale of ['en-US', 'ko-KR']) {
    const driver = await handheldOf('driver', locale);
    await driver.click('[data-do=offers]');
    await driver.getByText(locale === 'ko-KR' ? `${route!.vehicle} 배송` : `Route of ${route!.vehicle}`).waitFor();
    await driver.goto(`${server.url}/scanner/`);
    await driver.click('[data-flow=load]');
    await driver.waitForSelector('[data-expect=vehicle]');
    const told = driver.locator('.stage');
    await told.getByText(route!.vehicle).first().waitFor();
    expect(await told.textContent()).toContain(locale === 'ko-KR' ? '제안 중' : 'On offer: scan a vehicle');
  }
});
