import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom, type Random } from '../../src/commands/day/random.ts';
import { expireDue } from '../../src/inventory/expirePromises.ts';
import {
  SUPPLIER,
  binPlace,
  confirmPromise,
  freeUnits,
  holdUnits,
  post,
  promiseMany,
} from '../../src/inventory/index.ts';
import { releaseCheckout } from '../../src/inventory/releasePromise.ts';
import { endOverdue } from '../../src/orders/endOverdue.ts';
import { pay } from '../../src/orders/pay.ts';
import { connect } from '../../src/platform/database.ts';
import { done, type Outcome } from '../../src/platform/errors.ts';
import { newId } from '../../src/platform/ids.ts';
import { addItem } from '../support/goods.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { judgeBooks } from './judge.ts';
import { DAY_MS, layOverdueFloor, openDesk, type Desk, type OverdueFloor } from './overdueFloor.ts';
import { rush } from './rush.ts';
import { noteReached, rounds, seed } from './size.ts';

const [CONNECTIONS, AT_ONCE] = [12, 64];
/** Of a turn: what runs out at the same moment is more than the sweeps take at once (500 promises, 200 orders). */
const [CHECKOUTS, UNPAID, GIFTS] = [900, 240, 20];
const UNITS = 500;
/** More sets of promises than a verb lets be ended before it gives up. */
const MANY = 6100;

let server: TestServer;
let floor: OverdueFloor;
let desks: Desk[];
const reached: Record<string, number> = {};
const note = (branch: string, times = 1) => (reached[branch] = (reached[branch] ?? 0) + times);

beforeAll(async () => {
  server = await startServer();
  const together = (verb: string, asked: number) => asked > 1 && note(`${verb} together`);
  desks = [1, 2].map(() => openDesk(server, { connections: CONNECTIONS, together }));
});
afterAll(async () => {
  await Promise.all(desks.map(({ db }) => db.destroy()));
  await server?.close();
});

/** What one may be refused for while others take, give back and end the same. */
const EXPECTED = new Set([
  'not_enough_at_place',
  'not_enough_stock',
  'promise_expired',
  'promise_resolved',
  'payment_late',
  'order_ended',
]);

const times_ms: Record<string, number> = {};
async function act<T>(what: string, asked: Promise<Outcome<T>>): Promise<Outcome<T>> {
  const t = performance.now();
  const outcome = await asked;
  times_ms[what] = (times_ms[what] ?? 0) + performance.now() - t;
  if (outcome.refused) expect(EXPECTED, `${what}: ${JSON.stringify(outcome)}`).toContain(outcome.refusal.code);
  note(outcome.refused ? `${what} refused` : what);
  return outcome;
}

const valueOf = <T>(outcome: Outcome<T>): T => {
  if (outcome.refused) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
};

const query = async <R>(text: string, values: unknown[] = []): Promise<R[]> =>
  ((await server.db.raw(text, values as string[])) as { rows: R[] }).rows;

/** What waits until `over`: checkouts, some of orders that are placed and not paid, and gifts without an address. */
async function letWait(random: Random) {
  const begin = server.clock.now();
  const [desk] = desks as [Desk];
  const orders = Array.from({ length: CHECKOUTS }, () => floor.order(floor.basket(random)));
  const checkouts = await Promise.all(
    orders.map(async (order) => {
      const opened = valueOf(await desk.checkOut(begin, floor.checkout(order, DAY_MS)));
      return { order, promiseId: opened.promiseId };
    }),
  );
  // half of them came from a checkout, which they have not taken over
  const unpaid = Array.from({ length: UNPAID }, (_, at) =>
    at % 2 === 0 ? checkouts[at]!.order : floor.order(floor.basket(random)),
  );
  const week = new Date(begin.getTime() - 6 * DAY_MS);
  const [gifts, waiting] = await Promise.all([
    Promise.all(
      Array.from({ length: GIFTS }, async () => {
        // a week ago its flash sale had not begun
        const itemId = random.pick(floor.items.slice(0, -1));
        const { shipTo, ...gift } = floor.order([{ itemId, quantity: 1 }]);
        const { name, phone } = shipTo!;
        return valueOf(await desk.place(week, { ...gift, shipTo: { name, phone } }));
      }),
    ),
    Promise.all(unpaid.map(async (order) => valueOf(await desk.place(begin, { ...order, paid: false })))),
  ]);
  expect(gifts.every(({ state }) => state === 'awaiting_address')).toBe(true);
  return { checkouts: checkouts.slice(UNPAID), unpaid: waiting.map(({ orderId }) => orderId) };
}

type Asked = () => Promise<unknown>;

/** Units of an item in a bin, of a lot wherever it lies, or all that lies in a bin leave sale, and are sellable again. */
function holding(random: Random, desk: Desk, at: Date): Asked {
  const { siteId, bins } = floor.ground;
  const [item, binAt] = [random.int(floor.items.length), random.int(3)];
  const itemId = floor.items[item]!;
  const lot = floor.lotsOf(itemId)[0]!;
  const way = random.pick(['item', 'lot', 'bin'] as const);
  const spots = {
    item: [{ itemId, lot, place: binPlace(bins[binAt]!) }],
    lot: bins.slice(0, 3).map((bin) => ({ itemId: floor.items[0]!, lot: 'L1', place: binPlace(bin) })),
    bin: floor.items.map((one) => ({ itemId: one, lot: floor.lotsOf(one)[0]!, place: binPlace(bins[binAt]!) })),
  }[way];
  const quantity = 1 + random.int(6);
  return async () => {
    for (const spot of spots) {
      const units = { siteId, ...spot, quantity, reason: 'storm' };
      const held = await act(
        `${way} held`,
        desk.alone(at, (work) => holdUnits(work, units)),
      );
      if (!held.refused)
        await act(
          'freed',
          desk.alone(at, (work) => freeUnits(work, units)),
        );
    }
  };
}

const each = <T>(list: T[], asked: (one: T, desk: Desk) => Asked): Asked[] =>
  list.map((one, at) => asked(one, desks[at % 2]!));
const times = (n: number) => Array.from({ length: n });

/** Those who come a moment before it runs out. */
function inTime(random: Random, { checkouts, unpaid }: Awaited<ReturnType<typeof letWait>>): Asked[] {
  const before = new Date(floor.over.getTime() - 1000);
  const drawn = random.shuffle(checkouts);
  const take = (n: number) => drawn.splice(0, n);
  return [
    ...each(
      take(60),
      ({ promiseId }, desk) =>
        () =>
          act(
            'confirmed',
            desk.alone(before, (work) => confirmPromise(work, { promiseId })),
          ),
    ),
    ...each(
      take(40),
      ({ promiseId }, desk) =>
        () =>
          act(
            'given up',
            desk.alone(before, (work) => releaseCheckout(work, { promiseId })),
          ),
    ),
    ...each(
      take(100),
      ({ order }, desk) =>
        () =>
          act('taken over', desk.place(before, order)),
    ),
    ...each(take(100), ({ order }, desk) => {
      const another = { ...order, lines: floor.basket(random) };
      return () => act('taken over by another basket', desk.place(before, another));
    }),
    ...each(
      random.shuffle(unpaid).slice(0, 60),
      (orderId, desk) => () =>
        act(
          'paid',
          desk.alone(before, (work) => pay(work, { orderId, onShortfall: 'keep' })),
        ),
    ),
  ];
}

/** Those who come a moment after. */
function late(random: Random): Asked[] {
  const after = new Date(floor.over.getTime() + 1000);
  const twice = times(40).flatMap((_, at) => {
    const order = floor.order(floor.basket(random), { paid: at % 2 === 0, onShortfall: 'keep' });
    return each(desks, (_, desk) => () => act('placed twice', desk.place(after, order)));
  });
  return [
    ...twice,
    ...each(times(40), (_, desk) => {
      const order = floor.order(floor.basket(random));
      return () => act('placed', desk.place(after, order));
    }),
    ...each(times(100), (_, desk) => {
      const order = floor.order(floor.basket(random, 3));
      return () => act('checked out', desk.checkOut(after, floor.checkout(order, 600_000)));
    }),
    ...each(times(24), (_, desk) => holding(random, desk, after)),
    ...each(times(6), (_, desk) => () => sweep(desk, after)),
  ];
}
/** One round of both sweeps. @returns how much they ended */
async function sweep(desk: Desk, at: Date): Promise<number> {
  const t = performance.now();
  const orders = valueOf(await desk.alone(at, async (work) => done(await endOverdue(work))));
  const promises = valueOf(await desk.alone(at, async (work) => done(await expireDue(work))));
  console.log('sweep', orders, promises, performance.now() - t);
  note('orders ended', orders);
  note('promises ended', promises);
  if (orders === 200) note('full set of orders');
  if (promises === 500) note('full set of promises');
  return orders + promises;
}

/** Every connection ended, since a session may keep what it counted to itself until then. */
async function deadlocks(): Promise<number> {
  await Promise.all(desks.map(({ db }) => db.destroy()));
  await server.stop();
  const after = connect(server.databaseUrl, 1);
  const { rows } = (await after.raw(
    'SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()',
  )) as { rows: { n: number }[] };
  await after.destroy();
  return rows[0]!.n;
}

describe(`what runs out at one moment, more than a sweep takes at once, while everybody buys (seed ${seed})`, () => {
  it('serves one of two who want all of it, though that takes many sets, and tells the other what is left', async () => {
    floor = await layOverdueFloor(server, 60);
    const { siteId, sellerId } = floor.ground;
    const { itemId } = await addItem(floor.ground);
    const [begin, lines] = [server.clock.now(), [{ itemId, quantity: 1 }]];
    const leg = { sellerId, itemId, from: SUPPLIER, to: binPlace(floor.ground.bins[4]!), quantity: MANY };
    valueOf(await desks[0]!.alone(begin, (work) => post(work, { siteId, kind: 'receive', legs: [leg] })));
    const expiresAt = new Date(begin.getTime() + 1000);
    const of = { siteId, sellerId, channel: 'storm', mall: '', lines };
    const left = Array.from({ length: MANY }, () => ({ ...of, externalId: newId(), expiresAt }));
    valueOf(await desks[0]!.alone(begin, async (work) => done((await promiseMany(work, left)).map(valueOf))));
    const all = desks.map((desk) =>
      desk.checkOut(new Date(begin.getTime() + 2000), {
        ...of,
        externalId: newId(),
        lines: [{ itemId, quantity: MANY }],
        expiresInSeconds: 60,
      }),
    );
    const answers = (await Promise.all(all)).map((outcome) => (outcome.refused ? outcome.refusal.code : 'sold'));
    expect(answers.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['not_enough_stock', 'sold']);
  });

  it('ends once, set by set, and nobody waits in a circle or is answered a fault', async () => {
    const random = makeRandom(seed);
    for (let turn = 0; turn < rounds; turn++) {
      floor = await layOverdueFloor(server, UNITS);
      const t0 = Date.now();
      const waiting = await letWait(random);
      console.log('made', Date.now() - t0);
      await Promise.all([
        rush(inTime(random, waiting), { atOnce: AT_ONCE / 2, seed: seed + turn }),
        rush(late(random), { atOnce: AT_ONCE / 2, seed: seed - turn }),
      ]);
      console.log('rushed', Date.now() - t0);
      server.clock.set(new Date(floor.over.getTime() + 2000));
      while ((await sweep(desks[0]!, server.clock.now())) > 0);
      await server.settle();
      console.log('settled', Date.now() - t0);
    }
    noteReached('overdue', reached);
    console.log(
      times_ms,
      reached,
      await query('select deadlocks from pg_stat_database where datname=current_database()'),
    );
    expect(await judgeBooks(server)).toEqual([]);
    expect(await deadlocks()).toBe(0);
  });
});
