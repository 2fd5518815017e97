import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom, type Random } from '../../src/commands/day/random.ts';
import { freeUnits, holdUnits, binPlace, promise, reducePromise } from '../../src/inventory/index.ts';
import { liftHold } from '../../src/inventory/holds/liftHold.ts';
import { openHold } from '../../src/inventory/holds/openHold.ts';
import { expireDue } from '../../src/inventory/expirePromises.ts';
import { releaseCheckout } from '../../src/inventory/releasePromise.ts';
import { cancel } from '../../src/orders/index.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import { done, type Outcome } from '../../src/platform/errors.ts';
import { newId } from '../../src/platform/ids.ts';
import { transact } from '../../src/platform/transact.ts';
import { system, type Actor, type Work } from '../../src/platform/work.ts';
import { claim, finishCount, shortPick } from '../../src/waves/index.ts';
import { buy } from '../modules/orders/buy.ts';
import { planWave, workerAt } from '../modules/waves/floor.ts';
import { addItem, openGround, stow, type Ground } from '../support/goods.ts';
import { startServer, type Person, type TestServer } from '../support/server.ts';
import { meetingOf } from '../support/waiting.ts';
import { deadlocksOf, judgeBooks } from './judge.ts';
import { lockAsFound } from './naive/lockOrder.ts';
import { rush } from './rush.ts';
import { noteReached, rounds, seed } from './size.ts';

const CONNECTIONS = 24;
const [ITEMS, BINS, PICKERS] = [3, 3, 6];
const TURNS = rounds;
/** Of a turn. */
const [ORDERS, BASKETS, HOLDS, COUNTS, RECALLS] = [36, 60, 24, 24, 4];

let server: TestServer;
let ground: Ground;
let db: Database;
let items: string[];
let pickers: Actor[];

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  db = connect(server.databaseUrl, CONNECTIONS, server.roles);
  items = [];
  for (let at = 0; at < ITEMS; at++) items.push((await addItem(ground)).itemId);
  pickers = [];
  for (let at = 0; at < PICKERS; at++) {
    const { userId } = await workerAt(server, ground);
    pickers.push({ ...system, userId, role: 'picker', siteIds: [ground.siteId] });
  }
});
afterAll(async () => {
  await db?.destroy();
  await server?.close();
});

const reached: Record<string, number> = {};

/** What a verb may be refused for while others take the same units. */
const EXPECTED = new Set([
  'not_enough_at_place',
  'not_enough_stock',
  'promise_expired',
  'promise_resolved',
  'promise_smaller',
  'task_done',
  'task_taken',
  'lease_lost',
  'line_moved',
  'order_cancelled',
  'order_ended',
  'nothing_to_pick',
  'allocation_ended',
  'hold_exists',
  'hold_stands',
]);

/** Does it, and notes whether it had its effect. */
async function act<T>(
  what: string,
  verb: (work: Work) => Promise<Outcome<T>>,
  { actor = system, late_ms = 0 }: { actor?: Actor; late_ms?: number } = {},
): Promise<Outcome<T>> {
  const at = new Date(server.clock.now().getTime() + late_ms);
  const outcome = await transact(db, { actor, at, id: newId() }, verb);
  if (outcome.refused) expect(EXPECTED, `${what}: ${JSON.stringify(outcome)}`).toContain(outcome.refusal.code);
  const branch = outcome.refused ? `${what} refused` : what;
  reached[branch] = (reached[branch] ?? 0) + 1;
  return outcome;
}

const query = async <R>(text: string, values: unknown[] = []): Promise<R[]> =>
  ((await server.db.raw(text, values as string[])) as { rows: R[] }).rows;

const unitsOf = (random: Random) => {
  const binCode = ground.bins[random.int(BINS)]!;
  return { siteId: ground.siteId, binCode, place: binPlace(binCode), itemId: random.pick(items) };
};

function holding(random: Random) {
  const { binCode: _, ...units } = unitsOf(random);
  const quantity = 1 + random.int(4);
  return async () => {
    await act('held', (work) => holdUnits(work, { ...units, quantity, reason: 'storm' }));
    await act('freed', (work) => freeUnits(work, { ...units, quantity, reason: 'storm' }));
  };
}

/** All of an item, by one hold at a time, lifted at once. */
function standing(random: Random) {
  const { siteId } = ground;
  const itemId = random.pick(items);
  return async () => {
    const held = await act('stood', (work) => openHold(work, { siteId, scope: 'item', itemId, reason: 'recall' }));
    if (held.refused) return;
    const { holdId } = held.value;
    await act('lifted', (work) => liftHold(work, { siteId, holdId, reason: 'undo' }));
  };
}

/** Units in a bin, whose row of held units is there, too: no order of locks covers one that two make for the first time. */
async function stockUp(itemId: string, binCode: string): Promise<void> {
  await stow(ground, itemId, binCode, 30);
  const unit = { siteId: ground.siteId, place: binPlace(binCode), itemId, quantity: 1, reason: 'storm' };
  await act('held', (work) => holdUnits(work, unit));
  await act('freed', (work) => freeUnits(work, unit));
}

/** All items of a bin, some of them a unit more or less than the books say. */
function counting(random: Random) {
  const { siteId, binCode, place } = unitsOf(random);
  const off = items.map(() => random.int(5) - 2);
  const order = random.shuffle(items.map((_, at) => at));
  return () =>
    act('counted', async (work) => {
      const there = await query<{ itemId: string; n: number }>(
        `SELECT item_id AS "itemId", sum(quantity)::int AS n FROM balance WHERE site_id = ? AND place = ? GROUP BY 1`,
        [siteId, place],
      );
      const booked = new Map(there.map(({ itemId, n }) => [itemId, n]));
      const counts = order.map((at) => {
        const counted = Math.max(0, (booked.get(items[at]!) ?? 0) + off[at]!);
        return { sellerId: ground.sellerId, itemId: items[at]!, lot: '', counted, since: work.at };
      });
      return finishCount(work, { siteId, binCode, counts, handsKnown: true });
    });
}

/** A basket in the buyer's order that is given up, cut down, left to expire, or followed by one that comes after its time. */
function checkout(random: Random) {
  const { siteId, sellerId } = ground;
  const lines = random.shuffle(items).map((itemId) => ({ itemId, quantity: 1 + random.int(2) }));
  const soon = server.clock.now().getTime();
  const asking = (expires_ms: number) => (work: Work) => {
    const of = { channel: 'storm', mall: '', externalId: newId(), expiresAt: new Date(soon + expires_ms) };
    return promise(work, { siteId, sellerId, ...of, lines });
  };
  const way = random.pick(['given up', 'cut', 'expired', 'late'] as const);
  const { itemId } = lines[0]!;
  return async () => {
    const made = await act('promised', asking(1000));
    if (made.refused) return;
    const { promiseId } = made.value;
    if (way === 'given up') await act(way, (work) => releaseCheckout(work, { promiseId }));
    if (way === 'cut') await act(way, (work) => reducePromise(work, { siteId, promiseId, itemId, quantity: 1 }));
    if (way === 'late') await act('promised late', asking(9000), { late_ms: 2000 });
    if (way !== 'expired') return;
    const keys = items.map((one) => ({ siteId, itemId: one }));
    await act(way, async (work) => done(await expireDue(work, keys)), { late_ms: 2000 });
  };
}

/** The lines that a picker's cart is to fetch, all of which he finds missing, one after the other as handhelds do. */
async function missing(actor: Actor, at: number): Promise<() => Promise<unknown>> {
  const { siteId } = ground;
  const batch = await act('claimed', (work) => claim(work, { siteId, cartCode: `CART-${10 + at}` }), { actor });
  if (batch.refused) return () => Promise.resolve();
  const tasks = await query<{ taskId: string }>(
    `SELECT task_id AS "taskId" FROM pick_task WHERE batch_id = ? AND state = 'ready'`,
    [batch.value.batchId],
  );
  return async () => {
    for (const { taskId } of tasks)
      await act('short', (work) => shortPick(work, { siteId, taskId, reason: 'fewer' }), { actor });
  };
}

/** Orders of a turn, half of them on the floor when it begins. */
async function placeOrders(shop: Person, random: Random): Promise<string[]> {
  const orders: string[] = [];
  for (let at = 0; at < ORDERS; at++) {
    const some = random.shuffle(items).slice(0, 2 + (at % 2));
    const lines = some.map((itemId) => ({ itemId, quantity: 1 + random.int(2) }));
    const answer = await buy(shop, lines, { onShortfall: 'keep' });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    orders.push(answer.body.orderId as string);
    if (at === ORDERS / 2) await planWave(ground, { cartSlots: 2, partly: true });
  }
  return orders;
}

async function wave(): Promise<void> {
  const planned = await ground.manager.post('/v1/waves', { siteId: ground.siteId, partly: true });
  expect([201, 409], JSON.stringify(planned.body)).toContain(planned.status);
  reached['waved'] = (reached['waved'] ?? 0) + Number(planned.status === 201);
}

describe(`short picks, holds, counts, cancels, baskets and waves of the same items (seed ${seed})`, () => {
  it('never wait for each other in a circle, and would where kinds are locked as they are found', async () => {
    const random = makeRandom(seed);
    const shop = await server.as('channel', { sellerId: ground.sellerId });
    const times = <T>(n: number, one: () => T) => Array.from({ length: n }, one);
    for (let turn = 0; turn < TURNS; turn++) {
      for (const itemId of items) for (let bin = 0; bin < BINS; bin++) await stockUp(itemId, ground.bins[bin]!);
      const orders = await placeOrders(shop, random);
      const cancels = orders.filter((_, at) => at % 3 === 0);
      const all = [
        ...(await Promise.all(pickers.map(missing))),
        ...cancels.map((orderId) => () => act('cancelled', (work) => cancel(work, { orderId, cause: 'customer' }))),
        ...times(4, () => wave),
        ...times(HOLDS, () => holding(random)),
        ...times(COUNTS, () => counting(random)),
        ...times(RECALLS, () => standing(random)),
        ...times(BASKETS, () => checkout(random)),
      ];
      await rush<unknown>(all, { atOnce: CONNECTIONS, seed: seed + turn });
      await server.settle();
    }
    expect(await judgeBooks(server)).toEqual([]);
    noteReached('lock order', reached);
    const effects = [
      'short',
      'held',
      'freed',
      'stood',
      'lifted',
      'counted',
      'cancelled',
      'promised',
      'given up',
      'cut',
      'expired',
      'waved',
    ];
    for (const effect of effects)
      expect(reached[effect] ?? 0, `${effect}: ${JSON.stringify(reached)}`).toBeGreaterThan(0);
    expect(await deadlocksOf(server, [db])).toBe(0);
    const twins = connect(server.databaseUrl, 2);
    const ways = [['line', 'sum'] as const, ['sum', 'line'] as const];
    const think = meetingOf(2);
    const codes = await Promise.all(ways.map((found) => lockAsFound(twins, items[0]!, [...found], think)));
    expect(codes).toContain('40P01');
    expect(await deadlocksOf(server, [twins])).toBe(1);
  });
});
