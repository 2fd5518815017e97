import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { openBrowser } from '../support/browser.ts';
import { openDesk, signInAt, type Desk } from '../support/desk.ts';
import { openGround, type Ground } from '../support/goods.ts';
import { startServer, type Person, type TestServer } from '../support/server.ts';

let browser: Browser;
let server: TestServer;
let ground: Ground;
let dispatcher: Person;
const desks: Desk[] = [];

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), startServer()]);
  ground = await openGround(server);
  dispatcher = await server.as('dispatcher');
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
});

const drawnLogin = (role: string): string => `${role}-${newId().slice(-6)}`;

async function signIn(
  role: 'manager' | 'driver' | 'dispatcher',
  address: string,
  ready: string,
  login = drawnLogin(role),
): Promise<Page> {
  const viewport = role === 'driver' ? { width: 360, height: 640 } : { width: 1280, height: 860 };
  const desk = await openDesk(browser, server, { viewport, timezoneId: 'America/New_York' });
  desks.push(desk);
  const { page } = desk;
  await server.as(role, { login });
  await signInAt(page, server.url + address, login);
  await page.waitForSelector(ready);
  return page;
}

/** Lets what was told come through: both apps gather news for a moment before they ask. */
async function until(page: Page, selector: string): Promise<void> {
  const found = page.waitForSelector(selector);
  for (let turn = 0; turn < 400 && (await page.locator(selector).count()) === 0; turn++) {
    await page.clock.runFor(200);
    await page.evaluate(() => undefined);
  }
  await found;
}

async function offered(hours: number, driverId?: string): Promise<string> {
  const at = (more: number) => new Date(server.clock.now().getTime() + more * 3_600_000).toISOString();
  const body = {
    siteId: ground.siteId,
    fromAt: at(hours),
    toAt: at(hours + 8),
    pay_krw: 90_000,
    ...(driverId === undefined ? { endsAt: at(1) } : { driverId }),
  };
  const { status, body: shift } = await dispatcher.post('/v1/shifts', body);
  expect(status, JSON.stringify(shift)).toBe(201);
  return shift.shiftId;
}

describe('a shift on offer', () => {
  it('shows on every driver’s handheld at once; one of them takes it, and it is gone for the other', async () => {
    const phones = [
      await signIn('driver', '/scanner/', '[data-do=offers]'),
      await signIn('driver', '/scanner/', '[data-do=offers]'),
    ];
    for (const phone of phones) await phone.click('[data-do=offers]');
    await offered(4);
    for (const phone of phones) await until(phone, '[data-shift=offered]');
    const [one, other] = phones as [Page, Page];
    // 09:00 in Seoul and four hours more, whatever the device takes for its zone
    expect(await one.locator('[data-shift=offered] h2').textContent()).toBe('13:00–21:00');
    await one.click('[data-shift=offered] [data-do=take]');
    await until(one, '[data-shift=accepted]');
    await until(other, 'p.empty');
    expect(await other.locator('[data-shift]').count()).toBe(0);
  });

  it('begins at another time where the desk says so, and whoever has it sees it at once', async () => {
    const login = drawnLogin('driver');
    const { userId } = await server.as('driver', { login });
    const phone = await signIn('driver', '/scanner/', '[data-do=offers]', login);
    await phone.click('[data-do=offers]');
    await offered(30, userId);
    await until(phone, '[data-shift=accepted] h2:text-is("15:00–23:00")');
    const desk = await signIn('dispatcher', '/#/routes/shifts', '[data-do=change-shift]');
    await desk.click('tr:has-text("15:00–23:00") [data-do=change-shift]');
    await desk.fill('dialog [name=from]', '16:30');
    await desk.fill('dialog [name=to]', '01:00');
    await desk.click('dialog [data-do=confirm]');
    await until(desk, 'tr:has-text("16:30–01:00")');
    await until(phone, '[data-shift=accepted] h2:text-is("16:30–01:00")');
    // what a driver accepted keeps its hours: it can be taken back
    await until(desk, 'tr:has-text("13:00–21:00") [data-do=withdraw]');
    expect(await desk.locator('tr:has-text("13:00–21:00") [data-do=change-shift]').count()).toBe(0);
  });

  it('is open as long as the desk is told before and after it is sent: until it begins at most', async () => {
    const desk = await signIn('dispatcher', '/#/routes/shifts', '[data-do=offer-shift]');
    await desk.click('[data-do=offer-shift]');
    const field = desk.locator('label:has([name=left])');
    const at = (hours: number, minutes = 0) => `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
    // nine in the morning in Seoul, whatever the desk's own zone
    await field.getByText('Drivers may accept it until 10:00.').waitFor();
    await desk.fill('dialog [name=from]', at(9, 20));
    await field.getByText('Only until 09:20, when the shift begins: 20 min from now.').waitFor();
    await desk.fill('dialog [name=left]', '15');
    await field.getByText('Drivers may accept it until 09:15.').waitFor();
    await desk.fill('dialog [name=left]', '');
    await field.getByText('For how many minutes may it be accepted?').waitFor();
    expect(await desk.isDisabled('dialog [data-do=confirm]')).toBe(true);
    await desk.fill('dialog [name=left]', '60');
    await desk.fill('dialog [name=to]', at(12));
    await desk.click('dialog [data-do=confirm]');
    await desk.locator('.undo').getByText('On offer until 09:20').waitFor();
    const offer = async () => {
      const { shifts } = (await dispatcher.get(`/v1/shifts?siteId=${ground.siteId}`)).body;
      return shifts.find(({ fromAt }: { fromAt: string }) => fromAt === '2026-11-20T00:20:00.000Z');
    };
    expect(await offer()).toMatchObject({ state: 'offered', endsAt: '2026-11-20T00:20:00.000Z' });
    await until(desk, 'tr:has-text("09:20–12:00"):has-text("20 min left")');
    await desk.click('[data-do=undo]');
    await until(desk, 'tr:has-text("09:20–12:00"):has-text("Taken back")');
    expect((await offer()).state).toBe('withdrawn');
  });

  it('stays the driver’s who accepts while the desk takes the offer back, and the desk reads why', async () => {
    const desk = await signIn('dispatcher', '/#/routes/shifts', '[data-do=offer-shift]');
    const driver = await server.as('driver');
    await desk.click('[data-do=offer-shift]');
    await desk.fill('dialog [name=from]', '11:40');
    await desk.fill('dialog [name=to]', '12:30');
    await desk.click('dialog [data-do=confirm]');
    await desk.locator('.undo').getByText('On offer until').waitFor();
    const offer = async () => {
      const { shifts } = (await dispatcher.get(`/v1/shifts?siteId=${ground.siteId}`)).body;
      return shifts.find(({ fromAt }: { fromAt: string }) => fromAt === '2026-11-20T02:40:00.000Z');
    };
    const { shiftId } = await offer();
    expect((await driver.post(`/v1/shifts/${shiftId}/accept`, {})).status).toBe(200);
    await desk.click('[data-do=undo]');
    await desk.locator('.undo').getByText('A driver accepted this shift meanwhile').waitFor();
    expect((await offer()).state).toBe('accepted');
  });

  it('is offered at the desk, seen to be taken there, and taken back', async () => {
    const login = drawnLogin('driver');
    const driver = await server.as('driver', { login });
    const desk = await signIn('dispatcher', '/#/routes/shifts', '[data-do=offer-shift]');
    await desk.click('[data-do=offer-shift]');
    await desk.click('dialog [data-do=confirm]');
    await until(desk, 'tr:has-text("On offer")');
    const { shifts } = (await dispatcher.get(`/v1/shifts?siteId=${ground.siteId}`)).body;
    const offer = shifts.find(({ state }: { state: string }) => state === 'offered');
    expect(offer).toMatchObject({ kind: 'gig', fromAt: '2026-11-20T13:00:00.000Z', toAt: '2026-11-20T23:00:00.000Z' });
    await driver.post(`/v1/shifts/${offer.shiftId}/accept`, {});
    await until(desk, 'tr:has-text("Accepted"):has-text("22:00")');
    const takesBack = async (): Promise<void> => {
      await desk.click('tr:has-text("22:00") [data-do=withdraw]');
      const question = desk.locator('dialog');
      await question.getByText(`Take this shift from ${login}?`).waitFor();
      await question.getByText('Fri 20 Nov 22:00–08:00').waitFor();
      await desk.click('dialog [data-do=confirm]');
      await desk.locator('.undo').getByText('Fri 20 Nov 22:00–08:00 is taken back').waitFor();
      await until(desk, 'tr:has-text("22:00"):has-text("Taken back")');
    };
    await takesBack();
    await desk.click('[data-do=undo]');
    // it is the driver's again, who had said yes
    await until(desk, 'tr:has-text("Accepted"):has-text("22:00")');
    await takesBack();
    // the line is gone after a while, the key stays as long as the server allows it
    await desk.click('tr:has-text("22:00") [data-do=restore]');
    await until(desk, 'tr:has-text("Accepted"):has-text("22:00")');
    await takesBack();
    const { body } = await driver.get(`/v1/shifts?siteId=${ground.siteId}`);
    const { state } = body.shifts.find(({ shiftId }: { shiftId: string }) => shiftId === offer.shiftId);
    expect(state).toBe('withdrawn');
  });
});

describe('a shift that a driver has', () => {
  it('is taken from him and given back in words on his handheld, at once or when he opens it next', async () => {
    const login = drawnLogin('driver');
    const { userId } = await server.as('driver', { login });
    const shiftId = await offered(40, userId);
    const phone = await signIn('driver', '/scanner/', '[data-do=offers]', login);
    const desk = await signIn('dispatcher', '/#/routes/shifts', `tr:has-text("${login}")`);
    const row = `tr:has-text("${login}")`;
    // who leaves the question as it is takes nothing from anybody
    await desk.click(`${row} [data-do=withdraw]`);
    await desk.locator('dialog').getByText(`Take this shift from ${login}?`).waitFor();
    await desk.keyboard.press('Escape');
    await desk.waitForSelector('dialog', { state: 'detached' });
    expect(await desk.textContent(row)).toContain('Accepted');
    const takesBack = async (): Promise<void> => {
      await desk.click(`${row} [data-do=withdraw]`);
      await desk.click('dialog [data-do=confirm]');
      await until(desk, `${row}:has-text("Taken back")`);
    };
    await takesBack();
    await until(phone, '[data-told=takenBack]');
    const told = (await phone.textContent('[data-told]'))!;
    expect(told).toContain('Your shift was taken back');
    expect(told).toMatch(/Sun.* 22 Nov01:00–09:00/);
    // unread it is put back: then that is what there is to say
    await desk.click('[data-do=undo]');
    await until(phone, '[data-told=putBack]');
    expect(await phone.textContent('[data-told]')).toContain('Your shift is yours again');
    await phone.click('[data-do=read]');
    await phone.waitForSelector('[data-told]', { state: 'detached' });

    // away from everything while it happens, he reads it when he opens the app again; once
    const { url } = server;
    await phone.goto('about:blank');
    await takesBack();
    await phone.goto(`${url}/scanner/`);
    await until(phone, '[data-told=takenBack]');
    await phone.click('[data-do=read]');
    await phone.goto('about:blank');
    await phone.goto(`${url}/scanner/`);
    await phone.click('[data-do=offers]');
    await until(phone, 'p.empty');
    expect(await phone.locator('[data-told], [data-shift=accepted]').count()).toBe(0);
    await phone.goto('about:blank');
    expect((await dispatcher.post(`/v1/shifts/${shiftId}/restore`, {})).status).toBe(200);
    await phone.goto(`${url}/scanner/`);
    await until(phone, '[data-told=putBack]');
  });
});

describe('a vehicle', () => {
  it('has other hours once the desk says so', async () => {
    const { siteId } = ground;
    const capacity = { parcels: 10, weight_g: 100_000, volume_cm3: 1_000_000 };
    const vehicle = { siteId, code: 'VEH-HOURS', capacity, shift: { fromMinute: 540, toMinute: 1_080 } };
    expect((await dispatcher.post('/v1/vehicles', vehicle)).status).toBe(201);
    const desk = await signIn('dispatcher', '/#/routes/vehicles', 'tr:has-text("VEH-HOURS"):has-text("09:00–18:00")');
    await desk.click('tr:has-text("VEH-HOURS") [data-do=change-vehicle]');
    expect(await desk.inputValue('dialog [name=from]')).toBe('09:00');
    await desk.fill('dialog [name=from]', '22:00');
    await desk.fill('dialog [name=to]', '06:30');
    await desk.click('dialog [data-do=confirm]');
    await until(desk, 'tr:has-text("VEH-HOURS"):has-text("22:00–06:30")');
    const { vehicles } = (await dispatcher.get(`/v1/vehicles?siteId=${siteId}`)).body;
    expect(vehicles).toMatchObject([{ code: 'VEH-HOURS', shift: { fromMinute: 1_320, toMinute: 1_830 } }]);
  });
});

describe('a delivery zone', () => {
  it('is drawn on the map corner by corner, and its address is promised by it', async () => {
    const desk = await signIn('dispatcher', '/#/routes/zones', '[data-do=draw-zone]');
    await desk.click('[data-do=draw-zone]');
    await desk.fill('[name=zone]', 'around');
    const box = (await desk.locator('.map svg').boundingBox())!;
    for (const [x, y] of [
      [0.4, 0.4],
      [0.6, 0.4],
      [0.6, 0.6],
      [0.4, 0.6],
    ] as const) {
      await desk.mouse.click(box.x + box.width * x, box.y + box.height * y);
    }
    await desk.click('[data-do=confirm]');
    await until(desk, '[data-zone=around]');
    const asked = (spot: string) => dispatcher.get(`/v1/delivery-promises?siteId=${ground.siteId}&${spot}`);
    expect((await asked('lat=37.6&lon=126.77')).body).toMatchObject({ zone: { name: 'around' }, outside: false });
    expect((await asked('lat=38.6&lon=126.77')).body).toMatchObject({ zone: null, outside: true });
    await desk.click('[data-zone=around] button:last-child');
    await until(desk, '[data-do=draw-zone]');
    await until(desk, '.empty');
    expect((await asked('lat=38.6&lon=126.77')).body).toMatchObject({ outside: false });
  });
});

describe('what follows a door that does not open', () => {
  it('is set by a manager at the desk, reason by reason, and only read by dispatchers', async () => {
    const desk = await signIn('manager', '/#/routes/failures', '[data-reason=nobody_home] select');
    const row = desk.locator('[data-reason=nobody_home] select');
    expect([await row.count(), await row.nth(0).inputValue(), await row.nth(1).inputValue()]).toEqual([
      2,
      'later',
      'returning',
    ]);
    await row.nth(1).selectOption('held');
    await row.nth(2).selectOption('returning');
    await desk.click('[data-do=set-failure-policy]');
    await until(desk, 'small:has-text("Set by")');
    const { body } = await dispatcher.get(`/v1/failure-policy?siteId=${ground.siteId}`);
    expect(body).toMatchObject({ version: 1, rules: { nobody_home: ['later', 'held', 'returning'] } });
    const other = await signIn('dispatcher', '/#/routes/failures', '[data-reason=nobody_home]');
    const said = await other.locator('[data-reason=nobody_home]').textContent();
    expect(said).toBe('Nobody homeOn a later route → The desk decides → Back to the warehouse');
    expect(await other.locator('select, [data-do=set-failure-policy]').count()).toBe(0);
    await until(other, '[role=note]:has-text("Only a manager can change these rules")');
  });
});
