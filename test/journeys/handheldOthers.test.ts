import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { must } from '../modules/packing/floor.ts';
import { openBrowser } from '../support/browser.ts';
import { addItem, openGround, stow, type Ground } from '../support/goods.ts';
import { openProxy, type Proxy } from '../support/proxy.ts';
import { PASSWORD, startServer, type Person, type TestServer } from '../support/server.ts';
import { pullTriggerOn } from '../support/trigger.ts';
import { untilTrue } from '../support/waiting.ts';

type Worker = Person & { login: string; badge: string };

let server: TestServer;
let ground: Ground;
let wire: Proxy;
let browser: Browser;
let page: Page;
let first: Worker;
let second: Worker;
let supervisor: Worker;
let goods: { itemId: string; barcode: string };
let bins: [string, string];

beforeAll(async () => {
  server = await startServer(new Date());
  ground = await openGround(server);
  wire = await openProxy(Number(new URL(server.url).port));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await wire.close();
  await server.close();
});
beforeEach(async () => {
  [first, second, supervisor] = [await worker('picker'), await worker('picker'), await worker('manager')];
  bins = [ground.bins[0]!, ground.bins[1]!];
  goods = await addItem(ground, { size_mm: [10, 10, 10], weight_g: 1 });
  await stow(ground, goods.itemId, bins[0], 3);
  page = await (await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'en-US' })).newPage();
  // a wide limit, so that a slow machine does not tear the burst of keys of one scan
  await page.addInitScript(`localStorage.setItem('scanner.wedge', '{"maxGap_ms":3000,"prefix":"","separator":""}')`);
  page.setDefaultTimeout(60_000);
});
afterEach(() => page.context().close());

async function worker(role: 'picker' | 'manager'): Promise<Worker> {
  const login = `${role}-${newId().slice(-8)}`;
  const person = await server.as(role, { login });
  const badge = `BADGE-${newId().slice(-6).toUpperCase()}`;
  await must(ground.manager.post(`/v1/users/${person.userId}/badge`, { badge }));
  return { ...person, login, badge };
}

async function signIn({ login }: Worker): Promise<void> {
  if ((await page.locator('[name=password]').count()) === 0) await page.evaluate(`location.hash = '#/password'`);
  await page.fill('[name=login]', login);
  await page.fill('[name=password]', PASSWORD);
  await page.click('[type=submit]');
  await page.waitForSelector('[data-flow]');
}

async function openPage(): Promise<void> {
  await page.goto(`http://127.0.0.1:${wire.port}/scanner/`);
  await page.waitForSelector('[name=login]');
}

/** The dead zone: nothing gets in or out. */
async function goAway(): Promise<void> {
  wire.leadTo(undefined);
  wire.cutAll();
  await page.waitForSelector('.badge.down');
}

const comeBack = () => wire.leadTo(Number(new URL(server.url).port));
const leave = async () => {
  await page.evaluate(`location.hash = '#/device'`);
  await page.getByText('Sign out').click();
};
const says = (text: string | RegExp) => page.getByText(text).first().waitFor();
const unsent = (n: number) => page.locator('.badge .count', { hasText: `${n} ` }).waitFor();

async function scansOf({ userId }: Worker): Promise<{ seq: number; code: string; ok: boolean }[]> {
  const { rows } = await server.db.raw('SELECT seq::int, code, ok FROM scan WHERE actor_id = ? ORDER BY seq', [userId]);
  return rows as { seq: number; code: string; ok: boolean }[];
}

/** Moves a unit without network: its bin, the item, and where it goes. */
async function moveAway(): Promise<void> {
  await page.click('[data-flow=move]');
  await page.waitForSelector('[data-expect=any]');
  await goAway();
  for (const [index, code] of [bins[0], goods.barcode, bins[1]].entries()) {
    await pullTriggerOn(page, code);
    await unsent(index + 1);
  }
  await page.click('[aria-label="Other work"]');
  await page.waitForSelector('[data-flow]');
}

describe('scans that wait on a handheld', () => {
  it('are of who pulled the trigger: the next worker’s go up before them, and they under their own name', async () => {
    await openPage();
    await signIn(first);
    await moveAway();
    await pullTriggerOn(page, second.badge);
    await page.waitForSelector('[data-leaving]');
    expect(await page.textContent('[data-leaving]')).toContain('3 scans are not sent yet');
    await page.click('[data-do=stay]');
    await page.waitForSelector('[data-leaving]', { state: 'detached' });
    await leave();
    await page.click('[data-do=leave]');
    await page.waitForSelector('[name=login]');
    comeBack();

    const told = `3 scans of ${first.login} wait here.`;
    await says(told);
    await signIn(second);
    await says(told);
    // who would go on from where the first one stood is told to wait for his scans
    await page.click('[data-flow=move]');
    await page.waitForSelector('[data-held=move]');
    expect(await page.textContent('[data-held]')).toContain(`3 scans of ${first.login} in this work come first`);
    // another code than the next one: the same twice in a moment is one trigger
    await pullTriggerOn(page, bins[0]);
    await page.click('[aria-label="Other work"]');
    await page.click('[data-flow=count]');
    await page.waitForSelector('[data-expect=bin]');
    await pullTriggerOn(page, bins[1]);
    await page.waitForSelector('[data-expect=item]');
    expect(await scansOf(second)).toEqual([{ seq: 4, code: bins[1], ok: true }]);
    expect(await scansOf(first)).toEqual([]);

    await leave();
    await says(told);
    await signIn(first);
    const moved = [bins[0], goods.barcode, bins[1]].map((code, index) => ({ seq: index + 1, code, ok: true }));
    await untilTrue(async () => (await scansOf(first)).length === 3);
    expect(await scansOf(first)).toEqual(moved);
    expect(await scansOf(second)).toHaveLength(1);
    await page.getByText('wait here').waitFor({ state: 'detached' });
    // numbers go on above all that were given
    await page.click('[data-flow=move]');
    await page.waitForSelector('[data-expect]');
    await pullTriggerOn(page, bins[0]);
    await untilTrue(async () => (await scansOf(first)).length === 4);
    expect((await scansOf(first))[3]).toMatchObject({ seq: 5, code: bins[0] });
  });

  it('have whoever leaves signed out as soon as they are sent, and not before', async () => {
    await openPage();
    await signIn(first);
    await moveAway();
    await leave();
    await page.waitForSelector('[data-leaving]');
    comeBack();
    await page.waitForSelector('[name=login]');
    expect(await scansOf(first)).toHaveLength(3);
    expect(await page.getByText('wait here').count()).toBe(0);
  });

  it('are set aside by a supervisor’s word, under the name of who left them, and free his work for others', async () => {
    await openPage();
    await signIn(first);
    await moveAway();
    await leave();
    await page.click('[data-do=leave]');
    comeBack();
    await signIn(second);
    await page.evaluate(`location.hash = '#/tray'`);
    await says(`3 scans of ${first.login} wait here.`);
    expect(await page.locator('[data-do=set-aside]').count()).toBe(0);
    await leave();
    await signIn(supervisor);
    await page.evaluate(`location.hash = '#/tray'`);
    await page.click('[data-do=set-aside]');
    await page.locator('.refusedRow', { hasText: first.login }).nth(2).waitFor();
    expect(await page.textContent('.refusedRow')).toContain('A supervisor set it aside');
    await leave();
    await signIn(second);
    await page.click('[data-flow=move]');
    await page.waitForSelector('[data-expect=any]');
    await pullTriggerOn(page, bins[0]);
    await untilTrue(async () => (await scansOf(second)).length === 1);
    expect(await scansOf(first)).toEqual([]);
  });

  it('are told in Korean, too, and whose session has merely ended sends his own', async () => {
    await openPage();
    await signIn(first);
    await moveAway();
    await page.evaluate(`location.hash = '#/device'`);
    await page.getByText('한국어').click();
    await page.getByText('로그아웃').click();
    expect(await page.textContent('[data-leaving]')).toContain('아직 보내지 않은 스캔이 3건');
    await page.click('[data-do=stay]');
    await must(ground.manager.post(`/v1/users/${first.userId}/sign-out`));
    comeBack();
    await says(`${first.login} 님의 스캔 3건이 이 기기에서 대기 중입니다`);
    await signIn(first);
    await untilTrue(async () => (await scansOf(first)).length === 3);
  });
});
