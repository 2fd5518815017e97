import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ScanAnswer, Step } from '../../src/scans/step.shared.ts';
import { openBrowser } from '../support/browser.ts';
import { pullTriggerOn } from '../support/trigger.ts';
import { type Floor, openFloor } from './handheldFloor.ts';

const binStep: Step = {
  flow: 'pick',
  title: 'Go to the bin',
  expect: 'bin',
  taskId: 'task-1',
  show: { big: 'A-07-3', item: { code: 'SKU-1', name: 'Sparkling water' }, quantity: { asked: 12, done: 0 } },
  choices: [
    {
      choice: 'short',
      title: 'Short',
      needs: 'quantityAndReason',
      reasons: [{ reason: 'empty', title: 'Bin is empty' }],
    },
    { choice: 'skip', title: 'Skip' },
  ],
};
const itemStep: Step = { ...binStep, title: 'Take the item', expect: 'item' };
const countStep: Step = { ...binStep, title: 'How many?', expect: 'quantity' };

let browser: Browser;
let context: BrowserContext;
let page: Page;
let floor: Floor;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  floor = await openFloor(binStep);
  context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'en-US' });
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  await floor.close();
});

async function signIn(): Promise<void> {
  await page.goto(floor.url);
  await page.fill('[name=login]', 'picker1');
  await page.fill('[name=password]', 'secret');
  await page.click('[type=submit]');
  await page.waitForSelector('[data-flow]');
}

async function openWork(flow: string): Promise<void> {
  await page.click(`[data-flow=${flow}]`);
  await page.waitForSelector(`[data-expect=${floor.firstStep.expect}]`);
}

const pullTrigger = (code: string, suffix: string | null = 'Enter') => pullTriggerOn(page, code, suffix);

const codes = (): string[] => floor.applied.map((scan) => scan.code);
const red = '[role=alertdialog]';

/** Waits on this side, for what the floor received. */
async function until(isTrue: () => boolean): Promise<void> {
  await expect.poll(isTrue, { timeout: 30_000, interval: 25 }).toBe(true);
}

it('goes on where an answer leads to, and still shows there what it said', async () => {
  floor.user = { ...floor.user, role: 'driver' };
  const choices = [{ choice: 'depart', title: 'Depart' }];
  floor.firstStep = { flow: 'load', title: 'All loaded: depart', expect: 'none', show: { big: 'VEH-01' }, choices };
  const notice = 'VEH-01 is on its way';
  const led: Step = { flow: 'deliver', title: 'On the road', expect: 'none', show: { notice } };
  floor.judge = ({ seq }) => ({ ok: true, seq, step: led });
  await signIn();
  await openWork('load');
  floor.firstStep = { flow: 'deliver', title: 'Drive to stop 1', expect: 'parcel', show: { big: 'Teheran-ro 1' } };
  await page.click('[data-choice=depart]');
  await page.waitForSelector('[data-expect=parcel]');
  expect(await page.textContent('.stage')).toContain('Teheran-ro 1');
  expect(await page.textContent('.notice')).toContain(notice);
});

describe('the trigger', () => {
  it('gives one scan for one burst of keys, and no key reaches a button', async () => {
    await signIn();
    await openWork('pick');
    await page.focus('[data-choice=skip]');
    expect(await pullTrigger('A-07-3')).toEqual([]);
    await until(() => floor.applied.length === 1);
    expect(floor.applied[0]).toMatchObject({
      code: 'A-07-3',
      source: 'wedge',
      flow: 'pick',
      screen: 'bin',
      taskId: 'task-1',
      seq: 1,
    });
  });

  it('hears a code without a suffix, and the same code twice within a moment once', async () => {
    await signIn();
    await openWork('pick');
    await pullTrigger('A-07-3', null);
    await until(() => floor.applied.length === 1);
    await pullTrigger('A-07-3');
    await pullTrigger('B-01-1');
    await until(() => floor.applied.length === 2);
    expect(codes()).toEqual(['A-07-3', 'B-01-1']);
  });

  it('takes its first key out of the field again in which it landed', async () => {
    // Real keys, which the browser types into the field; a wide limit, so that a slow machine does not tear the burst.
    await page.addInitScript(`localStorage.setItem('scanner.wedge', '{"maxGap_ms":3000,"prefix":"","separator":""}')`);
    await page.goto(floor.url);
    await page.fill('[name=password]', 'secret');
    await page.focus('[name=password]');
    await page.keyboard.type('badge-7\n');
    await page.waitForFunction(`document.querySelector('[name=login]').value === 'badge-7'`);
    expect(await page.inputValue('[name=password]')).toBe('secret');
  });

  it('reads the sign that the scanner sends in place of the GS1 separator', async () => {
    await page.addInitScript(`localStorage.setItem('scanner.wedge', '{"maxGap_ms":35,"prefix":"","separator":"|"}')`);
    await signIn();
    await openWork('pick');
    await pullTrigger('0108800000000175|10LOT7|17271231');
    await until(() => floor.applied.length === 1);
    expect(codes()).toEqual(['0108800000000175\u001d10LOT7\u001d17271231']);
  });

  it('is told on the check page that the scanner sends no suffix', async () => {
    await page.goto(`${floor.url}#/check`);
    await page.waitForSelector('.testCode');
    await pullTrigger('DAYBREAK-1', null);
    await page.waitForSelector('.verdict');
    expect(await page.textContent('.body')).toContain('Your suffix is missing');
    await pullTrigger('DAYBREAK-0123456789-ABCDEF');
    await page.waitForFunction(`document.querySelector('.body').textContent.includes('Suffix arrives: Enter')`);
    expect(await page.textContent('.body')).not.toContain('Your suffix is missing');
  });

  it('takes slow keys of a keypad as a number, not as a scan', async () => {
    floor.firstStep = countStep;
    await signIn();
    await openWork('pick');
    for (const key of ['1', '2']) {
      await pullTrigger(key, null);
      await page.waitForFunction(`document.querySelector('output').textContent.endsWith('${key}')`);
    }
    await pullTrigger('', 'Enter');
    await until(() => floor.applied.length === 1);
    expect(floor.applied[0]).toMatchObject({ code: '12', source: 'typed', screen: 'quantity' });
  });

  it('takes the quick digits of a keyboard as a number where one is asked for, and a label as a label', async () => {
    floor.firstStep = countStep;
    await signIn();
    await openWork('pick');
    await pullTrigger('12', null);
    await page.waitForFunction(`document.querySelector('output').textContent === '12'`);
    await pullTrigger('', 'Enter');
    await until(() => floor.applied.length === 1);
    await pullTrigger('7');
    await until(() => floor.applied.length === 2);
    await pullTrigger('88001234');
    await until(() => floor.applied.length === 3);
    expect(floor.applied).toMatchObject([
      { code: '12', source: 'typed' },
      { code: '7', source: 'typed' },
      { code: '88001234', source: 'wedge' },
    ]);
  });
});

describe('the sign', () => {
  it('shows a bin so large that it is read at an arm’s length, however tall the letters of the device’s font are', async () => {
    await signIn();
    await openWork('pick');
    for (const font of ['serif', "'Noto Sans CJK KR'", 'monospace']) {
      await page.addStyleTag({ content: `.big { font-family: ${font} !important }` });
      await page.evaluate(`dispatchEvent(new Event('resize'))`);
      const size_px = await page.evaluate(`parseFloat(getComputedStyle(document.querySelector('.big')).fontSize)`);
      expect(size_px, font).toBeGreaterThan(48);
    }
  });
});

describe('a dead zone', () => {
  it('keeps every scan over a reload without network and sends each once, in order, when it is back', async () => {
    await signIn();
    await openWork('pick');
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    floor.setAway(true);
    await page.waitForSelector('.badge.down');
    const scanned = Array.from({ length: 130 }, (_, index) => `CODE-${index}`);
    for (const code of scanned.slice(0, 60)) await pullTrigger(code);
    await page.waitForFunction(`document.querySelector('.badge .count')?.textContent.startsWith('60')`);
    await page.reload();
    await page.waitForSelector('[data-expect=bin]');
    for (const code of scanned.slice(60)) await pullTrigger(code);
    await page.waitForFunction(`document.querySelector('.badge .count')?.textContent.startsWith('130')`);
    expect(floor.applied).toEqual([]);
    floor.setAway(false);
    await until(() => floor.applied.length === 130);
    expect(codes()).toEqual(scanned);
    expect(floor.applied.map((scan) => scan.seq)).toEqual(scanned.map((_, index) => index + 1));
    await page.waitForFunction(`!document.querySelector('.badge .count')`);
  });

  it('sends fewer at once where a slow line carries no more', async () => {
    await signIn();
    await openWork('pick');
    floor.setAway(true);
    await page.waitForSelector('.badge.down');
    const scanned = Array.from({ length: 40 }, (_, index) => `CODE-${index}`);
    for (const code of scanned) await pullTrigger(code);
    await page.waitForFunction(`document.querySelector('.badge .count')?.textContent.startsWith('40')`);
    floor.mostAtOnce = 12;
    floor.setAway(false);
    await until(() => floor.applied.length === 40);
    expect(codes()).toEqual(scanned);
  });

  it('sends a scan whose answer was lost again under its old number', async () => {
    await signIn();
    await openWork('pick');
    floor.losesAnswers = true;
    await pullTrigger('A-07-3');
    await until(() => floor.arrived.length >= 2);
    floor.losesAnswers = false;
    await pullTrigger('SKU-1');
    await until(() => floor.applied.length === 2);
    expect(codes()).toEqual(['A-07-3', 'SKU-1']);
    expect(new Set(floor.arrived.slice(0, -1).map((scan) => scan.seq))).toEqual(new Set([1]));
  });

  it('keeps a scan on which the server broke, and one from a device that is not enrolled yet', async () => {
    await signIn();
    await openWork('pick');
    const troubles = ['fault', 'device_unknown'];
    floor.judge = ({ seq }) => {
      const code = troubles.shift();
      if (code === undefined) return { ok: true, seq, step: itemStep };
      return { ok: false, seq, refusal: { code, message: code } };
    };
    await pullTrigger('A-07-3');
    await page.waitForSelector('text=Enrol this device');
    expect(floor.applied).toEqual([]);
    expect(await page.locator(red).count()).toBe(0);
    await page.reload();
    await until(() => floor.applied.length === 1);
    expect(floor.applied[0]).toMatchObject({ code: 'A-07-3', seq: 1 });
  });

  it('puts what was refused afterwards into the tray with its reason, and goes on with the scans behind it', async () => {
    await signIn();
    await openWork('pick');
    floor.judge = (scan): ScanAnswer =>
      scan.code === 'GONE'
        ? { ok: false, seq: scan.seq, refusal: { code: 'order_cancelled', message: 'The order was cancelled' } }
        : { ok: true, seq: scan.seq, step: itemStep };
    floor.setAway(true);
    await page.waitForSelector('.badge.down');
    for (const code of ['A-07-3', 'GONE', 'SKU-1']) await pullTrigger(code);
    await page.click('[aria-label="Other work"]');
    floor.setAway(false);
    await until(() => floor.applied.length === 3);
    await page.click('.badge.down');
    expect(await page.textContent('.refusedRow.unseen')).toContain('The order was cancelled');
    expect(codes()).toEqual(['A-07-3', 'GONE', 'SKU-1']);
  });

  it('never uses a number twice, even if the browser loses one of its two stores', async () => {
    await signIn();
    await openWork('pick');
    await pullTrigger('A-07-3');
    await until(() => floor.applied.length === 1);
    await page.goto('about:blank');
    const other = await context.newPage();
    await other.goto(floor.url.replace('/scanner/', '/scanner/icon.svg'));
    await other.evaluate(
      `new Promise((done) => { const asked = indexedDB.deleteDatabase('scans'); asked.onsuccess = done; })`,
    );
    await page.goto(`${floor.url}#/work/pick`);
    await page.waitForSelector('[data-expect]');
    await pullTrigger('SKU-1');
    await until(() => floor.applied.length === 2);
    expect(floor.applied.map((scan) => scan.seq)).toEqual([1, 2]);
    expect(floor.applied[0]?.deviceId).toBe(floor.applied[1]?.deviceId);
  });
});

describe('the screen', () => {
  it('goes red with what was scanned and expected, and the next good scan clears it without a tap', async () => {
    await signIn();
    await openWork('pick');
    floor.judge = ({ seq, code }) =>
      code === 'A-07-3'
        ? { ok: true, seq, step: itemStep }
        : {
            ok: false,
            seq,
            refusal: { code: 'wrong_bin', message: 'Another bin', scanned: code, expected: 'A-07-3' },
            step: binStep,
          };
    await pullTrigger('B-12-1');
    await page.waitForSelector(red);
    const text = await page.textContent(red);
    for (const part of ['Another bin', 'B-12-1', 'A-07-3']) expect(text).toContain(part);
    await pullTrigger('A-07-3');
    await page.waitForSelector('[data-expect=item]');
    expect(await page.locator(red).count()).toBe(0);
  });

  it('reports a short pick in three taps: how many, enter, why', async () => {
    await signIn();
    await openWork('pick');
    await page.click('[data-choice=short]');
    await page.click('.over [data-digit="3"]');
    await page.click('.over [aria-label=Enter]');
    await page.click('[data-reason=empty]');
    await until(() => floor.applied.length === 1);
    expect(floor.applied[0]).toMatchObject({ code: '', quantity: 3, answer: { choice: 'short', reason: 'empty' } });
  });

  it('takes cases where a case was scanned, and says what they are in units', async () => {
    const quantity = { asked: 24, done: 12, pack: { packs: 1, units: 12 } };
    floor.firstStep = { ...countStep, show: { ...countStep.show, quantity } };
    await signIn();
    await openWork('pick');
    await page.click('[data-digit="2"]');
    expect(await page.textContent('output')).toContain('× 12 = 24');
    await page.click('text=All 24');
    await until(() => floor.applied.length === 1);
    expect(codes()).toEqual(['2']);
  });

  it('shows at once what the floor changed', async () => {
    await signIn();
    await openWork('pick');
    floor.push({ ...binStep, show: { ...binStep.show, big: 'C-02-2', notice: 'A colleague took that line' } });
    await page.waitForFunction(`document.querySelector('.sign .big')?.textContent === 'C-02-2'`);
    expect(await page.textContent('.stage')).toContain('A colleague took that line');
  });

  it.each([
    ['a small screen', 320, 533, '16px'],
    ['a small screen with text twice as large', 320, 568, '32px'],
  ])('needs no sideways scrolling and keeps every key 64 px high on %s', async (_, width, height, fontSize) => {
    await page.setViewportSize({ width, height });
    await signIn();
    for (const step of [binStep, countStep]) {
      floor.firstStep = step;
      await page.goto(`${floor.url}#/home`);
      await page.evaluate(`document.documentElement.style.fontSize = '${fontSize}'`);
      await openWork('pick');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      const heights: number[] = await page.evaluate(
        `Array.from(document.querySelectorAll('.work button'), (key) => key.getBoundingClientRect().height)`,
      );
      expect(heights.length).toBeGreaterThan(2);
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(64);
    }
  });

  it('stores no customer’s name or address on the device', async () => {
    const canary = 'Hong Gil-dong';
    floor.user.role = 'driver';
    floor.firstStep = { flow: 'deliver', title: 'Deliver', expect: 'parcel', show: { big: canary, why: canary } };
    floor.judge = ({ seq }) => ({
      ok: false,
      seq,
      refusal: { code: 'wrong_stop', message: `That is for ${canary}`, expected: canary },
    });
    await signIn();
    await openWork('deliver');
    await pullTrigger('PARCEL-9');
    await page.waitForSelector(red);
    expect(await page.textContent(red)).toContain(canary);
    await page.waitForFunction(`document.querySelector('.badge')`);
    const stored: string = await page.evaluate(`new Promise((done) => {
      const asked = indexedDB.open('scans');
      asked.onsuccess = () => {
        const rows = asked.result.transaction('scans').objectStore('scans').getAll();
        rows.onsuccess = () => done(JSON.stringify(rows.result) + JSON.stringify(localStorage));
      };
    })`);
    expect(stored).toContain('wrong_stop');
    expect(stored).not.toContain(canary);
  });
});

it('calls whoever gets it by a touch of the number, and takes a slip back by a key of its own', async () => {
  floor.user = { ...floor.user, role: 'driver' };
  floor.firstStep = {
    flow: 'deliver',
    title: 'Go to stop 2',
    expect: 'parcel',
    show: { big: 'Teheran-ro 2', lines: [{ label: 'Kim', value: '+82 10-5550-1013', call: true }] },
    choices: [
      { choice: 'arrived', title: 'I am here' },
      { choice: 'failed', title: 'Cannot deliver' },
      { choice: 'takeBack', title: 'By mistake: open stop 1 again' },
    ],
  };
  await signIn();
  await openWork('deliver');
  expect(await page.locator('.lines a').getAttribute('href')).toBe('tel:+821055501013');
  await page.locator('[data-choice=failed]').waitFor();
  await page.click('[data-choice=takeBack]');
  await until(() => floor.applied.length === 1);
  expect(floor.applied[0]!.answer).toEqual({ choice: 'takeBack' });
});

it('shows the number of a parcel unbroken beside where it goes', async () => {
  floor.user = { ...floor.user, role: 'driver' };
  const lines = [{ label: 'In the middle, centre, on the floor', value: '088000000000000381' }];
  floor.firstStep = { flow: 'load', title: 'Load stop 3', expect: 'parcel', show: { big: '3', lines } };
  await page.setViewportSize({ width: 320, height: 640 });
  await signIn();
  await openWork('load');
  const parts = await page.evaluate(`(() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector('.lines dd'));
    return range.getClientRects().length;
  })()`);
  expect(parts).toBe(1);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
});

it('says that it connects while the line is being opened, and of no network where it does not open', async () => {
  await signIn();
  const badge = page.locator('.badge');
  await badge.getByText('Online').waitFor();
  let isAsked = false;
  await page.routeWebSocket(/socket\.io/, () => {
    isAsked = true;
  });
  const now = Date.now();
  await page.clock.install({ time: now });
  await page.clock.pauseAt(now + 60_000);
  await page.reload();
  await until(() => isAsked);
  expect(await badge.textContent()).toBe('Connecting');
  await page.clock.runFor(8_000);
  await page.locator('.badge.down').getByText('No network').waitFor();
});
