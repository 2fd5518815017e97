import { afterAll, beforeAll, expect, it } from 'vitest';
import { addItem, openGround, stockOf, stow, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { expectClean, workerAt, type Verdict } from './floor.ts';

let server: TestServer;
let ground: Ground;
let counter: Person;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  counter = await workerAt(server, ground, 'receiver');
});
afterAll(() => server.close());

const count = (code: string, more: Record<string, unknown> = {}) =>
  counter.scan('count', code, more) as Promise<Verdict>;
const type = (units: number) => count(String(units), { source: 'typed' });

it('asks how many there are, then for the next item or the bin, and tells each difference at the end', async () => {
  const [few, many, stray] = [await addItem(ground), await addItem(ground), await addItem(ground)];
  const binCode = ground.bins[1]!;
  await stow(ground, few.itemId, binCode, 5);
  await stow(ground, many.itemId, binCode, 3);
  await count(binCode);
  const seen = await count(few.barcode);
  expect(seen.step).toMatchObject({ title: 'How many in all?', choices: [{ choice: 'finish', title: 'Bin is done' }] });
  expect(seen.step.show.item).toBeDefined();
  const told = await type(3);
  expect(told.step).toMatchObject({ title: 'Next item, or done', asks: 'Next item. Bin again: done' });
  expect(told.step.show.item).toBeUndefined();
  // an item of another bin was scanned: none of it is here
  expect((await count(stray.barcode)).step.show.lines).toHaveLength(2);
  expect((await type(0)).step.show.lines).toEqual(told.step.show.lines);
  await count(many.barcode);
  await type(5);
  const done = await count('', { answer: { choice: 'finish' } });
  const notice = done.step.show.notice!;
  expect(notice).toContain(`Corrected in ${binCode}: `);
  expect(notice).toMatch(/: \S+ -2, \S+ \+2$/);
  expect(done.step.expect).toBe('bin');
  expect(await stockOf(ground, few.itemId)).toMatchObject({ onHand: 3 });
  expect(await stockOf(ground, many.itemId)).toMatchObject({ onHand: 5 });
  await expectClean(server);
});

it('takes none for an item that the books have', async () => {
  const gone = await addItem(ground);
  const binCode = ground.bins[2]!;
  await stow(ground, gone.itemId, binCode, 2);
  await count(binCode);
  await count(gone.barcode);
  expect((await type(0)).step.show.lines).toMatchObject([{ value: '0' }]);
  expect((await count(binCode)).step.show.notice).toMatch(/-2$/);
  expect(await stockOf(ground, gone.itemId)).toMatchObject({ onHand: 0 });
});

it('takes one number for a scan: a second is about no item, after a stray scan was taken back or not', async () => {
  const [goods, stray] = [await addItem(ground), await addItem(ground)];
  const binCode = ground.bins[3]!;
  await stow(ground, goods.itemId, binCode, 3);
  const refusedNumber = { ok: false, refusal: { code: 'scan_item_first' } };
  await count(binCode);
  await count(goods.barcode);
  const told = await type(3);
  expect(await type(0)).toMatchObject(refusedNumber);
  await count(stray.barcode);
  expect((await type(0)).step.show.lines).toEqual(told.step.show.lines);
  expect(await type(0)).toMatchObject(refusedNumber);
  // scanned again, it may be told anew
  await count(goods.barcode);
  expect((await type(3)).step.show.lines).toEqual(told.step.show.lines);
  expect((await count(binCode)).step.show.notice).toContain('as in the books');
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 3 });
  await expectClean(server);
});
