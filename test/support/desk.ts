import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { openBrowser } from './browser.ts';
import { openGround, type Ground } from './goods.ts';
import { PASSWORD, startServer, type TestServer } from './server.ts';

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

/** What the tests of a file share, and the page of the one that runs. */
export interface AtDesk<G = Ground> {
  browser: Browser;
  server: TestServer;
  ground: G;
  page: Page;
  /** Signs in at an address of the desk, and waits until it is there. */
  enter(login: string, hash?: string): Promise<void>;
  see(text: string | RegExp): Promise<void>;
}

/** Lays what the tests of a file stand on; it comes before the first of them, and only once. */
export type Lay<G> = (server: TestServer) => Promise<G>;

/** One app with a ground for all tests of a file, and for each of them a desk of its own. */
export const useDesk = (open: (at: AtDesk) => void): void => useDeskOn(openGround, open);

/** The same on a ground that the file lays. */
export const useDeskOn = <G>(lay: Lay<G>, open: (at: AtDesk<G>) => void): void => useEach(openDesk, lay, open);

/** The same where each test begins before the board of routes, once it shows what they wait for. */
export const useBoard = <G>(
  lay: Lay<G>,
  open: (at: AtDesk<G>) => void,
  shows: (page: Page) => Promise<void> = () => Promise.resolve(),
): void =>
  useEach(openBoard, lay, async (at) => {
    open(at);
    await shows(at.page);
  });

function useEach<G>(
  openNext: (browser: Browser, server: TestServer) => Promise<Desk>,
  lay: Lay<G>,
  open: (at: AtDesk<G>) => void | Promise<void>,
): void {
  let browser: Browser;
  let server: TestServer;
  let ground: G;
  let desk: Desk;
  beforeAll(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer()]);
    ground = await lay(server);
  });
  beforeEach(async () => {
    desk = await openNext(browser, server);
    const { page } = desk;
    await open({
      browser,
      server,
      ground,
      page,
      async enter(login, hash = '') {
        await signInAt(page, `${server.url}/${hash}`, login);
        await page.waitForSelector('.frame');
      },
      see: (text) => page.getByText(text).first().waitFor(),
    });
  });
  afterEach(() => desk.close());
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
}
