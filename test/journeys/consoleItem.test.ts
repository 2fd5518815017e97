import { expect, it } from 'vitest';
import { must } from '../modules/packing/floor.ts';
import { useDesk, type AtDesk } from '../support/desk.ts';
import { gtin13 } from '../support/goods.ts';

let at: AtDesk;
useDesk((now) => (at = now));

async function typeItem(code: string): Promise<void> {
  const { page } = at;
  await page.click('[data-do=add-item]');
  const typed = { code, name: 'Oat milk', length: '10.5', width: '8', height: '20', weight: '1030' };
  for (const [name, text] of Object.entries(typed)) await page.fill(`dialog [name=${name}]`, text);
}

const itemOf = async (code: string) =>
  (await at.ground.admin.get(`/v1/items?sellerId=${at.ground.sellerId}&search=${code}`)).body.items[0];

it('makes an item of a seller that is asked for lot, expiry date and serial whenever it arrives', async () => {
  const { server, ground, page } = at;
  await server.as('seller', { sellerId: ground.sellerId, login: 'shop-item' });
  await at.enter('shop-item', '#/stock');
  await typeItem('OAT-1');
  // without its switch no life is asked for
  expect(await page.locator('dialog [name=minLifeDays]').count()).toBe(0);
  for (const name of ['lotTracked', 'expiryTracked', 'serialTracked']) await page.check(`dialog [name=${name}]`);
  await page.fill('dialog [name=minLifeDays]', '30');
  await page.fill('dialog [name=barcode]', '4006381333931');
  await at.see('Receiving asks for the lot on the label and takes nothing in without it.');
  await page.click('dialog [data-do=confirm]');
  for (const text of ['By lot', 'By expiry date', 'By serial number']) await at.see(text);
  expect(await itemOf('OAT-1')).toMatchObject({
    sellerId: ground.sellerId,
    name: 'Oat milk',
    size_mm: [105, 80, 200],
    weight_g: 1_030,
    lotTracked: true,
    expiryTracked: true,
    serialTracked: true,
    minLifeDays: 30,
    barcodes: [{ quantity: 1 }],
  });
});

it('lets a manager add an item for a seller that he names, and says beneath a field what is wrong with it', async () => {
  const { server, ground, page } = at;
  const barcodes = [{ code: gtin13(900_101), quantity: 1 }];
  const taken = { sellerId: ground.sellerId, code: 'TAKEN', name: 'Taken', barcodes, size_mm: [9, 9, 9], weight_g: 9 };
  await server.as('manager', { login: 'desk-item' });
  await at.enter('desk-item', '#/stock');
  await typeItem('OAT-2');
  expect(await page.locator('dialog [data-do=confirm]').isDisabled()).toBe(true);
  await page.selectOption('dialog select', ground.sellerId);
  const problem = page.locator('dialog label', { has: page.locator('[name=barcode]') }).locator('.problem');
  const confirm = page.locator('dialog [data-do=confirm]');
  // eight digits may be on the way to thirteen
  await page.fill('dialog [name=barcode]', '40063813');
  expect(await problem.count()).toBe(0);
  await page.fill('dialog [name=barcode]', '4006381333932');
  expect(await problem.textContent()).toBe(
    'The digits do not fit together: 4006381333932 should end in 1. Compare it with the label.',
  );
  expect(await confirm.isDisabled()).toBe(true);
  await page.fill('dialog [name=barcode]', '96385075');
  await page.focus('dialog [name=name]');
  await at.see(/96385075 should end in 4/);
  // right, and another item's: this the server says, at the same place
  await must(ground.admin.post('/v1/items', taken));
  await page.fill('dialog [name=barcode]', taken.barcodes[0]!.code);
  await confirm.click();
  await page.waitForSelector('dialog [role=alert]');
  expect(await problem.textContent()).toBe('Another item of this seller has this barcode.');
  expect(await page.textContent('dialog [role=alert]')).not.toContain('Row');
  await page.fill('dialog [name=barcode]', '');
  expect(await problem.count()).toBe(0);
  await page.click('dialog [data-do=confirm]');
  await page.getByRole('heading', { name: 'Oat milk' }).waitFor();
  expect(await page.getByText('By lot').count()).toBe(0);
  expect(await itemOf('OAT-2')).toMatchObject({
    lotTracked: false,
    expiryTracked: false,
    minLifeDays: 0,
    barcodes: [],
  });
});

it('says what is missing or no number, takes a comma, and no weight under a gram', async () => {
  const { server, ground, page } = at;
  await server.as('seller', { sellerId: ground.sellerId, login: 'shop-comma' });
  await at.enter('shop-comma', '#/stock');
  await typeItem('OAT-3');
  const confirm = page.locator('dialog [data-do=confirm]');
  await page.locator('dialog [data-missing]').waitFor({ state: 'detached' });
  await page.fill('dialog [name=weight]', '0.3');
  await page.fill('dialog [name=width]', '8 or 9');
  await page.fill('dialog [name=name]', '');
  await at.see('Before it can be added: Name · Width, cm · Weight of one unit, g.');
  await at.see('A number of grams, 1 at least');
  expect(await confirm.isDisabled()).toBe(true);
  const typed = { name: 'Oat milk', length: '10,5', width: '8', weight: '1,030' };
  for (const [name, text] of Object.entries(typed)) await page.fill(`dialog [name=${name}]`, text);
  await confirm.click();
  await page.getByRole('heading', { name: 'Oat milk' }).waitFor();
  expect(await itemOf('OAT-3')).toMatchObject({ size_mm: [105, 80, 200], weight_g: 1_030 });
});

it('offers nothing to add to a dispatcher', async () => {
  await at.server.as('dispatcher', { login: 'routes-item' });
  await at.enter('routes-item', '#/stock');
  await at.page.locator('.search, [type=search], .filters').first().waitFor();
  expect(await at.page.locator('[data-do=add-item]').count()).toBe(0);
});
