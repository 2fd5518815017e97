import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom, type Random } from '../../src/commands/day/random.ts';
import { expireDue } from '../../src/inventory/expirePromises.ts';
import { confirmPromise, freeUnits, holdUnits } from '../../src/inventory/index.ts';
import { releaseCheckout } from '../../src/inventory/releasePromise.ts';
import { endOverdue } from '../../src/orders/endOverdue.ts';
import { pay } from '../../src/orders/pay.ts';
import { connect } from '../../src/platform/database.ts';
import { done, type Outcome } from '../../src/platform/errors.ts';
import { addItem, stockOf } from '../support/goods.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { meetingOf } from '../support/waiting.ts';
import { deadlocksOf, judgeBooks } from './judge.ts';
import { endAsFound, sweepNaively } from './naive/overdue.ts';
import { DAY_MS, layOverdueFloor, leave, openDesk, valueOf, type Desk, type OverdueFloor } from './overdueFloor.ts';
import { rush } from './rush.ts';
import { noteReached, rounds, seed } from './size.ts';

/** Of each crowd; nobody waits for a connection. */
const [AT_ONCE, CONNECTIONS] = [16, 34];
/** What the sweeps take at once. */
const [SET_OF_PROMISES, SET_OF_ORDERS] = [500, 200];
/** Of a turn: more of both runs out at one moment. */
const [CHECKOUTS, UNPAID, GIFTS] = [1000, 240, 20];
/** Of each item: hardly more than is promised. */
const UNITS = 620;
/** In the long form more sets of promises than a verb waits for to be ended before it gives up. */
const MANY = 2 * SET_OF_PROMISES + 600 * (rounds - 1) + 100;

let server: TestServer;
let floor: OverdueFloor;
let desks: [Desk, Desk];
const reached: Record<string, number> = {};
const note = (branch: string, times = 1) => (reached[branch] = (reached[branch] ?? 0) + times);
/** Purchases whose order is for another basket than their checkout was. */
const unfit = new Set<string>();

beforeAll(async () => {
  server = await startServer();
  const together = (verb: string, purchases: string[]) => {
    if (purchases.length < 2) return;
    note(`${verb} together`);
    if (verb === 'placed' && purchases.some((one) => unfit.has(one))) note('unfit among others');
  };
  const open = () => openDesk(server, { connections: CONNECTIONS, together });
  desks = [open(), open()];
  floor = await layOverdueFloor(server, UNITS);
});
afterAll(async () => {
  for (const { db } of desks ?? []) await db.destroy();
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

async function act<T>(what: string, asked: Promise<Outcome<T>>): Promise<Outcome<T>> {
  const outcome = await asked;
  if (outcome.refused) expect(EXPECTED, `${what}: ${JSON.stringify(outcome)}`).toContain(outcome.refusal.code);
  note(outcome.refused ? `${what} refused` : what);
  return outcome;
}

async function count(from: string, values: unknown[] = []): Promise<number> {
  const { rows } = (await server.db.raw(`SELECT count(*)::int AS n FROM ${from}`, values as string[])) as {
    rows: { n: number }[];
  };
  return rows[0]!.n;
}

type Asked = () => Promise<unknown>;
const each = <T>(list: T[], asked: (one: T, desk: Desk) => Asked): Asked[] =>
  list.map((one, at) => asked(one, desks[at % 2]!));
const times = (n: number) => Array.from({ length: n });

interface Waiting {
  checkouts: { order: ReturnType<OverdueFloor['order']>; promiseId: string }[];
  unpaid: string[];
}

/** What waits until `over`: checkouts, some of orders that are placed and not paid, and gifts without an address. */
async function letWait(random: Random): Promise<Waiting> {
  const [[desk], begin] = [desks, new Date(floor.over.getTime() - DAY_MS)];
  const checkouts = await Promise.all(
    times(CHECKOUTS).map(async () => {
      const order = floor.order(floor.basket(random));
      return { order, ...valueOf(await desk.checkOut(begin, floor.checkout(order, DAY_MS))) };
    }),
  );
  // half of them came from a checkout, which they have not taken over
  const orders = times(UNPAID).map((_, at) =>
    at % 2 === 0 ? checkouts[at]!.order : floor.order(floor.basket(random)),
  );
  const weekAgo = new Date(begin.getTime() - 6 * DAY_MS);
  for (const gift of times(GIFTS).map(() => floor.gift(random))) {
    expect(valueOf(await desk.place(weekAgo, gift)).state).toBe('awaiting_address');
  }
  const unpaid = await Promise.all(
    orders.map(async (order) => valueOf(await desk.place(begin, { ...order, paid: false })).orderId),
  );
  return { checkouts: random.shuffle(checkouts.slice(UNPAID)), unpaid: random.shuffle(unpaid) };
}

const confirmed: string[] = [];

/** Those who come a moment before it runs out. */
function inTime(random: Random, { checkouts, unpaid }: Waiting): Asked[] {
  const before = new Date(floor.over.getTime() - 1000);
  const take = (n: number) => checkouts.splice(0, n);
  return [
    ...each(take(60), ({ promiseId }, desk) => async () => {
      const outcome = await act(
        'confirmed',
        desk.alone(before, (work) => confirmPromise(work, { promiseId })),
      );
      if (!outcome.refused) confirmed.push(promiseId);
    }),
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
      unfit.add(order.externalId);
      const another = { ...order, lines: floor.basket(random) };
      return () => act('taken over for another basket', desk.place(before, another));
    }),
    ...each(
      unpaid.slice(0, 60),
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
  return [
    ...times(40).map((_, at) => {
      const order = floor.order(floor.basket(random), { paid: at % 2 === 0, onShortfall: 'keep' });
      return async () => {
        const placed = await Promise.all(desks.map((desk) => act('placed at both', desk.place(after, order))));
        expect(new Set(placed.map((outcome) => valueOf(outcome).orderId)).size).toBe(1);
      };
    }),
    ...each(times(40), (_, desk) => {
      const order = floor.order(floor.basket(random));
      return () => act('placed', desk.place(after, order));
    }),
    ...each(times(100), (_, desk) => {
      const order = floor.order(floor.basket(random, 3));
      return () => act('checked out', desk.checkOut(after, floor.checkout(order, 600_000)));
    }),
    ...each(times(24), (_, desk) => {
      const { way, spots, quantity } = floor.units(random);
      return async () => {
        for (const spot of spots) {
          const units = { ...spot, quantity, reason: 'storm' };
          await act(
            `held by ${way}`,
            desk.alone(after, (work) => holdUnits(work, units)),
          );
          await act(
            'freed',
            desk.alone(after, (work) => freeUnits(work, units)),
          );
        }
      };
    }),
    ...each(times(6), (_, desk) => async () => {
      const ended = valueOf(await desk.alone(after, async (work) => done(await endOverdue(work))));
      note('orders ended', ended);
      if (ended === SET_OF_ORDERS) note('full sets of orders');
      note('promises swept', valueOf(await desk.alone(after, async (work) => done(await expireDue(work)))));
    }),
  ];
}

describe(`what runs out at one moment, more than a sweep takes at once (seed ${seed})`, () => {
  it('serves one of two who want all of it, and tells the other what is left', async () => {
    const { itemId } = await addItem(floor.ground);
    const { over } = await leave(desks[0], floor, itemId, MANY);
    const order = () => floor.order([{ itemId, quantity: MANY }]);
    const answers = await Promise.all(desks.map((desk) => desk.checkOut(over, floor.checkout(order(), 60_000))));
    expect(answers.filter(({ refused }) => !refused)).toHaveLength(1);
    expect(answers.find(({ refused }) => refused)).toMatchObject({
      refusal: { code: 'not_enough_stock', details: [{ itemId, available: 0 }] },
    });
  });

  it('is swept in one turn of the job', async () => {
    const { itemId } = await addItem(floor.ground);
    const { over } = await leave(desks[0], floor, itemId, 2 * SET_OF_PROMISES + 1);
    server.clock.set(over);
    await server.app.jobs!.runDue();
    expect(await stockOf(floor.ground, itemId)).toMatchObject({ promised: 0 });
  });

  it('would be caught where the sweep looks first and writes after', async () => {
    const { itemId } = await addItem(floor.ground);
    const { promiseIds } = await leave(desks[0], floor, itemId, 20);
    // enough promised for the sum to fall twice
    await leave(desks[0], floor, itemId, 20);
    await server.db.raw(`UPDATE promise SET state = 'confirmed' WHERE promise_id = ANY(?)`, [promiseIds]);
    const think = meetingOf(2);
    const ended = await Promise.all(desks.map(({ db }) => sweepNaively(db, itemId, think)));
    expect(ended).toEqual([20, 20]);
    expect(await judgeBooks(server, 'inventory')).toEqual(['the audit finds 1 rows of 15 promised_is_promises']);
    // as it is, for whoever looks at the books after
    await server.db.raw('UPDATE item_stock SET promised = 20 WHERE item_id = ?', [itemId]);
  });

  it('ends once, set by set, while everybody buys, and nobody waits in a circle or is answered a fault', async () => {
    const random = makeRandom(seed);
    for (let turn = 0; turn < rounds; turn++) {
      if (turn > 0) floor = await layOverdueFloor(server, UNITS);
      const waiting = await letWait(random);
      const crowds = [inTime(random, waiting), late(random)];
      await Promise.all(crowds.map((crowd) => rush(crowd, { atOnce: AT_ONCE, seed: seed + turn })));
      // what is left, when nobody holds any of it
      await server.settle();
      server.clock.set(new Date(floor.over.getTime() + 2000));
      await server.app.jobs!.runDue();
      await server.settle();
    }
    const facts = `outbox WHERE kind = 'inventory.promiseExpired'`;
    note(
      'full sets of promises',
      await count(`(SELECT FROM ${facts} GROUP BY tx HAVING count(*) = ${SET_OF_PROMISES}) s`),
    );
    noteReached('overdue', reached);
    const { rows: found } = (await server.db.raw(
      'SELECT DISTINCT ON (item_id) promise_id AS "promiseId", item_id AS "itemId" FROM promise_line ORDER BY item_id, promise_id LIMIT 2',
    )) as { rows: { promiseId: string; itemId: string }[] };
    expect(await count(`(SELECT FROM ${facts} GROUP BY subject HAVING count(*) > 1) twice`)).toBe(0);
    expect(await count(`promise WHERE state = 'open' AND expires_at <= ?`, [server.clock.now()])).toBe(0);
    expect(
      await count(`customer_order WHERE ended_at IS NULL AND paid_at IS NULL AND pay_by <= ?`, [server.clock.now()]),
    ).toBe(0);
    expect(await count(`promise WHERE state = 'confirmed' AND promise_id = ANY(?)`, [confirmed])).toBe(
      confirmed.length,
    );
    const effects = [
      'confirmed',
      'given up',
      'taken over',
      'taken over for another basket',
      'unfit among others',
      'paid',
    ];
    const lateEffects = [
      'placed',
      'placed at both',
      'checked out',
      'held by item',
      'held by lot',
      'held by bin',
      'freed',
    ];
    const sets = [
      'placed together',
      'checked out together',
      'full sets of orders',
      'full sets of promises',
      'promises swept',
    ];
    for (const effect of [...effects, ...lateEffects, ...sets])
      expect(reached[effect] ?? 0, `${effect}: ${JSON.stringify(reached)}`).toBeGreaterThan(0);
    expect(await judgeBooks(server)).toEqual([]);
    expect(
      await deadlocksOf(
        server,
        desks.map(({ db }) => db),
      ),
    ).toBe(0);
    const twins = connect(server.databaseUrl, 2);
    const think = meetingOf(2);
    const pairs = [found, found.toReversed()].map((order) => endAsFound(twins, order, think));
    expect(await Promise.all(pairs)).toContain('40P01');
    expect(await deadlocksOf(server, [twins])).toBe(1);
  });
});
