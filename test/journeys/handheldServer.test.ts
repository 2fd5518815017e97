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
  const parcels = await parcelsFor(
    floor,
    [37.61, 37.62].map((lat) => ({ lat, lon: 126.77 })),
  );
  const vehicles: string[] = [];
  for (const [said, locale] of [
    ['On offer', 'en-US'],
    ['제안 중', 'ko-KR'],
  ] as const) {
    const [route] = (await planned(floor, [parcels[vehicles.length]!], [await addVan(floor)])).routes;
    const page = await handheldOf('driver', locale);
    await page.click('[data-flow=load]');
    await page.waitForSelector('[data-expect=vehicle]');
    // what is planned is nobody's yet
    expect(await page.textContent('.stage')).not.toContain(route!.vehicle);
    await must(floor.dispatcher.post(`/v1/routes/${route!.routeId}/publish`, { acceptViolations: true }));
    vehicles.push(route!.vehicle);
    await page.goto(`${server.url}/scanner/`);
    await page.click('[data-do=offers]');
    for (const vehicle of vehicles) await page.locator(`[data-route="${vehicle}"]`, { hasText: vehicle }).waitFor();
    await page.goto(`${server.url}/scanner/`);
    await page.click('[data-flow=load]');
    for (const vehicle of vehicles) await page.locator('.stage .lines', { hasText: vehicle }).waitFor();
    expect(await page.textContent('.stage .lines')).toContain(said);
    // one is told large, of several none is meant more than the others
    expect(await page.locator('.stage .sign').count()).toBe(vehicles.length === 1 ? 1 : 0);
  }
});
