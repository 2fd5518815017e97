import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { addVan, onTheRoad, parcelsFor, planned, type Shown } from '../modules/dispatch/fleet.ts';
import { must, openFloor, type Floor, type Packed } from '../modules/packing/floor.ts';
import { openBrowser } from '../support/browser.ts';
import { openDesk, signInAt } from '../support/desk.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let floor: Floor;
let browser: Browser;
let route: Shown;
/** In the order in which they are driven to. */
let parcels: Packed[];

beforeAll(async () => {
  server = await startServer();
  [browser, floor] = await Promise.all([openBrowser(), openFloor(server)]);
  const doors = Array.from({ length: 3 }, (_, at) => ({ lat: 37.61 + at / 100, lon: 126.77 }));
  const made = await parcelsFor(floor, doors);
  const { routes } = await planned(floor, made, [await addVan(floor)]);
  // what happens to a parcel is told by its time
  await pass(60);
  route = await onTheRoad(floor, routes[0]!);
  await pass(60);
  const at = ({ parcelId }: Packed) =>
    route.stops.findIndex((stop) => stop.parcels.some((parcel) => parcel.parcelId === parcelId));
  parcels = made.toSorted((one, other) => at(one) - at(other));
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function pass(seconds: number): Promise<void> {
  server.clock.set(new Date(server.clock.now().getTime() + seconds * 1000));
  await server.app.jobs!.runDue();
  await server.settle();
}

async function addressOf({ orderId }: Pick<Packed, 'orderId'>): Promise<string> {
  const { parcels: shown } = await must(floor.dispatcher.get(`/v1/parcels?siteId=${floor.siteId}&orderId=${orderId}`));
  return `${server.url}/t/${shown[0].tracking.token}`;
}

async function handOver(parcel: Packed): Promise<void> {
  expect((await floor.driver.scan('deliver', '', { answer: { choice: 'arrived' } })).ok).toBe(true);
  expect((await floor.driver.scan('deliver', parcel.sscc)).ok).toBe(true);
  for (let turn = 0; turn < 2; turn++) await floor.driver.scan('deliver', '0471', { source: 'typed', screen: 'proof' });
  await pass(60);
}

async function shows(page: Page, where: string, text: string): Promise<void> {
  await expect.poll(() => page.textContent(where), { timeout: 20_000 }).toContain(text);
}
const state = (page: Page) => page.textContent('.state');
const hide = (page: Page, isHidden: boolean) =>
  page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, value: ${isHidden} });
    document.dispatchEvent(new Event('visibilitychange'))`);

it('tells where the parcel is and who is before, and brings itself up to date while somebody looks', async () => {
  const address = await addressOf(parcels[1]!);
  const { page, close } = await openDesk(browser, server, { viewport: { width: 390, height: 800 } });
  let asked = 0;
  page.on('request', (request) => (asked += request.url() === address ? 1 : 0));
  await page.goto(address);
  expect(await state(page)).toBe('Out for delivery');
  expect(await page.textContent('main')).toContain('1 stop before you');
  expect(await page.textContent('.eta')).toMatch(/^Expected (today|tomorrow), \d\d:\d\d – \d\d:\d\d$/);
  expect(await page.textContent('.steps [aria-current=step]')).toContain('On the way');

  await handOver(parcels[0]!);
  await page.clock.fastForward(31_000);
  await shows(page, 'main', 'You are next');

  await hide(page, true);
  const before = asked;
  await page.clock.fastForward(600_000);
  await handOver(parcels[1]!);
  expect(asked).toBe(before);
  await hide(page, false);
  await shows(page, '.state', 'Delivered');
  expect(await page.textContent('.news')).toMatch(/^Delivered (today|tomorrow) at \d\d:\d\d$/);
  const last = asked;
  await page.clock.fastForward(3_600_000);
  expect(asked).toBe(last);
  await close();
});

it('says that it is not connected, and asks less and less often', async () => {
  const address = await addressOf(parcels[2]!);
  const { page, close } = await openDesk(browser, server, { viewport: { width: 390, height: 800 } });
  await page.goto(address);
  await page.context().setOffline(true);
  await page.clock.fastForward(31_000);
  await shows(page, '.asof', 'no connection');
  let asked = 0;
  page.on('requestfailed', () => (asked += 1));
  await page.clock.fastForward(31_000);
  expect(asked).toBe(0);
  await page.clock.fastForward(31_000);
  await expect.poll(() => asked).toBe(1);
  await page.context().setOffline(false);
  await expect.poll(() => page.textContent('.asof')).not.toContain('no connection');
  await close();
});

it('is read without scripts, in both languages, and names nobody', async () => {
  const address = await addressOf(parcels[2]!);
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'ko-KR' });
  const page = await context.newPage();
  await page.goto(address);
  expect(await state(page)).toBe('배송 중');
  expect(await page.content()).toContain('http-equiv="refresh"');
  await page.click('a[lang=en]');
  await page.waitForSelector('html[lang=en]');
  expect(await state(page)).toBe('Out for delivery');
  const shown = await page.content();
  for (const secret of ['홍길동', '테헤란로', '1234', parcels[2]!.sscc]) expect(shown).not.toContain(secret);
  await context.close();
});

it.each(['manager', 'seller'] as const)(
  'is found from the order at the desk by a %s, and a key copies its link',
  async (role) => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const { page, close } = await openDesk(browser, server, { permissions });
    await server.as(role, { login: `teller-${role}`, ...(role === 'seller' ? { sellerId: floor.sellerId } : {}) });
    await signInAt(page, server.url, `teller-${role}`);
    // delivered, and still on the road
    for (const { orderId } of [parcels[0]!, parcels[2]!]) {
      const address = await addressOf({ orderId });
      await page.waitForSelector('.frame');
      await page.evaluate(`location.hash = '#/orders/${orderId}'`);
      const link = page.locator(`a[href="${new URL(address).pathname}"]`);
      await link.waitFor();
      expect(await link.textContent()).toBe('Tracking page');
      await page.click('[data-do=copy-link]');
      await page.getByText('The customer’s link is copied').first().waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(address);
    }
    await close();
  },
);

it('is told of a parcel to its seller as to a manager, and to no other seller', async () => {
  const seller = await server.as('seller', { sellerId: floor.sellerId });
  const { sellerId } = (await floor.admin.post('/v1/sellers', { code: 'OTHER', name: 'Another shop' })).body;
  const other = await server.as('seller', { sellerId });
  for (const { orderId } of parcels) {
    const path = `/v1/parcels?siteId=${floor.siteId}&orderId=${orderId}`;
    const told = (await must(floor.manager.get(path))).parcels;
    expect(told).toMatchObject([{ orderId, tracking: { token: expect.any(String) } }]);
    expect((await must(seller.get(path))).parcels).toEqual(told);
    expect((await must(other.get(path))).parcels).toEqual([]);
  }
});
