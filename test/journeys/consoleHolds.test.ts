import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { useDesk, type AtDesk } from '../support/desk.ts';
import { addItem, stockOf, stow, type Ground } from '../support/goods.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let ground: Ground;
let page: Page;
let enter: AtDesk['enter'];
let see: AtDesk['see'];
let login: string;
useDesk((at) => ({ server, ground, page, enter, see } = at));
beforeEach(async () => {
  login = `manager-${newId().slice(-6)}`;
  await server.as('manager', { login });
});

describe('a hold at the desk', () => {
  it('is put on an item, shows the order that it leaves short, and is lifted with a reason', async () => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[0]!, 3);
    const order = { sellerId: ground.sellerId, siteId: ground.siteId, channel: 'shop', externalId: 'SHORT-BY-HOLD' };
    const shipTo = { name: '김하늘', phone: '010-1234-5678', address: '서울시 중구 1' };
    const bought = { ...order, paid: true, lines: [{ itemId, quantity: 2 }], shipTo };
    expect((await ground.admin.post('/v1/orders', bought)).status).toBe(201);
    await enter(login, `#/stock/${itemId}`);
    await page.click('[data-do=hold]');
    await page.click('[data-do=confirm]');
    await see('1 order counts on these units. 2 units have nothing else to come from.');
    expect(await stockOf(ground, itemId)).toMatchObject({ held: 0, promised: 2 });
    await page.getByRole('button', { name: 'Do it all the same' }).click();
    await see('On hold');
    await see('SHORT-BY-HOLD');
    expect(await stockOf(ground, itemId)).toMatchObject({ held: 3, available: 0 });
    await page.goto(`${server.url}/#/approvals/holds`);
    const row = page.locator('.rows tr', { hasText: ground.bins[0]! });
    await row.getByRole('link', { name: 'Hold: Recall, 3 units' }).waitFor();
    expect(await row.locator('[data-free]').count()).toBe(0);
    // squeezed as far as can be, the bin still stands on one line
    const lines = await row
      .locator('td.lead > *')
      .evaluate(
        (place: { parentElement: { setAttribute(name: string, text: string): void }; getClientRects(): object[] }) => {
          place.parentElement.setAttribute('style', 'display: block; width: 1px');
          return place.getClientRects().length;
        },
      );
    expect(lines).toBe(1);
    await row.locator('[data-do=to-lift]').click();
    await page.click('[data-do=lift]');
    await page.click('[data-do=confirm]');
    await see('The hold is lifted');
    await see(/Lifted .* by .*: Recall is over/);
    await see('Units that were held');
    expect(await page.locator('.page .stop').count()).toBe(0);
    await server.settle();
    expect(await stockOf(ground, itemId)).toMatchObject({ held: 0, promised: 2, available: 1 });
  });

  it('of a lot that nobody has seen names those that there are, and is put on it only when it is meant', async () => {
    const { itemId } = await addItem(ground, { lotTracked: true });
    const found = { siteId: ground.siteId, binCode: ground.bins[2]!, itemId, lot: 'LOT-7a', quantity: 3 };
    expect((await ground.manager.post('/v1/stock/adjustments', { ...found, reason: 'found' })).status).toBe(201);
    await enter(login, `#/stock/${itemId}`);
    await page.click('[data-do=hold]');
    await page.fill('[name=lot]', 'LOT-7A');
    await page.click('[data-do=confirm]');
    await see('Nobody has seen the lot LOT-7A of this item');
    await see('Expected: LOT-7a');
    expect(await stockOf(ground, itemId)).toMatchObject({ held: 0 });
    await page.check('[name=isMeant]');
    await page.fill('[name=lot]', 'LOT-7B');
    expect(await page.locator('[name=isMeant]').count()).toBe(0);
    await page.fill('[name=lot]', 'LOT-7A');
    expect(await page.isChecked('[name=isMeant]')).toBe(false);
    await page.check('[name=isMeant]');
    await page.click('[data-do=confirm]');
    await see('No order counted on these units');
    expect(await stockOf(ground, itemId)).toMatchObject({ held: 0 });
    const { siteId } = ground;
    const [{ holdId }] = (await ground.manager.get(`/v1/holds?siteId=${siteId}`)).body.holds;
    expect((await ground.manager.post(`/v1/holds/${holdId}/lift`, { siteId, reason: 'undo' })).status).toBe(200);
  });

  it('says in Korean that there is no such bin, and holds nothing', async () => {
    await enter(login, '#/approvals/holds');
    await see('Everything here may be sold');
    await page.evaluate(`localStorage.setItem('language', '"ko"')`);
    await page.reload();
    await page.click('[data-do=hold]');
    await page.getByRole('button', { name: '칸', exact: true }).click();
    expect(await page.locator('[data-do=confirm]').isDisabled()).toBe(true);
    await page.fill('[name=code]', 'z-99-1');
    await page.click('[data-do=confirm]');
    await see('없는 칸입니다');
    expect(await page.locator('.trouble .details').textContent()).toBe('칸: Z-99-1');
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
    await enter(login, `#/stock/${itemId}`);
    await page.getByRole('button', { name: 'Adjust' }).click();
    await page.getByLabel('Bin', { exact: true }).fill(binCode.toLowerCase());
    await page.getByLabel('Condition').selectOption('damaged');
    await page.getByLabel('Difference').fill('-4');
    await page.getByLabel('Reason').fill('scrapped');
    await page.click('[data-do=confirm]');
    await see('Nothing of it is at this site');
    await page.goto(`${server.url}/#/approvals`);
    await see('Adjustments above 1,000 units');
    // no clock runs and no news comes: what was done here is asked for at once
    await page.clock.pauseAt(server.clock.now().getTime() + 3_600_000);
    await page.click('[data-do=approve]');
    await see(`, then ${login}`);
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 1500, held: 0 });
  });

  it('says in Korean what it would break, is done by a second press, and one that waits is withdrawn', async () => {
    const { itemId } = await addItem(ground);
    const binCode = ground.bins[3]!;
    await stow(ground, itemId, binCode, 4);
    const order = { sellerId: ground.sellerId, siteId: ground.siteId, channel: 'shop', externalId: 'SHORT-BY-LOSS' };
    const shipTo = { name: '김하늘', phone: '010-1234-5678', address: '서울시 중구 1' };
    const bought = { ...order, paid: true, lines: [{ itemId, quantity: 3 }], shipTo };
    expect((await ground.admin.post('/v1/orders', bought)).status).toBe(201);
    await enter(login, `#/stock/${itemId}`);
    await page.evaluate(`localStorage.setItem('language', '"ko"')`);
    await page.reload();
    const adjust = async (difference: string) => {
      await page.getByRole('button', { name: '재고 조정' }).click();
      await page.getByLabel('차이').fill(difference);
      await page.getByLabel('이유').fill('분실');
      await page.click('[data-do=confirm]');
    };
    await adjust('-3');
    await see('이 재고를 쓰는 주문이 1건 있습니다. 2개는 대신할 재고가 없습니다.');
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 4, promised: 3 });
    await page.getByRole('button', { name: '그래도 진행' }).click();
    await page.locator('[data-do=confirm]').waitFor({ state: 'detached' });
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 1, promised: 1 });
    await adjust('-1500');
    await see('다른 사람의 승인을 기다립니다');
    await page.goto(`${server.url}/#/approvals`);
    await see('지금은 1개뿐이라 처리할 수 없습니다');
    await page.click('[data-do=withdraw]');
    await see('승인할 일이 없습니다');
    await see('요청 취소됨');
  });
});

describe('a checkout that was paid and whose order never came', () => {
  it('is seen at the desk with what it keeps, and released with a reason', async () => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[4]!, 5);
    const basket = { siteId: ground.siteId, channel: 'shop', externalId: 'NEVER-CAME', expiresInSeconds: 600 };
    const asked = await ground.manager.post('/v1/promises', { ...basket, lines: [{ itemId, quantity: 4 }] });
    expect((await ground.manager.post(`/v1/promises/${asked.body.promiseId}/confirm`)).status).toBe(200);
    await enter(login, '#/floor');
    await see('Waiting for a decision');
    await page.clock.fastForward(2 * 3_600_000);
    await see('the oldest was paid 2');
    await page.click('[data-do=to-checkouts]');
    await see('Paid, no order (1)');
    await page.click('[data-give-up=NEVER-CAME]');
    await page.getByLabel('Reason').selectOption('cancelled_at_shop');
    await page.click('[data-do=confirm]');
    await see('NEVER-CAME keeps nothing any more');
    await see('Every paid checkout has its order');
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 0, available: 5 });
  });
});
