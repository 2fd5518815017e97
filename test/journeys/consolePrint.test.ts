import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import { must } from '../modules/packing/floor.ts';
import { useDesk, type AtDesk } from '../support/desk.ts';
import { addItem } from '../support/goods.ts';
import { PASSWORD } from '../support/server.ts';
import { arrivedShipment, receiveUnits } from '../support/inbound.ts';
import { decoded, decodedPng, openDecoder, pages } from '../support/printed.ts';

let at: AtDesk;
useDesk((now) => (at = now));
beforeAll(openDecoder);

/** Makes the sheets that are asked for; answers the codes on the first and the name of the file. */
async function made(): Promise<{ codes: string[]; name: string }> {
  const { page } = at;
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('dialog [data-do=confirm]')]);
  await page.locator('dialog').waitFor({ state: 'detached' });
  const [first] = pages(await readFile(await file.path()));
  const codes = (await decoded(first!, [210, 297])).map(({ text }) => text);
  return { codes: codes.toSorted(), name: file.suggestedFilename() };
}

const labels = (count: number) => at.page.locator(`dialog [data-labels="${count}"]`).waitFor();

it('shows on an item’s page its barcode, to be scanned off the screen or typed, and prints it', async () => {
  const { server, ground, page } = at;
  const goods = await addItem(ground, { name: 'Barley tea' });
  await server.as('seller', { sellerId: ground.sellerId, login: 'shop-bars' });
  await at.enter('shop-bars', `#/stock/${goods.itemId}`);
  await page.locator('.barcodes svg').waitFor();
  expect(await page.textContent('.barcodes .code')).toBe(goods.barcode);
  expect(await decodedPng(await page.locator('.barcodes svg').screenshot())).toEqual([goods.barcode]);
  await page.click('[data-do=print-labels]');
  // a seller has no places to print for
  expect(await page.locator('dialog .segments').count()).toBe(0);
  await page.fill('dialog [name=copies]', '2');
  await labels(2);
  expect(await made()).toEqual({ codes: [goods.barcode, goods.barcode], name: 'items.pdf' });
});

it('says of an item without barcodes whether its own code can be scanned, and prints no label that cannot', async () => {
  const { server, ground, page } = at;
  const named = await addItem(ground, { code: 'TEA-1', barcodes: [] });
  const numbered = await addItem(ground, { code: '12345678', barcodes: [] });
  await server.as('seller', { sellerId: ground.sellerId, login: 'shop-codes' });
  await at.enter('shop-codes', `#/stock/${named.itemId}`);
  await at.see('the sheet shows its own code');
  await page.goto(`${server.url}/#/stock/${numbered.itemId}`);
  await at.see('a handheld takes 12345678 for a damaged label');
  await page.click('[data-do=print-labels]');
  await labels(1);
  await page.click('dialog [data-do=confirm]');
  await at.see('No handheld takes these as labels: 12345678');
});

it('prints the items in the list but for those that are left out, bins by how they begin, and totes that count on', async () => {
  const { server, ground, page } = at;
  const goods = [await addItem(ground, { name: 'Rye bread' }), await addItem(ground, { name: 'Rye crisps' })];
  await server.as('manager', { login: 'desk-bars' });
  await at.enter('desk-bars', '#/stock?search=Rye');
  await page.getByText('Rye crisps').first().waitFor();
  const open = () => page.click('[data-do=print-labels]');
  await open();
  await labels(2);
  await page.uncheck(`dialog [name="${goods[0]!.code}"]`);
  await labels(1);
  expect(await made()).toEqual({ codes: [goods[1]!.barcode], name: 'items.pdf' });

  await open();
  await page.getByRole('button', { name: 'Bins' }).click();
  await page.fill('dialog [name=begin]', ground.bins[0]!.toLowerCase());
  await labels(1);
  expect(await made()).toEqual({ codes: [ground.bins[0]], name: 'bins.pdf' });

  await open();
  await page.getByRole('button', { name: 'Totes' }).click();
  await page.fill('dialog [name=first]', '7');
  await page.fill('dialog [name=count]', '2');
  await labels(2);
  expect(await made()).toEqual({ codes: ['TOTE-0007', 'TOTE-0008'], name: 'totes.pdf' });

  await open();
  await page.getByRole('button', { name: 'LPNs' }).click();
  await page.fill('dialog [name=count]', '700');
  await at.see(/at most 630 at once/);
  expect(await page.locator('dialog [data-do=confirm]').isDisabled()).toBe(true);
});

it('says when more bins begin so than are printed at once, and prints those that begin with more of the code', async () => {
  const { server, ground, page } = at;
  const two = (n: number) => String(n).padStart(2, '0');
  const binCodes = Array.from({ length: 640 }, (_, n) => `X-${two(Math.trunc(n / 10) + 1)}-${two((n % 10) + 1)}`);
  const bins = binCodes.map((binCode) => ({ binCode, kind: 'pick', aisle: 0, y_mm: 500 }));
  await must(ground.manager.post('/v1/bins', { siteId: ground.siteId, bins }));
  await server.as('manager', { login: 'desk-racks' });
  await at.enter('desk-racks', '#/stock');
  await page.click('[data-do=print-labels]');
  await page.getByRole('button', { name: 'Bins' }).click();
  await page.fill('dialog [name=begin]', 'x-');
  await at.see('More than 630 bins begin so');
  expect(await page.locator('dialog [data-do=confirm]').isDisabled()).toBe(true);
  // the last of them, beyond any first page
  await page.fill('dialog [name=begin]', 'x-64');
  await labels(10);
  expect(await made()).toEqual({ codes: binCodes.slice(-10), name: 'bins.pdf' });
});

it('goes on behind the highest LPN of the site, warns of numbers that are in use, and prints the vehicles', async () => {
  const { server, ground, page } = at;
  const goods = await addItem(ground);
  const { shipmentId } = await arrivedShipment(ground, [[goods, 5]]);
  await must(receiveUnits(ground.manager, shipmentId, { itemId: goods.itemId, quantity: 5, lpnCode: 'LPN0000412' }));
  const capacity = { parcels: 100, weight_g: 900_000, volume_cm3: 6_000_000 };
  const van = { siteId: ground.siteId, code: 'VEH-PRINT', capacity, shift: { fromMinute: 0, toMinute: 1440 } };
  await must(ground.admin.post('/v1/vehicles', van));
  await server.as('manager', { login: 'desk-numbers' });
  await at.enter('desk-numbers', '#/stock');
  await page.click('[data-do=print-labels]');
  await page.getByRole('button', { name: 'LPNs' }).click();
  await expect.poll(() => page.inputValue('dialog [name=first]')).toBe('413');
  await page.fill('dialog [name=count]', '2');
  await labels(2);
  expect(await page.locator('dialog .notice').count()).toBe(0);
  await page.fill('dialog [name=first]', '412');
  await at.see('LPNs up to LPN0000412 are in use here');
  await page.fill('dialog [name=first]', '413');
  await page.locator('dialog .notice').waitFor({ state: 'detached' });
  expect(await made()).toEqual({ codes: ['LPN0000413', 'LPN0000414'], name: 'lpns.pdf' });

  await page.click('[data-do=print-labels]');
  await page.getByRole('button', { name: 'Vehicles' }).click();
  await labels(1);
  expect(await made()).toEqual({ codes: ['VEH-PRINT'], name: 'vehicles.pdf' });
});

it('prints the badges of the people in sight, which say who somebody is and let nobody in by themselves', async () => {
  const { server, page } = at;
  const manager = await server.as('manager', { login: 'desk-badges' });
  for (const [login, badge] of [
    ['badged-one', 'BADGE-0701'],
    ['badged-two', 'BADGE-0702'],
    ['badged-gone', 'BADGE-0703'],
    ['badgeless', null],
  ] as const) {
    const { userId } = await server.as('picker', { login });
    if (badge) await must(manager.post(`/v1/users/${userId}/badge`, { badge }));
    if (login === 'badged-gone') await must(manager.post(`/v1/users/${userId}/state`, { state: 'blocked' }));
  }
  await at.enter('desk-badges', '#/people?search=badge');
  await at.see('Print 2 badges');
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-do=print-badges]')]);
  expect(file.suggestedFilename()).toBe('badges.pdf');
  const [first] = pages(await readFile(await file.path()));
  const codes = (await decoded(first!, [210, 297])).map(({ text }) => text);
  expect(codes.toSorted()).toEqual(['BADGE-0701', 'BADGE-0702']);
  // all that is on the paper, with the password of the account or without: it is no login of the desk's, and no handheld's without PIN
  const alone = await server.anyone.post('/v1/sign-in', { login: 'BADGE-0701', password: PASSWORD });
  expect(alone.body.error.code).toBe('sign_in_failed');
  const noPin = { deviceId: 'any', deviceKey: 'a-key-that-nobody-enrolled', login: 'BADGE-0701' };
  const { details } = (await server.anyone.post('/v1/sign-in/pin', noPin)).body.error;
  expect(details.map(({ field }: { field: string }) => field)).toContain('pin');
});
