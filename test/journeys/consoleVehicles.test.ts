import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { addVan, parcelsFor, planned } from '../modules/dispatch/fleet.ts';
import { must, openFloor, type Floor } from '../modules/packing/floor.ts';
import { signInAt, useDeskOn, type AtDesk } from '../support/desk.ts';
import type { TestServer } from '../support/server.ts';
import { untilTrue } from '../support/waiting.ts';

let server: TestServer;
let floor: Floor;
let page: Page;
let see: AtDesk['see'];
useDeskOn(openFloor, (at) => ({ server, ground: floor, page, see } = at));

async function enter(): Promise<void> {
  const login = `dispatcher-${newId().slice(-6)}`;
  await server.as('dispatcher', { login });
  await signInAt(page, `${server.url}/#/routes/vehicles`, login);
}
const named = async (skill: object): Promise<unknown> =>
  must(floor.dispatcher.post('/v1/delivery-skills', { siteId: floor.siteId, ...skill }));
const skills = async (): Promise<string[]> => {
  const answer = await must(floor.dispatcher.get(`/v1/delivery-skills?siteId=${floor.siteId}`));
  return answer.skills.map(({ code }: { code: string }) => code);
};
const button = (name: string) => page.getByRole('button', { name, exact: true });

describe('a skill', () => {
  it('is forgotten after a question that tells which vehicles lose it and what demands it no more', async () => {
    await named({ code: 'lift', name: 'Tail lift', from_weight_g: 30_000 });
    await named({ code: 'crew', name: 'Two people' });
    for (let van = 0; van < 2; van++) await addVan(floor, { skills: ['lift'] });
    await addVan(floor);
    await enter();
    await button('Forget Tail lift').click();
    await page.getByRole('heading', { name: 'Forget Tail lift' }).waitFor();
    await see(/^2 vehicles have it and will be without it: VEH-F\d+, VEH-F\d+\.$/);
    await see(/What demands it is forgotten with it: from 30(\.0)? kg on/);
    await button('Keep').click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await skills()).toEqual(['crew', 'lift']);
    await button('Forget Tail lift').click();
    expect(await page.locator('[data-do=confirm]').getAttribute('class')).toContain('stop');
    await page.click('[data-do=confirm]');
    await page.locator('[data-skill=lift]').waitFor({ state: 'detached' });
    expect(await skills()).toEqual(['crew']);
    await page.evaluate(`localStorage.setItem('language', '"ko"')`);
    await page.reload();
    await button('Two people 삭제').click();
    await see('이 조건이 있는 차량이 없습니다.');
    await button('그대로 두기').click();
    expect(await skills()).toEqual(['crew']);
  });
});

describe('a vehicle', () => {
  it('keeps its cooling while a route needs it, and the desk names the route', async () => {
    const [cold] = await parcelsFor(floor, [{ lat: 37.61, lon: 126.77 }], { temperature: 'chilled' });
    const van = await addVan(floor, { skills: ['chilled', 'frozen'] });
    const { routes } = await planned(floor, [cold!], [van]);
    const { routeId, vehicle } = routes[0]!;
    await enter();
    await button(`Change ${vehicle}`).click();
    await page.getByLabel('Carries chilled and frozen goods').uncheck();
    await page.click('[data-do=confirm]');
    await see('Routes of this vehicle carry what needs Chilled: give those stops to another one first.');
    const route = page.locator(`[data-in-use="${routeId}"]`);
    await route.getByText('Planned').waitFor();
    await route.getByText('Chilled').waitFor();
    await must(floor.dispatcher.post(`/v1/routes/${routeId}/cancel`, {}));
    await page.click('[data-do=confirm]');
    await page.locator('dialog').waitFor({ state: 'detached' });
    const { vehicles } = await must(floor.dispatcher.get(`/v1/vehicles?siteId=${floor.siteId}`));
    const mine = vehicles.find(({ code }: { code: string }) => code === vehicle);
    expect(mine.skills).toEqual([]);
  });

  it('holds what the desk corrects it to, but no less than one of its routes carries, which is named', async () => {
    const parcels = await parcelsFor(floor, [
      { lat: 37.61, lon: 126.77 },
      { lat: 37.62, lon: 126.77 },
    ]);
    const van = await addVan(floor, { capacity: { parcels: 3, weight_g: 900_000, volume_cm3: 6_000_000 } });
    const { routes } = await planned(floor, parcels, [van]);
    const { routeId, vehicle } = routes[0]!;
    await enter();
    await page.getByText('3 parcels · 900 kg · 6 m³').waitFor();
    await button(`Change ${vehicle}`).click();
    await page.fill('dialog [name=parcels]', '1');
    await page.fill('dialog [name=kg]', '750.5');
    await page.click('[data-do=confirm]');
    await see('Routes of this vehicle carry more than that: give stops of them to another one first.');
    await see('Parcels: 1');
    // in what was typed, not in what is sent
    await page.fill('dialog [name=parcels]', '3');
    await page.fill('dialog [name=kg]', '0.001');
    await page.click('[data-do=confirm]');
    await see('Weight: 0.001 kg');
    await page.fill('dialog [name=kg]', '750.5');
    await page.fill('dialog [name=parcels]', '1');
    await page.click('[data-do=confirm]');
    await see('Parcels: 1');
    await page
      .locator(`[data-in-use="${routeId}"]`)
      .getByText(/^2\sparcels · .*\sk?g · .*\s(l|m³)$/)
      .waitFor();
    await page.fill('dialog [name=parcels]', '2');
    await page.fill('dialog [name=code]', '12가3456');
    await page.locator('dialog .problem, dialog .field.wrong').getByText('VEH- and letters or digits').waitFor();
    await page.fill('dialog [name=code]', 'VEH-BLUE');
    // folded away until somebody asks for them
    expect(await page.isVisible('dialog [name=perKm]')).toBe(false);
    await page.click('dialog [data-do=costs]');
    await page.fill('dialog [name=perKm]', '160');
    await page.fill('dialog [name=name]', 'Blue one');
    await page.click('[data-do=confirm]');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.getByText('2 parcels · 750.5 kg · 6 m³').waitFor();
    const { vehicles } = await must(floor.dispatcher.get(`/v1/vehicles?siteId=${floor.siteId}`));
    expect(vehicles.find(({ code }: { code: string }) => code === 'VEH-BLUE')).toMatchObject({
      vehicleId: van,
      capacity: { parcels: 2, weight_g: 750_500, volume_cm3: 6_000_000 },
      name: 'Blue one',
      cost: { fixed: 0, perHour: 3_600, perKm: 160 },
    });
    await must(floor.dispatcher.post(`/v1/routes/${routeId}/cancel`, {}));
  });

  it('is retired, put back by a key or its undo, and not retired while a route has it, which is named', async () => {
    const van = await addVan(floor);
    const [parcel] = await parcelsFor(floor, [{ lat: 37.63, lon: 126.77 }]);
    const { routeId, vehicle } = (await planned(floor, [parcel!], [van])).routes[0]!;
    const isRetired = async (): Promise<boolean> => {
      const { retired } = await must(floor.dispatcher.get(`/v1/vehicles?siteId=${floor.siteId}`));
      return retired.some(({ vehicleId }: { vehicleId: string }) => vehicleId === van);
    };
    await enter();
    await button(`Retire ${vehicle}`).click();
    await see(`${vehicle} is still in use.`);
    await page.locator(`[data-in-use="${routeId}"]`).getByText('Planned').waitFor();
    await must(floor.dispatcher.post(`/v1/routes/${routeId}/cancel`, {}));
    await button(`Retire ${vehicle}`).click();
    await page.locator('.undo').getByText(`${vehicle} is retired`).waitFor();
    const retired = page.locator('section:has(h2:text-is("Retired"))').getByText(vehicle, { exact: true });
    await retired.waitFor();
    expect(await button(`Retire ${vehicle}`).count()).toBe(0);
    expect(await isRetired()).toBe(true);
    await page.click('[data-do=undo]');
    await button(`Retire ${vehicle}`).waitFor();
    await retired.waitFor({ state: 'detached' });
    expect(await isRetired()).toBe(false);
    await button(`Retire ${vehicle}`).click();
    await page.click('[data-do=reinstate-vehicle]');
    await page.locator('.undo').getByText(`${vehicle} is driven again`).waitFor();
    expect(await isRetired()).toBe(false);
  });

  it('has its home where the map is clicked, arrows move the mark or coordinates are typed; the list says how far that is', async () => {
    const van = await addVan(floor);
    const listed = async () => {
      const { vehicles } = await must(floor.dispatcher.get(`/v1/vehicles?siteId=${floor.siteId}`));
      return vehicles.find(({ vehicleId }: { vehicleId: string }) => vehicleId === van);
    };
    const { code } = await listed();
    await enter();
    await button(`Change ${code}`).click();
    await page.getByLabel('Shift begins').selectOption('home');
    const map = page.locator('.home-map > svg');
    const away = page.locator('[data-away]');
    const typed = async () => [
      Number(await page.inputValue('dialog [name=lat]')),
      Number(await page.inputValue('dialog [name=lon]')),
    ];
    await away.getByText('Click where the vehicle stands').waitFor();
    expect(await page.locator('[data-do=confirm]').isDisabled()).toBe(true);
    const box = (await map.boundingBox())!;
    await map.click({ position: { x: box.width * 0.75, y: box.height / 2 } });
    await away.getByText('11 km east of the site').waitFor();
    const [lat, lon] = await typed();
    expect(lat).toBeCloseTo(37.6, 2);
    expect(lon).toBeCloseTo(126.897, 2);
    await map.press('ArrowUp');
    await untilTrue(async () => (await typed())[0]! > lat!);
    expect((await typed())[1]).toBe(lon);
    const before = await page.locator('.home.set').getAttribute('transform');
    await page.fill('dialog [name=lat]', '37.64');
    await page.fill('dialog [name=lon]', '126.77');
    await away.getByText('4.5 km north of the site').waitFor();
    expect(await page.locator('.home.set').getAttribute('transform')).not.toBe(before);
    await page.click('[data-do=confirm]');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.locator(`tr:has-text("${code}")`).getByText('4.5 km north of the site').waitFor();
    expect(await listed()).toMatchObject({ startsFrom: 'home', home: { lat: 37.64, lon: 126.77 } });
    await page.evaluate(`localStorage.setItem('language', '"ko"')`);
    await page.reload();
    await page.locator(`tr:has-text("${code}")`).getByText('센터에서 북쪽 4.5km').waitFor();
  });

  it('stands in a card with the others, each of its skills apart', async () => {
    await named({ code: 'crane', name: 'Crane' });
    const van = await addVan(floor, { skills: ['chilled', 'frozen', 'crane'] });
    await enter();
    const chips = page.locator('section.card tr:has-text("Crane") .chip');
    await chips.nth(2).waitFor();
    const boxes = await Promise.all([0, 1, 2].map(async (at) => (await chips.nth(at).boundingBox())!));
    for (const [at, box] of boxes.entries()) {
      const next = boxes[at + 1];
      if (next) expect(next.x - (box.x + box.width) >= 4 || next.y - (box.y + box.height) >= 4).toBe(true);
    }
    await must(floor.dispatcher.post(`/v1/vehicles/${van}/retire`, {}));
  });
});

describe('a move that is taken back', () => {
  it('says that its vehicle is no longer fit for what comes back', async () => {
    const [chilled] = await parcelsFor(floor, [{ lat: 37.66, lon: 126.77 }], { temperature: 'chilled' });
    const [other] = await parcelsFor(floor, [{ lat: 37.67, lon: 126.77 }]);
    const [van, taker] = [await addVan(floor, { skills: ['chilled'] }), await addVan(floor, { skills: ['chilled'] })];
    const [from] = (await planned(floor, [chilled!], [van])).routes;
    const [to] = (await planned(floor, [other!], [taker])).routes;
    const login = `dispatcher-${newId().slice(-6)}`;
    const me = await server.as('dispatcher', { login });
    const target = { routeId: to!.routeId, version: to!.version };
    await must(me.post('/v1/stops/move', { stopIds: [from!.stops[0]!.stopId], to: target }));
    await must(floor.dispatcher.post(`/v1/vehicles/${van}`, { skills: [] }));
    await signInAt(page, `${server.url}/#/routes`, login);
    await page.click('[data-do=undo-plan]');
    await page.locator('.undo').getByText(`${from!.vehicle}: Vehicle not fit`).waitFor();
    for (const { routeId } of [from!, to!]) await must(floor.dispatcher.post(`/v1/routes/${routeId}/cancel`, {}));
  });
});
