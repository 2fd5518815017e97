import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { PASSWORD, type TestServer } from './server.ts';

/** A page in a browser of its own that has forgotten everything. */
export interface Desk {
  page: Page;
  /** Leaves; nothing on the page may have thrown. */
  close(): Promise<void>;
}

/** The desk reckons by the clock on its wall; here that is the clock that the test drives. */
export async function openDesk(
  browser: Browser,
  { clock }: TestServer,
  more: BrowserContextOptions = {},
): Promise<Desk> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en-US', ...more });
  const page = await context.newPage();
  await page.clock.install({ time: clock.now() });
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  return {
    page,
    async close() {
      await context.close();
      expect(faults).toEqual([]);
    },
  };
}

/** Goes to an address and signs in there. */
export async function signInAt(page: Page, address: string, login: string, password = PASSWORD): Promise<void> {
  await page.goto(address);
  await page.fill('[name=login]', login);
  await page.fill('[name=password]', password);
  await page.click('[type=submit]');
}

/** A new dispatcher before the board of routes. */
export async function openBoard(browser: Browser, server: TestServer): Promise<Desk> {
  const desk = await openDesk(browser, server, { viewport: { width: 1440, height: 900 } });
  const login = `dispatcher-${Math.trunc(performance.now() * 1000).toString(36)}`;
  await server.as('dispatcher', { login });
  await signInAt(desk.page, server.url, login);
  await desk.page.waitForSelector('.frame');
  await desk.page.evaluate(`location.hash = '#/routes'`);
  return desk;
}
