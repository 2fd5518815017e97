import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addVan, parcelsFor, planned } from '../modules/dispatch/fleet.ts';
import { must, openFloor, type Floor } from '../modules/packing/floor.ts';
import { openBrowser } from '../support/browser.ts';
import { openDesk, signInAt, type Desk } from '../support/desk.ts';
import { startServer, type TestServer } from '../support/server.ts';

let browser: Browser;
let server: TestServer;
let floor: Floor;
beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), startServer()]);
  floor = await openFloor(server);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function enter(login: string, hash: string, locale = 'en-US'): Promise<Desk> {
  await server.as('dispatcher', { login });
  const desk = await openDesk(browser, server, { locale });
  await signInAt(desk.page, `${server.url}/${hash}`, login);
  return desk;
}

it.each([
  ['en-US', 'Type a time from 00:00 to 23:59.'],
  ['ko-KR', '00:00부터 23:59까지의 시각을 입력하세요.'],
])('takes the hours of a vehicle in 24 hours in %s, and says at the field what is no time', async (locale, wrong) => {
  const vehicleId = await addVan(floor, { shift: { fromMinute: 540, toMinute: 1_080 } });
  const { vehicles } = await must(floor.dispatcher.get(`/v1/vehicles?siteId=${floor.siteId}`));
  const { code } = vehicles.find((one: { vehicleId: string }) => one.vehicleId === vehicleId);
  const { page, close } = await enter(`hours-${locale.slice(0, 2)}`, '#/routes/vehicles', locale);
  const row = page.locator(`tr:has-text("${code}")`);
  await row.locator('[data-do=change-vehicle]').click();
  const from = page.locator('dialog [name=from]');
  expect(await from.inputValue()).toBe('09:00');
  // no clock of the browser's own, which would show AM and PM where that is English
  expect([await from.getAttribute('type'), await from.getAttribute('inputmode')]).toEqual(['text', 'numeric']);
  await from.fill('25:00');
  await page.locator('dialog .field.wrong').getByText(wrong).waitFor();
  expect(await page.isDisabled('dialog [data-do=confirm]')).toBe(true);
  await from.fill('2130');
  await page.fill('dialog [name=to]', '6:30');
  await page.press('dialog [name=to]', 'Tab');
  expect([await from.inputValue(), await page.inputValue('dialog [name=to]')]).toEqual(['21:30', '06:30']);
  expect(await page.locator('dialog .field.wrong').count()).toBe(0);
  await page.click('dialog [data-do=confirm]');
  await row.getByText('21:30–06:30').waitFor();
  await close();
});

it.each([
  ['en-US', 'Retire'],
  ['ko-KR', '사용 종료'],
])('names in %s the key that retires a vehicle', async (locale, word) => {
  await addVan(floor);
  const { page, close } = await enter(`retire-${locale.slice(0, 2)}`, '#/routes/vehicles', locale);
  const key = page.locator('[data-do=retire-vehicle]').first();
  await key.waitFor();
  expect(await key.textContent()).toBe(word);
  expect(await key.getAttribute('title')).toMatch(/VEH-F\d+/);
  await close();
});

it('tells what was done beneath the lanes of the board, over neither the lowest one nor the list of stops', async () => {
  const doors = Array.from({ length: 3 }, (_, i) => ({ lat: 37.6 + i / 50, lon: 126.77 }));
  const { routes } = await planned(floor, await parcelsFor(floor, doors), [await addVan(floor)]);
  // 1280 x 860
  const { page, close } = await enter('board', '#/routes');
  await page.click(`[data-route=${routes[0]!.vehicle}]`);
  await page.keyboard.press('j');
  await page.keyboard.press('m');
  await page.getByText('Take off the route').click();
  await page.locator('.undo').waitFor();
  const told = (await page.locator('.undo').boundingBox())!;
  const lane = (await page.locator('.lanes').boundingBox())!;
  expect(lane.y).toBeLessThan(told.y);
  expect(lane.y + lane.height).toBeLessThanOrEqual(told.y);
  const list = (await page.locator('.side-panel').boundingBox())!;
  expect(list.x + list.width).toBeLessThanOrEqual(told.x);
  await close();
});
