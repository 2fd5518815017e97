import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killDevice, openDevice } from '../support/browser.ts';
import { addItem, openGround, stow, type Ground } from '../support/goods.ts';
import { openProxy, type Proxy } from '../support/proxy.ts';
import { PASSWORD, startServer, type TestServer } from '../support/server.ts';
import { pullTriggerOn } from '../support/trigger.ts';
import { untilTrue } from '../support/waiting.ts';
import { judgeBooks } from './judge.ts';
import { noteReached, rounds, seed } from './size.ts';

/** A whole shift without network in the long form. */
const SCANS = rounds === 1 ? 200 : 2000;
/** So many are pulled before it is looked whether all are stored. */
const HANDFUL = 50;

let server: TestServer;
let ground: Ground;
let wire: Proxy;
const folders: string[] = [];

beforeAll(async () => {
  server = await startServer(new Date());
  ground = await openGround(server);
  wire = await openProxy(Number(new URL(server.url).port));
});
afterAll(async () => {
  await wire?.close();
  await server?.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** A picker with a handheld that keeps what it has in a folder, and units that go from one bin to another. */
interface Shift {
  login: string;
  userId: string;
  folder: string;
  codes: string[];
  itemId: string;
  context: BrowserContext;
  page: Page;
}

const at = () => Number(new URL(server.url).port);
const address = (path: string) => `http://127.0.0.1:${wire.port}/scanner/${path}`;

async function open(shift: Pick<Shift, 'folder' | 'login'>): Promise<Pick<Shift, 'context' | 'page'>> {
  const context = await openDevice(shift.folder, { viewport: { width: 360, height: 640 }, locale: 'en-US' });
  // a wide limit, so that a slow machine does not tear the burst of keys of one scan
  await context.addInitScript(`localStorage.setItem('scanner.wedge', '{"maxGap_ms":3000,"prefix":"","separator":""}')`);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(address(''));
  await page.waitForSelector('[name=login], [data-flow], [data-expect]');
  if ((await page.locator('[name=login]').count()) > 0) {
    await page.fill('[name=login]', shift.login);
    await page.fill('[name=password]', PASSWORD);
    await page.click('[type=submit]');
    await page.waitForSelector('[data-flow]');
  }
  return { context, page };
}

/** Of scans of which the first names the bin. */
const movesOf = (scans: number) => Math.floor((scans - 1) / 2);

async function begin(scans: number, bins: [string, string]): Promise<Shift> {
  const login = `shift-${folders.length}`;
  const { userId } = await server.as('picker', { login });
  // a shift's worth of them fits into one bin, and one person may put them there; the last scan finds one, too
  const goods = await addItem(ground, { size_mm: [10, 10, 10], weight_g: 1 });
  const [here, there] = bins;
  await stow(ground, goods.itemId, here, movesOf(scans) + 1);
  // the first bin, then an item and where it goes, again and again
  const pair = [goods.barcode, there];
  const codes = Array.from({ length: scans }, (_, turn) => (turn === 0 ? here : pair[(turn - 1) % 2]!));
  const folder = await mkdtemp(join(tmpdir(), 'daybreak-handheld-'));
  folders.push(folder);
  const opened = await open({ folder, login });
  await opened.page.click('[data-flow=move]');
  await opened.page.waitForSelector('[data-expect=any]');
  await opened.page.evaluate('navigator.serviceWorker.ready.then(() => true)');
  return { login, userId, folder, codes, itemId: goods.itemId, ...opened };
}

/** The dead zone: nothing gets in or out. */
async function leave({ page }: Shift): Promise<void> {
  wire.leadTo(undefined);
  wire.cutAll();
  await page.waitForSelector('.badge.down');
}

/** How many scans lie in the device's own storage and were not answered yet. */
const queued = (page: Page) =>
  page.evaluate<number>(`new Promise((done, fail) => {
    const asked = indexedDB.open('scans');
    asked.onerror = () => fail(asked.error);
    asked.onsuccess = () => {
      const count = asked.result.transaction('scans').objectStore('scans').index('state').count('waiting');
      count.onsuccess = () => { asked.result.close(); done(count.result); };
    };
  })`);

/** Each is beeped for before the next is pulled, as a worker hears it: it is stored. */
async function pullAll(page: Page, codes: string[]): Promise<void> {
  let stored = await queued(page);
  for (let at = 0; at < codes.length; at += HANDFUL) {
    const some = codes.slice(at, at + HANDFUL);
    for (const code of some) await pullTriggerOn(page, code);
    stored += some.length;
    await untilTrue(async () => (await queued(page)) === stored);
  }
}

async function scansOf({ userId }: Shift): Promise<{ seq: number; code: string; gap: boolean; ok: boolean }[]> {
  const { rows } = await server.db.raw('SELECT seq::int, code, gap, ok FROM scan WHERE actor_id = ? ORDER BY seq', [
    userId,
  ]);
  return rows as { seq: number; code: string; gap: boolean; ok: boolean }[];
}

/** What is wrong with a shift that is over: a scan lost, doubled, out of order or refused, a unit moved twice or not. */
async function judge(shift: Shift): Promise<string[]> {
  const scans = await scansOf(shift);
  const { codes, itemId } = shift;
  const wrong = codes.filter((code, turn) => scans[turn]?.code !== code || scans[turn]?.seq !== turn + 1);
  const moves = movesOf(codes.length);
  const { rows } = await server.db.raw(
    `SELECT count(*)::int AS legs, coalesce(sum(quantity), 0)::int AS units FROM ledger WHERE item_id = ? AND kind = 'move'`,
    [itemId],
  );
  const [{ legs, units }] = rows as [{ legs: number; units: number }];
  return [
    ...(scans.length === codes.length ? [] : [`${scans.length} scans of ${codes.length} arrived`]),
    ...(wrong.length === 0 ? [] : [`${wrong.length} scans are missing or under another number`]),
    // each saw all those before it: none was applied before its turn
    ...(scans.some(({ gap }) => gap) ? ['some came before their turn'] : []),
    ...(scans.every(({ ok }) => ok) ? [] : ['some were refused']),
    ...(legs === moves && units === moves ? [] : [`${units} units in ${legs} moves, expected ${moves}`]),
    ...(await judgeBooks(server)),
  ];
}

describe(`a shift of ${SCANS} scans without network (seed ${seed})`, () => {
  it('goes up whole, once and in order, over a reload, lost answers and a battery that is pulled', async () => {
    const shift = await begin(SCANS, [ground.bins[0]!, ground.bins[1]!]);
    const reached = { offline: 0, lostAnswers: 0, whenReloaded: 0, whenKilled: 0 };
    await leave(shift);
    const half = SCANS >> 1;
    await pullAll(shift.page, shift.codes.slice(0, half));
    await shift.page.reload();
    await shift.page.waitForSelector('[data-expect]');
    await pullAll(shift.page, shift.codes.slice(half));
    expect(await queued(shift.page)).toBe(SCANS);
    reached.offline = SCANS;
    expect(await scansOf(shift)).toEqual([]);

    // back in the hall: the first answers are lost after their commit
    wire.dropAnswers(() => true);
    wire.leadTo(at());
    await untilTrue(async () => (await scansOf(shift)).length > 0);
    reached.lostAnswers = (await scansOf(shift)).length;
    expect(await queued(shift.page)).toBe(SCANS);
    wire.leadTo(undefined);
    wire.dropAnswers(undefined);
    wire.cutAll();
    await shift.page.reload();
    wire.leadTo(at());
    const back = performance.now();
    await untilTrue(async () => (await scansOf(shift)).length > reached.lostAnswers);
    await shift.page.reload();
    reached.whenReloaded = SCANS - (await scansOf(shift)).length;
    await untilTrue(async () => (await scansOf(shift)).length > SCANS - reached.whenReloaded);
    await killDevice(shift.folder);
    reached.whenKilled = SCANS - (await scansOf(shift)).length;
    await shift.context.close().catch(() => undefined);

    const again = await open(shift);
    await untilTrue(async () => (await queued(again.page)) === 0);
    // the reload, the battery and the start of the device among it
    noteReached('offline shift', { ...reached, slowest_ms: Math.ceil(performance.now() - back) });
    expect(await judge(shift)).toEqual([]);
    for (const [branch, scans] of Object.entries(reached)) expect(scans, branch).toBeGreaterThan(0);
    await again.context.close();
  });

  it('would be caught in a handheld that keeps its queue in its memory alone', async () => {
    const shift = await begin(20, [ground.bins[2]!, ground.bins[3]!]);
    await leave(shift);
    await pullAll(shift.page, shift.codes);
    await killDevice(shift.folder);
    await shift.context.close().catch(() => undefined);
    await rm(shift.folder, { recursive: true, force: true });
    wire.leadTo(at());
    const again = await open(shift);
    await again.page.waitForSelector('[data-flow]');
    expect((await judge(shift)).join()).toContain('0 scans of 20 arrived');
    await again.context.close();
  });
});
