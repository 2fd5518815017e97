import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { addVan, parcelsFor, planned, showRoute } from '../modules/dispatch/fleet.ts';
import { must, openFloor, type Floor, type Packed } from '../modules/packing/floor.ts';
import { useBoard, type AtDesk } from '../support/desk.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let floor: Floor;
let page: Page;
let see: AtDesk['see'];
let lost: Packed;
let recalled: Packed;

const hold = ({ parcelId }: Packed, reason: string | null) =>
  must(floor.dispatcher.post(`/v1/parcels/${parcelId}/hold`, { siteId: floor.siteId, reason }));

async function lay(of: TestServer): Promise<Floor> {
  floor = await openFloor(of);
  const doors = [0, 1].map((north) => ({ lat: 37.56 + north / 100, lon: 126.8 }));
  [lost, recalled] = (await parcelsFor(floor, doors)) as [Packed, Packed];
  await hold(lost, 'wrong_address');
  await hold(recalled, 'recall');
  return floor;
}
useBoard(
  lay,
  (at) => ({ server, page, see } = at),
  (now) => now.getByRole('button', { name: /^No route/ }).click(),
);

const row = ({ sscc }: Packed) => page.locator(`[data-kept="${sscc}"]`);
const reasonOf = async ({ sscc }: Packed): Promise<string | undefined> => {
  const { kept } = await must(floor.dispatcher.get(`/v1/pool?siteId=${floor.siteId}`));
  return kept.find((one: { sscc: string }) => one.sscc === sscc)?.holdReason;
};

it('lets a held parcel go, and holds it again by undo', async () => {
  await row(recalled).getByText('Recall').waitFor();
  await row(recalled).locator('[data-do=let-go]').click();
  await see(`…${recalled.sscc.slice(-6)} may go again`);
  await row(recalled).waitFor({ state: 'detached' });
  expect(await reasonOf(recalled)).toBeUndefined();
  await page.keyboard.press('u');
  await row(recalled).getByText('Recall').waitFor();
  expect(await reasonOf(recalled)).toBe('recall');
});

it('corrects a wrong address, who it is only looked up with a reason, and the parcel goes by itself', async () => {
  const looks: string[] = [];
  const sent: unknown[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/address')) sent.push(request.postDataJSON());
    if (request.url().includes('/recipient')) looks.push(new URL(request.url()).search);
  });
  await row(lost).getByText('Wrong address').waitFor();
  await row(lost).locator('[data-do=correct]').click();
  expect(await page.inputValue('dialog [name=name]')).toBe('');
  // what is known stands there as everybody reads it
  const shown = async () => page.getAttribute('dialog [name=name]', 'placeholder');
  await expect.poll(shown).toBe('홍*동');
  expect(await page.getAttribute('dialog [name=phone]', 'placeholder')).toBe('010-1234-****');
  await page.selectOption('.look-up select', 'call_customer');
  await page.click('[data-do=look-up]');
  await expect.poll(() => page.inputValue('dialog [name=name]')).toBe('홍길동');
  expect(looks).toEqual(['?reason=call_customer']);

  const save = page.locator('dialog [data-do=confirm]');
  expect(await save.isDisabled()).toBe(true);
  await page.fill('dialog [name=address]', '서울시 강서구 공항대로 1');
  await page.fill('dialog [name=spot]', '37.61');
  await see('Two numbers, such as 37.5612, 126.9780');
  await page.fill('dialog [name=spot]', '37.61, 126.81');
  await page.keyboard.press('Enter');
  await see('Address corrected');
  expect(sent).toEqual([{ shipTo: { address: '서울시 강서구 공항대로 1', lat: 37.61, lon: 126.81 } }]);
  await server.settle();
  await row(lost).waitFor({ state: 'detached' });
  expect(await reasonOf(lost)).toBeUndefined();
  const { doors } = await must(floor.dispatcher.get(`/v1/pool?siteId=${floor.siteId}`));
  expect(doors).toMatchObject([{ lat: 37.61, lon: 126.81, parcels: [{ parcelId: lost.parcelId }] }]);
});

it('opens a door of the pool, holds its parcel back, and puts it on a route by hand', async () => {
  const vehicleId = await addVan(floor);
  const going = await parcelsFor(floor, [
    { lat: 37.6, lon: 126.8 },
    { lat: 37.6, lon: 126.9 },
  ]);
  const [route] = (await planned(floor, going, [vehicleId])).routes;
  const [waiting] = (await parcelsFor(floor, [{ lat: 37.6, lon: 126.85 }])) as [Packed];
  const door = page.locator(`[data-door="${waiting.sscc}"]`);
  await door.getByText('서울시 강남구').click();
  await door.locator('[data-do=hold-customer_asked]').click();
  await row(waiting).getByText('The customer asked').waitFor();
  expect(await reasonOf(waiting)).toBe('customer_asked');
  await page.keyboard.press('u');
  await door.waitFor();
  expect(await reasonOf(waiting)).toBeUndefined();

  const parcelsOn = async () =>
    (await showRoute(floor, route!.routeId)).stops.map(({ parcels }) => parcels[0]!.parcelId);
  await door.dragTo(page.locator('.lane:not(.axis) .track'), { targetPosition: { x: 2, y: 8 } });
  await see(/^1 moved to/);
  await door.waitFor({ state: 'detached' });
  expect((await parcelsOn()).indexOf(waiting.parcelId)).toBe(0);
  await page.keyboard.press('u');
  await door.locator('.pool-head').click();
  // a hand that is quicker than what the move costs is told: it goes to the cheapest place all the same
  let choose = (): void => undefined;
  const chosen = new Promise<void>((resolve) => (choose = resolve));
  await page.route('**/v1/stops/weigh', async (asked) => {
    await chosen;
    await asked.continue();
  });
  await door.locator('[data-do=to-route]').click();
  await page.locator('.targets button').click();
  choose();
  await door.waitFor({ state: 'detached' });
  expect((await parcelsOn()).indexOf(waiting.parcelId)).toBe(1);
});

it('does not leave a customer open on a desk that was left', async () => {
  await hold(lost, 'wrong_address');
  await row(lost).locator('[data-do=correct]').click();
  // why Save is grey, and that nothing else has to be typed
  const missing = page.locator('dialog [data-missing]');
  expect(await missing.textContent()).toBe('Before it can be saved: Latitude, longitude.');
  await see('What is left empty stays as it is.');
  await page.fill('dialog [name=spot]', '37.61, 126.81');
  await missing.waitFor({ state: 'detached' });
  expect(await page.locator('dialog [data-do=confirm]').isEnabled()).toBe(true);
  await page.click('[data-do=look-up]');
  await expect.poll(() => page.inputValue('dialog [name=name]')).toBe('홍길동');
  await page.clock.runFor(125_000);
  await page.locator('dialog').waitFor({ state: 'detached' });
  expect(await page.content()).not.toContain('홍길동');
});

it('writes off what is not found after a question that says what follows, in both languages, and keeps why', async () => {
  const [kept] = (await parcelsFor(floor, [{ lat: 37.62, lon: 126.8 }])) as [Packed];
  await hold(kept, 'not_found');
  const stateNow = async () => (await must(floor.dispatcher.get(`/v1/parcels/${kept.parcelId}`))).state;
  const number = kept.sscc.slice(-6);
  await row(kept).getByText('Not found').waitFor();
  await row(kept).locator('[data-do=write-off]').click();
  await see(`Write off parcel …${number}?`);
  await see(/its customer reads that it is lost\. This cannot be undone\.$/);
  await page.getByRole('button', { name: 'Keep looking' }).click();
  await page.locator('dialog').waitFor({ state: 'detached' });
  expect(await stateNow()).toBe('closed');
  // what is held for another reason is not lost
  expect(await row(lost).locator('[data-do=write-off]').count()).toBe(0);
  await page.evaluate(`localStorage.setItem('language', '"ko"')`);
  await page.reload();
  await page.getByRole('button', { name: /^미배정 \d/ }).click();
  await row(kept).locator('[data-do=write-off]').click();
  await see(`상자 …${number} 분실 처리할까요?`);
  await page.selectOption('dialog select', 'stolen');
  await page.click('dialog [data-do=confirm]');
  await see(`상자 …${number} 분실 처리했습니다`);
  await row(kept).waitFor({ state: 'detached' });
  expect(await stateNow()).toBe('lost');
  await page.evaluate(`location.hash = '#/orders/${kept.orderId}'`);
  const written = page.locator('.history li', { hasText: '분실 처리' });
  await written.getByText('도난').waitFor();
});
