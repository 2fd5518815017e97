import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../../src/commands/day/random.ts';
import { buy } from '../modules/orders/buy.ts';
import { planWave, workerAt } from '../modules/waves/floor.ts';
import { addItem, openGround, stow, type Ground } from '../support/goods.ts';
import { meetingOf } from '../support/waiting.ts';
import { startBeside, startServer, type Person, type TestServer } from '../support/server.ts';
import { walkCart } from './cartWalk.ts';
import { deadlocksOf, judgeBooks } from './judge.ts';
import { pickNaively } from './naive/pick.ts';
import { noteReached, rounds, seed } from './size.ts';

const PICKERS = 8;
/** Of each picker: carts, orders on one, lines of one. */
const [CARTS, SLOTS, LINES] = [rounds, 2, 2];
/** Of each item, of which a tenth may be reported short: more than all orders want. */
const UNITS = 200 + 3 * PICKERS * CARTS * SLOTS;

let apps: [TestServer, TestServer];
let ground: Ground;
let shop: Person;

beforeAll(async () => {
  const first = await startServer();
  apps = [first, await startBeside(first)];
  ground = await openGround(first);
  shop = await first.as('channel', { sellerId: ground.sellerId });
});
afterAll(async () => {
  const [first, second] = apps;
  await second.stop();
  await first.close();
});

const reached = { scans: 0, picked: 0, repeats: 0, refused: 0, short: 0, cancelled: 0 };

const value = async (query: string, values: string[] = []): Promise<number> =>
  (await apps[0].db.raw(`SELECT (${query})::int AS n`, values)).rows[0].n;

describe(`picking at two app processes (seed ${seed})`, () => {
  it('would be caught telling more than was taken, where a pick looks first and writes after', async () => {
    const [first] = apps;
    await first.db.raw(`CREATE TABLE naive_task AS SELECT gen_random_uuid() AS task_id, 'ready' AS state
                          FROM generate_series(1, ${PICKERS})`);
    const { rows: tasks } = (await first.db.raw('SELECT task_id AS id FROM naive_task')) as { rows: { id: string }[] };
    // each line is scanned at both, as after a lost answer
    // all have looked before any writes
    const think = meetingOf(tasks.length * apps.length);
    const asked = tasks.flatMap(({ id }) => apps.map(({ db }) => pickNaively(db, id, think)));
    const told = await Promise.all(asked);
    const taken = await value(`SELECT count(*) FROM naive_task WHERE state = 'placed'`);
    await first.db.raw('DROP TABLE naive_task');
    expect(told.filter((answer) => answer === 'picked').length).toBeGreaterThan(taken);
  });

  it('takes what the answers say while orders are cancelled and units are missing, without a deadlock', async () => {
    const goods = [await addItem(ground), await addItem(ground), await addItem(ground)];
    // every cart goes to the same few bins
    for (const [at, { itemId }] of goods.entries()) await stow(ground, itemId, ground.bins[at]!, UNITS);
    const orders: string[] = [];
    for (let at = 0; at < PICKERS * CARTS * SLOTS; at++) {
      const lines = goods.slice(at % 2, (at % 2) + LINES).map(({ itemId }) => ({ itemId, quantity: 1 }));
      const answer = await buy(shop, lines);
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      orders.push(answer.body.orderId as string);
      if (at % SLOTS === SLOTS - 1) await planWave(ground);
    }
    const pickers: Person[] = [];
    for (let at = 0; at < PICKERS; at++) pickers.push(await workerAt(apps[0], ground));
    let walking = true;
    const cancelling = (async () => {
      for (const orderId of orders.filter((_, at) => at % 5 === 0)) {
        if (!walking) return;
        const answer = await shop.post(`/v1/orders/${orderId}/cancel`, { cause: 'customer' });
        reached.cancelled += Number(answer.status === 200);
        await apps[0].settle();
      }
    })();
    await Promise.all(
      pickers.map(async (picker, at) => {
        const [own, stray] = [makeRandom(seed * 100 + at), ground.bins.at(-1)!];
        const tour = { apps, picker, cart: `CART-${10 + at}`, random: own, stray, short_pct: 8, reached };
        for (let cart = 0; cart < CARTS; cart++) expect(await walkCart(tour)).toBe(true);
      }),
    );
    walking = false;
    await cancelling;
    await apps[0].settle();
    expect(await judgeBooks(apps[0])).toEqual([]);
    expect(await value(`SELECT count(*) FROM ledger WHERE kind = 'pick'`)).toBe(reached.picked);
    expect(await value('SELECT count(*) FROM scan')).toBe(reached.scans);
    expect(await value(`SELECT count(DISTINCT xmin::text) FROM scan`)).toBeLessThan(reached.scans);
    noteReached('picking', reached);
    for (const [what, times] of Object.entries(reached)) expect(times, what).toBeGreaterThan(0);
    await apps[1].stop();
    expect(await deadlocksOf(apps[0], [])).toBe(0);
  });
});
