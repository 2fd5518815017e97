import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { must, openFloor, picked, shelved, type Floor } from '../modules/packing/floor.ts';
import { openBrowser } from '../support/browser.ts';
import { openDesk, signInAt, type Desk } from '../support/desk.ts';
import { startServer, type TestServer } from '../support/server.ts';

let browser: Browser;
let server: TestServer;
let floor: Floor;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), startServer()]);
  floor = await openFloor(server);
  await server.as('manager', { login: 'manager-picked' });
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
beforeEach(async () => {
  desk = await openDesk(browser, server);
  page = desk.page;
});
afterEach(() => desk.close());

const enter = (hash: string) => signInAt(page, `${server.url}/${hash}`, 'manager-picked');

it('names the order that each tote carries, of what was picked before a recall, and leads to it', async () => {
  const { itemId } = await shelved(floor, 3);
  const orders = await picked(floor, [{ lines: [{ itemId, quantity: 1 }] }, { lines: [{ itemId, quantity: 2 }] }]);
  const asked = { siteId: floor.siteId, reason: 'recall', scope: 'item', itemId };
  const { holdId } = await must(floor.manager.post('/v1/holds', asked));
  await enter(`#/approvals/holds/${holdId}`);
  for (const { orderId, tote } of orders) {
    const { externalId } = await must(floor.manager.get(`/v1/orders/${orderId}`));
    await page.locator(`[data-picked="${tote}"] a`, { hasText: externalId }).waitFor();
  }
  await page.locator(`[data-picked="${orders[1]!.tote}"] a`).click();
  await page.waitForFunction(`location.hash === '#/orders/${orders[1]!.orderId}'`);
});

it('says in the history of an order how many of what were missing when it was packed', async () => {
  const { itemId } = await shelved(floor, 3);
  const [order] = await picked(floor, [{ lines: [{ itemId, quantity: 3 }] }]);
  await floor.packer.scan('pack', order!.tote);
  const missing = { quantity: 2, answer: { choice: 'missing', reason: 'missing_wait' } };
  expect(await floor.packer.scan('pack', '', missing)).toMatchObject({ ok: true });
  await enter(`#/orders/${order!.orderId}`);
  const { name } = await must(floor.manager.get(`/v1/items/${itemId}`));
  const told = page.locator('.history [data-units=packed_short_waits]');
  await told.getByText(`2 × ${name}`).waitFor();
  await page.evaluate(`localStorage.setItem('language', '"ko"')`);
  await page.reload();
  await told.getByText(`${name} 2개`).waitFor();
  expect(await page.locator('.history [data-units]').count()).toBe(1);
});
