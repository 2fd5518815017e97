import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../../src/platform/ids.ts';
import { addItem, openGround, stockOf, stow, type Goods, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { expectClean, pickAll, planWave, pull, setOut, workerAt, type Verdict } from './floor.ts';

let server: TestServer;
let ground: Ground;
let picker: Person;
let counter: Person;
let goods: Goods;
let binCode: string;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  ground = await openGround(server);
  picker = await workerAt(server, ground);
  counter = await workerAt(server, ground, 'receiver');
  goods = await addItem(ground);
  binCode = ground.bins[1]!;
  await stow(ground, goods.itemId, binCode, 5);
  const order = {
    sellerId: ground.sellerId,
    siteId: ground.siteId,
    channel: 'shop',
    externalId: newId(),
    paid: true,
    lines: [{ itemId: goods.itemId, quantity: 2 }],
    shipTo: { name: '김하늘', phone: '010-1234-5678', address: '서울시 중구 1' },
  };
  expect((await ground.admin.post('/v1/orders', order)).status).toBeLessThan(300);
  await planWave(ground);
});

const count = (code: string, more: Record<string, unknown> = {}) =>
  counter.scan('count', code, more) as Promise<Verdict>;

/** The picker has scanned both units into his hand, and no tote yet. */
async function inHand() {
  const { totes } = await setOut(picker, 'CART-01');
  await pull(picker, binCode);
  await pull(picker, goods.barcode);
  return { tote: totes[0]!, step: await pull(picker, goods.barcode) };
}

describe('a count of a bin that a picker has his hands in', () => {
  it('tells the counter who holds units of it, and writes off none of them', async () => {
    const { tote } = await inHand();
    const opened = await count(binCode);
    expect(opened.step.show.notice).toContain('holds 2 of this bin');
    await count(goods.barcode, { quantity: 3 });
    const refused = await count(binCode);
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'pick_in_hand' } });
    expect(refused.refusal!.message).toMatch(/^In hand: \S+ ×2, 0 min\. Wait, or scan the bin again$/);
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 5 });
    // the picker goes on, and with the units in the tote the same count is right
    await pull(picker, tote);
    const done = await count(binCode);
    expect(done.step.show.notice).toContain('as in the books');
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 5 });
    await pull(picker, 'LANE-1');
    await expectClean(server);
  });

  it('believes the counter who scans the bin once more, because he counted the hand with the bin', async () => {
    const { step } = await inHand();
    await count(binCode);
    await count(goods.barcode, { quantity: 5 });
    expect((await count(binCode)).refusal!.code).toBe('pick_in_hand');
    const done = await count(binCode);
    expect(done.step.show.notice).toContain('as in the books');
    await pickAll(picker, step);
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 5 });
  });

  it('asks anew after any other scan, and says only who is there while the hand is empty', async () => {
    await setOut(picker, 'CART-01');
    await pull(picker, binCode);
    expect((await count(binCode)).step.show.notice).toContain('is picking here');
    await pull(picker, goods.barcode);
    await count(goods.barcode, { quantity: 3 });
    expect((await count(binCode)).refusal!.code).toBe('pick_in_hand');
    await count(goods.barcode);
    expect((await count(binCode)).refusal!.code).toBe('pick_in_hand');
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 5 });
  });
});
