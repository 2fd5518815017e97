import type { Browser, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { binPlace, holdUnits } from '../../src/inventory/index.ts';
import { must } from '../modules/packing/floor.ts';
import { signInAt, useDesk, type AtDesk } from '../support/desk.ts';
import { addItem, stockOf, stow, type Ground } from '../support/goods.ts';
import { inWork, type TestServer } from '../support/server.ts';

let browser: Browser;
let server: TestServer;
let ground: Ground;
let page: Page;
let enter: AtDesk['enter'];
let see: AtDesk['see'];
useDesk((at) => ({ browser, server, ground, page, enter, see } = at));

const at = (place: string): Promise<void> => page.evaluate(`location.hash = '#/${place}'`);
const shownOnce = async () => (await page.locator('output.once').textContent())!;
const stockBy = (apiKey: string) =>
  fetch(`${server.url}/v1/stock`, { headers: { authorization: `Bearer ${apiKey}` } }).then(({ status }) => status);

describe('keys of channels’ programs at the desk', () => {
  it('are made, replaced and revoked by a seller, and say when they were last used', async () => {
    const { sellerId } = ground;
    await server.as('channel', { sellerId, login: 'mall-1' });
    await server.as('seller', { sellerId, login: 'shopkeeper' });
    await enter('shopkeeper');
    await at('keys');
    await page.click('[data-do=add-key]');
    await page.fill('[name=key-name]', 'night sync');
    await page.click('[data-do=confirm]');
    await page.locator('output.once').waitFor();
    const first = await shownOnce();
    await page.keyboard.press('Escape');
    await see('never');
    expect(await stockBy(first)).toBe(200);

    await page.click('[data-rotate="night sync"]');
    await page.click('[data-do=confirm]');
    await page.locator('output.once').waitFor();
    const second = await shownOnce();
    await page.keyboard.press('Escape');
    expect([await stockBy(first), await stockBy(second)]).toEqual([200, 200]);

    const row = page.getByRole('row').filter({ hasText: `…${first.slice(-4)}` });
    await row.locator('[data-revoke]').click();
    await page.click('[data-do=confirm]');
    await row.getByText('Ended').waitFor();
    expect([await stockBy(first), await stockBy(second)]).toEqual([401, 200]);
    expect(await page.content()).not.toContain(second);
  });
});

describe('a password that was forgotten', () => {
  it('is reset by a manager, chosen anew at the sign-in, and stands in the history', async () => {
    await server.as('packer', { login: 'forgetful' });
    await server.as('manager', { login: 'boss' });
    await enter('boss');
    await at('people');
    await page.click('[data-forgot=forgetful]');
    await page.click('[data-do=confirm]');
    await page.locator('output.once').waitFor();
    const code = await shownOnce();
    await page.keyboard.press('Escape');
    await at('people/history');
    await see('Password reset');

    const other = await browser.newContext({ locale: 'en-US' });
    const own = await other.newPage();
    await signInAt(own, server.url, 'forgetful', code);
    await own.fill('[name=new-password]', 'a password of my own');
    await own.click('[type=submit]');
    await own.waitForSelector('.frame');
    await other.close();
    expect((await server.anyone.post('/v1/sign-in', { login: 'forgetful', password: code })).status).toBe(401);
    await must(server.anyone.post('/v1/sign-in', { login: 'forgetful', password: 'a password of my own' }));
  });

  it('is chosen on the handheld as well', async () => {
    const picker = await server.as('picker', { login: 'newcomer' });
    const manager = await server.as('manager');
    const { code } = await must(manager.post(`/v1/users/${picker.userId}/password`));
    await page.goto(`${server.url}/scanner/`);
    await page.fill('[name=login]', 'newcomer');
    await page.fill('[name=password]', code as string);
    await page.click('[type=submit]');
    await page.fill('[name=newPassword]', 'another of my own');
    await page.click('[type=submit]');
    await expect.poll(() => page.locator('[name=password]').count()).toBe(0);
    await must(server.anyone.post('/v1/sign-in', { login: 'newcomer', password: 'another of my own' }));
  });
});

describe('units that are not for sale', () => {
  it('are freed with a reason, and held again by undo', async () => {
    const { siteId } = ground;
    const { itemId } = await addItem(ground);
    const binCode = ground.bins[0]!;
    await stow(ground, itemId, binCode, 6);
    const units = { siteId, place: binPlace(binCode), itemId, lot: '', reason: 'not seen', quantity: 4 };
    await inWork(server.db, server.clock, (work) => holdUnits(work, units));
    await server.as('manager', { login: 'overseer' });
    await enter('overseer');
    await at('approvals/holds');
    await page.click(`[data-free="${binCode}"]`);
    await page.fill('[name=units]', '3');
    await page.click('[data-do=confirm]');
    await see('3 units');
    expect(await stockOf(ground, itemId)).toMatchObject({ held: 1, available: 5 });
    await page.click('[data-do=undo]');
    await expect.poll(async () => (await stockOf(ground, itemId)).held).toBe(4);
    await page.locator('td, [role=cell]').getByText('4', { exact: true }).first().waitFor();
  });
});

describe('what could not be heard, at the desk of an administrator', () => {
  const parkedFor = (subject: string) =>
    server.db.raw(
      `INSERT INTO parked_fact (consumer, cursor, kind, subject, told, reason, at)
       VALUES ('orders.available', ?, 'inventory.available', ?, '{"body":{},"at":"2026-11-20T00:00:00Z"}', 'Error: no room', now())`,
      [`1:${subject.length}`, subject],
    );

  it('is heard again or given up with a reason, and the place is empty then', async () => {
    const { itemId } = await addItem(ground);
    await parkedFor(itemId);
    await parkedFor('no item at all');
    await server.as('admin', { login: 'root' });
    await enter('root');
    // wherever somebody is, the navigation says that something waits
    const mark = page.locator('.side [href="#/records"] .waiting');
    await expect.poll(() => mark.textContent()).toContain('2 facts were not heard');
    await at('records/parked');
    await page.click(`[data-hear="no item at all"]`);
    await see('It could not be heard this time either.');
    await page.click(`[data-hear="${itemId}"]`);
    await see('It has been heard');
    await page.click('[data-give-up="no item at all"]');
    await page.fill('[name=give-up-reason]', 'never was one');
    await page.click('[data-do=confirm]');
    await see('Everything was heard');
    await expect.poll(() => mark.count()).toBe(0);
    await page.getByLabel('State').selectOption('given_up');
    await see('never was one');
  });
});
