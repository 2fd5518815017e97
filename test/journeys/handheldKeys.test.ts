import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { Step } from '../../src/scans/step.shared.ts';
import { openBrowser } from '../support/browser.ts';
import { pullTriggerOn } from '../support/trigger.ts';
import { type Handheld, openHandheld } from './handheldAt.ts';
import type { Floor } from './handheldFloor.ts';

const step: Step = { flow: 'pick', title: 'Go to the bin', expect: 'bin', show: { big: 'A-07-3' } };

let browser: Browser;
let handheld: Handheld;
let page: Page;
let floor: Floor;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  handheld = await openHandheld(browser, step);
  ({ page, floor } = handheld);
  await page.addInitScript(keyboard);
  await handheld.signIn();
});
afterEach(() => handheld.close());

/** `send('A-07')` presses keys; `toil(200)` keeps the page from hearing anything; `rest(60)` leaves it idle. */
const keyboard = `
  window.send = (keys) => {
    for (const key of keys) press(key === '\\n' ? 'Enter' : key);
  };
  const press = (key) =>
    (document.activeElement || document.body).dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    );
  window.toil = (long_ms) => {
    for (const began = performance.now(); performance.now() - began < long_ms; );
  };
  window.rest = (long_ms) => new Promise((wake) => setTimeout(wake, long_ms));
`;

async function applied(codes: string[]): Promise<void> {
  await expect.poll(handheld.codes, { timeout: 30_000 }).toEqual(codes);
}
const openWork = () => handheld.openWork('pick');

it('hears a whole scan although the page is busy between its keys, and they wait for it', async () => {
  await openWork();
  await page.evaluate(`send('A-'); toil(300); send('0'); toil(300); send('7-3\\n')`);
  await applied(['A-07-3']);
});

it('hears a scan that comes in the moment in which the screen changes', async () => {
  await page.evaluate(`new Promise((heard) => {
    const watch = new MutationObserver(() => {
      if (!document.querySelector('.work')) return;
      watch.disconnect();
      send('A-07-3\\n');
      heard();
    });
    watch.observe(document.body, { childList: true, subtree: true });
    document.querySelector('[data-flow=pick]').click();
  })`);
  await applied(['A-07-3']);
});

it('keeps keys for the rest of their scan, however late it comes, where the scanner is known to end it', async () => {
  await openWork();
  await pullTriggerOn(page, 'B-01-1');
  await applied(['B-01-1']);
  await page.evaluate(`send('A-'); rest(150).then(() => send('07-')).then(() => rest(150)).then(() => send('3\\n'))`);
  await applied(['B-01-1', 'A-07-3']);
});

it('hears the first scan of a new device whole, however late its keys come', async () => {
  await openWork();
  await page.evaluate(`send('A-'); rest(150).then(() => send('07-')).then(() => rest(150)).then(() => send('3\\n'))`);
  await applied(['A-07-3']);
});

it('hears a scan that began before the page could listen', async () => {
  await openWork();
  await page.addInitScript(`document.addEventListener('readystatechange', () => {
    if (document.readyState === 'interactive') send('A-07-3\\n');
  })`);
  await page.reload();
  await applied(['A-07-3']);
});

it('gives a scan back the start that was taken for typing into a field', async () => {
  await openWork();
  await page.click('[aria-label="Type the code"]');
  await page.evaluate(`new Promise((done) => {
    const field = document.querySelector('input');
    field.addEventListener('input', () => rest(0).then(() => done(send('07-3\\n'))));
    send('A-');
  })`);
  await applied(['A-07-3']);
});

it('gives a scan back the start that was taken for a number', async () => {
  floor.firstStep = { ...step, title: 'How many?', expect: 'quantity' };
  await openWork();
  await page.evaluate(`new Promise((done) => {
    const watch = new MutationObserver(() => {
      watch.disconnect();
      rest(0).then(() => done(send('8001234\\n')));
    });
    watch.observe(document.querySelector('output'), { childList: true, subtree: true, characterData: true });
    send('8');
  })`);
  await applied(['88001234']);
  expect(await page.textContent('output')).toBe('–');
});

it('gives two quick keys back to the field in which somebody typed them', async () => {
  await openWork();
  await page.click('[aria-label="Type the code"]');
  const field = page.getByRole('textbox');
  await field.pressSequentially('A-');
  // the silence in which no third key came is over
  await page.waitForFunction(`document.querySelector('input').value === 'A-'`);
  await field.pressSequentially('07', { delay: 80 });
  await field.press('Enter');
  await applied(['A-07']);
});
