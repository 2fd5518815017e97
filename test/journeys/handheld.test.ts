import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { ScanAnswer, Step } from '../../src/scans/step.shared.ts';
import { openBrowser } from '../support/browser.ts';
import { expectTelephone, pullTriggerOn } from '../support/trigger.ts';
import { type Handheld, openHandheld } from './handheldAt.ts';
import type { Floor } from './handheldFloor.ts';

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
let handheld: Handheld;
let page: Page;
let floor: Floor;
let signIn: Handheld['signIn'];
let openWork: Handheld['openWork'];
let codes: Handheld['codes'];
let until: Handheld['until'];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  handheld = await openHandheld(browser, binStep);
  ({ page, floor, signIn, openWork, codes, until } = handheld);
});
afterEach(() => handheld.close());

const pullTrigger = (code: string, suffix: string | null = 'Enter') => pullTriggerOn(page, code, suffix);

const red = '[role=alertdialog]';

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

it('asks again where an answer leads to, if the step came while the answered scan was still counted', async () => {
  floor.user = { ...floor.user, role: 'driver' };
  const choices = [{ choice: 'depart', title: 'Depart' }];
  floor.firstStep = { flow: 'load', title: 'All loaded: depart', expect: 'none', show: {}, choices };
  floor.judge = ({ seq }) => ({ ok: true, seq, step: { flow: 'deliver', title: 'Leaving', expect: 'none', show: {} } });
  // a slow store: the scan is counted long after the server has answered it and told the next step
  await page.addInitScript(`
    const drop = IDBObjectStore.prototype.delete;
    IDBObjectStore.prototype.delete = function (key) {
      const dropped = drop.call(this, key);
      const until = Date.now() + 500;
      const held = this.transaction.db.transaction(this.name, 'readwrite').objectStore(this.name);
      const hold = () => {
        if (Date.now() < until) held.count().addEventListener('success', hold);
      };
      hold();
      return dropped;
    };
  `);
  await signIn();
  await openWork('load');
  floor.firstStep = { flow: 'deliver', title: 'Drive to stop 1', expect: 'parcel', show: { big: 'Teheran-ro 1' } };
  await page.click('[data-choice=depart]');
  await page.waitForSelector('[data-expect=parcel]');
  expect(await page.textContent('.stage')).toContain('Teheran-ro 1');
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

  it('says nothing of a network before anybody knows the device', async () => {
    floor.knows = false;
    await page.goto(floor.url);
    await page.fill('[name=login]', 'picker1');
    await page.fill('[name=password]', 'secret');
    await page.click('[type=submit]');
    await page.waitForSelector('text=Enrol this device');
    expect(await page.locator('.badge').count()).toBe(0);
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
    await page.locator('.badge').getByText('1 unsent').waitFor();
    expect(floor.applied).toEqual([]);
    expect(await page.locator(red).count()).toBe(0);
    await page.reload();
    await until(() => floor.applied.length === 1);
    expect(floor.applied[0]).toMatchObject({ code: 'A-07-3', seq: 1 });
  });

  it('tries a scan that others overtake twenty times, then goes on with those behind it', async () => {
    await signIn();
    await openWork('pick');
    floor.judge = ({ seq, code }) =>
      code === 'STUCK'
        ? { ok: false, seq, refusal: { code: 'overtaken', message: 'Others are changing this' } }
        : { ok: true, seq, step: itemStep };
    const tries = () => floor.arrived.filter(({ code }) => code === 'STUCK').length;
    for (const code of ['STUCK', 'SKU-1', 'SKU-2']) await pullTrigger(code);
    await page.click('[aria-label="Other work"]');
    await until(() => tries() > 0);
    // the network comes and goes, so that nobody waits out the pauses
    while (floor.applied.length === 0) {
      const before = tries();
      await page.evaluate(`dispatchEvent(new Event('online'))`);
      await until(() => tries() > before || floor.applied.length > 0);
    }
    await until(() => floor.applied.length === 2);
    expect([tries(), codes()]).toEqual([20, ['SKU-1', 'SKU-2']]);
    await page.click('.badge.down');
    expect(await page.textContent('.refusedRow')).toContain('STUCK');
    expect(await page.locator('.refusedRow').count()).toBe(1);
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
    const other = await page.context().newPage();
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

  it('asks which way a label reads, with the sound of a question, and sends the one that is keyed or touched', async () => {
    await page.addInitScript(`window.felt = []; navigator.vibrate = (pattern) => felt.push(pattern.join())`);
    const way = (lot: string) => ({ code: `\u001d10${lot}\u001d`, lines: [{ label: 'Lot', value: lot }] });
    const refusal = { code: 'gs1_ambiguous', message: 'Several ways', readings: [way('L78'), way('L7817270531')] };
    floor.judge = ({ seq, code }) =>
      code.startsWith(']C1') ? { ok: false, seq, refusal, step: itemStep } : { ok: true, seq, step: itemStep };
    await signIn();
    await openWork('pick');
    const asked = page.getByRole('dialog', { name: 'What is on the label?' });
    await pullTrigger(']C110L7817270531');
    await asked.getByText('L7817270531').waitFor();
    await pullTrigger('2', null);
    await until(() => floor.applied.length === 2);
    await asked.waitFor({ state: 'detached' });
    await pullTrigger(']C110L7817270532');
    await asked.locator('[data-reading="1"]').click();
    await until(() => floor.applied.length === 4);
    expect(codes()).toEqual([']C110L7817270531', way('L7817270531').code, ']C110L7817270532', way('L78').code]);
    expect(new Set(floor.applied.map(({ source }) => source))).toEqual(new Set(['wedge']));
    const felt: string[] = await page.evaluate('felt');
    expect([felt.includes('60,60,60'), felt.includes('350,90,350')]).toEqual([true, false]);
  });

  it('takes a weight in grams or kilograms, says in which, and sends grams', async () => {
    floor.firstStep = { flow: 'pack', title: 'Weigh the parcel', expect: 'weight', show: { big: 'BOX-S' } };
    floor.user = { ...floor.user, role: 'packer' };
    await signIn();
    await openWork('pack');
    const shown = page.locator('.padTop output');
    const type = async (keys: string[]) => {
      for (const key of keys) await page.click(`[data-digit="${key}"]`);
    };
    await type(['8', '5', '0']);
    expect(await shown.textContent()).toBe('850g');
    await page.click('[aria-label=Enter]');
    await type(['1', '.', '2', '5']);
    expect(await shown.textContent()).toBe('1.25kg = 1250 g');
    await page.click('[aria-label=Enter]');
    await page.click('[aria-label="Type in kg"]');
    await type(['2']);
    expect(await shown.textContent()).toBe('2kg = 2000 g');
    await page.click('[aria-label=Enter]');
    await pullTrigger('0.340');
    await page.reload();
    // the unit as it was left
    await page.locator('[aria-label="Type in g"]').waitFor();
    await until(() => floor.applied.length === 4);
    expect(codes()).toEqual(['850', '1250', '2000', '340']);
  });

  it('takes what a scale sends in grams, with a point in kilograms, whatever the worker types in, and says so', async () => {
    floor.firstStep = { flow: 'pack', title: 'Weigh the parcel', expect: 'weight', show: { big: 'BOX-S' } };
    floor.user = { ...floor.user, role: 'packer' };
    await signIn();
    await openWork('pack');
    const shown = page.locator('.padTop output');
    const says = (text: string) => shown.getByText(text, { exact: true }).waitFor();
    await page.click('[aria-label="Type in kg"]');
    await pullTrigger('850');
    await until(() => floor.applied.length === 1);
    await says('g');
    expect(await shown.textContent()).toBe('850g');
    await pullTrigger('1.25');
    await until(() => floor.applied.length === 2);
    await says('kg = 1250 g');
    // a scale that ends with no key: all of what it sends, instead of what was typed before
    await page.click('[data-digit="7"]');
    await says('kg = 7000 g');
    await pullTrigger('2340', null);
    await says('g = 2.34 kg');
    await page.click('[aria-label=Enter]');
    await until(() => floor.applied.length === 3);
    // what is typed next is the worker's again
    await page.click('[data-digit="3"]');
    await says('kg = 3000 g');
    expect(codes()).toEqual(['850', '1250', '2340']);
  });

  it('offers a photo of a door that does not open, and needs none', async () => {
    const reasons = [{ reason: 'nobody_home', title: 'Nobody home' }];
    const failed = { choice: 'failed', title: 'Cannot deliver', needs: 'reasonAndPhoto' as const, reasons };
    floor.firstStep = {
      flow: 'deliver',
      title: 'Go to stop 2',
      expect: 'parcel',
      show: { big: '2' },
      choices: [failed],
    };
    floor.user = { ...floor.user, role: 'driver' };
    await signIn();
    await openWork('deliver');
    await page.click('[data-choice=failed]');
    await page.click('[data-reason=nobody_home]');
    await until(() => floor.applied.length === 1);
    await page.click('[data-choice=failed]');
    const buffer = Buffer.from(await page.screenshot());
    await page.setInputFiles('.over input[type=file]', { name: 'door.png', mimeType: 'image/png', buffer });
    await page.locator('.over').getByText('Photo added').waitFor();
    await page.click('[data-reason=nobody_home]');
    await until(() => floor.applied.length === 2);
    expect(floor.files).toHaveLength(1);
    const photoId = '0198a000-0000-7000-8000-000000000001';
    expect(floor.applied.map(({ answer }) => answer)).toEqual([
      { choice: 'failed', reason: 'nobody_home' },
      { choice: 'failed', reason: 'nobody_home', photoId },
    ]);
  });

  it('says of units that are counted how many are left', async () => {
    floor.firstStep = {
      ...countStep,
      show: { big: '1', item: binStep.show.item!, quantity: { asked: 24, done: 1 } },
    };
    await signIn();
    await openWork('pick');
    expect(await page.textContent('.amount')).toBe('23left1 of 24');
    expect(await page.locator('.sign').count()).toBe(0);
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

  it('has one keypad as on a telephone wherever a number is asked for', async () => {
    await signIn();
    await openWork('pick');
    await page.click('[data-choice=short]');
    await page.locator('.over .pad').waitFor();
    await expectTelephone(page);
    const quantity = { asked: 12, done: 1 };
    for (const expected of ['quantity', 'weight', 'expiry', 'item'] as const) {
      const step = { ...countStep, title: expected, expect: expected, show: { ...countStep.show, quantity } };
      floor.judge = ({ seq }) => ({ ok: true, seq, step });
      await pullTrigger('A-07-3');
      await page.locator(`[data-expect=${expected}] .stage .pad`).waitFor();
      for (const [width, height] of [
        [390, 844],
        [360, 640],
        [320, 568],
      ] as const) {
        await page.setViewportSize({ width, height });
        await expectTelephone(page);
      }
    }
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

it('shows photo and signature above its keys, however many people get something at the door', async () => {
  floor.user = { ...floor.user, role: 'driver' };
  const lines = ['홍*동', '김*수'].flatMap((label) => [
    { label, value: '010-1234-5678', call: true as const },
    { label, value: '088000000000000381' },
  ]);
  const choices = [{ choice: 'failed', title: 'Cannot deliver' }];
  const show = { big: '서울시 강남구 테헤란로 17, 101동 1203호', lines, quantity: { asked: 2, done: 2 } };
  floor.firstStep = { flow: 'deliver', title: 'Photo, signature or code', expect: 'proof', show, choices };
  await signIn();
  await openWork('deliver');
  const room = await page.evaluate(`document.querySelector('.foot').getBoundingClientRect().top -
    document.querySelector('.proofs').getBoundingClientRect().bottom`);
  expect(room).toBeGreaterThanOrEqual(0);
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
