import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { addVan, parcelsFor, planned } from '../modules/dispatch/fleet.ts';
import { must, openFloor, shelved, type Floor } from '../modules/packing/floor.ts';
import { bought1 } from '../modules/orders/buy.ts';
import { choose, planWave, pull, setOut, workerAt } from '../modules/waves/floor.ts';
import { openBrowser } from '../support/browser.ts';
import { openDesk, signInAt, type Desk } from '../support/desk.ts';
import { stockOf } from '../support/goods.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { pullTriggerOn } from '../support/trigger.ts';

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
  // a wide limit, so that a slow machine does not tear the burst of keys of one scan
  const wedge = '{"maxGap_ms":3000,"prefix":"","separator":""}';
  await phone.page.addInitScript(`localStorage.setItem('scanner.wedge', '${wedge}')`);
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

it('shows the count that a short pick asked for, takes what was counted, and tells the difference', async () => {
  const goods = await shelved(floor, 4);
  const shop = await server.as('channel', { sellerId: floor.sellerId });
  await planWave(floor, { orderIds: [await bought1(shop, goods.itemId, 3)] });
  const picker = await workerAt(server, floor);
  const { step, totes } = await setOut(picker, 'CART-71');
  const bin = step.show.big!;
  await pull(picker, bin);
  // one of three was there, and he goes on
  await pull(picker, '', choose('short', { quantity: 1 }, 'fewer'));
  await pull(picker, goods.barcode);
  await pull(picker, totes[0]!);
  const counts = async () => (await must(floor.manager.get(`/v1/counts?siteId=${floor.siteId}`))).counts;
  expect(await counts()).toMatchObject([{ binCode: bin, itemId: goods.itemId, cause: 'short_pick' }]);

  const page = await handheldOf('picker');
  await page.click('[data-flow=count]');
  await page.locator('[data-expect=bin] .sign', { hasText: bin }).waitFor();
  expect(await page.textContent('.sign .why')).toBe('A picker found too few here');
  await pullTriggerOn(page, bin);
  await page.waitForSelector('[data-expect=item]');
  await pullTriggerOn(page, goods.barcode);
  await page.getByText('How many in all?').first().waitFor();
  await page.click('[data-digit="1"]');
  await page.click('.pad .main, .pad [data-do=enter]');
  await page.getByText('Next item, or done').first().waitFor();
  await page.click('[data-choice=finish]');
  await page.locator('.notice').waitFor();
  const told = `Corrected in ${bin}: ${goods.code} -2`;
  expect(await page.textContent('.notice')).toContain(told);
  // one is in the tote, one was seen in the bin
  expect(await stockOf(floor, goods.itemId)).toMatchObject({ onHand: 2, held: 0 });
  expect(await counts()).toEqual([]);
});
