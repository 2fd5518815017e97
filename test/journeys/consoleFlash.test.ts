import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { useDesk, type AtDesk } from '../support/desk.ts';
import { addItem, stockOf, stow, type Goods, type Ground } from '../support/goods.ts';
import type { Person, TestServer } from '../support/server.ts';

let server: TestServer;
let ground: Ground;
let page: Page;
let see: AtDesk['see'];
let enter: AtDesk['enter'];
let manager: Person;
let shop: Person;
useDesk((at) => ({ server, ground, page, see, enter } = at));
beforeEach(async () => {
  const login = `manager-${newId().slice(-6)}`;
  manager = await server.as('manager', { login });
  shop = await server.as('channel', { sellerId: ground.sellerId });
  await enter(login, '#/flash');
});

const figure = (name: 'left' | 'sold') => page.locator(`[data-figure=${name}]`).textContent();
/** Lets time pass on the server and on the wall of the desk, which then asks again. */
async function pass(seconds: number): Promise<void> {
  server.clock.set(new Date(server.clock.now().getTime() + seconds * 1000));
  await page.clock.runFor(seconds * 1000);
}

let purchases = 0;
/** What the shop is answered for a customer: 201, or why not. */
async function buy(itemId: string, quantity: number, customer: string): Promise<unknown> {
  const purchase = { channel: 'mall', externalId: `night-${purchases++}`, expiresInSeconds: 3600 };
  const { status, body } = await shop.post('/v1/promises', { ...purchase, customer, lines: [{ itemId, quantity }] });
  return status === 201 ? status : body.error.code;
}

async function chooseItem({ code }: Goods, name: string): Promise<void> {
  await page.fill('.item-search input', code);
  await page.clock.runFor(1_000);
  await page.getByRole('option').getByText(name).click();
}

describe('a flash sale at the desk', () => {
  it('is told what is wrong field by field, in English and in Korean, before anything is sent', async () => {
    await see('No flash sale yet');
    await page.click('[data-do=new]');
    await page.fill('[name=cap]', '0');
    await page.fill('[name=setAside]', '1.5');
    await page.fill('[name=startDay]', '2026-11-20');
    await page.fill('[name=startTime]', '08:59');
    await page.click('[data-do=open]');
    await see('Choose an item.');
    await see('This time has passed.');
    expect(await page.getByText('A whole number from 1 to').count()).toBe(2);
    await page.evaluate(`localStorage.setItem('language', '"ko"')`);
    await page.reload();
    await see('아직 플래시 세일이 없습니다');
    await page.click('[data-do=new]');
    await page.click('[data-do=open]');
    await see('상품을 고르세요.');
    const { sales } = (await manager.get(`/v1/flash-sales?siteId=${ground.siteId}`)).body;
    expect(sales).toEqual([]);
  });

  it('is planned, counts down, sells before the eyes of the manager, sells out, and is closed', async () => {
    const goods = await addItem(ground, { name: 'Night cream' });
    await stow(ground, goods.itemId, ground.bins[0]!, 30);
    await page.click('[data-do=new]');
    await chooseItem(goods, 'Night cream');
    await see('of 30 available; empty: it sells all of them');
    await page.fill('[name=cap]', '2');
    await page.fill('[name=setAside]', '31');
    await page.fill('[name=startDay]', '2026-11-20');
    await page.fill('[name=startTime]', '09:05');
    await page.click('[data-do=open]');
    await see('Only 30 are available at this site.');
    await page.fill('[name=setAside]', '8');
    await page.click('[data-do=open]');

    await page.waitForURL(/#\/flash\/[0-9a-f-]{36}/);
    await see('Planned');
    await see('but for the 8 set aside');
    const clock = page.locator('.sale-clock strong');
    await expect.poll(() => clock.textContent()).toMatch(/^0[45]:\d\d$/);
    const before = await clock.textContent();
    await pass(10);
    await expect.poll(() => clock.textContent()).not.toBe(before);
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ promised: 8, available: 22 });

    await pass(300);
    await see('Selling');
    for (const buyer of ['one', 'two', 'three']) expect(await buy(goods.itemId, 2, buyer)).toBe(201);
    expect(await buy(goods.itemId, 1, 'one')).toBe('flash_cap_reached');
    await pass(6);
    await expect.poll(() => figure('left')).toBe('2');
    await expect.poll(() => figure('sold')).toBe('6');
    await page.getByRole('img', { name: '2 of 8 units left' }).waitFor();

    expect(await buy(goods.itemId, 2, 'four')).toBe(201);
    expect(await buy(goods.itemId, 1, 'five')).toBe('not_enough_stock');
    await pass(6);
    await see('Sold out');
    await page.getByRole('img', { name: '0 of 8 units left' }).waitFor();

    await see('had their share');
    await see('found it sold out');

    await page.click('[data-do=close]');
    await see('Close this sale?');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.click('[data-do=close]');
    await page.click('[data-do=confirm]');
    await see('Ended');
    expect(await page.locator('[data-do=close]').count()).toBe(0);
    await page.getByRole('link', { name: 'Flash sales' }).first().click();
    await see('Earlier sales');
    await page.getByRole('link', { name: 'Night cream' }).waitFor();
  });

  it('is before its seller’s eyes, too, who sees its units apart from what anybody buys, and changes nothing', async () => {
    const goods = await addItem(ground, { name: 'Dawn cream' });
    await stow(ground, goods.itemId, ground.bins[0]!, 10);
    const { siteId, sellerId } = ground;
    const sale = { siteId, itemId: goods.itemId, unitsPerCustomer: 2, setAside: 4 };
    const { saleId } = (await manager.post('/v1/flash-sales', sale)).body;
    expect(await buy(goods.itemId, 1, 'first')).toBe(201);
    const login = `seller-${newId().slice(-6)}`;
    await server.as('seller', { login, sellerId });
    await page.evaluate('localStorage.clear()');
    await page.goto('about:blank');
    await enter(login, '#/flash');
    await see('Dawn cream');
    expect(await page.locator('[data-do=new]').count()).toBe(0);
    await page.getByText('Dawn cream').click();
    await page.waitForURL(new RegExp(saleId));
    await expect.poll(() => figure('left')).toBe('3');
    expect(await figure('sold')).toBe('1');
    await see('Units per customer');
    expect(await page.locator('[data-do=close]').count()).toBe(0);
    expect(await buy(goods.itemId, 2, 'second')).toBe(201);
    await pass(6);
    await expect.poll(() => figure('left')).toBe('1');
    await page.evaluate(`location.hash = '#/stock?search=${goods.code}'`);
    await expect.poll(() => page.locator(`[data-flash="${goods.code}"]`).textContent()).toBe('1');
    expect(await page.locator(`[data-available="${goods.code}"]`).textContent()).toBe('0 6 after the sale');
  });
});
