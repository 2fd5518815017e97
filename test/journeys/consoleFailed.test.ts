import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { addVan, onTheRoad, parcelsFor, planned, showRoute, type Shown } from '../modules/dispatch/fleet.ts';
import { must, openFloor, type Floor, type Packed } from '../modules/packing/floor.ts';
import { openDesk, signInAt, useBoard, type AtDesk } from '../support/desk.ts';
import type { TestServer } from '../support/server.ts';

let browser: Browser;
let server: TestServer;
let floor: Floor;
let page: Page;
let see: AtDesk['see'];
let route: Shown;
let parcels: Packed[];

const spots = [0, 0, 1, 2, 3, 4].map((north) => ({ lat: 37.56 + north / 100, lon: 126.8 }));

async function lay(of: TestServer): Promise<Floor> {
  floor = await openFloor(of);
  parcels = await parcelsFor(floor, spots);
  route = await onTheRoad(floor, (await planned(floor, parcels, [await addVan(floor)])).routes[0]!);
  return floor;
}
useBoard(
  lay,
  (at) => ({ browser, server, page, see } = at),
  (now) => now.locator('.route-card').first().waitFor(),
);

/** A machine under load takes longer than the second that is usual. */
const soon = { timeout: 20_000 };
const next = async () => (await showRoute(floor, route.routeId)).stops.find(({ state }) => state === 'planned')!;
const waiting = async (): Promise<{ stopId: string; asked: boolean }[]> =>
  (await must(floor.dispatcher.get(`/v1/failed-doors?siteId=${floor.siteId}`))).doors;

/** The driver stands at his next door in vain. */
async function fail(reason: string, photoId?: string) {
  const stop = await next();
  server.clock.set(new Date(server.clock.now().getTime() + 60_000));
  await must(floor.driver.post(`/v1/stops/${stop.stopId}/fail`, { reason, photoId }));
  return stop;
}

it('counts doors that wait for a decision, lists them, and decides of each by one key', async () => {
  const PNG = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const { fileId } = await must(floor.driver.post('/v1/files', new Uint8Array(PNG), { 'content-type': 'image/png' }));
  const first = await fail('wrong_address', fileId);
  const second = await fail('wrong_address');
  await see('2 doors wait for a decision');
  await page.keyboard.press('d');
  const floorDesk = await openDesk(browser, server);
  await server.as('manager', { login: 'manager-doors' });
  await signInAt(floorDesk.page, `${server.url}/#/floor`, 'manager-doors');
  const inbox = floorDesk.page.locator('.inbox li', { hasText: 'Failed door' });
  await expect.poll(() => inbox.count(), soon).toBe(2);
  await inbox.first().getByRole('link', { name: 'Decide' }).click();
  await expect.poll(() => floorDesk.page.locator('[data-failed]').count(), soon).toBe(2);
  await floorDesk.close();
  const rows = page.locator('[data-failed]');
  await expect.poll(() => rows.count(), soon).toBe(2);
  await rows.first().locator('.proof-picture img').waitFor();
  // a door with two orders names both
  const ofFirst = first.parcels.length === 2 ? 2 : 1;
  await expect.poll(() => rows.first().locator('[data-order]').count(), soon).toBe(ofFirst);

  await page.keyboard.press('q');
  await rows.first().getByText('Address asked', { exact: true }).last().waitFor();
  expect(await waiting()).toMatchObject([{ asked: true }, { asked: false }]);
  await page.keyboard.press('j');
  expect(await page.locator(`[data-failed="${second.stopId}"] button:focus`).count()).toBe(1);
  await page.keyboard.press('a');
  await see(`Stop ${second.position}: Again today`);
  await expect.poll(() => rows.count(), soon).toBe(1);
  const again = await showRoute(floor, route.routeId);
  expect(again.stops.at(-1)!.parcels[0]!.parcelId).toBe(second.parcels[0]!.parcelId);
  await page.keyboard.press('u');
  await expect.poll(() => rows.count(), soon).toBe(2);
  expect((await showRoute(floor, route.routeId)).stops).toHaveLength(again.stops.length - 1);
  for (const { position } of [first, second]) {
    await page.keyboard.press('w');
    await see(`Stop ${position}: Back to the warehouse`);
  }
  await see('No door waits for a decision');
  const shown = await must(floor.dispatcher.get(`/v1/routes/${route.routeId}`));
  expect(shown.stops[0].parcels[0]).toMatchObject({ afterFailure: 'returning' });
});

it('shows every order of a door, opens it again where it failed by mistake, and marks it apart from what is tried once more', async () => {
  const shut = await fail('access_code');
  await page.locator('.route-card').click();
  const row = page.locator(`.stop-list [data-stop="${shut.stopId}"]`);
  await row.locator('> button').click();
  await expect.poll(() => row.locator('[data-order]').count(), soon).toBe(shut.parcels.length);
  // both visits are to be seen on the map, and the parcel counts once
  const second = (await showRoute(floor, route.routeId)).stops.at(-1)!;
  await page.locator(`.map [data-stop="${second.stopId}"]`).waitFor();
  const centre = async (stopId: string) => {
    const circle = page.locator(`.map [data-stop="${stopId}"] circle`).last();
    return [await circle.getAttribute('cx'), await circle.getAttribute('cy')];
  };
  expect(await centre(shut.stopId)).not.toEqual(await centre(second.stopId));
  await see(`${parcels.length} parcels`);
  await row.locator('[data-do=take-back]').click();
  await see(`Stop ${shut.position} is open again`);
  await expect.poll(async () => (await next()).stopId, soon).toBe(shut.stopId);
  await page.locator(`.map [data-stop="${second.stopId}"]`).waitFor({ state: 'detached' });
});

it('says of what waits in the pool how it came there, and marks it on the map where a stop stands', async () => {
  const [waiting] = await parcelsFor(floor, [spots[5]!]);
  await page.getByRole('button', { name: /^No route/ }).click();
  const door = page.locator(`[data-door="${waiting!.sscc}"]`);
  await door.getByText('came after the last plan').waitFor();
  await planned(floor, parcels.slice(0, 0), []);
  await page.reload();
  await page.getByRole('button', { name: /^No route/ }).click();
  await door.getByText('not in the last plan').waitFor();
  const mark = (await page.locator(`.map [data-pool="${waiting!.sscc}"]`).boundingBox())!;
  const seen = await page.evaluate(
    `document.elementFromPoint(${mark.x + mark.width / 2}, ${mark.y + mark.height / 2}).getAttribute('data-pool')`,
  );
  expect(seen).toBe(waiting!.sscc);
});

it('says of what was picked before a recall on which vehicle, at which stop and in which parcel it is, and leads to its order', async () => {
  const { stops } = await showRoute(floor, route.routeId);
  const stop = stops.find(({ state }) => state === 'planned')!;
  const { parcelId, sscc } = stop.parcels[0]!;
  const { orderId, lines } = await must(floor.manager.get(`/v1/parcels/${parcelId}`));
  const asked = { siteId: floor.siteId, reason: 'recall', scope: 'item', itemId: lines[0].itemId };
  const { holdId } = await must(floor.manager.post('/v1/holds', asked));
  const recall = await openDesk(browser, server);
  await server.as('manager', { login: 'manager-recall' });
  await signInAt(recall.page, `${server.url}/#/approvals/holds/${holdId}`, 'manager-recall');
  const found = recall.page.locator(`[data-picked="${parcelId}"]`);
  await found.waitFor();
  expect(await found.textContent()).toContain(`Stop ${stop.position} · Parcel ${sscc}`);
  expect(await found.locator('..').textContent()).toContain(route.vehicle);
  await found.locator('a').click();
  await recall.page.waitForFunction(`location.hash === '#/orders/${orderId}'`);
  await recall.close();
});

it('tells an order whose door did not open apart from those on their way, in the list and on its page', async () => {
  const { stops } = await showRoute(floor, route.routeId);
  const { orderId } = stops[0]!.parcels[0]!;
  const { externalId } = await must(floor.dispatcher.get(`/v1/orders/${orderId}`));
  const orders = await openDesk(browser, server);
  await server.as('manager', { login: 'manager-orders' });
  await signInAt(orders.page, `${server.url}/#/orders`, 'manager-orders');
  await orders.page.getByRole('button', { name: 'Not delivered' }).click();
  const row = orders.page.locator('tr', { hasText: externalId });
  await row.getByText('Delivery failed').waitFor();
  expect(await row.textContent()).not.toMatch(/On the way|left/);
  await row.click();
  const shown = orders.page.locator('main');
  await shown.getByText('Next: comes back with its vehicle').waitFor();
  await shown.locator('.legend').getByText('Not delivered').waitFor();
  // that it was on its way stands in its history
  const above = async (part: string) => (await shown.locator(part).allTextContents()).join(' ');
  expect(await above('header, .next-step, .legend')).not.toContain('On the way');
  await orders.close();
});
