import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addItem, openGround, stockOf, stow, type Goods, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { expectClean, workerAt, type Verdict } from './floor.ts';

let server: TestServer;
let ground: Ground;
let counter: Person;
let goods: Goods;
let binCode: string;
let bins = 0;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(() => server.close());
beforeEach(async () => {
  counter = await workerAt(server, ground, 'receiver');
  goods = await addItem(ground);
  binCode = ground.bins[(bins += 1)]!;
  await stow(ground, goods.itemId, binCode, 10);
});

const MINUTE_MS = 60_000;
const minutesAgo = (minutes: number) => new Date(server.clock.now().getTime() - minutes * MINUTE_MS);
const pass = (minutes: number) => server.clock.set(minutesAgo(-minutes));

/** So long that everybody signs in anew. */
async function passHours(hours: number): Promise<void> {
  pass(hours * 60);
  Object.assign(ground, { admin: await server.as('admin'), manager: await server.as('manager') });
  counter = await workerAt(server, ground, 'receiver');
}

/** All scans of a count, as a handheld sends them that had no network until now. */
async function countLate(units: number, clock: { at: Date; sentAt?: Date }, by = counter): Promise<Verdict> {
  const times = { at: clock.at.toISOString(), ...(clock.sentAt && { sentAt: clock.sentAt.toISOString() }) };
  for (const [code, more] of [
    [binCode, {}],
    [goods.barcode, {}],
    [String(units), { source: 'typed' }],
  ] as const)
    expect(await by.scan('count', code, { ...times, ...more })).toMatchObject({ ok: true });
  return (await by.scan('count', binCode, times)) as Verdict;
}

const openCounts = async () => {
  const { counts } = (await ground.manager.get(`/v1/counts?siteId=${ground.siteId}`)).body;
  return counts.filter((count: { itemId: string | null }) => count.itemId === goods.itemId);
};

it('keeps what came in between a count without network and its upload', async () => {
  const seen = server.clock.now();
  pass(30);
  await stow(ground, goods.itemId, binCode, 5);
  pass(30);
  expect((await countLate(10, { at: seen })).step.show.notice).toContain('as in the books');
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 15 });
  // what was missing when it was seen is missing still
  const later = server.clock.now();
  pass(30);
  await stow(ground, goods.itemId, binCode, 5);
  pass(30);
  expect((await countLate(14, { at: later })).step.show.notice).toMatch(/-1$/);
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 19 });
  await expectClean(server);
});

it('finds none of an item as of when that was told, not as of the upload', async () => {
  const seen = server.clock.now();
  pass(30);
  await stow(ground, goods.itemId, binCode, 5);
  pass(30);
  const at = seen.toISOString();
  await counter.scan('count', binCode, { at });
  expect(await counter.scan('count', '', { at, answer: { choice: 'empty' } })).toMatchObject({ ok: true });
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 5 });
});

it('goes by how long a scan waited, not by the clock of its device, ahead or behind', async () => {
  for (const off of [-200, 200]) {
    const clock = () => minutesAgo(-off);
    await stow(ground, goods.itemId, binCode, 1);
    pass(1);
    const { onHand } = await stockOf(ground, goods.itemId);
    // at once: nothing has moved since, though this clock says that something has
    expect((await countLate(onHand, { at: clock(), sentAt: clock() })).step.show.notice).toContain('as in the books');
    const at = clock();
    pass(10);
    await stow(ground, goods.itemId, binCode, 2);
    pass(10);
    expect((await countLate(onHand, { at, sentAt: clock() })).step.show.notice).toContain('as in the books');
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: onHand + 2 });
  }
});

it('takes a moment that has not come for now', async () => {
  pass(1);
  expect((await countLate(8, { at: minutesAgo(-600) })).step.show.notice).toMatch(/-2$/);
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 8 });
});

it('asks for another count where units moved after one that is older than a shift, and corrects nothing', async () => {
  const seen = server.clock.now();
  pass(60);
  await stow(ground, goods.itemId, binCode, 5);
  await passHours(12);
  const done = await countLate(4, { at: seen });
  expect(done.step.show.notice).toContain(
    `${binCode}: not corrected, ${goods.code} moved after the count. Count again`,
  );
  expect(done.step).toMatchObject({ expect: 'bin', show: { big: binCode, why: 'Moved after it was counted' } });
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 15 });
  expect(await openCounts()).toMatchObject([{ binCode, cause: 'count_again' }]);
  // now that he is there again
  expect((await countLate(14, { at: server.clock.now() })).step.show.notice).toMatch(/-1$/);
  expect(await openCounts()).toEqual([]);
});

it('believes a count that is older than a shift where nothing has moved since', async () => {
  pass(1);
  const seen = server.clock.now();
  await passHours(48);
  expect((await countLate(9, { at: seen })).step.show.notice).toMatch(/-1$/);
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 9 });
});

it('asks for another count where somebody else has counted and corrected since', async () => {
  const seen = server.clock.now();
  pass(10);
  const other = await workerAt(server, ground, 'receiver');
  await countLate(7, { at: server.clock.now() }, other);
  pass(10);
  expect((await countLate(7, { at: seen })).step.show.notice).toContain('Count again');
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 7 });
  await countLate(7, { at: server.clock.now() });
});

it('takes a repeat of a scan for the same, whenever it is sent', async () => {
  const scan = { seq: 1_000_000, at: minutesAgo(0).toISOString() };
  const sent = async (minutes: number, code = binCode) =>
    (await counter.scan('count', code, { ...scan, sentAt: minutesAgo(-minutes).toISOString() })) as unknown;
  expect(await sent(1)).toMatchObject({ ok: true });
  expect(await sent(2)).toMatchObject({ ok: true, replayed: true });
  expect(await sent(3, ground.bins[0])).toMatchObject({ refusal: { code: 'seq_conflict' } });
});
