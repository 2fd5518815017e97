import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { must } from '../modules/packing/floor.ts';
import { openBrowser } from '../support/browser.ts';
import { openGround, type Ground } from '../support/goods.ts';
import { PASSWORD, startServer, type Person, type TestServer } from '../support/server.ts';
import { expectTelephone } from '../support/trigger.ts';

let server: TestServer;
let ground: Ground;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let first: Person & { login: string; badge: string };
let second: Person & { login: string; badge: string };

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  [first, second] = [await worker('picker'), await worker('packer')];
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'en-US' });
  page = await context.newPage();
  page.setDefaultTimeout(60_000);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function worker(role: 'picker' | 'packer') {
  const login = `${role}-${newId().slice(-6)}`;
  const person = await server.as(role, { login });
  const badge = `BADGE-${newId().slice(-6).toUpperCase()}`;
  await must(ground.manager.post(`/v1/users/${person.userId}/badge`, { badge }));
  return { ...person, login, badge };
}

async function pressed(pin: string): Promise<void> {
  for (const digit of pin) await page.click(`[data-digit="${digit}"]`);
  await page.click('.pinKeys .main');
}

/** Keys as a scanner sends them, at once. */
function pullTrigger(code: string): Promise<void> {
  const keys = JSON.stringify([...Array.from(code), 'Enter']);
  return page.evaluate(`${keys}.forEach((key) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    (document.activeElement || document.body).dispatchEvent(event);
  })`);
}

/** What the browser keeps, as text. */
const stored = (key: string) => page.evaluate<string | null>(`localStorage.getItem('${key}')`);
const says = (text: string) => page.getByText(text).first().waitFor();
const atWork = () => page.waitForSelector('[data-flow]');
const signedInAs = async () => {
  const { token } = JSON.parse((await stored('scanner.session')) ?? '{}') as {
    token: string;
  };
  const answer = await fetch(`${server.url}/v1/sessions`, { headers: { authorization: `Bearer ${token}` } });
  const { sessions } = (await answer.json()) as { sessions: { method: string; current: boolean }[] };
  return sessions.find(({ current }) => current)!.method;
};

describe('signing in on a handheld', () => {
  it('is by password the first time, which enrols the device and lets the worker choose a PIN', async () => {
    await page.goto(`${server.url}/scanner/`);
    await page.fill('[name=login]', first.login);
    await page.fill('[name=password]', PASSWORD);
    await page.click('[type=submit]');
    await atWork();
    expect(await signedInAs()).toBe('password');
    await page.getByText('Choose a PIN').click();
    await page.locator('.pad').waitFor();
    await expectTelephone(page);
    await pressed('123456');
    await says('Once more');
    await pressed('123456');
    await says('Too easy to guess');
    await pressed('271828');
    await pressed('271829');
    await says('not the same');
    await pressed('271828');
    await pressed('271828');
    await says('your badge and this PIN are enough');
    await page.getByText('Done').click();
    await atWork();
  });

  it('is by badge and PIN from then on, and a wrong one is told with the tries that are left', async () => {
    await page.goto(`${server.url}/scanner/#/device`);
    await page.getByText('Sign out').click();
    await says('Scan your badge');
    await pullTrigger(first.badge);
    await says(`PIN of ${first.badge}`);
    await pressed('999999');
    await says('4 tries left');
    await page.keyboard.type('271828', { delay: 60 });
    await page.keyboard.press('Enter');
    await atWork();
    expect(await signedInAs()).toBe('pin');
  });

  it('changes the worker with one badge and a PIN, which a supervisor gave to be replaced', async () => {
    const { pin } = await must(ground.manager.post(`/v1/users/${second.userId}/pin`));
    await pullTrigger(second.badge);
    await says(`PIN of ${second.badge}`);
    await pressed(pin);
    await says('Choose your own PIN');
    await pressed('161803');
    await pressed('161803');
    await atWork();
    expect((await second.get('/v1/sessions')).body.sessions).toHaveLength(2);
    expect((await first.get('/v1/sessions')).body.sessions).toHaveLength(1);
  });

  it('is not to be had on a device that was revoked, which asks for a code again', async () => {
    const deviceId = await stored('deviceId');
    await must(ground.manager.post(`/v1/devices/${deviceId}/revoke`));
    await says('Your session has ended');
    await pullTrigger(second.badge);
    await pressed('161803');
    await says('enrolled again');
    expect(await stored('scanner.deviceKey')).toBeNull();
  });

  it('leaves no PIN on the device', async () => {
    const kept = await page.evaluate<string>('JSON.stringify(localStorage)');
    for (const pin of ['271828', '161803']) expect(kept).not.toContain(pin);
  });
});
