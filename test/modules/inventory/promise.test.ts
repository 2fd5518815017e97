import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItem, openGround, openSeller, stockOf, stow, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';

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
