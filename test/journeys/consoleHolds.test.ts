import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { newId } from '../../src/platform/ids.ts';
import { openBrowser } from '../support/browser.ts';
import { openDesk, signInAt, type Desk } from '../support/desk.ts';
import { addItem, openGround, stockOf, stow, type Ground } from '../support/goods.ts';
import { startServer, type TestServer } from '../support/server.ts';

let browser: Browser;
let server: TestServer;
let ground: Ground;
let desk: Desk;
let page: Page;
let login: string;

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), startServer()]);
  ground = await openGround(server);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

beforeEach(async () => {
  desk = await openDesk(browser, server);
  page = desk.page;
  login = `manager-${newId().slice(-6)}`;
  await server.as('manager', { login });
});
afterEach(() => desk.close());

const see = (text: string | RegExp) => page.getByText(text).first().waitFor();

async function openAt(hash: string): Promise<void> {
  await signInAt(page, `${server.url}/${hash}`, login);
  await page.waitForSelector('.frame');
}

describe('a hold at the desk', () => {
  it('is put on an item, shows the order that it leaves short, and is lifted with a reason', async () => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[0]!, 3);
    const order = { sellerId: ground.sellerId, siteId: ground.siteId, channel: 'shop', externalId: 'SHORT-BY-HOLD' };
    const shipTo = { name: '김하늘', phone: '010-1234-5678', address: '서울시 중구 1' };
    const bought = { ...order, paid: true, lines: [{ itemId, quantity: 2 }], shipTo };
    expect((await ground.admin.post('/v1/orders', bought)).status).toBe(201);
    await openAt(`#/stock/${itemId}`);
    await page.click('[data-do=hold]');
    await page.click('[data-do=confirm]');
    await see('On hold');
    await see('SHORT-BY-HOLD');
    expect(await stockOf(ground, itemId)).toMatchObject({ held: 3, available: 0 });
    await page.goto(`${server.url}/#/approvals/holds`);
    await page.locator('table[aria-label="Holds that stand"] td.lead a').first().click();
    await page.click('[data-do=lift]');
    await page.click('[data-do=confirm]');
    await see('The hold is lifted');
    await see(/Lifted .* by .*: Recall is over/);
    await server.settle();
    expect(await stockOf(ground, itemId)).toMatchObject({ held: 0, promised: 2, available: 1 });
  });

  it('says in Korean that there is no such bin, and holds nothing', async () => {
    await openAt('#/approvals/holds');
    await see('Everything here may be sold');
    await page.evaluate(`localStorage.setItem('language', '"ko"')`);
    await page.reload();
    await page.click('[data-do=hold]');
    await page.getByRole('button', { name: '칸', exact: true }).click();
    expect(await page.locator('[data-do=confirm]').isDisabled()).toBe(true);
    await page.fill('[name=code]', 'z-99-1');
    await page.click('[data-do=confirm]');
    await see('없는 칸입니다');
    const { body } = await ground.manager.get(`/v1/holds?siteId=${ground.siteId}`);
    expect(body.holds).toEqual([]);
  });
});

describe('an adjustment at the desk', () => {
  it('writes off damaged units, waits above the limit, and tells who asked and who approved', async () => {
    const { itemId } = await addItem(ground);
    const binCode = ground.bins[1]!;
    const asked = { siteId: ground.siteId, binCode, itemId, reason: 'found' };
    const post = (more: object) => ground.manager.post('/v1/stock/adjustments', { ...asked, ...more });
    await post({ quantity: 4, condition: 'damaged' });
    expect((await post({ quantity: 1500 })).body.state).toBe('waiting');
    await openAt(`#/stock/${itemId}`);
    await page.getByRole('button', { name: 'Adjust' }).click();
    await page.getByLabel('Condition').selectOption('damaged');
    await page.getByLabel('Difference').fill('-4');
    await page.getByLabel('Reason').fill('scrapped');
    await page.click('[data-do=confirm]');
    await see('Nothing of it is at this site');
    await page.goto(`${server.url}/#/approvals`);
    await see('Adjustments above 1,000 units');
    await page.click('[data-do=approve]');
    await see(`, then ${login}`);
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 1500, held: 0 });
  });
});
