import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { must, openFloor, shelved } from '../modules/packing/floor.ts';
import { canary } from '../support/canaries.ts';
import { leaksOf, textsWithin } from '../support/leaks.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
  const floor = await openFloor(server);
  const { itemId } = await shelved(floor, 1);
  const shop = await server.as('seller', { sellerId: floor.sellerId });
  const order = { siteId: floor.siteId, channel: 'test', externalId: newId(), paid: true, shipTo: canary };
  await must(shop.post('/v1/orders', { ...order, lines: [{ itemId, quantity: 1 }] }, { 'idempotency-key': newId() }));
  await server.settle();
});

let closed = false;
afterAll(() => (closed ? undefined : server.close()));

const DIGITS = '01073519248';

describe('the look for people in clear after each file of tests', () => {
  it('finds nobody where an order came in under a key, and whoever is planted wherever it looks', async () => {
    expect(await leaksOf(server.db, `{"msg":"${newId()}"}`)).toEqual([]);
    const tx = await server.db.transaction();
    await tx.raw(`UPDATE outbox SET body = jsonb_build_object('deep', jsonb_build_array(?::text))`, [canary.phone]);
    await tx.raw(`UPDATE idempotency_key SET answer = jsonb_build_object('to', ?::text)`, [canary.address]);
    await tx.raw(`INSERT INTO refused_request SELECT ?::uuid, NULL, 'GET /', 'no_such', ?, now()`, [
      newId(),
      `shipTo.${canary.name}`,
    ]);
    await tx.raw(`INSERT INTO parked_fact SELECT 'x', 'y', 'z', 'subject', ?, now()`, [`no door at ${canary.address}`]);
    await tx.raw(`UPDATE order_event SET cause = ?`, [`${canary.name} 요청`]);
    const found = await leaksOf(tx as never, `{"body":{"phone":"+${DIGITS.replace(/^0/, '82')}"}}\n`);
    await tx.rollback();
    expect(found.map(({ leaked, text }) => `${leaked}: ${text}`).sort()).toEqual([
      `idempotency_key: ${canary.address}`,
      `log: 82${DIGITS.slice(1)}`,
      `order_event: ${canary.name}`,
      `outbox: ${canary.phone}`,
      `parked_fact: ${canary.address}`,
      `refused_request: ${canary.name}`,
    ]);
  });

  it('looks for any number of texts in one pass, and takes no part of one for it', () => {
    const people = Array.from({ length: 500 }, (_, at) => `고객 ${at} 번째`);
    const text = `${'{"kind":"orders.placed"}'.repeat(1000)}고객 17 번째, 고객 499 번`;
    expect([...textsWithin(text, people)]).toEqual(['고객 17 번째']);
    expect([...textsWithin('가나', ['가나', '', '가'])]).toEqual([]);
    expect([...textsWithin('x가나다', ['가나다'])]).toEqual(['가나다']);
  });

  it('fails the file in which an app has logged who gets an order', async () => {
    await server.db.raw(`UPDATE order_event SET cause = ?`, [canary.name]);
    closed = true;
    await expect(server.close('a name is planted in an order’s history')).rejects.toThrow('people in clear');
  });
});
