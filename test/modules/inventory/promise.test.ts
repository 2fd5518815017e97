import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItem, openGround, openSeller, stockOf, stow, type Ground } from '../../support/goods.ts';
import { refused } from '../../support/refused.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { atOnce } from '../../support/waiting.ts';
import { seen } from '../orders/buy.ts';
import { must } from '../packing/floor.ts';
import { expectClean } from '../waves/floor.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
});
afterAll(() => server.close());

let buyers = 0;
const ask = (lines: { itemId: string; quantity: number }[], more: Record<string, unknown> = {}) =>
  shop.post('/v1/promises', {
    channel: 'mall',
    externalId: `buyer-${buyers++}`,
    lines,
    expiresInSeconds: 600,
    ...more,
  });

describe('promise', () => {
  it('sells the last unit once, even when a hundred ask at the same time', async () => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[0]!, 1);
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask([{ itemId, quantity: 1 }])));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused).toHaveLength(99);
    for (const { body } of refused) {
      expect(body.error).toMatchObject({ code: 'not_enough_stock', details: [{ itemId, requested: 1, available: 0 }] });
    }
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 1, promised: 1, available: 0 });
  });

  it('sums the same item twice in one basket before it says yes', async () => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[1]!, 3);
    const answer = await ask([
      { itemId, quantity: 2 },
      { itemId, quantity: 2 },
    ]);
    expect(answer.status).toBe(409);
    expect(answer.body.error.details).toEqual([{ itemId, requested: 4, available: 3 }]);
  });

  it('takes all lines of a basket or none', async () => {
    const plenty = await addItem(ground);
    const scarce = await addItem(ground);
    await stow(ground, plenty.itemId, ground.bins[2]!, 10);
    await stow(ground, scarce.itemId, ground.bins[2]!, 1);
    const answer = await ask([
      { itemId: plenty.itemId, quantity: 5 },
      { itemId: scarce.itemId, quantity: 2 },
    ]);
    expect(answer.status).toBe(409);
    expect(await stockOf(ground, plenty.itemId)).toMatchObject({ promised: 0, available: 10 });
  });

  it('gives the same purchase the same promise, and refuses it with another basket', async () => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[3]!, 10);
    const first = await ask([{ itemId, quantity: 2 }], { externalId: 'twice' });
    const second = await ask([{ itemId, quantity: 2 }], { externalId: 'twice' });
    expect(second.status).toBe(200);
    expect(second.body.promiseId).toBe(first.body.promiseId);
    const other = await ask([{ itemId, quantity: 3 }], { externalId: 'twice' });
    expect(other.body.error.code).toBe('promise_exists');
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 2 });
  });

  it('no longer counts a promise from the second it expires, before anything has swept it', async () => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[4]!, 1);
    const first = await ask([{ itemId, quantity: 1 }], { expiresInSeconds: 60 });
    server.clock.set(new Date(server.clock.now().getTime() + 60_000));
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 0, available: 1 });
    const next = await ask([{ itemId, quantity: 1 }]);
    expect(next.status).toBe(201);
    const late = await shop.post(`/v1/promises/${first.body.promiseId}/confirm`);
    expect(late.status).toBe(409);
    expect(late.body.error.code).toBe('promise_expired');
  });

  it('resolves once when confirm and release race, and tells the loser the same each time', async () => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[5]!, 50);
    let taken = 0;
    for (let round = 0; round < 20; round++) {
      const { body } = await ask([{ itemId, quantity: 1 }]);
      const [confirmed, released] = await Promise.all([
        shop.post(`/v1/promises/${body.promiseId}/confirm`),
        shop.post(`/v1/promises/${body.promiseId}/release`),
      ]);
      const winners = [confirmed, released].filter(({ status }) => status === 200);
      expect(winners).toHaveLength(1);
      const loser = confirmed.status === 200 ? released : confirmed;
      expect(loser.body.error.code).toBe('promise_resolved');
      taken += winners[0] === confirmed ? 1 : 0;
    }
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: taken, available: 50 - taken });
  });

  it('releases a confirmed promise only where the payment went back', async () => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[7]!, 1);
    const { body } = await ask([{ itemId, quantity: 1 }]);
    await shop.post(`/v1/promises/${body.promiseId}/confirm`);
    const kept = await shop.post(`/v1/promises/${body.promiseId}/release`);
    expect(kept.body.error.code).toBe('promise_resolved');
    const returned = await shop.post(`/v1/promises/${body.promiseId}/release`, { paymentReturned: true });
    expect(returned.body.state).toBe('released');
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 0, available: 1 });
  });

  it('answers a foreign promise and an absent one alike', async () => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[6]!, 1);
    const { body } = await ask([{ itemId, quantity: 1 }]);
    const other = await openGround(server);
    const stranger = await server.as('channel', { sellerId: other.sellerId });
    const foreign = await stranger.post(`/v1/promises/${body.promiseId}/release`);
    const absent = await stranger.post('/v1/promises/0190a0a0-0000-7000-8000-000000000000/release');
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body.error, requestId: '' }).toEqual({ ...absent.body.error, requestId: '' });
  });

  it('promises nothing of a seller who is suspended, whose orders are refused, too', async () => {
    const sellerId = await openSeller(server, ground.admin, 'SUSPENDED');
    const { itemId } = await addItem({ ...ground, sellerId });
    await stow({ ...ground, sellerId }, itemId, ground.bins[8]!, 3);
    const theirs = await server.as('channel', { sellerId });
    const basket = { channel: 'mall', externalId: 'late', lines: [{ itemId, quantity: 1 }] };
    const state = (is: string) => ground.admin.patch(`/v1/sellers/${sellerId}`, { state: is });
    expect((await state('suspended')).status).toBe(200);
    const answers = [
      await theirs.post('/v1/promises', { ...basket, expiresInSeconds: 60 }),
      await theirs.post('/v1/orders', { ...basket, paid: true }),
    ];
    expect(answers.map(({ body }) => body.error.code)).toEqual(['seller_suspended', 'seller_suspended']);
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 0 });
    await state('active');
    expect((await theirs.post('/v1/promises', { ...basket, expiresInSeconds: 60 })).status).toBe(201);
  });
});

describe('a checkout that was paid and whose order never came', () => {
  /** What is over by the clock, which minutes have moved, is swept by then. */
  const expectSwept = async () => {
    await server.app.jobs!.runDue();
    await expectClean(server);
  };
  const minute = () => server.clock.set(new Date(server.clock.now().getTime() + 60_000));

  /** Asks for units and pays them. */
  async function paid(itemId: string, quantity: number, externalId: string, of = ground): Promise<string> {
    const lines = [{ itemId, quantity }];
    const { promiseId } = await must(ask(lines, { externalId, siteId: of.siteId }));
    await must(shop.post(`/v1/promises/${promiseId}/confirm`));
    return promiseId;
  }

  const order = (itemId: string, quantity: number, externalId: string, more: object = {}) => {
    const lines = [{ itemId, quantity }];
    return shop.post('/v1/orders', { channel: 'mall', externalId, paid: true, lines, ...more });
  };
  const giveUp = (promiseId: string, by = ground.manager, reason = 'payment_returned') =>
    by.post(`/v1/checkouts/${promiseId}/give-up`, { reason });

  it('is listed with what it keeps, the oldest first, page by page, until its order comes', async () => {
    const own = { ...(await openGround(server)), sellerId: ground.sellerId };
    const { itemId } = await addItem(ground);
    await stow(own, itemId, own.bins[0]!, 30);
    const list = async (more = '') => must(own.manager.get(`/v1/checkouts?siteId=${own.siteId}${more}`));
    await ask([{ itemId, quantity: 1 }], { siteId: own.siteId });
    expect(await list()).toEqual({ total: 0, checkouts: [] });
    const began = server.clock.now();
    const promiseIds: string[] = [];
    for (const at of [1, 2, 3, 4, 5]) {
      promiseIds.push(await paid(itemId, at, `silent-${at}`, own));
      // two of them at the same moment
      if (at !== 2) minute();
    }
    const first = await list('&limit=2');
    expect(first).toMatchObject({ total: 5, checkouts: [{}, {}] });
    expect(first.checkouts[0]).toEqual({
      siteId: own.siteId,
      promiseId: promiseIds[0],
      sellerId: ground.sellerId,
      channel: 'mall',
      mall: '',
      externalId: 'silent-1',
      confirmedAt: began.toISOString(),
      lines: [{ itemId, quantity: 1, open: 1 }],
    });
    const second = await list(`&limit=2&cursor=${first.next}`);
    const third = await list(`&limit=2&cursor=${second.next}`);
    const pages = [first, second, third].flatMap((page) => page.checkouts);
    expect(pages.map((one: { promiseId: string }) => one.promiseId)).toEqual(promiseIds);
    expect(third.next).toBeUndefined();
    await must(order(itemId, 1, 'silent-1', { siteId: own.siteId }));
    expect((await list()).checkouts[0].promiseId).toBe(promiseIds[1]);
    const sale = { siteId: own.siteId, itemId, startsAt: server.clock.now().toISOString() };
    await must(own.manager.post('/v1/flash-sales', { ...sale, unitsPerCustomer: 1, setAside: 2 }));
    expect((await list()).total, 'what a flash sale keeps aside is no checkout').toBe(4);
  });

  it('is given up at the desk with a reason, once, by a manager of its site', async () => {
    const own = { ...(await openGround(server)), sellerId: ground.sellerId };
    const { itemId } = await addItem(ground);
    await stow(own, itemId, own.bins[9]!, 3);
    const promiseId = await paid(itemId, 3, 'given-up', own);
    await refused(giveUp(promiseId, ground.manager), 404, 'promise_not_found');
    await refused(giveUp(promiseId, own.manager, 'why not'), 422, 'invalid');
    expect(await stockOf(own, itemId)).toMatchObject({ promised: 3, available: 0 });
    for (const _ of ['now', 'again']) expect((await must(giveUp(promiseId, own.manager))).state).toBe('released');
    expect(await stockOf(own, itemId)).toMatchObject({ promised: 0, available: 3 });
    const open = (await must(ask([{ itemId, quantity: 1 }], { siteId: own.siteId }))).promiseId;
    expect(await refused(giveUp(open, own.manager), 409, 'promise_resolved')).toMatchObject({ got: 'open' });
    await expectSwept();
  });

  it('promises its order anew that comes after it was given up, or tells that nothing is left', async () => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[10]!, 2);
    await must(giveUp(await paid(itemId, 2, 'late-order')));
    const { orderId } = await must(order(itemId, 2, 'late-order'));
    expect(await seen(shop, orderId)).toMatchObject({ lines: [{ promised: 2 }] });
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 2, available: 0 });
    await stow(ground, itemId, ground.bins[10]!, 2);
    await must(giveUp(await paid(itemId, 2, 'too-late')));
    await must(ask([{ itemId, quantity: 2 }]));
    await refused(order(itemId, 2, 'too-late'), 409, 'not_enough_stock');
    const kept = await must(order(itemId, 2, 'too-late', { onShortfall: 'keep' }));
    expect(await seen(shop, kept.orderId)).toMatchObject({ lines: [{ promised: 0 }] });
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 4, promised: 4, available: 0 });
    await expectSwept();
  });

  it.each([
    ['the desk', async (id: string) => giveUp(id)],
    ['the shop', async (id: string) => shop.post(`/v1/promises/${id}/release`, { paymentReturned: true })],
  ])('has its order or is released by %s, never both, where they come at the same moment', async (_, release) => {
    for (const isOrderFirst of [true, false]) {
      const { itemId } = await addItem(ground);
      await stow(ground, itemId, ground.bins[11]!, 4);
      const externalId = `raced-${_}-${isOrderFirst}`;
      const promiseId = await paid(itemId, 3, externalId);
      const [placing, releasing] = [() => order(itemId, 3, externalId), () => release(promiseId)];
      const answers = await atOnce(server, isOrderFirst ? [placing, releasing] : [releasing, placing]);
      const [placed, released] = isOrderFirst ? answers : answers.toReversed();
      const { orderId } = await must(Promise.resolve(placed!));
      expect(await seen(shop, orderId)).toMatchObject({ lines: [{ promised: 3 }] });
      if (isOrderFirst) expect(released!.status, JSON.stringify(released!.body)).toBe(409);
      else expect((await must(Promise.resolve(released!))).state).toBe('released');
      expect(await stockOf(ground, itemId), `order first: ${isOrderFirst}`).toMatchObject({
        promised: 3,
        available: 1,
      });
      await expectSwept();
    }
  });
});
