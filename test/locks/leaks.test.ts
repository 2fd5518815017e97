import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { must, openFloor, shelved } from '../modules/packing/floor.ts';
import { canary } from '../support/canaries.ts';
import { leaksOf, searched, textsWithin } from '../support/leaks.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await sold();
});
afterAll(() => server.close());

/** A server at which one order came in, under a key. */
async function sold(): Promise<TestServer> {
  const at = await startServer();
  const floor = await openFloor(at);
  const { itemId } = await shelved(floor, 1);
  const shop = await at.as('seller', { sellerId: floor.sellerId });
  const order = { siteId: floor.siteId, channel: 'test', externalId: newId(), paid: true, shipTo: canary };
  await must(shop.post('/v1/orders', { ...order, lines: [{ itemId, quantity: 1 }] }, { 'idempotency-key': newId() }));
  await at.settle();
  return at;
}

const columns = Object.entries(searched).flatMap(([table, of]) => of.map((column) => ({ table, column })));

describe('the look for people in clear after each file of tests', () => {
  it('finds nobody where an order came in under a key', async () => {
    expect(await leaksOf(server.db, JSON.stringify(server.logged()))).toEqual([]);
  });

  it.each(columns)('finds whoever is planted in $table.$column', async ({ table, column }) => {
    const tx = await server.db.transaction();
    // of the same columns, without the rules that say what a row must have beside
    await tx.raw(`CREATE TEMP TABLE ${table} ON COMMIT DROP AS SELECT * FROM public.${table} WITH NO DATA`);
    const { rows } = await tx.raw(
      `SELECT data_type AS type FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = ? AND column_name = ?`,
      [table, column],
    );
    const as = { jsonb: "jsonb_build_object('deep', jsonb_build_array(?::text))", ARRAY: 'ARRAY[?::text]' };
    const value = as[rows[0].type as keyof typeof as] ?? '?';
    await tx.raw(`INSERT INTO ${table} (${column}) VALUES (${value})`, [`to ${canary.address}`]);
    const found = await leaksOf(tx as never, '');
    await tx.rollback();
    expect(found).toEqual([{ leaked: table, text: canary.address }]);
  });

  it('finds a phone in the log however it is written', async () => {
    const digits = canary.phone.replaceAll(/\D/g, '');
    for (const text of [canary.phone, digits, `82${digits.slice(1)}`]) {
      expect(await leaksOf(server.db, `{"body":{"to":"+${text}"}}\n`)).toContainEqual({ leaked: 'log', text });
    }
  });

  it('is no look where no seal opens, and says so', async () => {
    const tx = await server.db.transaction();
    await tx.raw(`CREATE TEMP TABLE recipient ON COMMIT DROP AS SELECT * FROM public.recipient`);
    await tx.raw(`UPDATE recipient SET version = version + 1`);
    const found = await leaksOf(tx as never, '');
    await tx.rollback();
    expect(found).toEqual([{ leaked: 'recipient', text: '1 that do not open' }]);
  });

  it('looks for any number of texts in one pass, and takes no part of one for it', () => {
    const people = Array.from({ length: 500 }, (_, at) => `고객 ${at} 번째`);
    const text = `${'{"kind":"orders.placed"}'.repeat(1000)}고객 17 번째, 고객 499 번`;
    expect([...textsWithin(text, people)]).toEqual(['고객 17 번째']);
    expect([...textsWithin('가나', ['가나', '', '가'])]).toEqual([]);
    expect([...textsWithin('x가나다', ['가나다'])]).toEqual(['가나다']);
  });

  it('fails the file in which an app has logged who gets an order', async () => {
    const own = await sold();
    own.log.warn({ to: canary.name }, 'planted');
    await expect(own.close()).rejects.toThrow('people in clear');
  });
});
