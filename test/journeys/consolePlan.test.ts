import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { addVan, parcelsFor, planned, showRoute, stopIdsOf, type Shown } from '../modules/dispatch/fleet.ts';
import { must, openFloor, type Floor } from '../modules/packing/floor.ts';
import { openBoard, useBoard, type AtDesk } from '../support/desk.ts';
import { openGround } from '../support/goods.ts';
import type { TestServer } from '../support/server.ts';

let browser: Browser;
let server: TestServer;
let floor: Floor;
let page: Page;
let see: AtDesk['see'];
let routes: Shown[];

async function lay(of: TestServer): Promise<Floor> {
  floor = await openFloor(of);
  const skills = { skills: ['chilled'] };
  routes = [];
  for (const lon of [126.8, 126.84]) {
    const doors = [0, 3, 1, 2].map((north) => ({ lat: 37.56 + north / 100, lon: lon + north / 400 }));
    const plan = await planned(floor, await parcelsFor(floor, doors), [await addVan(floor, lon > 126.8 ? skills : {})]);
    routes.push(plan.routes[0]!);
  }
  // a driver's zigzag: his first and second door change places
  const [zigzag] = routes;
  const to = { routeId: zigzag!.routeId, version: zigzag!.version, position: 1 };
  await must(floor.dispatcher.post('/v1/stops/move', { stopIds: [zigzag!.stops[2]!.stopId], to }));
  routes[0] = await showRoute(floor, zigzag!.routeId);
  const cold = await parcelsFor(floor, [{ lat: 37.58, lon: 126.8 }], { temperature: 'frozen' });
  expect((await planned(floor, cold, [await addVan(floor)])).unassigned).toHaveLength(1);
  return floor;
}
useBoard(
  lay,
  (at) => ({ browser, server, page, see } = at),
  (now) => now.locator('.route-card').nth(1).waitFor(),
);

const order = async () => stopIdsOf(await showRoute(floor, routes[0]!.routeId));

it('locks, moves and takes back by keys alone, and says what a move costs', async () => {
  const [route, other] = routes as [Shown, Shown];
  const undo = page.locator('[data-do=undo-plan]');
  expect(await undo.isDisabled()).toBe(true);
  await page.locator(`[data-route="${route.vehicle}"]`).click();
  await page.locator('.stop-list li').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('l');
  await see('1 stop locked');
  expect((await showRoute(floor, route.routeId)).stops[0]).toMatchObject({ locked: true, pinned: false });
  await page.keyboard.press('Shift+L');
  await page.getByRole('button', { name: 'Lock place' }).waitFor({ state: 'detached' });
  expect((await showRoute(floor, route.routeId)).stops[0]!.pinned).toBe(true);
  await expect.poll(() => undo.isEnabled()).toBe(true);
  await page.keyboard.press('u');
  await see('The lock is as it was');
  await expect.poll(async () => (await showRoute(floor, route.routeId)).stops[0]!.pinned).toBe(false);
  await page.keyboard.press('u');
  await expect.poll(async () => (await showRoute(floor, route.routeId)).stops[0]!.locked).toBe(false);

  const before = await order();
  const ofFirst = page.locator(`.stop-list [data-stop="${before[0]}"] > button:focus`);
  expect(await ofFirst.count()).toBe(1);
  await page.keyboard.press('m');
  await page.locator('.targets').waitFor();
  await page.getByRole('heading', { name: `Move stop 1 of ${route.vehicle} · 서울시 강남구` }).waitFor();
  const costs = page.locator('.targets [data-cost]');
  await costs.first().waitFor();
  for (const cost of await costs.allTextContents()) expect(cost).toMatch(/^[+−±].+ · [+−±].+ km?(position \d+)?$/);
  const chosen = page.locator('.targets [aria-current=true]');
  const targets = await page.locator('.targets button').allTextContents();
  const steps = targets.findIndex((text) => text.includes(other.vehicle));
  for (let step = 0; step < steps; step++) await page.keyboard.press('ArrowDown');
  await expect.poll(() => chosen.textContent()).toContain(other.vehicle);
  const cheapest = Number(/position (\d+)$/.exec((await chosen.textContent())!)![1]);
  await page.keyboard.press('Enter');
  await see(new RegExp(`1 moved to ${other.vehicle}: [+−±].+ · [+−±].+ k?m`));
  expect(await order()).toHaveLength(before.length - 1);
  expect((await showRoute(floor, other.routeId)).stops[cheapest - 1]!.stopId).toBe(before[0]);
  // the hand goes on at the stop that has come in its place
  await page.locator(`.stop-list [data-stop="${before[1]}"] > button:focus`).waitFor();
  await page.keyboard.press('u');
  await see('The move is taken back');
  await expect.poll(order).toEqual(before);
  await ofFirst.waitFor();
  await page.locator(`.stop-list li.chosen[data-stop="${before[0]}"]`).waitFor();
  await expect.poll(() => undo.isDisabled()).toBe(true);
});

it('keeps the stop that was moved within its route, and locks that one', async () => {
  const [route] = routes as [Shown, Shown];
  const before = await order();
  const moved = before[0]!;
  await page.locator(`[data-route="${route.vehicle}"]`).click();
  await page.locator(`.stop-list [data-stop="${moved}"] > button`).click();
  await page.keyboard.press('m');
  await page.locator('.targets').waitFor();
  await page.locator('dialog input[type=number]').fill('3');
  const chosen = page.locator('.targets [aria-current=true]');
  const targets = await page.locator('.targets button').allTextContents();
  const steps = targets.findIndex((text) => text.includes(route.vehicle));
  for (let step = 0; step < steps; step++) await page.keyboard.press('ArrowDown');
  await expect.poll(() => chosen.textContent()).toContain(route.vehicle);
  await page.keyboard.press('Enter');
  await see(new RegExp(`1 moved to ${route.vehicle}`));
  await page.locator(`.stop-list [data-stop="${moved}"] > button:focus`).waitFor();
  await page.keyboard.press('Shift+L');
  await see('1 stop locked');
  const { stops } = await showRoute(floor, route.routeId);
  expect(stops.flatMap((stop) => (stop.pinned ? [[stop.stopId, stop.position]] : []))).toEqual([[moved, 3]]);
  const undo = page.locator('[data-do=undo-plan]');
  await expect.poll(() => undo.isEnabled()).toBe(true);
  await page.keyboard.press('u');
  await see('The lock is as it was');
  await page.keyboard.press('u');
  await see('The move is taken back');
  await expect.poll(order).toEqual(before);
});

it('says at the field which positions there are, and moves nothing to another one', async () => {
  const [route] = routes as [Shown, Shown];
  const before = await order();
  await page.locator(`[data-route="${route.vehicle}"]`).click();
  await page.locator(`.stop-list [data-stop="${before[0]}"] > button`).click();
  await page.keyboard.press('m');
  const target = page.locator('.targets button', { hasText: route.vehicle });
  const field = page.locator('dialog input[type=number]');
  for (const text of ['99', '0', '1.5']) {
    await field.fill(text);
    await target.click();
    await see(`${route.vehicle} takes it at positions 1 to ${before.length}`);
    expect(await target.locator('[data-cost]').count()).toBe(0);
    await field.press('Enter');
  }
  expect(await order()).toEqual(before);
  await field.fill(String(before.length));
  await target.locator('[data-cost]').waitFor();
  expect(await page.locator('dialog .problem').count()).toBe(0);
  await page.keyboard.press('Escape');
});

it('says that nothing waits to be planned, and where parcels come from', async () => {
  const ground = await openGround(server);
  await addVan({ ...floor, ...ground, dispatcher: ground.admin });
  const empty = await openBoard(browser, server);
  await empty.page.evaluate(`localStorage.setItem('console.site', '"${ground.siteId}"')`);
  await empty.page.reload();
  await empty.page.click('[data-do=open-plan]');
  await empty.page.locator('dialog .pill', { hasText: /^VEH-F\d+ 00:00–00:00$/ }).waitFor();
  await empty.page.click('dialog [data-do=confirm]');
  await empty.page.getByText('Nothing to plan: no parcel waits for a route').waitFor();
  expect(await empty.page.getByText('Routes planned').count()).toBe(0);
  await empty.page.getByRole('link', { name: 'Go to waves' }).click();
  await empty.page.waitForURL(({ hash }) => hash === '#/waves');
  await empty.close();
});

it('says over each lane what a stop that is dragged would cost there, and moves it where it is dropped', async () => {
  const before = await order();
  const [route, other] = routes as [Shown, Shown];
  const laneOf = ({ vehicle }: Shown) => page.locator('.lane', { hasText: vehicle });
  await laneOf(route).locator('.block').first().hover();
  await page.mouse.down();
  const track = (await laneOf(other).locator('.track').boundingBox())!;
  const cost = laneOf(other).locator('[data-drag-cost]');
  // a hand that drags never rests
  let moved = 0;
  const over = async () => {
    await page.mouse.move(track.x + track.width / 2 + (moved++ % 2), track.y + track.height / 2, { steps: 2 });
    return cost.count();
  };
  await expect.poll(over).toBe(1);
  expect(await cost.textContent()).toMatch(/^[+−±].+ · [+−±].+ k?m.* · room for \d+$/);
  const landing = laneOf(other).locator('[data-landing]');
  const place = Number(await landing.getAttribute('data-landing'));
  await page.mouse.up();
  await see(new RegExp(`1 moved to ${other.vehicle}`));
  expect(await landing.count()).toBe(0);
  expect(await order()).toEqual(before.slice(1));
  expect(stopIdsOf(await showRoute(floor, other.routeId))[place - 1]).toBe(before[0]);
  await page.keyboard.press('u');
  await see('The move is taken back');
  await expect.poll(order).toEqual(before);
});

it('shows a better plan as a difference, discards it, accepts it, and takes it back', async () => {
  const before = await order();
  await page.keyboard.press('r');
  await page.click('[data-do=look]');
  await page.locator('.diff-moves li').first().waitFor();
  await page.click('[data-do=discard]');
  await page.locator('dialog').waitFor({ state: 'detached' });
  expect(await order()).toEqual(before);
  await page.keyboard.press('r');
  await page.click('[data-do=look]');
  await page.click('[data-do=accept]');
  await see('The better plan is in force');
  expect(await order()).not.toEqual(before);
  await page.keyboard.press('u');
  await see('The plan is as it was');
  await expect.poll(order).toEqual(before);
});

it('says of what no route takes what would be enough, and of a route how it is loaded', async () => {
  await page.getByRole('button', { name: /No route 1/ }).click();
  await see('No fitting vehicle');
  await see(/Would go with what it needs on VEH-F\d/);
  await page.getByRole('button', { name: /^Routes \d/ }).click();
  await page.locator(`[data-route="${routes[0]!.vehicle}"]`).click();
  await page.click('[data-do=load-plan]');
  await page.locator('.load-plan li').nth(3).waitFor();
  expect(await page.locator('.load-plan li').first().textContent()).toMatch(/At the cab.*on the floor.*Stop 4/);
});
