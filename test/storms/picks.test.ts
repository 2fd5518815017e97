import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../../src/commands/day/random.ts';
import { newId } from '../../src/platform/ids.ts';
import type { ScanAnswer, Step } from '../../src/scans/step.shared.ts';
import { buy } from '../modules/orders/buy.ts';
import { newTote, planWave, workerAt } from '../modules/waves/floor.ts';
import { addItem, openGround, stow, type Ground } from '../support/goods.ts';
import { startBeside, startServer, type Person, type TestServer } from '../support/server.ts';
import { deadlocksOf, judgeBooks } from './judge.ts';
import { noteReached, rounds, seed } from './size.ts';

const PICKERS = 8;
/** Of each picker: carts, orders on one, lines of one. */
const [CARTS, SLOTS, LINES] = [rounds, 2, 2];

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

type Way = (scan: object) => Promise<ScanAnswer>;

const wayTo =
  (app: TestServer, { token }: Person): Way =>
  async (scan) => {
    const response = await fetch(`${app.url}/v1/scans`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(scan),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as ScanAnswer;
  };

/** Does what the screens say until the cart stands at a lane; each scan comes to one app or, as after a lost answer, to both. */
async function walk(picker: Person, cart: string, random: ReturnType<typeof makeRandom>): Promise<void> {
  const ways = apps.map((app) => wayTo(app, picker));
  const deviceId = newId();
  let seq = 0;
  const pull = async (code: string, more: object = {}): Promise<ScanAnswer> => {
    seq += 1;
    const at = apps[0].clock.now().toISOString();
    const scan = { deviceId, seq, at, code, source: 'wedge', flow: 'pick', ...more };
    const sent = random.float() < 0.2 ? ways : [random.pick(ways)];
    const answers = await Promise.all(sent.map((way) => way(scan)));
    reached.scans += 1;
    reached.repeats += answers.filter((answer) => answer.ok && answer.replayed === true).length;
    for (const answer of answers) expect(answer.ok, JSON.stringify(answers)).toBe(answers[0]!.ok);
    reached.refused += Number(!answers[0]!.ok);
    return answers[0]!;
  };
  const totes = new Map<number, string>();
  let step: Step = (await pull(cart)).step!;
  for (let turn = 0; turn < 200 && step.expect !== 'cart'; turn++) {
    const { big, item, lines, slots } = step.show;
    const short = step.expect === 'item' && random.float() < 0.08;
    if (short) reached.short += 1;
    const code = () => {
      // the first time at the wrong one
      if (step.expect === 'bin') return seq % 3 === 0 ? ground.bins.at(-1)! : big!;
      if (step.expect === 'item') return item!.code;
      if (step.expect === 'lane') return 'LANE-1';
      if (step.taskId !== undefined) return lines!.find(({ label }) => label === 'Tote')!.value;
      const tote = totes.get(slots!.active) ?? newTote();
      totes.set(slots!.active, tote);
      return tote;
    };
    const answer = short
      ? await pull('', { quantity: 0, answer: { choice: 'short', reason: 'fewer' } })
      : await pull(code());
    if (answer.ok && step.expect === 'tote' && step.taskId !== undefined) reached.picked += 1;
    step = answer.step!;
  }
  expect(step.expect).toBe('cart');
}

const value = async (query: string, values: string[] = []): Promise<number> =>
  (await apps[0].db.raw(`SELECT (${query})::int AS n`, values)).rows[0].n;

describe(`picking at two app processes (seed ${seed})`, () => {
  it('takes what the answers say while orders are cancelled and units are missing, without a deadlock', async () => {
    const goods = [await addItem(ground), await addItem(ground), await addItem(ground)];
    // every cart goes to the same few bins
    for (const [at, { itemId }] of goods.entries()) await stow(ground, itemId, ground.bins[at]!, 200);
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
        const own = makeRandom(seed * 100 + at);
        for (let cart = 0; cart < CARTS; cart++) await walk(picker, `CART-${10 + at}`, own);
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
