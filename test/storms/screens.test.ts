import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../../src/commands/day/random.ts';
import { addItem, openGround, openSeller, stow, type Ground } from '../support/goods.ts';
import { openProxy, through, type Proxy } from '../support/proxy.ts';
import { startBeside, startServer, type Person, type TestServer } from '../support/server.ts';
import { untilTrue } from '../support/waiting.ts';
import { askingOnlyWhenRung } from './naive.ts';
import { openScreen, ordersOf, type Screen } from './screen.ts';
import { noteReached, rounds, seed } from './size.ts';

const SCREENS = rounds === 1 ? 10 : 50;
const CHANGES = 24 * rounds;
const SHIP_TO = { name: '홍길동', phone: '010-1234-5678', address: '서울시 강남구 테헤란로 1', lat: 37.5, lon: 127.03 };

interface Seller {
  sellerId: string;
  itemId: string;
  shop: Person;
  screens: Screen[];
}

/** Whose sockets are cut and who is stopped; and another process on the same database, where the work is done. */
let shown: TestServer;
let working: TestServer;
let wire: Proxy;
let ground: Ground;
let sellers: Seller[];
let orders = 0;

beforeAll(async () => {
  working = await startServer();
  ground = await openGround(working);
  shown = await startBeside(working);
  wire = await openProxy(portOf(shown));
  sellers = [];
  for (const name of ['ONE', 'OTHER']) {
    const sellerId = await openSeller(working, ground.admin, name);
    const { itemId } = await addItem({ ...ground, sellerId });
    await stow(ground, itemId, ground.bins[sellers.length]!, 900);
    const shop = await working.as('channel', { sellerId });
    sellers.push({ sellerId, itemId, shop, screens: [] });
  }
  for (const seller of sellers) {
    for (let at = 0; at < SCREENS / 2; at++)
      seller.screens.push(openScreen(through(wire, shown.url), seller.shop.token));
  }
  await untilTrue(() => Promise.resolve(everyScreen().every((screen) => screen.connected())));
});
afterAll(async () => {
  for (const screen of everyScreen()) screen.close();
  await wire?.close();
  await shown?.stop();
  await working?.close();
});

const everyScreen = () => (sellers ?? []).flatMap(({ screens }) => screens);
const portOf = (server: TestServer) => Number(new URL(server.url).port);

/** An order is placed, and every other one cancelled. */
async function change({ sellerId, itemId, shop }: Seller): Promise<void> {
  orders += 1;
  const { siteId } = ground;
  const lines = [{ itemId, quantity: 1 }];
  const order = { siteId, sellerId, channel: 'mall', externalId: `S-${orders}`, paid: true, lines, shipTo: SHIP_TO };
  const placed = await shop.post('/v1/orders', order);
  expect(placed.status, JSON.stringify(placed.body)).toBe(201);
  if (orders % 2 === 0) return;
  const cancelled = await shop.post(`/v1/orders/${placed.body.orderId as string}/cancel`, { cause: 'changed_mind' });
  expect(cancelled.status).toBe(200);
}

const textOf = (view: Map<string, string>) => JSON.stringify([...view].sort(([a], [b]) => (a < b ? -1 : 1)));
const truthFor = async (seller: Seller) => textOf(await ordersOf(working.url, seller.shop.token));

describe(`screens whose sockets are cut and whose app is stopped (seed ${seed})`, () => {
  it('all show what the app would answer, soon after things are calm', async () => {
    const random = makeRandom(seed);
    const reached = { changes: 0, cuts: 0, restarts: 0, returns: 0 };
    for (; reached.changes < CHANGES; reached.changes += 1) {
      await change(random.pick(sellers));
      if (random.float() < 0.3) {
        reached.cuts += wire.open;
        wire.cutAll();
      }
      if (reached.changes % 24 === 12) {
        wire.leadTo(undefined);
        await shown.stop();
        await change(random.pick(sellers));
        shown = await startBeside(working);
        wire.leadTo(portOf(shown));
        reached.restarts += 1;
      }
    }
    for (const seller of sellers) {
      const truth = await truthFor(seller);
      await untilTrue(() => Promise.resolve(seller.screens.every(({ view }) => textOf(view) === truth)));
    }
    reached.returns = everyScreen().reduce((sum, { returns }) => sum + returns, 0);
    noteReached('screens', reached);
    expect(reached.cuts).toBeGreaterThan(0);
    expect(reached.restarts).toBe(rounds);
    expect(reached.returns).toBeGreaterThan(SCREENS);
  });

  it('hear nothing of what another seller does', async () => {
    const [one, other] = sellers as [Seller, Seller];
    await untilTrue(() => Promise.resolve(everyScreen().every((screen) => screen.connected())));
    // what was told before has been rung: a change of each seller's own is the last of it
    await working.settle();
    await change(other);
    const truth = await truthFor(other);
    await untilTrue(() => Promise.resolve(other.screens.every(({ view }) => textOf(view) === truth)));
    // what follows from it may still be rung: until it is quiet
    do {
      for (const { heard } of everyScreen()) heard.clear();
      await new Promise((rest) => setTimeout(rest, 500));
    } while (everyScreen().some(({ heard }) => heard.size > 0));
    await change(one);
    await change(one);
    await untilTrue(() => Promise.resolve(one.screens.every(({ heard }) => heard.size > 0)));
    const reply = await truthFor(one);
    await untilTrue(() => Promise.resolve(one.screens.every(({ view }) => textOf(view) === reply)));
    expect(other.screens.map(({ heard }) => [...heard])).toEqual(other.screens.map(() => []));
  });

  it('would be caught in a screen that does not ask when it comes back', async () => {
    const [seller] = sellers as [Seller];
    const url = through(wire, shown.url);
    const twins = [openScreen(url, seller.shop.token, askingOnlyWhenRung), openScreen(url, seller.shop.token)];
    const beside = openScreen(shown.url, seller.shop.token);
    await untilTrue(() =>
      Promise.resolve([...twins, beside].every((screen) => screen.connected() && screen.view.size > 0)),
    );
    wire.leadTo(undefined);
    wire.cutAll();
    beside.heard.clear();
    await change(seller);
    const truth = await truthFor(seller);
    // its news has been rung, to those who were there
    await untilTrue(() => Promise.resolve(textOf(beside.view) === truth));
    wire.leadTo(portOf(shown));
    await untilTrue(() => Promise.resolve(twins.every((screen) => screen.connected() && screen.returns > 0)));
    await untilTrue(() => Promise.resolve(textOf(twins[1]!.view) === truth));
    const wrong = textOf(twins[0]!.view);
    for (const screen of [...twins, beside]) screen.close();
    expect(wrong).not.toBe(truth);
  });
});
