import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItem, openGround, stockOf, stow, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { bought1, buy, recipient, seen, stateOf } from './buy.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
});
afterAll(() => server.close());

const stocked = async (quantity: number) => {
  const goods = await addItem(ground);
  await stow(ground, goods.itemId, ground.bins[0]!, quantity);
  return goods.itemId;
};
/** Nobody stays signed in for so long. */
async function wait(hours: number): Promise<void> {
  server.clock.set(new Date(server.clock.now().getTime() + hours * 3_600_000));
  shop = await server.as('channel', { sellerId: ground.sellerId });
  ground = { ...ground, admin: await server.as('admin'), manager: await server.as('manager') };
}

describe('an unpaid order', () => {
  it('holds nothing until its payment comes, once', async () => {
    const itemId = await stocked(4);
    const orderId = await bought1(shop, itemId, 3, { paid: false });
    expect(await stateOf(ground, orderId)).toBe('accepted');
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 0 });
    const paid = await Promise.all([1, 2, 3].map(() => shop.post(`/v1/orders/${orderId}/pay`, {})));
    for (const answer of paid) expect(answer.body).toMatchObject({ state: 'promised' });
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 3, available: 1 });
  });

  it('is kept in shortfall when the money came and the units had gone', async () => {
    const itemId = await stocked(2);
    const late = await bought1(shop, itemId, 2, { paid: false });
    await bought1(shop, itemId, 2);
    const paid = await shop.post(`/v1/orders/${late}/pay`, {});
    expect(paid.body).toMatchObject({ state: 'shortfall' });
    const waits = await ground.manager.post(`/v1/orders/${late}/back-order`, {});
    expect(waits.body).toMatchObject({ state: 'back_ordered' });
    expect(await seen(shop, late)).toMatchObject({ cause: 'stock_short', nextStep: 'wait_for_stock' });
    await stow(ground, itemId, ground.bins[1]!, 5);
    await server.settle();
    expect(await stateOf(ground, late)).toBe('promised');
  });

  it('expires when nobody pays within a day, and a late payment is refused', async () => {
    const itemId = await stocked(2);
    const orderId = await bought1(shop, itemId, 1, { paid: false });
    await wait(25);
    const late = await shop.post(`/v1/orders/${orderId}/pay`, {});
    expect(late.body.error).toMatchObject({ code: 'payment_late' });
    await server.app.jobs!.runDue();
    expect(await seen(ground.admin, orderId)).toMatchObject({
      state: 'expired',
      cause: 'payment_expired',
      nextStep: 'none',
    });
  });
});

describe('a gift', () => {
  it('waits for its address with its units promised', async () => {
    const itemId = await stocked(2);
    const placed = await buy(shop, [{ itemId, quantity: 2 }], { shipTo: { name: '김철', phone: '010-0000-0000' } });
    expect(placed.body.state).toBe('awaiting_address');
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 2 });
    const { orderId } = placed.body;
    const still = await shop.post(`/v1/orders/${orderId}/address`, {
      shipTo: { name: '김철', phone: '010-0000-0000' },
    });
    expect(still.body.error).toMatchObject({ code: 'address_missing' });
    const given = await shop.post(`/v1/orders/${orderId}/address`, { shipTo: recipient });
    expect(given.body).toMatchObject({ state: 'promised' });
  });

  it('is cancelled with its refund due when no address comes within a week', async () => {
    const itemId = await stocked(2);
    const placed = await buy(shop, [{ itemId, quantity: 2 }], { shipTo: undefined });
    await wait(8 * 24);
    await server.app.jobs!.runDue();
    const ended = await seen(ground.admin, placed.body.orderId);
    expect(ended).toMatchObject({ state: 'cancelled', cause: 'address_expired', nextStep: 'refund' });
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 0, available: 2 });
  });
});
