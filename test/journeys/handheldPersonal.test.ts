import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { pullTriggerOn } from '../support/trigger.ts';
import { type Floor, openFloor } from './handheldFloor.ts';

const canary = 'Canary-ro 7351-gil 88, 906-ho';

let browser: Browser;
let context: BrowserContext;
let page: Page;
let floor: Floor;

beforeAll(async () => {
  browser = await openBrowser();
  floor = await openFloor({
    flow: 'deliver',
    title: 'Stop 1',
    expect: 'parcel',
    taskId: 'stop-1',
    show: { big: canary, lines: [{ label: 'Phone', value: '010-7351-9248' }] },
  });
  floor.user.role = 'driver';
  context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'en-US' });
  page = await context.newPage();
});
afterAll(async () => {
  await browser.close();
  await floor.close();
});

/** Everything that the browser keeps for this address, and the page itself: every store of every database, every cache. */
const everything = (): Promise<string> =>
  page.evaluate(`(async () => {
    const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.documentElement.outerHTML];
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
      for (const store of db.objectStoreNames) {
        const rows = db.transaction(store).objectStore(store).getAll();
        kept.push(JSON.stringify(await new Promise((done) => { rows.onsuccess = () => done(rows.result); })));
      }
      db.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const asked of await cache.keys()) kept.push(asked.url + await (await cache.match(asked)).text());
    }
    return kept.join('\\n');
  })()`);

/** Which parts of the customer are found there, and which of the texts that are named. */
async function found(...named: string[]): Promise<string[]> {
  const kept = await everything();
  return ['Canary-ro', '7351-gil', '7351-9248', ...named].filter((text) => kept.includes(text));
}

describe('what a handheld keeps of a customer', () => {
  it('is nothing once the flow is left, nor after the worker has signed out', async () => {
    await page.goto(floor.url);
    await page.fill('[name=login]', 'driver1');
    await page.fill('[name=password]', 'secret');
    await page.click('[type=submit]');
    await page.click('[data-flow=deliver]');
    await page.waitForSelector('[data-expect=parcel]');
    expect(await found()).toEqual(['Canary-ro', '7351-gil', '7351-9248']);

    await page.evaluate(`location.hash = '#/home'`);
    await page.waitForSelector('[data-flow]');
    expect(await found('"deviceId":"')).toEqual(['"deviceId":"']);

    await page.evaluate(`location.hash = '#/device'`);
    await page.click('button:has-text("Sign out")');
    await page.waitForSelector('[name=login]');
    expect(await found('"deviceId":"')).toEqual(['"deviceId":"']);
  });

  it('is a refusal’s reason, without the code that was scanned', async () => {
    floor.judge = ({ seq }) => {
      const refusal = { code: 'return_not_found', message: `No return under ${canary}`, bare: 'No return under …' };
      return { ok: false, seq, refusal };
    };
    await page.fill('[name=login]', 'driver1');
    await page.fill('[name=password]', 'secret');
    await page.click('[type=submit]');
    await page.click('[data-flow=deliver]');
    await page.waitForSelector('[data-expect=parcel]');
    floor.setAway(true);
    await page.waitForSelector('.badge.down');
    await pullTriggerOn(page, 'RET-0007');
    await page.evaluate(`location.hash = '#/home'`);
    await page.waitForSelector('[data-flow]');
    floor.setAway(false);
    await page.waitForSelector('.badge.down:has-text("1")');
    await page.evaluate(`location.hash = '#/tray'`);
    await page.locator('.refusedRow.unseen').getByText('No return under …').waitFor();
    expect(await found()).toEqual([]);
  });
});
