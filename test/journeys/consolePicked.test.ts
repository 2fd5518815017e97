import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { must, openFloor, picked, shelved, type Floor } from '../modules/packing/floor.ts';
import { useDeskOn, type AtDesk } from '../support/desk.ts';
import type { TestServer } from '../support/server.ts';

let floor: Floor;
let page: Page;
let enterAs: AtDesk['enter'];

async function lay(server: TestServer): Promise<Floor> {
  const laid = await openFloor(server);
  await server.as('manager', { login: 'manager-picked' });
  return laid;
}
useDeskOn(lay, (at) => ({ ground: floor, page, enter: enterAs } = at));

const enter = (hash: string) => enterAs('manager-picked', hash);

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
