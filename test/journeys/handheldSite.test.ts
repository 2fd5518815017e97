import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { must, openFloor, packed, picked, placeOrder, shelved, type Floor } from '../modules/packing/floor.ts';
import { planWave, pull, setOut } from '../modules/waves/floor.ts';
import { openBrowser } from '../support/browser.ts';
import { addItem, stow } from '../support/goods.ts';
import { PASSWORD, startServer, type Person, type TestServer } from '../support/server.ts';
import { pullTriggerOn } from '../support/trigger.ts';

let browser: Browser;
let server: TestServer;
let floor: Floor;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), startServer()]);
  floor = await openFloor(server);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
beforeEach(async () => {
  // a device that was set up elsewhere
  const far = { locale: 'en-US', timezoneId: 'America/New_York' };
  context = await browser.newContext({ viewport: { width: 360, height: 640 }, ...far });
  page = await context.newPage();
});
afterEach(() => context.close());

async function signIn(role: 'driver' | 'receiver'): Promise<Person> {
  const login = `${role}-at-site`;
  const person = await server.as(role, { login });
  await page.goto(`${server.url}/scanner/`);
  await page.fill('[name=login]', login);
  await page.fill('[name=password]', PASSWORD);
  await page.click('[type=submit]');
  await page.waitForSelector('[data-flow]');
  return person;
}

describe('a driver', () => {
  it('reads when a door is expected by the clock of the site, whatever the device takes for its zone', async () => {
    const driver = await signIn('driver');
    const goods = await shelved(floor, 1);
    const door = { lat: 37.62, lon: 126.79, lines: [{ itemId: goods.itemId, quantity: 1 }] };
    const parcels = [];
    for (const order of await picked(floor, [door])) parcels.push(await packed(floor, order));
    const { siteId, dispatcher } = floor;
    const { vehicleId } = await must(
      dispatcher.post('/v1/vehicles', {
        siteId,
        code: 'VEH-CLOCK',
        capacity: { parcels: 50, weight_g: 900_000, volume_cm3: 6_000_000 },
        shift: { fromMinute: 0, toMinute: 1440 },
      }),
    );
    const plan = { siteId, parcelIds: parcels.map(({ parcelId }) => parcelId), vehicleIds: [vehicleId], seconds: 0.2 };
    const { routeId, stops } = (await must(dispatcher.post('/v1/route-plans', plan))).routes[0];
    const give = { driverId: driver.userId, acceptViolations: true };
    await must(dispatcher.post(`/v1/routes/${routeId}/publish`, give));
    await must(driver.post(`/v1/routes/${routeId}/load`, { sscc: stops[0].parcels[0].sscc }));
    const { stops: driven } = await must(driver.post(`/v1/routes/${routeId}/depart`, {}));
    await page.click('[data-flow=deliver]');
    await page.waitForSelector('[data-expect=parcel]');
    const inSeoul = { timeZone: 'Asia/Seoul', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    const eta = new Intl.DateTimeFormat('en-GB', inSeoul).format(new Date(driven[0].etaAt));
    expect(await page.locator('.lines dd').first().textContent()).toBe(eta);
  });
});

/** A trigger that is no echo of the one before: the clock of the device goes on by what a hand needs. */
async function scan(code: string): Promise<void> {
  await page.clock.fastForward(300);
  await pullTriggerOn(page, code);
}

describe('a counter who chose Korean', () => {
  it('is told in Korean who holds units of the bin, and is believed when he scans it once more', async () => {
    const goods = await addItem(floor);
    const binCode = floor.bins[7]!;
    await stow(floor, goods.itemId, binCode, 3);
    await placeOrder(floor, { lines: [{ itemId: goods.itemId, quantity: 1 }] });
    await planWave(floor);
    const picker = await server.as('picker', { login: 'picker-at-bin' });
    await setOut(picker, 'CART-77');
    await pull(picker, binCode);
    await pull(picker, goods.barcode);

    await page.clock.install();
    const counter = await signIn('receiver');
    await page.evaluate(`location.hash = '#/device'`);
    await page.getByRole('button', { name: '한국어' }).click();
    await expect
      .poll(async () => (await must(server.anyone.post('/v1/sign-in', credentials))).user.language)
      .toBe('ko');
    await page.evaluate(`location.hash = '#/home'`);
    await page.click('[data-flow=count]');
    await page.waitForSelector('[data-expect=bin]');
    await scan(binCode);
    await page.getByText('picker-at-bin 님이 이 칸의 1개를 들고 있습니다').waitFor();
    // two in the bin and the one in the picker's hand, faster than one code counts as one scan elsewhere
    for (const units of ['1', '2', '3']) {
      await scan(goods.barcode);
      await expect.poll(() => page.locator('.lines dd').allTextContents()).toEqual([units]);
    }
    await scan(binCode);
    const stop = page.locator('[role=alertdialog]');
    await stop.getByText(/picker-at-bin ×1, \d+ min 손에 있습니다/).waitFor();
    // nothing has been written off
    const stock = () => counter.get(`/v1/stock?itemId=${goods.itemId}&siteId=${floor.siteId}`);
    expect((await stock()).body.items[0].onHand).toBe(3);
    await scan(binCode);
    await page.getByText(`${binCode}: 장부와 일치`).waitFor();
    expect((await stock()).body.items[0].onHand).toBe(3);
  });
});

const credentials = { login: 'receiver-at-site', password: PASSWORD };
