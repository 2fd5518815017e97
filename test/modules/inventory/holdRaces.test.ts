import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rows } from '../../../src/platform/sql.ts';
import { Transaction } from '../../../src/platform/transaction.ts';
import { addItem, openGround, openSeller, stockOf, stow, type Goods, type Ground } from '../../support/goods.ts';
import { arrivedShipment, newLpn, receiveUnits } from '../../support/inbound.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { atOnce } from '../../support/waiting.ts';
import { bought1 } from '../orders/buy.ts';
import { expectClean, planWave } from '../waves/floor.ts';

let server: TestServer;
let ground: Ground;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(() => server.close());

let sellers = 0;
/** The ground of a seller of whom nothing was ever here. */
const newSeller = async (): Promise<Ground> => ({
  ...ground,
  sellerId: await openSeller(server, ground.admin, `RACED-${(sellers += 1)}`),
});

const hold = (scope: object, headers: Record<string, string> = {}) =>
  ground.manager.post('/v1/holds', { siteId: ground.siteId, reason: 'recall', ...scope }, headers);
const lift = (holdId: string) =>
  ground.manager.post(`/v1/holds/${holdId}/lift`, { siteId: ground.siteId, reason: 'recall_over' });

it('of a seller holds the first units ever of an item, whoever of the two comes a moment before', async () => {
  for (const isFirst of [true, false]) {
    const own = await newSeller();
    const { itemId } = await addItem(own);
    const arrive = () => stow(own, itemId, ground.bins[0]!, 7);
    const holdAll = async () => expect((await hold({ scope: 'seller', sellerId: own.sellerId })).status).toBe(201);
    await atOnce(server, isFirst ? [arrive, holdAll] : [holdAll, arrive]);
    expect(await stockOf(own, itemId), `arrived first: ${isFirst}`).toMatchObject({ onHand: 7, held: 7, available: 0 });
    await expectClean(server);
  }
});

it('of an item that was never here holds its first units', async () => {
  const { itemId } = await addItem(ground);
  const arrive = () => stow(ground, itemId, ground.bins[1]!, 3);
  await atOnce(server, [arrive, async () => expect((await hold({ scope: 'item', itemId })).status).toBe(201)]);
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 3, held: 3, available: 0 });
  await expectClean(server);
});

it('gives the first units of an item back that came in the moment in which it was lifted', async () => {
  for (const isFirst of [true, false]) {
    const own = await newSeller();
    const { itemId } = await addItem(own);
    const { holdId } = (await hold({ scope: 'seller', sellerId: own.sellerId })).body;
    const arrive = () => stow(own, itemId, ground.bins[2]!, 4);
    const liftAll = async () => expect((await lift(holdId)).status).toBe(200);
    await atOnce(server, isFirst ? [arrive, liftAll] : [liftAll, arrive]);
    expect(await stockOf(own, itemId), `arrived first: ${isFirst}`).toMatchObject({ held: 0, available: 4 });
    await expectClean(server);
  }
});

let spots = 9;
/** A place, and something of which nothing was ever there that is about to come on sale there. */
const places = {
  bin: async () => {
    const { itemId } = await addItem(ground);
    const binCode = ground.bins[(spots += 1)]!;
    return { scope: { scope: 'bin', binCode }, itemId, arrive: () => stow(ground, itemId, binCode, 4) };
  },
  LPN: async () => {
    const [first, second] = [await addItem(ground), await addItem(ground)];
    const [{ shipmentId }, lpnCode] = [
      await arrivedShipment(ground, [
        [first, 2],
        [second, 4],
      ]),
      newLpn(),
    ];
    const receive = async ({ itemId }: Goods, quantity: number) => {
      const received = await receiveUnits(ground.manager, shipmentId, { itemId, quantity, lpnCode });
      expect(received.status, JSON.stringify(received.body)).toBe(201);
    };
    await receive(first, 2);
    return { scope: { scope: 'lpn', lpnCode }, itemId: second.itemId, arrive: () => receive(second, 4) };
  },
};

describe.each(['bin', 'LPN'] as const)('of a place (%s)', (kind) => {
  it('holds what was never there before, whoever of the two comes a moment before', async () => {
    for (const isFirst of [true, false]) {
      const { scope, itemId, arrive } = await places[kind]();
      const holdIt = async () => expect((await hold(scope)).status).toBe(201);
      await atOnce<unknown>(server, isFirst ? [arrive, holdIt] : [holdIt, arrive]);
      expect(await stockOf(ground, itemId), `arrived first: ${isFirst}`).toMatchObject({ held: 4, available: 0 });
    }
    await expectClean(server);
  });

  it('gives back what came there in the moment in which it was lifted', async () => {
    for (const isFirst of [true, false]) {
      const { scope, itemId, arrive } = await places[kind]();
      const { holdId } = (await hold(scope)).body;
      const liftIt = async () => expect((await lift(holdId)).status).toBe(200);
      await atOnce<unknown>(server, isFirst ? [arrive, liftIt] : [liftIt, arrive]);
      expect(await stockOf(ground, itemId), `arrived first: ${isFirst}`).toMatchObject({ held: 0, available: 4 });
    }
    await expectClean(server);
  });
});

/** How many transactions began again for this. */
async function retriesFor(sqlstate: string): Promise<number> {
  const { body } = await server.anyone.get('/metrics');
  const counted = new RegExp(`^daybreak_transaction_retries_total\\{sqlstate="${sqlstate}"\\} (\\d+)`, 'm');
  return Number(counted.exec(body as string)?.[1] ?? 0);
}

it.each(['40001', '40P01'])(
  'is refused with nothing done where others are in its way again and again (%s), which is told to who runs it; done when asked anew',
  async (sqlstate) => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[3]!, 2);
    await server.db.raw(`
      CREATE FUNCTION overtake() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'others came' USING ERRCODE = '${sqlstate}'; END $$;
      CREATE TRIGGER overtake BEFORE INSERT ON hold_unit FOR EACH STATEMENT EXECUTE FUNCTION overtake();`);
    const key = { 'idempotency-key': `hold it ${sqlstate}` };
    const before = await retriesFor(sqlstate);
    const refused = await hold({ scope: 'item', itemId }, key);
    const { error } = refused.body;
    expect([refused.status, error.code]).toEqual([409, 'overtaken']);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await retriesFor(sqlstate)) - before).toBeGreaterThanOrEqual(3);
    const told = { level: 40, msg: 'overtaken', requestId: error.requestId, err: { code: sqlstate } };
    expect(server.logged()).toContainEqual(
      expect.objectContaining({ ...told, err: expect.objectContaining(told.err) }),
    );
    expect(await stockOf(ground, itemId)).toMatchObject({ held: 0, available: 2 });
    await server.db.raw('DROP TRIGGER overtake ON hold_unit; DROP FUNCTION overtake');
    expect((await hold({ scope: 'item', itemId }, key)).status).toBe(201);
    expect(await stockOf(ground, itemId)).toMatchObject({ held: 2, available: 0 });
  },
);

type Sent = Parameters<Transaction['query']>[0];

/** What the transaction asked the database for that held a seller's stock: so many items, each allocated and promised. */
async function askedToHold(items: number): Promise<Sent[]> {
  const own = await newSeller();
  const shop = await server.as('channel', { sellerId: own.sellerId });
  const orderIds: string[] = [];
  const promised: string[] = [];
  for (let at = 0; at < items; at++) {
    const { itemId } = await addItem(own);
    await stow(own, itemId, ground.bins[4 + at]!, 5);
    orderIds.push(await bought1(shop, itemId, 3));
    promised.push(itemId);
  }
  await planWave(own, { orderIds });
  for (const itemId of promised) await bought1(shop, itemId, 2);
  await server.settle();
  const spy = vi.spyOn(Transaction.prototype, 'query');
  const answer = await hold({ scope: 'seller', sellerId: own.sellerId });
  const sent = spy.mock.calls.map(([statement], at) => ({ statement, by: spy.mock.contexts[at] }));
  spy.mockRestore();
  expect(answer.body).toMatchObject({ units: 5 * items, orders: 2 * items, short: 5 * items });
  const { by: holder } = sent.find(({ statement }) => statement.text.includes('INSERT INTO hold ('))!;
  return sent.flatMap(({ statement, by }) => (by === holder ? statement : []));
}

it('of a seller asks no more often for many items than for one, and reads nothing of others', async () => {
  const [few, many] = [await askedToHold(1), await askedToHold(5)];
  expect(many.map(({ text }) => text)).toEqual(few.map(({ text }) => text));
  const reads = many.filter(({ text }) => /^\s*SELECT[^;]*FROM balance b\s/.test(text));
  expect(reads.length).toBeGreaterThan(1);
  for (const { text, values } of reads) {
    const plan = await server.db.transaction(async (tx) => {
      await tx.raw('SET LOCAL enable_seqscan = off');
      const sql = text.replaceAll(/\$(\d+)/g, ':p$1');
      const params = Object.fromEntries((values ?? []).map((value, at) => [`p${at + 1}`, value]));
      return rows<{ 'QUERY PLAN': string }>(tx, `EXPLAIN (COSTS OFF) ${sql}`, params);
    });
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/Index Cond: .*\b(item_id|place)\b/);
  }
  await expectClean(server);
});
