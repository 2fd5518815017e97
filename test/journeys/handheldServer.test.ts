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

/** The same code sooner is the scanner's echo, and no second unit: a server may answer faster than a hand pulls again. */
const slowestEcho_ms = 250;

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

it('asks how many of a short line there are in all, beside the item, and has put back what was scanned too many', async () => {
  const goods = await shelved(floor, 4, { name: 'Barley tea' });
  const shop = await server.as('channel', { sellerId: floor.sellerId });
  const orderId = await bought1(shop, goods.itemId, 4);
  await planWave(floor, { orderIds: [orderId] });
  const page = await handheldOf('picker');
  await page.click('[data-flow=pick]');
  await page.waitForSelector('[data-expect=cart]');
  await pullTriggerOn(page, 'CART-72');
  await page.waitForSelector('[data-expect=tote]');
  await pullTriggerOn(page, 'TOTE-7201');
  await page.waitForSelector('[data-expect=bin]');
  const bin = (await page.textContent('.sign .big'))!;
  await pullTriggerOn(page, bin);
  await page.waitForSelector('[data-expect=item]');
  await page.click('[data-choice=short]');
  const question = page.locator('.over h2');
  expect(await question.textContent()).toBe('How many in all? 4 wanted. None: 0');
  await page.click('.over .bar .key');
  await pullTriggerOn(page, goods.barcode);
  await page.locator('.amount', { hasText: '1 of 4' }).waitFor();
  await page.click('[data-choice=short]');
  expect(await question.textContent()).toBe('How many in all? 4\u00a0wanted, 1\u00a0scanned');
  expect(await page.textContent('.over .item .name')).toBe('Barley tea');
  expect(await page.locator('.over .item .picture').count()).toBe(1);
  expect(await page.textContent('.over [data-do=only]')).toContain('1');
  // the next unit while the question stands: it is asked of those in the hand, and one touch forgets none
  await page.clock.runFor(slowestEcho_ms);
  await pullTriggerOn(page, goods.barcode);
  await page.locator('.over h2', { hasText: '2 scanned' }).waitFor();
  expect(await page.textContent('.over [data-do=only]')).toContain('2');
  // one touch before the answer to a third is a touch for two: it is asked again
  await page.clock.runFor(slowestEcho_ms);
  await pullTriggerOn(page, goods.barcode, 'Enter', `document.querySelector('.over [data-do=only]').click()`);
  await page.locator('.over h2', { hasText: '3 scanned' }).waitFor();
  const type = async (digit: string) => {
    await page.click(`.over [data-digit="${digit}"]`);
    await page.click('.over [aria-label=Enter]');
  };
  // all that are wanted are not short
  await type('4');
  expect(await page.textContent('.over [role=alert]')).toContain('4 are wanted: 4 is not short.');
  // whoever means none besides those scanned is asked before they are forgotten
  await type('0');
  expect(await page.textContent('.over [role=alert]')).toContain('3 scanned, but only 0 in all? Then put 3 back');
  await page.click('.over [data-do=type-again]');
  await type('1');
  expect(await page.textContent('.over [role=alert]')).toContain('Then put 2 back where they came from.');
  await page.click('.over [data-do=put-back]');
  await page.click('.over [data-reason=damaged]');
  await page.waitForSelector('[data-expect=tote]');
  await pullTriggerOn(page, 'TOTE-7201');
  await page.waitForSelector('[data-expect=lane]');
  // one is in the tote, the others are held in the bin for a count
  expect(await stockOf(floor, goods.itemId)).toMatchObject({ onHand: 4, held: 3, available: 0 });
});

it('takes for a short line those that were scanned, in one touch', async () => {
  const goods = await shelved(floor, 3);
  const shop = await server.as('channel', { sellerId: floor.sellerId });
  await planWave(floor, { orderIds: [await bought1(shop, goods.itemId, 3)] });
  const page = await handheldOf('picker', 'ko-KR');
  await page.click('[data-flow=pick]');
  await page.waitForSelector('[data-expect=cart]');
  await pullTriggerOn(page, 'CART-73');
  await page.waitForSelector('[data-expect=tote]');
  await pullTriggerOn(page, 'TOTE-7301');
  await page.waitForSelector('[data-expect=bin]');
  await pullTriggerOn(page, (await page.textContent('.sign .big'))!);
  await page.waitForSelector('[data-expect=item]');
  await pullTriggerOn(page, goods.barcode);
  await page.locator('.amount small').first().waitFor();
  await page.click('[data-choice=short]');
  expect(await page.textContent('.over h2')).toBe('스캔한 1개까지 모두 몇 개인가요? 필요 3개');
  await page.click('.over [data-do=only]');
  await page.click('.over [data-reason=fewer]');
  await page.waitForSelector('[data-expect=tote]');
  await pullTriggerOn(page, 'TOTE-7301');
  await page.waitForSelector('[data-expect=lane]');
  expect(await stockOf(floor, goods.itemId)).toMatchObject({ onHand: 3, held: 2 });
});
