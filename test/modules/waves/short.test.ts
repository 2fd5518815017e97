import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addItem, openGround, stockOf, stow, type Ground } from '../../support/goods.ts';
import { refused } from '../../support/refused.ts';
import { startBeside, startServer, type Person, type TestServer } from '../../support/server.ts';
import { bought1, seen, stateOf } from '../orders/buy.ts';
import { choose, expectClean, pickAll, planWave, pull, pullRefused, setOut, workerAt } from './floor.ts';

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

const counts = async () => (await ground.manager.get(`/v1/counts?siteId=${ground.siteId}`)).body.counts;
const toBin = async (quantity: number) => {
  const goods = await addItem(ground);
  await stow(ground, goods.itemId, ground.bins[1]!, quantity);
  return goods;
};

it('shows at the desk all of a bin: what lies there, its holds and counts, what is to be picked, and what happened', async () => {
  const binCode = ground.bins[1]!;
  const path = `/v1/sites/${ground.siteId}/bins/${binCode}`;
  const goods = await toBin(9);
  const other = await addItem(ground, { lotTracked: true, expiryTracked: true });
  const lot = { itemId: other.itemId, lot: 'L-7', expiry: '2027-02-01', quantity: 3, reason: 'found' };
  expect((await ground.manager.post('/v1/stock/adjustments', { siteId: ground.siteId, binCode, ...lot })).status).toBe(
    201,
  );
  const hold = { siteId: ground.siteId, scope: 'lot', itemId: other.itemId, lot: 'L-7', reason: 'recall' };
  const { holdId } = (await ground.manager.post('/v1/holds', hold)).body;
  const orderId = await bought1(shop, goods.itemId, 4);
  const { waveId } = await planWave(ground);
  await ground.manager.post('/v1/counts', { siteId: ground.siteId, binCode, cause: 'asked_by_desk' });
  const receiver = await workerAt(server, ground, 'receiver');
  for (const asker of [ground.manager, receiver]) {
    const { status, body } = await asker.get(path);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.bin).toMatchObject({ binCode, kind: 'pick', state: 'open', aisle: expect.any(Number) });
    expect(body.contents).toHaveLength(2);
    expect(body.contents).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          itemId: goods.itemId,
          sellerId: ground.sellerId,
          quantity: 9,
          allocated: 4,
          expiry: null,
        }),
        expect.objectContaining({
          itemId: other.itemId,
          lot: 'L-7',
          expiry: '2027-02-01',
          condition: 'hold',
          quantity: 3,
        }),
      ]),
    );
    expect(body.holds).toMatchObject([{ holdId, scope: 'lot', reason: 'recall', units: 3 }]);
    expect(body.counts).toMatchObject([{ cause: 'asked_by_desk', state: 'open', itemId: null, endedAt: null }]);
    expect(body.picks).toMatchObject([
      { orderId, itemId: goods.itemId, quantity: 4, waveId, sellerId: ground.sellerId },
    ]);
    expect(body.moves.map((move: { kind: string; quantity: number }) => `${move.kind} ${move.quantity}`)).toEqual([
      'hold 3',
      'adjust 3',
      'adjust 9',
    ]);
  }
  const { step } = await setOut(picker, 'CART-01');
  await pull(picker, step.show.big!);
  await pull(picker, goods.barcode, { quantity: 4 });
  const seller = await server.as('seller', { sellerId: ground.sellerId });
  expect((await seller.get(path)).status).toBe(403);
  const stranger = await workerAt(server, await openGround(server), 'manager');
  expect((await stranger.get(path)).status).toBe(404);
  await refused(ground.manager.get(`/v1/sites/${ground.siteId}/bins/Z-99-9`), 404, 'bin_not_found');
});

describe('a short pick', () => {
  it('fetches the missing units from another bin on the same tour', async () => {
    const goods = await toBin(4);
    await stow(ground, goods.itemId, ground.bins[8]!, 6);
    const orderId = await bought1(shop, goods.itemId, 4);
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-01');
    const [bin, other] = [step.show.big!, step.show.big === ground.bins[1] ? ground.bins[8]! : ground.bins[1]!];
    await pull(picker, bin);
    const found = await pull(picker, '', choose('short', { quantity: 1 }, 'fewer'));
    expect(found).toMatchObject({ expect: 'item', show: { quantity: { asked: 1, done: 0 } } });
    await pull(picker, goods.barcode);
    const next = await pull(picker, totes[0]!);
    expect(next).toMatchObject({ expect: 'bin', show: { big: other, quantity: { asked: 3 } } });
    await pull(picker, other);
    await pull(picker, goods.barcode, { quantity: 3 });
    expect((await pull(picker, totes[0]!)).expect).toBe('lane');
    await pull(picker, 'LANE-1');
    expect(await stateOf(ground, orderId)).toBe('picked');
    const { events } = await seen(ground.admin, orderId);
    const short = events.filter((event: { cause: string | null }) => event.cause === 'short_pick');
    expect(short).toMatchObject([{ itemId: goods.itemId, quantity: 3 }]);
    expect(await counts()).toMatchObject([{ binCode: bin, itemId: goods.itemId, cause: 'short_pick' }]);
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 10, held: 3, allocated: 4, available: 3 });
  });

  it('back-orders what lies nowhere else, and promises it again when units arrive', async () => {
    const goods = await toBin(2);
    const orderId = await bought1(shop, goods.itemId, 2);
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-01');
    await pull(picker, step.show.big!);
    await pull(picker, goods.barcode);
    await pull(picker, totes[0]!);
    const after = await pull(picker, '', choose('short', {}, 'empty'));
    expect(after).toMatchObject({ expect: 'lane', show: { notice: expect.stringContaining('1') } });
    await pull(picker, 'LANE-1');
    const order = await seen(shop, orderId);
    expect(order).toMatchObject({
      state: 'picked',
      lines: [{ picked: 1, back_ordered: 1, allocated: 0, promised: 0 }],
    });
    await stow(ground, goods.itemId, ground.bins[5]!, 1);
    await server.settle();
    expect((await seen(shop, orderId)).lines).toMatchObject([{ picked: 1, promised: 1, back_ordered: 0 }]);
    expect(await planWave(ground)).toMatchObject({ orders: 1, units: 1 });
  });

  it('holds the serial that was not there, and no other, until somebody finds out', async () => {
    const goods = await addItem(ground, { serialTracked: true });
    const { siteId } = ground;
    const [binCode, spare] = [ground.bins[1]!, ground.bins[8]!];
    for (const [serial, bin] of [
      ['S-1', binCode],
      ['S-2', binCode],
      ['S-3', spare],
    ]) {
      const unit = { siteId, binCode: bin, itemId: goods.itemId, quantity: 1, serial, reason: 'opening' };
      expect((await ground.manager.post('/v1/stock/adjustments', unit)).status).toBe(201);
    }
    const conditions = async () => {
      const { places } = (await ground.manager.get(`/v1/stock/places?siteId=${siteId}&itemId=${goods.itemId}`)).body;
      return Object.fromEntries(
        places.map((row: { serial: string; condition: string }) => [row.serial, row.condition]),
      ) as Record<string, string>;
    };
    await bought1(shop, goods.itemId, 2);
    await planWave(ground);
    const { step } = await setOut(picker, 'CART-01');
    expect(step.show.big).toBe(binCode);
    await pull(picker, binCode);
    // S-1 comes later; S-2 is not there
    await pull(picker, '', choose('skip'));
    await pull(picker, '', choose('short', {}, 'empty'));
    expect(await conditions()).toEqual({ 'S-1': 'sellable', 'S-2': 'hold', 'S-3': 'sellable' });
    // a count says that one is missing and not which: what was held stays held until the second person has looked
    const counter = await workerAt(server, ground, 'receiver');
    await counter.scan('count', binCode);
    await counter.scan('count', goods.barcode);
    await counter.scan('count', binCode);
    expect(await conditions()).toEqual({ 'S-1': 'sellable', 'S-2': 'hold', 'S-3': 'sellable' });
    // nor is one of several held or lost that nobody has named
    const unit = { siteId, binCode: ground.bins[2]!, itemId: goods.itemId, quantity: 1 };
    for (const serial of ['S-4', 'S-5'])
      await ground.manager.post('/v1/stock/adjustments', { ...unit, serial, reason: 'opening' });
    const hold = (more: object) => ground.manager.post('/v1/stock/holds', { ...unit, reason: 'quality', ...more });
    await refused(hold({}), 409, 'serial_required');
    expect((await hold({ serial: 'S-5' })).status).toBe(201);
    expect(await conditions()).toMatchObject({ 'S-4': 'sellable', 'S-5': 'hold' });
  });

  it('asks for one count however many lines of a bin are short', async () => {
    const goods = await toBin(6);
    for (let n = 0; n < 3; n++) await bought1(shop, goods.itemId, 2);
    await planWave(ground);
    const { step } = await setOut(picker, 'CART-01');
    let now = await pull(picker, step.show.big!);
    for (let n = 0; n < 3; n++) now = await pull(picker, '', choose('short', { quantity: 0 }, 'empty'));
    expect(now.expect).toBe('lane');
    expect(await counts()).toHaveLength(1);
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 6, held: 6, promised: 0, available: 0 });
    const orders = (await shop.get('/v1/orders?state=back_ordered')).body.orders;
    expect(orders).toHaveLength(3);
    await pull(picker, 'LANE-1');
  });

  it('is refused away from the bin and for as many as were asked', async () => {
    const goods = await toBin(6);
    await bought1(shop, goods.itemId, 2);
    await planWave(ground);
    const { step } = await setOut(picker, 'CART-01');
    expect((await pullRefused(picker, '', choose('short', {}, 'empty'))).refusal!.code).toBe('wrong_bin');
    const at = await pull(picker, step.show.big!);
    expect((await pullRefused(picker, '', choose('short', { quantity: 2 }, 'fewer'))).refusal!.code).toBe('not_short');
    await pickAll(picker, at);
  });

  it('moves lines of other orders to another bin when their units are put on hold', async () => {
    const goods = await toBin(2);
    await stow(ground, goods.itemId, ground.bins[8]!, 9);
    const orderId = await bought1(shop, goods.itemId, 2);
    await planWave(ground);
    const { step } = await setOut(picker, 'CART-01');
    const { siteId } = ground;
    const lost = { siteId, binCode: step.show.big, itemId: goods.itemId, quantity: -2, reason: 'flooded' };
    const first = step.show.big === ground.bins[1] ? -2 : -9;
    expect((await ground.manager.post('/v1/stock/adjustments', { ...lost, quantity: first })).status).toBe(201);
    await server.settle();
    const now = await pull(picker, 'CART-01');
    expect(now.show.big).not.toBe(step.show.big);
    await pickAll(picker, now);
    expect(await stateOf(ground, orderId)).toBe('picked');
  });
});

describe('a short pick of a line that nobody has told the picker is gone', () => {
  let deaf: TestServer;
  let hears: TestServer;

  beforeEach(async () => {
    // an app that hears no facts, as where another process has not come to them yet
    deaf = await startServer(undefined, undefined, { role: 'web' });
    ground = await openGround(deaf);
    shop = await deaf.as('channel', { sellerId: ground.sellerId });
    picker = await workerAt(deaf, ground);
  });
  afterEach(async () => {
    hears = await startBeside(deaf);
    await expectClean(hears);
    await hears.stop();
    await deaf.close();
  });

  it('sends the picker to the other bin that has the units, at once, and holds nothing', async () => {
    const goods = await toBin(2);
    await stow(ground, goods.itemId, ground.bins[8]!, 2);
    const orderId = await bought1(shop, goods.itemId, 2);
    await planWave(ground);
    const { step } = await setOut(picker, 'CART-01');
    const bin = step.show.big!;
    await pull(picker, bin);
    const lost = { siteId: ground.siteId, binCode: bin, itemId: goods.itemId, quantity: -2, reason: 'flooded' };
    expect((await ground.manager.post('/v1/stock/adjustments', lost)).status).toBe(201);
    const next = await pull(picker, '', choose('short', { quantity: 0 }, 'empty'));
    expect(next).toMatchObject({ expect: 'bin', show: { quantity: { asked: 2 } } });
    expect(next.show.big).not.toBe(bin);
    expect(next.show.notice).toBeUndefined();
    await pickAll(picker, next);
    expect(await stateOf(ground, orderId)).toBe('picked');
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 2, held: 0, allocated: 2 });
  });

  it('sends the picker on where the order was cancelled', async () => {
    const [first, second] = [await toBin(2), await toBin(2)];
    const orderIds = [await bought1(shop, first.itemId, 2), await bought1(shop, second.itemId, 2)];
    await planWave(ground);
    const { step } = await setOut(picker, 'CART-01');
    const shown = await pull(picker, step.show.big!);
    const [gone, left] = shown.show.item!.code === first.code ? orderIds : orderIds.toReversed();
    expect((await shop.post(`/v1/orders/${gone}/cancel`, { cause: 'buyer' })).status).toBe(200);
    const next = await pull(picker, '', choose('short', { quantity: 0 }, 'empty'));
    expect(next.taskId).not.toBe(shown.taskId);
    await pickAll(picker, next);
    expect(await stateOf(ground, left!)).toBe('picked');
    expect(await stateOf(ground, gone!)).toBe('cancelled');
  });
});

describe('a count', () => {
  const scan = async (code: string, more: Record<string, unknown> = {}) => {
    const verdict = await picker.scan('count', code, more);
    expect(verdict.ok, JSON.stringify(verdict)).toBe(true);
    return verdict.step;
  };

  it('settles what a short pick held: found units are sold again, lost ones leave the books', async () => {
    const goods = await toBin(5);
    await bought1(shop, goods.itemId, 4);
    await planWave(ground);
    const { step } = await setOut(picker, 'CART-01');
    await pull(picker, step.show.big!);
    await pull(picker, '', choose('short', {}, 'empty'));
    await pull(picker, 'LANE-1');
    await scan(step.show.big!);
    await scan(goods.barcode, { quantity: 3 });
    const done = await scan(step.show.big!);
    expect(done.show.notice).toContain('-2');
    expect(await counts()).toEqual([]);
    await server.settle();
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 3, held: 0 });
  });

  it('asserts what was seen when it was seen: a pick after it is not undone', async () => {
    const goods = await toBin(10);
    await bought1(shop, goods.itemId, 4);
    await planWave(ground);
    const other = await workerAt(server, ground);
    const { step } = await setOut(other, 'CART-01');
    await scan(ground.bins[1]!);
    await scan(goods.barcode, { quantity: 10 });
    server.clock.set(new Date(server.clock.now().getTime() + 30_000));
    await pickAll(other, step);
    const done = await scan(ground.bins[1]!);
    expect(done.show.notice).toContain('as in the books');
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 10, allocated: 4 });
    await pull(other, 'LANE-1');
  });

  it('asks again before it believes that something is gone', async () => {
    const [here, gone] = [await toBin(3), await toBin(4)];
    await scan(ground.bins[1]!);
    await scan(here.barcode);
    await scan('3', { source: 'typed' });
    const asked = await scan(ground.bins[1]!);
    expect(asked.show.notice).toContain(gone.code);
    expect(await stockOf(ground, gone.itemId)).toMatchObject({ onHand: 4 });
    await scan(ground.bins[1]!);
    expect(await stockOf(ground, gone.itemId)).toMatchObject({ onHand: 0 });
    expect(await stockOf(ground, here.itemId)).toMatchObject({ onHand: 3 });
  });
});

describe('a move', () => {
  const scan = (code: string, more: Record<string, unknown> = {}) => picker.scan('move', code, more);

  it('brings units from bin to bin and refuses more than lie there', async () => {
    const goods = await toBin(6);
    await scan(ground.bins[1]!);
    expect((await scan(goods.barcode, { quantity: 7 })).refusal).toMatchObject({ code: 'more_than_here' });
    await scan(goods.barcode, { quantity: 4 });
    expect((await scan(ground.bins[1]!)).refusal).toMatchObject({ code: 'same_bin' });
    const moved = await scan(ground.bins[3]!);
    expect(moved.ok, JSON.stringify(moved)).toBe(true);
    const places = await ground.admin.get(`/v1/stock/places?siteId=${ground.siteId}&itemId=${goods.itemId}`);
    const by = Object.fromEntries(
      places.body.places.map((row: { place: string; quantity: number }) => [row.place, row.quantity]),
    );
    expect(by).toEqual({ [`bin/${ground.bins[1]}`]: 2, [`bin/${ground.bins[3]}`]: 4 });
  });

  it('leaves units where somebody is to pick them', async () => {
    const goods = await toBin(5);
    await bought1(shop, goods.itemId, 4);
    await planWave(ground);
    await scan(ground.bins[1]!);
    await scan(goods.barcode, { quantity: 3 });
    expect((await scan(ground.bins[3]!)).refusal).toMatchObject({ code: 'not_enough_at_place' });
    expect((await scan(ground.bins[3]!)).refusal).toMatchObject({ code: 'not_enough_at_place' });
  });
});
