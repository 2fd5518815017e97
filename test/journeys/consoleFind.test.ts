import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { stateOf } from '../modules/orders/buy.ts';
import { openBrowser } from '../support/browser.ts';
import { openDesk, signInAt, type Desk } from '../support/desk.ts';
import { addItem, openGround, stow, type Goods, type Ground } from '../support/goods.ts';
import { startServer, type TestServer } from '../support/server.ts';

let browser: Browser;
let server: TestServer;
let ground: Ground;
let goods: Goods;
let orderId: string;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), startServer()]);
  ground = await openGround(server);
  goods = await addItem(ground, { name: '귀리 음료 1L' });
  await stow(ground, goods.itemId, ground.bins[0]!, 9);
  orderId = await place('MALL-77-00417');
  await place('MALL-77-00418');
  await server.as('manager', { login: 'chief' });
  await server.as('manager', { login: 'chief-of-seoul' });
  await server.as('admin', { login: 'root' });
});
afterEach(() => desk.close());
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function place(externalId: string): Promise<string> {
  const { siteId, sellerId } = ground;
  const lines = [{ itemId: goods.itemId, quantity: 1 }];
  const shipTo = { name: '홍길동', phone: '010-9876-1234', address: '서울시 강남구 테헤란로 1', lat: 37.5, lon: 127 };
  const order = { siteId, sellerId, channel: 'mall', externalId, paid: true, lines, shipTo };
  return (await ground.admin.post('/v1/orders', order)).body.orderId as string;
}

async function enter(login: string, more: BrowserContextOptions = {}): Promise<void> {
  desk = await openDesk(browser, server, { viewport: { width: 1440, height: 900 }, ...more });
  page = desk.page;
  await signInAt(page, server.url, login);
  await page.waitForSelector('.frame');
}

const at = (where: string): Promise<void> => page.evaluate(`location.hash = '#/${where}'`);
const see = (text: string | RegExp) => page.getByText(text).first().waitFor();
const search = async (text: string): Promise<void> => page.locator('dialog [role=combobox]').fill(text);
const rows = () => page.locator('dialog [role=option]');

it('finds an order from anywhere by a part of its number, with keys alone', async () => {
  await enter('chief');
  await at('stock');
  await page.waitForSelector('.tab[aria-current]');
  await page.keyboard.press('f');
  await page.locator('dialog').getByText('At least three characters').waitFor();
  await search('mall-77');
  await expect.poll(() => rows().count()).toBe(2);
  expect(await rows().nth(0).textContent()).toContain('MALL-77-00418');
  expect(await rows().nth(1).isVisible()).toBe(true);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(({ hash }) => hash === `#/orders/${orderId}`);
  await page.keyboard.press('Control+k');
  await search('nothing so');
  await see('Nothing found');
  await search(`0${goods.barcode}`);
  await expect.poll(() => rows().count()).toBe(1);
  expect(await page.getByText('Orders of the phone').count()).toBe(0);
  await search(goods.barcode);
  await expect.poll(() => rows().count()).toBe(1);
  await page.keyboard.press('Enter');
  await page.waitForURL(({ hash }) => hash === `#/stock/${goods.itemId}`);

  await at('orders?number=00417');
  await page.locator('td').getByText('MALL-77-00417').waitFor();
  expect(await page.locator('tbody tr').count()).toBe(1);
});

it('finds orders by a whole phone, on demand and on record, and records by a part of the order’s number', async () => {
  await enter('root');
  await page.keyboard.press('f');
  await search('010 9876 1234');
  await page.getByText('Orders of the phone …1234 (this is recorded)').click();
  await expect.poll(() => rows().count()).toBe(2);
  await page.keyboard.press('Escape');
  await at('records');
  await page.locator('[data-search]').fill('mall-77');
  await page.locator('.pill').getByText('MALL-77-00417').click();
  await page.locator('td').getByText('Order').first().waitFor();
  await at('records?order=00417');
  await expect.poll(() => page.locator(`td a[href="#/orders/${orderId}"]`).count()).toBeGreaterThan(0);
  await at('records?order=99999');
  await see('No record matches');
});

it('leads from a bin that was found to its page: what lies there and whose it is, who it goes to, and what happened', async () => {
  const [binCode, { sellers }] = [ground.bins[0]!, (await ground.admin.get('/v1/sellers')).body];
  const owner = sellers.find(({ sellerId }: { sellerId: string }) => sellerId === ground.sellerId).name as string;
  await enter('chief');
  await page.keyboard.press('f');
  await search(binCode.toLowerCase());
  await expect.poll(() => rows().count()).toBe(1);
  await page.keyboard.press('Enter');
  await page.waitForURL(({ hash }) => hash === `#/stock/bins/${binCode}`);
  await page.locator('h1').getByText(`Bin ${binCode}`).waitFor();
  const table = (title: string) => page.locator(`table[aria-label="${title}"] tbody tr`);
  await expect.poll(() => table('What lies here').textContent()).toContain(owner);
  expect(await table('What lies here').textContent()).toContain('귀리 음료 1L');
  await expect.poll(() => table('Last movements').first().textContent()).toContain('+9');
  await page.getByRole('img', { name: /^Aisle 1, (left|right), level 1$/ }).waitFor();
  await page.click('[data-do=count-bin]');
  await see(`${binCode} will be counted`);
  await table('Counts').getByText('Waits').waitFor();
  // the place stands in the lists that lead here
  await at('approvals/counts');
  await page.locator(`td a[href="#/stock/bins/${binCode}"]`).first().waitFor();
});

it('leads from a seller that was found to what was agreed with it, and from a vehicle to the vehicles', async () => {
  const { siteId } = ground;
  const capacity = { parcels: 50, weight_g: 900_000, volume_cm3: 6_000_000 };
  const shift = { fromMinute: 0, toMinute: 1440 };
  await ground.manager.post('/v1/vehicles', { siteId, code: 'VEH-OATS', name: '냉장 탑차', capacity, shift });
  await ground.admin.post('/v1/sellers', { code: 'OATS', name: '귀리 농장'.normalize('NFD') });
  await enter('chief');
  await page.keyboard.press('f');
  await search('귀리 농장');
  await expect.poll(() => rows().count()).toBe(1);
  await page.keyboard.press('Enter');
  await page.locator('dialog [name=seller-name]').waitFor();
  expect(await page.inputValue('dialog [name=seller-name]')).toBe('귀리 농장');
  await page.fill('dialog [name=over]', '12');
  await page.click('dialog [data-do=confirm]');
  await see('귀리 농장 is changed');
  const { sellers } = (await ground.admin.get('/v1/sellers')).body;
  expect(sellers.find(({ code }: { code: string }) => code === 'OATS').terms).toEqual({
    overTolerance_pct: 12,
    ownBins: false,
  });
  await page.keyboard.press('f');
  await search('냉장');
  await expect.poll(() => rows().count()).toBe(1);
  await page.keyboard.press('Enter');
  await page.waitForURL(({ hash }) => hash.startsWith('#/routes/vehicles/'));
  await page.locator('td').getByText('VEH-OATS').waitFor();
});

it('speaks Korean, and says there what to type', async () => {
  await enter('chief-of-seoul', { locale: 'ko-KR' });
  await page.evaluate(`localStorage.setItem('language', '"ko"')`);
  await page.reload();
  await page.locator('.find-key').click();
  await see('한글은 두 글자');
  await search('귀리');
  await expect.poll(() => rows().nth(0).textContent()).toContain(goods.code);
  await search('00418');
  await expect.poll(() => rows().nth(0).textContent()).toContain('주문');
});

it('stops the planning of a wave that is under way, in a dialog that does not move', async () => {
  await enter('chief');
  await at('waves');
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  await page.route('**/v1/waves', async (route) => {
    if (route.request().method() === 'POST') await held;
    await route.continue().catch(() => undefined);
  });
  await page.getByText('Plan a wave').first().click();
  const height = async () => (await page.locator('dialog').boundingBox())!.height;
  await page.locator('dialog [data-do=confirm]').waitFor();
  const before = await height();
  await page.click('dialog [data-do=confirm]');
  await page.locator('dialog .working .seconds').getByText('2 s').waitFor();
  expect(await height()).toBe(before);
  await page.locator('dialog').getByText('Stop planning').click();
  await see(/^Stopped\./);
  const answer = page.waitForResponse((response) => response.url().endsWith('/v1/waves') && response.status() === 409);
  goOn();
  expect((await (await answer).json()).error.code).toBe('wave_cancelled');
  expect(await stateOf(ground, orderId)).toBe('promised');
});
