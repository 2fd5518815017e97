import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bought1, stateOf } from '../modules/orders/buy.ts';
import { planWave, setOut, workerAt } from '../modules/waves/floor.ts';
import { openBrowser } from '../support/browser.ts';
import { addItem, openGround, stow, type Goods, type Ground } from '../support/goods.ts';
import { openProxy, type Proxy } from '../support/proxy.ts';
import { PASSWORD, startServer, type Person, type TestServer } from '../support/server.ts';
import { pullTriggerOn } from '../support/trigger.ts';
import { untilTrue } from '../support/waiting.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;
let wire: Proxy;
let browser: Browser;
let shelf = 0;
const [SOME_CODE, SOME_WORDS] = [
  expect.stringMatching(/^[a-z][a-z0-9_]+$/) as string,
  expect.stringMatching(/\w/) as string,
];

beforeAll(async () => {
  server = await startServer(new Date());
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
  wire = await openProxy(portOf());
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await wire?.close();
  await server?.close();
});

const portOf = () => Number(new URL(server.url).port);

interface Fetched {
  orderId: string;
  goods: Goods;
  bin: string;
  tote: string;
}

/** A picker whose handheld is on a tour of two orders, each of one unit in a bin of its own. */
interface OnTour {
  context: BrowserContext;
  page: Page;
  login: string;
  fetched: Fetched[];
}

async function goOnTour(login: string, cart: string): Promise<OnTour> {
  const picker = { ...(await server.as('picker', { login })), login };
  const fetched: Fetched[] = [];
  for (let at = 0; at < 2; at++) {
    const goods = await addItem(ground);
    const bin = ground.bins[shelf++]!;
    await stow(ground, goods.itemId, bin, 1);
    fetched.push({ orderId: await bought1(shop, goods.itemId, 1), goods, bin, tote: '' });
  }
  await planWave(ground, { orderIds: fetched.map(({ orderId }) => orderId) });
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'en-US' });
  // a wide limit, so that a slow machine does not tear the burst of keys of one scan
  await context.addInitScript(`localStorage.setItem('scanner.wedge', '{"maxGap_ms":3000,"prefix":"","separator":""}')`);
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${wire.port}/scanner/`);
  await page.fill('[name=login]', picker.login);
  await page.fill('[name=password]', PASSWORD);
  await page.click('[type=submit]');
  await page.click('[data-flow=pick]');
  await page.waitForSelector('[data-expect=cart]');
  await pullTriggerOn(page, cart);
  for (const [at, one] of fetched.entries()) {
    await page.waitForSelector('[data-expect=tote]');
    one.tote = `TOTE-${cart.slice(-2)}0${at + 1}`;
    await pullTriggerOn(page, one.tote);
    await untilTrue(async () => (await answeredScans(login)) === at + 2);
  }
  await page.waitForSelector('[data-expect=bin]');
  // whose unit is fetched first
  const first = await page.textContent('.sign .big');
  return { context, page, login, fetched: fetched.toSorted((a) => (first?.includes(a.bin) === true ? -1 : 1)) };
}

async function scansOf(login: string): Promise<{ code: string; ok: boolean }[]> {
  const { rows } = await server.db.raw(
    `SELECT code, ok FROM scan s JOIN user_account u ON u.user_id = s.actor_id WHERE login = ? ORDER BY seq`,
    [login],
  );
  return rows as { code: string; ok: boolean }[];
}
const answeredScans = async (login: string) => (await scansOf(login)).length;

interface Kept {
  code: string;
  state: string;
  refusal: { code: string; message: string } | null;
}

/** What the device still keeps of its scans. */
const keptOn = (page: Page) =>
  page.evaluate<Kept[]>(`new Promise((done, fail) => {
    const asked = indexedDB.open('scans');
    asked.onerror = () => fail(asked.error);
    asked.onsuccess = () => {
      const rows = asked.result.transaction('scans').objectStore('scans').getAll();
      rows.onsuccess = () => {
        asked.result.close();
        done(rows.result.map(({ scan, state, refusal }) => ({ code: scan.code, state, refusal: refusal ?? null })));
      };
    };
  })`);

/** A row as no program of ours writes it: what it was for is not to be read any more. */
const spoil = (page: Page, code: string) =>
  page.evaluate(`new Promise((done, fail) => {
    const asked = indexedDB.open('scans');
    asked.onerror = () => fail(asked.error);
    asked.onsuccess = () => {
      const store = asked.result.transaction('scans', 'readwrite').objectStore('scans');
      const rows = store.getAll();
      rows.onsuccess = () => {
        const row = rows.result.find(({ scan }) => scan.code === ${JSON.stringify(code)});
        const put = store.put({ ...row, scan: { ...row.scan, flow: 'nowhere', at: 'yesterday' } });
        put.onsuccess = () => { asked.result.close(); done(); };
      };
    };
  })`);

/** Pulls them where no network is, leaves the work, and comes back into the hall. */
async function pullAway({ page }: OnTour, codes: string[], meanwhile: () => Promise<void>): Promise<void> {
  wire.leadTo(undefined);
  wire.cutAll();
  await page.waitForSelector('.badge.down');
  for (const [at, code] of codes.entries()) {
    await pullTriggerOn(page, code);
    await untilTrue(async () => (await keptOn(page)).length === at + 1);
  }
  await page.click('[aria-label="Other work"]');
  await meanwhile();
  wire.leadTo(portOf());
  await untilTrue(async () => (await keptOn(page)).every(({ state }) => state === 'refused'));
}

async function trayOf({ page }: OnTour): Promise<string[]> {
  await page.evaluate(`location.hash = '#/tray'`);
  await page.waitForSelector('.refusedRow');
  return page.locator('.refusedRow.unseen').allTextContents();
}

describe('scans that are of no use any more once they arrive', () => {
  it('each lie in the tray with a reason, and those behind them are done: cancelled, unknown, not to be read', async () => {
    const tour = await goOnTour('stale-1', 'CART-31');
    const [gone, kept] = tour.fetched as [Fetched, Fetched];
    const stale = [gone.bin, gone.goods.barcode, gone.tote, '8801119999993', 'LPN-SPOILT'];
    const good = [kept.bin, kept.goods.barcode, kept.tote];
    await pullAway(tour, [...stale, ...good], async () => {
      expect((await shop.post(`/v1/orders/${gone.orderId}/cancel`, { cause: 'customer' })).status).toBe(200);
      await server.settle();
      await spoil(tour.page, 'LPN-SPOILT');
    });
    const left = await keptOn(tour.page);
    expect(left.map(({ code }) => code)).toEqual(stale);
    for (const { refusal } of left) expect(refusal).toMatchObject({ code: SOME_CODE, message: SOME_WORDS });
    expect(await trayOf(tour)).toHaveLength(stale.length);
    // the server knows each but the one that it could not read
    const scans = (await scansOf(tour.login)).slice(-stale.length - good.length + 1);
    expect(scans.map(({ code, ok }) => `${code} ${ok}`)).toEqual([
      ...stale.slice(0, -1).map((code) => `${code} false`),
      ...good.map((code) => `${code} true`),
    ]);
    expect(await stateOf(ground, kept.orderId)).toBe('picked');
    await tour.context.close();
  });

  it('lie there, too, where the work was given to somebody else, who does it once', async () => {
    const tour = await goOnTour('stale-2', 'CART-32');
    const [one, other] = tour.fetched as [Fetched, Fetched];
    const stale = [one, other].flatMap(({ bin, goods, tote }) => [bin, goods.barcode, tote]);
    await pullAway(tour, stale, async () => {
      const { rows } = (await server.db.raw('SELECT batch_id AS id FROM pick_task WHERE order_id = ?', [
        one.orderId,
      ])) as { rows: { id: string }[] };
      const freed = await ground.manager.post(`/v1/batches/${rows[0]!.id}/free`, { siteId: ground.siteId });
      expect(freed.status, JSON.stringify(freed.body)).toBe(200);
      const colleague = await workerAt(server, ground);
      await setOut(colleague, 'CART-33');
    });
    const left = await keptOn(tour.page);
    expect(left.map(({ code }) => code)).toEqual(stale);
    for (const { refusal } of left) expect(refusal).toMatchObject({ code: SOME_CODE, message: SOME_WORDS });
    expect(await trayOf(tour)).toHaveLength(stale.length);
    const legs = await server.db('ledger').where({ kind: 'pick', item_id: one.goods.itemId });
    expect(legs).toEqual([]);
    await tour.context.close();
  });
});
