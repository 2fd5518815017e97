import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { must, openFloor, packed, picked, shelved, type Floor } from '../modules/packing/floor.ts';
import { openBrowser } from '../support/browser.ts';
import { openDesk, signInAt, type Desk } from '../support/desk.ts';
import { addItem, stow, type Goods } from '../support/goods.ts';
import { newLpn } from '../support/inbound.ts';
import { PASSWORD, startServer, type Person, type TestServer } from '../support/server.ts';

let browser: Browser;
let server: TestServer;
let floor: Floor;
let milk: Goods;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), startServer()]);
  floor = await openFloor(server);
  milk = await addItem(floor, { code: 'MILK-1', name: 'Oat milk', expiryTracked: true, minLifeDays: 30 });
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

beforeEach(async () => {
  desk = await openDesk(browser, server, { acceptDownloads: true });
  page = desk.page;
});
afterEach(() => desk.close());

async function signIn(role: 'seller' | 'manager' | 'dispatcher', on = page): Promise<Person> {
  const login = `${role}-${Math.trunc(performance.now() * 1000).toString(36)}`;
  const person = await server.as(role, { login, ...(role === 'seller' && { sellerId: floor.sellerId }) });
  await signInAt(on, server.url, login);
  await on.waitForSelector('.frame');
  return person;
}

const at = (place: string): Promise<void> => page.evaluate(`location.hash = '#/${place}'`);
const see = (text: string | RegExp) => page.getByText(text).first().waitFor();

/** The step of the wizard that is open. */
const step = () => page.locator('.stepper [aria-current=step] .step-name').textContent();
const next = async (name: string): Promise<void> => {
  await page.click('[data-do=next]');
  await expect.poll(step).toBe(name);
};

async function chooseMilk(quantity: string, expiry: string): Promise<void> {
  await page.fill('.item-search input', 'MILK');
  await page.getByRole('option').getByText('Oat milk').click();
  await page.fill('[name=quantity]', quantity);
  await page.fill('input[type=date]', expiry);
}

async function bookMilk(): Promise<string> {
  await page.click('[data-do=book]');
  await chooseMilk('24', '2027-06-30');
  await next('How packed');
  await page.fill('[name=perBox]', '12');
  for (const [name, value] of Object.entries({ width: '30', length: '40', height: '25', weight: '9.5' })) {
    await page.fill(`[name=${name}]`, value);
  }
  await next('Where and when');
  await page.locator('[data-slot]:not([disabled])').first().click();
  await page.locator('.hold').waitFor();
  await next('Transport');
  await page.fill('[name=tracking]', 'TRACK-77');
  await next('Confirm');
  await page.click('[data-do=book]');
  await see('Your shipment is booked');
  return page.url().match(/inbound\/([0-9a-f-]{36})/)![1]!;
}

describe('a seller at the desk', () => {
  it('books a shipment in five steps and sees its boxes counted while they are scanned', async () => {
    const seller = await signIn('seller');
    const shipmentId = await bookMilk();
    const booked = (await seller.get(`/v1/inbound-shipments/${shipmentId}`)).body;
    expect(booked).toMatchObject({ state: 'scheduled', tracking: 'TRACK-77', expected: 24 });
    expect(booked.boxes).toHaveLength(2);
    expect(booked.lines).toMatchObject([{ code: 'MILK-1', expected: 24, expiry: '2027-06-30' }]);

    const [labels] = await Promise.all([page.waitForEvent('download'), page.locator('[data-do=zpl]').first().click()]);
    expect(labels.suggestedFilename()).toBe(`${booked.asn}.zpl`);
    // said once, not whenever somebody comes back to it
    await page.reload();
    await page.locator('[data-line=MILK-1]').waitFor();
    expect(await page.getByText('Your shipment is booked').count()).toBe(0);

    await must(floor.receiver.post(`/v1/inbound-shipments/${shipmentId}/arrive`));
    const receipt = { itemId: milk.itemId, quantity: 7, lpnCode: newLpn(), boxNo: 1, expiry: '2027-06-30' };
    await must(floor.receiver.post(`/v1/inbound-shipments/${shipmentId}/receipts`, receipt));
    await server.settle();
    await page.clock.runFor(20_000);
    await page.locator('[data-line=MILK-1]').getByText('7/24').waitFor();
    await page.locator('.stages [aria-current=step]').getByText('Counting').waitFor();
  });

  it('goes on where it was after the page was closed, on another machine, too', async () => {
    const seller = await signIn('seller');
    await page.click('[data-do=book]');
    await chooseMilk('36', '2027-06-30');
    await page.reload();
    expect(await page.inputValue('[name=quantity]')).toBe('36');
    await next('How packed');
    const address = page.url();

    await page.fill('[name=perBox]', '12');
    for (const [name, value] of Object.entries({ width: '30', length: '40', height: '25', weight: '9.5' })) {
      await page.fill(`[name=${name}]`, value);
    }
    await next('Where and when');

    const elsewhere = await browser.newContext({ locale: 'en-US' });
    const other = await elsewhere.newPage();
    await signIn('seller', other);
    await other.goto(address);
    await other.getByText('How packed').first().waitFor();
    await expect.poll(() => other.inputValue('[name=perBox]').catch(() => '')).toBe('12');
    expect(await other.inputValue('[name=weight]')).toBe('9.5');
    await other.getByRole('button', { name: 'One item per box', pressed: true }).waitFor();

    await page.locator('.stepper').getByText('How packed').click();
    await page.getByRole('button', { name: 'Not in boxes' }).click();
    await next('Where and when');
    await other.reload();
    await other.getByRole('button', { name: 'Not in boxes', pressed: true }).waitFor();
    await other.locator('.stepper button').first().click();
    await expect.poll(() => other.inputValue('[name=quantity]').catch(() => '')).toBe('36');
    await elsewhere.close();
    const drafts = await seller.get('/v1/inbound-shipments?state=draft');
    expect(drafts.body.shipments).toHaveLength(1);
  });

  it('discards a booking that was only begun, and has it back by undo', async () => {
    await signIn('seller');
    await page.click('[data-do=book]');
    await chooseMilk('36', '2027-06-30');
    await at('inbound');
    await see('Go on with your booking (1 item)');
    await page.click('[data-do=drop-draft]');
    await page.waitForSelector('[data-do=undo]');
    expect(await page.getByText('Go on with your booking').count()).toBe(0);
    await page.keyboard.press('u');
    await page.getByText('Go on with your booking (1 item)').click();
    expect(await page.inputValue('[name=quantity]')).toBe('36');
  });

  it('is told row by row what is wrong before anything is booked', async () => {
    await signIn('seller');
    await page.click('[data-do=book]');
    await page.getByRole('button', { name: 'Paste rows' }).click();
    await page.fill('textarea', 'MILK-1, 12, , 2026-11-30\nNOBODY-KNOWS, 5\nMILK-1, many');
    await see('the quantity is no whole number');
    await page.getByText('Take 2 rows').click();
    await see('Not in your catalogue');
    await see(/Expires too soon: it must last until 2026-12-\d\d/);
    await page.click('[data-do=next]');
    await see('2 open points on this page');
    expect(await step()).toBe('What');
  });

  it('reads the desk in Korean as soon as he asks for it', async () => {
    await page.goto(server.url);
    await page.getByRole('button', { name: '한국어' }).click();
    await page.getByRole('heading', { name: '로그인' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('ko');
    await signIn('seller');
    expect(await page.locator('.side a.tab').allTextContents()).toEqual([
      '입고',
      '주문',
      '재고',
      '플래시 세일',
      '반품',
      '채널 키',
    ]);
  });

  it('reads it in the language of his browser where he never chose one, and what is refused as well', async () => {
    const korean = await openDesk(browser, server, { locale: 'ko-KR' });
    const seller = await signIn('seller', korean.page);
    await korean.page.locator('.side .tab', { hasText: '입고' }).waitFor();
    const { siteId, sellerId } = floor;
    const taken = { siteId, sellerId, draft: true, asn: 'TAKEN-1', expectedOn: '2026-11-22', lines: [] };
    await must(seller.post('/v1/inbound-shipments', taken));
    await korean.page.click('[data-do=book]');
    await korean.page.fill('.item-search input', 'MILK');
    await korean.page.getByRole('option').getByText('Oat milk').click();
    await korean.page.fill('[name=quantity]', '5');
    await korean.page.fill('input[type=date]', '2027-06-30');
    await korean.page.fill('[name=asn]', 'TAKEN-1');
    await korean.page.click('[data-do=next]');
    const trouble = korean.page.locator('.trouble');
    await trouble.getByText('입고 번호: TAKEN-1').waitFor();
    expect(await trouble.textContent()).not.toMatch(/[a-z] [a-z]/);
    await korean.close();
  });

  it('opens in the first language of his browser that the house speaks, not in that of who was here before', async () => {
    const speaks = (...languages: string[]) =>
      page.addInitScript(
        `Object.defineProperty(navigator, 'languages', { configurable: true, get: () => ${JSON.stringify(languages)} })`,
      );
    const lang = () => page.getAttribute('html', 'lang');
    await speaks('fr-FR', 'ko-KR', 'en-US');
    await page.goto(server.url);
    await page.getByRole('heading', { name: '로그인' }).waitFor();
    await page.goto(`${server.url}/scanner/`);
    await expect.poll(lang).toBe('ko');

    await speaks('en-US', 'ko-KR');
    const picker = await server.as('picker', { login: 'picker-korean' });
    await must(picker.post('/v1/language', { language: 'ko' }));
    await page.goto(`${server.url}/scanner/`);
    await expect.poll(lang).toBe('en');
    await page.fill('[name=login]', 'picker-korean');
    await page.fill('[name=password]', PASSWORD);
    await page.click('[type=submit]');
    await expect.poll(lang).toBe('ko');
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    const seller = await signIn('seller');
    await must(seller.post('/v1/language', { language: 'ko' }));
    await page.click('.who');
    await page.getByRole('button', { name: /Sign out|로그아웃/ }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('sees no other places than a seller’s', async () => {
    await signIn('seller');
    expect(await page.locator('.side a.tab').allTextContents()).toEqual([
      'Inbound',
      'Orders',
      'Stock',
      'Flash sales',
      'Returns',
      'Channel keys',
    ]);
    await at('floor');
    await see('There is no such page');
  });
});

describe('a manager at the desk', () => {
  it('approves what somebody else asked for, and not what he asked for himself', async () => {
    const goods = await shelved(floor, 5);
    const big = {
      siteId: floor.siteId,
      itemId: goods.itemId,
      binCode: floor.bins[0],
      quantity: 5_000,
      reason: 'found',
    };
    await must(floor.manager.post('/v1/stock/adjustments', big));
    const me = await signIn('manager');
    await must(me.post('/v1/stock/adjustments', { ...big, quantity: 6_000 }));
    await at('approvals');
    await see('You asked: somebody else decides');
    expect(await page.locator('[data-do=approve]').count()).toBe(1);
    await page.click('[data-do=approve]');
    await expect.poll(() => page.locator('[data-do=approve]').count()).toBe(0);
    const stock = await me.get(`/v1/stock?itemId=${goods.itemId}&siteId=${floor.siteId}`);
    expect(stock.body.items[0].onHand).toBe(5_005);
  });

  it('cancels an order for a reason, and reads in its history why', async () => {
    const goods = await addItem(floor);
    await stow(floor, goods.itemId, floor.bins[3]!, 4);
    const order = {
      sellerId: floor.sellerId,
      siteId: floor.siteId,
      channel: 'desk',
      externalId: 'DESK-1',
      paid: true,
      lines: [{ itemId: goods.itemId, quantity: 3 }],
      shipTo: { name: '홍길동', phone: '010-1234-5678', address: '서울시 강남구 1' },
    };
    await must(floor.admin.post('/v1/orders', order));
    await signIn('manager');
    await at('orders');
    await page.fill('[data-search]', 'DESK-1');
    await page.clock.runFor(1_000);
    await page.getByRole('link', { name: 'DESK-1' }).click();
    await page.click('[data-do=cancel]');
    await see('Nothing has been picked yet');
    await page.click('[data-do=confirm]');
    await page.locator('.history').getByText('Cancelled').first().waitFor();
    await page.locator('.history').getByText('Asked by the customer').first().waitFor();
    const stock = await floor.admin.get(`/v1/stock?itemId=${goods.itemId}&siteId=${floor.siteId}`);
    expect(stock.body.items[0].available).toBe(4);
  });
});

describe('a dispatcher at the desk', () => {
  it('plans the parcels that wait, sees them on the map, takes one off, and offers the route', async () => {
    const goods = await shelved(floor, 3);
    const spots = [37.58, 37.6, 37.62].map((lat) => ({
      lat,
      lon: 126.8,
      lines: [{ itemId: goods.itemId, quantity: 1 }],
    }));
    for (const order of await picked(floor, spots)) await packed(floor, order);
    await must(
      floor.dispatcher.post('/v1/vehicles', {
        siteId: floor.siteId,
        code: 'VEH-DESK',
        capacity: { parcels: 50, weight_g: 900_000, volume_cm3: 6_000_000 },
        shift: { fromMinute: 0, toMinute: 1440 },
      }),
    );
    await signIn('dispatcher');
    await see('No routes yet');
    await page.locator('.map .pool-door').nth(2).waitFor({ state: 'attached' });
    await page.click('[data-do=open-plan]');
    await page.fill('.dialog input[type=number]', '1');
    const departs = await page.inputValue('.dialog [name=departs]');
    await page.click('[data-do=confirm]');
    await see('Routes planned');
    await page.getByText('See the board').click();

    await page.click('[data-route=VEH-DESK]');
    await expect.poll(() => page.locator('.map [data-stop]').count()).toBe(3);
    expect(await page.locator('.stop-list .no').allTextContents()).toEqual(['1', '2', '3']);
    expect(await page.locator('.lanes .block').count()).toBe(3);

    // by the keyboard alone: the second stop goes back to the pool
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('m');
    await page.getByText('Take off the route').click();
    await expect.poll(() => page.locator('.stop-list .no').allTextContents()).toEqual(['1', '2']);
    const pool = await floor.dispatcher.get(`/v1/pool?siteId=${floor.siteId}`);
    expect(pool.body.doors).toHaveLength(1);

    // locked and opened again: what one key did another takes back
    const isLocked = async () =>
      (await floor.dispatcher.get(`/v1/routes?siteId=${floor.siteId}`)).body.routes[0].locked;
    await page.keyboard.press('Escape');
    await page.keyboard.press('l');
    await see('VEH-DESK is locked');
    expect(await isLocked()).toBe(true);
    await page.keyboard.press('u');
    await expect.poll(isLocked).toBe(false);

    await page.click('[data-do=publish]');
    await page.click('[data-do=confirm]');
    await page.locator('.route-panel').getByText('On offer').waitFor();
    const routes = await floor.dispatcher.get(`/v1/routes?siteId=${floor.siteId}`);
    expect(routes.body.routes).toMatchObject([{ vehicle: 'VEH-DESK', state: 'offered' }]);
    // time to load it, and a mark where it stands for longer
    const [{ departAt }] = routes.body.routes;
    const left_ms = Date.parse(departAt) - server.clock.now().getTime();
    expect([left_ms >= 15 * 60_000, left_ms <= 20 * 60_000]).toEqual([true, true]);
    expect(new Date(Date.parse(departAt) + 9 * 3_600_000).toISOString().slice(11, 16)).toBe(departs);
    expect(await page.getByText('Should have left').count()).toBe(0);
    await page.clock.fastForward(left_ms + 12 * 60_000);
    await see('Should have left');
  });
});
