import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addItem, openGround, stockOf, stow, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { bought1, buy, seen, stateOf } from '../orders/buy.ts';
import { choose, expectClean, newTote, pickAll, planWave, pull, pullRefused, setOut, workerAt } from './floor.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;
let picker: Person;

beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
  picker = await workerAt(server, ground);
});
afterEach(() => expectClean(server));
afterAll(() => server.close());

const stocked = async (bin: number, quantity: number, more: Record<string, unknown> = {}) => {
  const goods = await addItem(ground, more);
  await stow(ground, goods.itemId, ground.bins[bin]!, quantity);
  return goods;
};

describe('cluster picking', () => {
  it('takes three orders from cart to lane with scans alone, in one tour', async () => {
    const [a, b] = [await stocked(2, 20), await stocked(13, 20)];
    const orders = [
      await bought1(shop, a.itemId, 1),
      await bought1(shop, b.itemId, 2),
      (
        await buy(shop, [
          { itemId: a.itemId, quantity: 1 },
          { itemId: b.itemId, quantity: 1 },
        ])
      ).body.orderId as string,
    ];
    const wave = await planWave(ground);
    expect(wave).toMatchObject({ orders: 3, batches: 1, units: 5, solved: true, leftOut: [] });
    expect(wave.walk_m).toBeGreaterThan(0);
    expect(wave.walk_m).toBeLessThan(wave.single_m);
    const { step } = await setOut(picker, 'CART-01');
    expect(step).toMatchObject({ expect: 'bin', show: { progress: { done: 0, total: 4 }, slots: { count: 3 } } });
    await pickAll(picker, step);
    for (const orderId of orders) expect(await stateOf(ground, orderId)).toBe('picked');
    await pull(picker, 'LANE-1');
    const shown = await ground.manager.get(`/v1/waves/${wave.waveId}`);
    expect(shown.body).toMatchObject({ state: 'done', tasks: { open: 0, picked: 4, unitsPicked: 5 } });
    expect(await stockOf(ground, a.itemId)).toMatchObject({ onHand: 20, allocated: 2, promised: 0 });
  });

  it('gives a cart back that was scanned by mistake, as long as nothing lies on it', async () => {
    const goods = await stocked(2, 20);
    await bought1(shop, goods.itemId, 2);
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-99');
    expect(step.choices).toMatchObject([{ choice: 'skip' }, { choice: 'leaveCart', title: 'Give CART-99 back' }]);
    const left = await pull(picker, '', choose('leaveCart'));
    expect(left).toMatchObject({ expect: 'cart', show: { notice: 'CART-99 is free again' } });

    await pull(picker, 'CART-01');
    const again = await pull(picker, totes[0]!);
    await pull(picker, again.show.big!);
    await pull(picker, goods.barcode);
    await pull(picker, totes[0]!);
    const refused = await pullRefused(picker, '', choose('leaveCart'));
    expect(refused.refusal!.code).toBe('cart_loaded');
    expect(refused.step.choices?.map(({ choice }) => choice)).not.toContain('leaveCart');
  });

  it('finds what is typed in small letters', async () => {
    const goods = await stocked(2, 20, { code: 'OAT-7', barcodes: [] });
    await bought1(shop, goods.itemId, 1);
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-02');
    const typed = { source: 'typed' };
    await pull(picker, step.show.big!.toLowerCase(), typed);
    expect(await pull(picker, 'oat-7', typed)).toMatchObject({ expect: 'tote' });
    await pull(picker, totes[0]!.toLowerCase(), typed);
    const { body } = await ground.manager.get(`/v1/items?sellerId=${ground.sellerId}&search=oat-`);
    expect(body.items).toMatchObject([{ code: 'OAT-7' }]);
  });

  it('says what is wrong and changes nothing: bin, item, tote, quantity', async () => {
    const [a, b] = [await stocked(2, 20), await stocked(2, 20)];
    const foreign = await addItem(ground, { barcodes: [] });
    await bought1(shop, a.itemId, 2);
    await bought1(shop, b.itemId, 1);
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-01');
    const code = step.show.item!.code;
    const other = code === a.code ? b : a;
    const bin = step.show.big!;
    expect((await pullRefused(picker, ground.bins[5]!)).refusal).toMatchObject({ code: 'wrong_bin', expected: bin });
    await pull(picker, bin);
    expect((await pullRefused(picker, other.barcode)).refusal).toMatchObject({ code: 'wrong_item', expected: code });
    expect((await pullRefused(picker, foreign.code)).refusal).toMatchObject({ code: 'wrong_item' });
    expect((await pullRefused(picker, 'NO-SUCH-THING')).refusal).toMatchObject({ code: 'item_unknown' });
    expect((await pullRefused(picker, totes[0]!)).refusal).toMatchObject({ code: 'scan_expected' });
    const taken = await pull(picker, code, { quantity: step.show.quantity!.asked });
    expect(taken.expect).toBe('tote');
    const over = await pullRefused(picker, code);
    expect(over.refusal).toMatchObject({ code: 'over_pick' });
    const wrong = totes.find((tote) => tote !== taken.show.lines![0]!.value)!;
    expect((await pullRefused(picker, wrong)).refusal).toMatchObject({ code: 'tote_order' });
    expect((await pullRefused(picker, 'LANE-1')).refusal).toMatchObject({ code: 'tasks_left' });
    const rest = await pull(picker, taken.show.lines![0]!.value);
    await pickAll(picker, rest);
  });

  it('counts units by scans or by a typed number, and a case as its units', async () => {
    const goods = await stocked(1, 60, { barcodes: [{ code: 'CASE-12', quantity: 12 }] });
    await bought1(shop, goods.itemId, 26);
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-01');
    await pull(picker, step.show.big!);
    expect((await pull(picker, 'CASE-12')).show.quantity).toEqual({ asked: 26, done: 12 });
    expect((await pull(picker, 'CASE-12')).show.quantity).toEqual({ asked: 26, done: 24 });
    expect((await pullRefused(picker, 'CASE-12')).refusal!.code).toBe('over_pick');
    const typed = await pull(picker, '26', { source: 'typed' });
    expect(typed.expect).toBe('tote');
    expect((await pull(picker, totes[0]!)).expect).toBe('lane');
  });

  it('splits a line over two totes when the first is full', async () => {
    const goods = await stocked(1, 10);
    const orderId = await bought1(shop, goods.itemId, 4);
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-01');
    await pull(picker, step.show.big!);
    await pull(picker, goods.barcode, { quantity: 3 });
    const half = await pull(picker, totes[0]!);
    expect(half.show.quantity).toEqual({ asked: 1, done: 0 });
    await pull(picker, goods.barcode);
    const more = newTote();
    expect((await pull(picker, more)).show.notice).toContain(more);
    await pull(picker, more);
    await pull(picker, 'LANE-1');
    expect(await stateOf(ground, orderId)).toBe('picked');
  });

  it('brings a skipped line back at the end', async () => {
    const [a, b] = [await stocked(0, 5), await stocked(9, 5)];
    await buy(shop, [
      { itemId: a.itemId, quantity: 1 },
      { itemId: b.itemId, quantity: 1 },
    ]);
    await planWave(ground);
    const { step } = await setOut(picker, 'CART-01');
    const skipped = await pull(picker, '', choose('skip'));
    expect(skipped.show.big).not.toBe(step.show.big);
    const back = await pull(picker, '', choose('skip'));
    expect(back.show.big).toBe(step.show.big);
    await pickAll(picker, back);
  });

  it('takes the lot that expires first and refuses another', async () => {
    const goods = await addItem(ground, { lotTracked: true, expiryTracked: true });
    const { siteId } = ground;
    const [late, soon] = ['LATE', 'SOON'];
    const dates = { [late]: '2027-05-01', [soon]: '2027-01-01' };
    for (const [lot, expiry] of Object.entries(dates)) {
      await ground.manager.post('/v1/stock/adjustments', {
        siteId,
        binCode: ground.bins[3],
        itemId: goods.itemId,
        lot,
        expiry,
        quantity: 3,
        reason: 'opening',
      });
    }
    await bought1(shop, goods.itemId, 1);
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-01');
    await pull(picker, step.show.big!);
    const asked = await pull(picker, goods.barcode);
    expect(asked).toMatchObject({ expect: 'lot', show: { lines: [{ label: 'Lot', value: soon }, {}] } });
    expect((await pullRefused(picker, totes[0]!)).refusal!.code).toBe('scan_expected');
    expect((await pullRefused(picker, late)).refusal).toMatchObject({ code: 'wrong_lot', expected: soon });
    expect((await pull(picker, soon)).expect).toBe('tote');
    await pull(picker, totes[0]!);
  });

  it('gives a cart to one picker, and its tote to one order', async () => {
    const goods = await stocked(1, 10);
    for (let n = 0; n < 4; n++) await bought1(shop, goods.itemId, 1);
    await planWave(ground, { cartSlots: 2 });
    const other = await workerAt(server, ground);
    const { totes } = await setOut(picker, 'CART-01');
    expect((await pullRefused(other, 'CART-01')).refusal!.code).toBe('cart_in_use');
    expect((await pullRefused(picker, 'CART-02')).refusal).toMatchObject({ code: 'other_cart', expected: 'CART-01' });
    await pull(other, 'CART-02');
    expect((await pullRefused(other, totes[0]!)).refusal!.code).toBe('tote_in_use');
    const third = await workerAt(server, ground);
    expect((await pullRefused(third, 'CART-03')).refusal!.code).toBe('nothing_to_pick');
  });

  it('shows the same step again after the battery died', async () => {
    const goods = await stocked(1, 10);
    await bought1(shop, goods.itemId, 2);
    await planWave(ground);
    const { step } = await setOut(picker, 'CART-01');
    await pull(picker, step.show.big!);
    const before = await pull(picker, goods.barcode);
    const resumed = await pull(picker, 'CART-01');
    expect(resumed).toEqual(before);
  });
});

describe('a claim', () => {
  const minutes = (n: number) => server.clock.set(new Date(server.clock.now().getTime() + n * 60_000));

  it('goes back to the floor when its picker stops scanning before anything is picked', async () => {
    const goods = await stocked(1, 10);
    const orderId = await bought1(shop, goods.itemId, 1);
    await planWave(ground);
    const first = await setOut(picker, 'CART-01');
    minutes(6);
    await server.app.jobs!.runDue();
    const other = await workerAt(server, ground);
    const { step } = await setOut(other, 'CART-02');
    expect((await pullRefused(picker, first.step.show.big!)).refusal!.code).toBe('lease_lost');
    await pickAll(other, step);
    expect(await stateOf(ground, orderId)).toBe('picked');
  });

  it('stays with a picker who scans every other minute, however long it takes', async () => {
    const goods = await stocked(1, 10);
    await bought1(shop, goods.itemId, 8);
    await planWave(ground);
    const { step } = await setOut(picker, 'CART-01');
    await pull(picker, step.show.big!);
    for (let scan = 0; scan < 7; scan++) {
      minutes(2);
      await server.app.jobs!.runDue();
      await pull(picker, goods.barcode);
    }
    // nearly five minutes after the last one, too
    minutes(4.4);
    await server.app.jobs!.runDue();
    const last = await pull(picker, goods.barcode);
    expect(last).toMatchObject({ expect: 'tote', show: { quantity: { asked: 8, done: 8 } } });
  });

  it('leaves picked units on the cart, whose next picker goes on with it', async () => {
    const [a, b] = [await stocked(0, 5), await stocked(9, 5)];
    const placed = await buy(shop, [
      { itemId: a.itemId, quantity: 1 },
      { itemId: b.itemId, quantity: 1 },
    ]);
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-01');
    await pull(picker, step.show.big!);
    await pull(picker, step.show.item!.code);
    await pull(picker, totes[0]!);
    minutes(6);
    await server.app.jobs!.runDue();
    const other = await workerAt(server, ground);
    expect((await pullRefused(other, 'CART-09')).refusal!.code).toBe('nothing_to_pick');
    const rest = await pull(other, 'CART-01');
    expect(rest.show.progress).toEqual({ done: 1, total: 2 });
    await pickAll(other, rest);
    expect((await seen(ground.admin, placed.body.orderId)).state).toBe('picked');
  });

  it('is taken up again by the same picker when nobody else has the cart', async () => {
    const [a, b] = [await stocked(0, 5), await stocked(9, 5)];
    await buy(shop, [
      { itemId: a.itemId, quantity: 1 },
      { itemId: b.itemId, quantity: 1 },
    ]);
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-01');
    await pull(picker, step.show.big!);
    await pull(picker, step.show.item!.code);
    const next = await pull(picker, totes[0]!);
    minutes(30);
    await server.app.jobs!.runDue();
    await pickAll(picker, next);
  });
});
