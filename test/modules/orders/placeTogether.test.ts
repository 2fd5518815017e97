import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/platform/ids.ts';
import { addItem, openGround, openSeller, stockOf, stow, type Ground } from '../../support/goods.ts';
import { startServer, type Answer, type Person, type TestServer } from '../../support/server.ts';
import { recipient, seen } from './buy.ts';

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
  const { itemId } = await addItem(ground);
  await stow(ground, itemId, ground.bins[0]!, quantity);
  return itemId;
};

interface Ask {
  itemId: string;
  quantity?: number;
  externalId?: string;
  more?: Record<string, unknown>;
  who?: Person;
}

function ask({ itemId, quantity = 1, externalId = newId(), more = {}, who = shop }: Ask): Promise<Answer> {
  return who.post('/v1/orders', {
    siteId: ground.siteId,
    channel: 'together',
    externalId,
    paid: true,
    lines: [{ itemId, quantity }],
    shipTo: recipient,
    ...more,
  });
}

const codes = (answers: Answer[]) => answers.map(({ status, body }) => body.error?.code ?? `${status} ${body.state}`);

/** All but the first wait for the first one's transaction, and are placed by the next. */
const atOnce = async (asks: Ask[]) => {
  const filler = await stocked(1);
  const [, ...answers] = await Promise.all([ask({ itemId: filler }), ...asks.map(ask)]);
  return answers;
};

const eventsOf = async (orderId: string) =>
  ((await seen(ground.admin, orderId)).events as { kind: string }[]).map(({ kind }) => kind);

describe('orders that come at the same moment', () => {
  it('are each judged for itself: promised, refused, kept without units, waiting for payment, unknown', async () => {
    const [much, little] = [await stocked(50), await stocked(3)];
    const answers = await atOnce([
      { itemId: much, quantity: 5 },
      { itemId: little, quantity: 2 },
      { itemId: little, quantity: 2 },
      { itemId: little, quantity: 2, more: { onShortfall: 'keep' } },
      { itemId: little, quantity: 1 },
      { itemId: much, more: { paid: false } },
      { itemId: much, more: { lines: [{ code: 'nobody knows it', quantity: 1 }] } },
      { itemId: newId() },
      { itemId: much, more: { siteId: newId() } },
      { itemId: much, more: { shipTo: { name: '김철', phone: '010-0000-0000' } } },
    ]);
    expect(codes(answers)).toEqual([
      '201 promised',
      '201 promised',
      'not_enough_stock',
      '201 shortfall',
      '201 promised',
      '201 accepted',
      '201 unmapped',
      'item_not_found',
      'site_not_found',
      '201 awaiting_address',
    ]);
    expect(await stockOf(ground, much)).toMatchObject({ promised: 6 });
    expect(await stockOf(ground, little)).toMatchObject({ promised: 3, available: 0 });
    expect(await eventsOf(answers[0]!.body.orderId)).toEqual(['placed', 'promised']);
    expect(await seen(ground.admin, answers[3]!.body.orderId)).toMatchObject({
      cause: 'not_enough_stock',
      shipTo: { name: expect.stringContaining('*') },
    });
    const { rows } = await server.db.raw(
      `SELECT count(*)::int AS orders, count(r.order_id)::int AS recipients FROM customer_order o
         LEFT JOIN recipient r USING (seller_id, order_id) WHERE o.channel = 'together'`,
    );
    // the one before them, and seven of them, of which one waits for its address
    expect(rows[0]).toEqual({ orders: 8, recipients: 7 });
  });

  it('are one order where they are the same purchase, and the newest version of it', async () => {
    const itemId = await stocked(20);
    const externalId = newId();
    const same = { itemId, quantity: 2, externalId };
    const answers = await atOnce([
      same,
      same,
      { ...same, quantity: 4, more: { version: 2 } },
      { ...same, quantity: 4, more: { version: 2 } },
      { ...same, quantity: 9 },
      { ...same, quantity: 50, more: { version: 3 } },
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 409, 409]);
    expect(codes(answers).slice(4)).toEqual(['order_stale', 'not_enough_stock']);
    expect(new Set(answers.slice(0, 4).map(({ body }) => body.orderId)).size).toBe(1);
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 4 });
  });

  it('take over the promises of their checkouts, each its own', async () => {
    const itemId = await stocked(10);
    const purchases = Array.from({ length: 4 }, () => newId());
    for (const externalId of purchases) {
      const opened = await shop.post('/v1/promises', {
        channel: 'together',
        externalId,
        siteId: ground.siteId,
        lines: [{ itemId, quantity: 2 }],
        expiresInSeconds: 600,
      });
      expect(opened.status).toBe(201);
    }
    const answers = await atOnce([
      ...purchases.map((externalId) => ({ itemId, quantity: 2, externalId })),
      { itemId, quantity: 2 },
      { itemId, quantity: 1 },
    ]);
    expect(codes(answers)).toEqual([...Array(5).fill('201 promised'), 'not_enough_stock']);
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 10, available: 0 });
  });

  it('of another seller are not his to place, and the log names who placed each', async () => {
    const itemId = await stocked(10);
    const other = await openSeller(server, ground.admin, `OTHER-${newId().slice(-6)}`);
    const stranger = await server.as('channel', { sellerId: other });
    const answers = await atOnce([
      { itemId, who: stranger },
      { itemId, who: ground.manager },
      { itemId, who: shop },
    ]);
    expect(codes(answers)).toEqual(['item_not_found', '201 promised', '201 promised']);
    for (const [at, who] of [ground.manager, shop].entries()) {
      const { rows } = await server.db.raw(`SELECT DISTINCT actor_id FROM order_event WHERE order_id = ?`, [
        answers[at + 1]!.body.orderId,
      ]);
      expect(rows).toEqual([{ actor_id: who.userId }]);
    }
  });

  it('are each compared with what is known under its number, twins among them', async () => {
    const itemId = await stocked(50);
    const [known, twice] = [newId(), newId()];
    const placed = await ask({ itemId, quantity: 2, externalId: known });
    const answers = await atOnce([
      { itemId, quantity: 3, externalId: known },
      { itemId, quantity: 2, externalId: known },
      { itemId, quantity: 1, externalId: twice },
      { itemId, quantity: 4, externalId: twice },
      { itemId, quantity: 1 },
    ]);
    expect(codes(answers)).toEqual(['order_differs', '200 promised', '201 promised', 'order_differs', '201 promised']);
    expect(answers[1]!.body.orderId).toBe(placed.body.orderId);
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 4 });
  });
});
