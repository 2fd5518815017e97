import { expect, it } from 'vitest';
import { must } from '../modules/packing/floor.ts';
import { useDesk, type AtDesk } from '../support/desk.ts';
import { addItem } from '../support/goods.ts';

let at: AtDesk;
useDesk((now) => (at = now));

/** Opens a booking, and puts so many of an item into it. */
async function begin(login: string, name: string, quantity: string): Promise<void> {
  const { server, ground, page } = at;
  await server.as('seller', { sellerId: ground.sellerId, login });
  await at.enter(login, '#/inbound');
  await page.click('[data-do=book]');
  await page.fill('.item-search input', name);
  await page.getByRole('option').getByText(name).click();
  await page.fill('[name=quantity]', quantity);
}

const step = () => at.page.locator('.stepper [aria-current=step] .step-name').textContent();
async function next(name: string): Promise<void> {
  await at.page.click('[data-do=next]');
  await expect.poll(step).toBe(name);
}

/** Through the steps that ask nothing here; answers what the warehouse got. */
async function booked() {
  const { page, ground } = at;
  await next('Where and when');
  await next('Transport');
  await next('Confirm');
  const summary = await page.textContent('.summary');
  await page.click('[data-do=book]');
  await at.see('Your shipment is booked');
  const shipmentId = page.url().match(/inbound\/([0-9a-f-]{36})/)![1]!;
  return { summary, shipment: await must(ground.admin.get(`/v1/inbound-shipments/${shipmentId}`)) };
}

const holders = () =>
  at.page
    .locator('.draft-lines .sides input, .draft-lines [name=weight]')
    .evaluateAll((inputs: { placeholder: string }[]) => inputs.map(({ placeholder }) => placeholder));

it('reckons boxes from what the catalogue knows of a unit, so that nothing has to be measured', async () => {
  const { page, ground } = at;
  await addItem(ground, { name: 'Linen napkins' });
  await begin('shop-reckons', 'Linen napkins', '36');
  await at.see('One unit: 10 × 8 × 6 cm, 250 g');
  await at.see('about 9 kg · 0.02 m³ without boxes');
  await next('How packed');
  await page.fill('[name=perBox]', '12');
  // two by two by three, and a centimetre of cardboard
  await expect.poll(holders).toEqual(['21', '17', '19', '3']);
  await at.see('Left empty: as shown, reckoned from the units');
  const { summary, shipment } = await booked();
  expect(summary).toContain('about 9 kg · 0.02 m³ with the boxes');
  expect(shipment.boxes).toHaveLength(3);
  for (const box of shipment.boxes) expect(box).toMatchObject({ size_mm: [210, 170, 190], weight_g: 3_000 });
});

it('takes a box as it was measured, and keeps it for the item where that is wanted', async () => {
  const { page, ground } = at;
  const { itemId } = await addItem(ground, { name: 'Wool socks' });
  await begin('shop-keeps', 'Wool socks', '30');
  await next('How packed');
  expect(await page.locator('[name=keepsBox]').count()).toBe(0);
  const typed = { perBox: '12', width: '30', length: '40', height: '25,5', weight: '3.4' };
  for (const [name, text] of Object.entries(typed)) await page.fill(`.draft-lines [name=${name}]`, text);
  await page.check('[name=keepsBox]');
  // somebody else measures another box while this is being booked: both are kept
  const pallet = { name: 'Pallet', quantity: 480 };
  await must(ground.admin.patch(`/v1/items/${itemId}/packaging`, { packs: [pallet] }));
  const { shipment } = await booked();
  expect(await page.locator('[role=alert]').count()).toBe(0);
  expect(shipment.boxes.map((box: { weight_g: number }) => box.weight_g)).toEqual([3_400, 3_400, 1_700]);
  const item = await must(ground.admin.get(`/v1/items/${itemId}`));
  const measured = { name: '× 12', quantity: 12, size_mm: [300, 400, 255], weight_g: 3_400 };
  expect(item.packs).toEqual([measured, pallet]);
  // the next booking begins with it
  await page.goto(`${at.server.url}/#/inbound`);
  await page.click('[data-do=book]');
  await page.fill('.item-search input', 'Wool socks');
  await page.getByRole('option').getByText('Wool socks').click();
  await page.fill('[name=quantity]', '24');
  await next('How packed');
  expect(await page.inputValue('[name=perBox]')).toBe('12');
  expect(await page.inputValue('.draft-lines [name=weight]')).toBe('3.4');
  expect(await page.locator('[name=keepsBox]').count()).toBe(0);
});

it('says which box was not kept, where others have measured one of as many meanwhile', async () => {
  const { page, ground } = at;
  const { itemId, code } = await addItem(ground, { name: 'Cork mat' });
  await begin('shop-late', 'Cork mat', '24');
  await next('How packed');
  const typed = { perBox: '12', width: '30', length: '40', height: '25', weight: '3.4' };
  for (const [name, text] of Object.entries(typed)) await page.fill(`.draft-lines [name=${name}]`, text);
  await page.check('[name=keepsBox]');
  const theirs = { name: 'Carton', quantity: 12, size_mm: [500, 400, 300], weight_g: 4_000 };
  await must(ground.admin.patch(`/v1/items/${itemId}/packaging`, { packs: [theirs] }));
  await booked();
  await at.see(`The box of 12 for ${code} was not kept. The catalogue has another box of 12 for this item.`);
  expect((await must(ground.admin.get(`/v1/items/${itemId}`))).packs).toEqual([theirs]);
});

it('asks for the size of a mixed box, whose weight it knows, and says of a code that is a wrong barcode which', async () => {
  const { page, ground } = at;
  await addItem(ground, { name: 'Bath mat' });
  await addItem(ground, { name: 'Bath towel' });
  await begin('shop-mixed', 'Bath mat', '4');
  await page.getByRole('button', { name: 'Paste rows' }).click();
  await page.fill('textarea', '8801234567890, 6');
  await page.getByText('Take 1 row').click();
  await at.see('The digits do not fit together: 8801234567890 should end in 3. Compare it with the label.');
  await at.see('the catalogue does not know how large and heavy all of it is');
  await page.locator('.draft-lines li').last().getByRole('button', { name: 'Remove' }).click();
  await page.fill('.item-search input', 'Bath towel');
  await page.getByRole('option').getByText('Bath towel').click();
  await page.locator('[name=quantity]').last().fill('2');
  await next('How packed');
  await page.getByRole('button', { name: 'Mixed boxes' }).click();
  await at.see('Not known: measure one box');
  await page.click('[data-do=next]');
  await at.see('1 open point on this page');
  for (const name of ['width', 'length', 'height']) await page.fill(`[name=${name}]`, '40');
  const { shipment } = await booked();
  expect(shipment.boxes).toMatchObject([{ size_mm: [400, 400, 400], weight_g: 1_500 }]);
});
