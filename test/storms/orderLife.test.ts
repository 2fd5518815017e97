import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CUSTOMER, post, totePlace } from '../../src/inventory/index.ts';
import { advance, type Column } from '../../src/orders/index.ts';
import { endOverdue } from '../../src/orders/endOverdue.ts';
import { columns } from '../../src/orders/columns.shared.ts';
import { endStates, orderStates } from '../../src/orders/rules.ts';
import { done } from '../../src/platform/errors.ts';
import { newId } from '../../src/platform/ids.ts';
import { transact } from '../../src/platform/transact.ts';
import { system } from '../../src/platform/work.ts';
import { addItem, openGround, stockOf, stow, type Goods, type Ground } from '../support/goods.ts';
import { receivedLpn } from '../support/inbound.ts';
import { inWork, startServer, type Person, type TestServer } from '../support/server.ts';
import { bought1, buy, seen } from '../modules/orders/buy.ts';
import * as packing from '../modules/packing/floor.ts';
import { pickAll, planWave, pull, setOut, workerAt } from '../modules/waves/floor.ts';
import { judgeBooks } from './judge.ts';
import { cancelByName } from './naive/cancel.ts';
import { noteReached } from './size.ts';

const UNITS = 5;

let server: TestServer;
let ground: Ground;
let shop: Person;
let picker: Person;
let carts = 0;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
});
afterAll(() =>
  server?.close('the last test has cancelled an order by its name alone, and units are sent back that no return has'),
);

/** An order on its way, and what was bought. */
interface Life {
  orderId: string;
  goods: Goods;
  tote?: string;
  /** Where it was packed. */
  parcel?: { at: packing.Floor; parcelId: string };
}

let shelf = 0;
async function stocked(): Promise<Goods> {
  const goods = await addItem(ground);
  await stow(ground, goods.itemId, ground.bins[shelf++ % ground.bins.length]!, UNITS);
  return goods;
}

async function placed(more: Record<string, unknown> = {}, quantity = 1): Promise<Life> {
  const goods = await stocked();
  return { goods, orderId: await bought1(shop, goods.itemId, quantity, more) };
}

async function allocated(quantity = 1): Promise<Life> {
  const life = await placed({}, quantity);
  await planWave(ground);
  return life;
}

/** Somebody else with a cart of his own: the one before may still be on his way to a lane. */
async function setOutAlone() {
  picker = await workerAt(server, ground);
  carts += 1;
  return setOut(picker, `CART-${String(carts).padStart(2, '0')}`);
}

async function picked(): Promise<Life> {
  const life = await allocated();
  const { step, totes } = await setOutAlone();
  await pickAll(picker, step);
  await pull(picker, 'LANE-1');
  return { ...life, tote: totes[0]! };
}

/** One of two units is in a tote, the other still in its bin. */
async function picking(): Promise<Life> {
  const [one, other] = [await stocked(), await stocked()];
  const lines = [one, other].map(({ itemId }) => ({ itemId, quantity: 1 }));
  const { orderId } = (await buy(shop, lines)).body as { orderId: string };
  await planWave(ground);
  const { step, totes } = await setOutAlone();
  const goods = step.show.item!.code === one.code ? one : other;
  await pull(picker, step.show.big!);
  await pull(picker, goods.barcode);
  await pull(picker, totes[0]!);
  return { orderId, goods, tote: totes[0]! };
}

const advanceOne = (orderId: string, from: Column, to: Column) => {
  const move = { sellerId: ground.sellerId, orderId, lineNo: 1, from, to, quantity: 1 };
  return inWork(server.db, server.clock, (work) => advance(work, { siteId: ground.siteId, moves: [move] }));
};

/** Straight from the tote to the customer: the parcel between them is packing's story. */
async function handedOver(until: 'shipped' | 'delivered'): Promise<Life> {
  const life = await picked();
  const { sellerId, siteId } = ground;
  const leg = { sellerId, itemId: life.goods.itemId, from: totePlace(life.tote!), to: CUSTOMER, quantity: 1 };
  await inWork(server.db, server.clock, (work) => post(work, { siteId, kind: 'deliver', legs: [leg] }));
  await advanceOne(life.orderId, 'picked', 'packed');
  await advanceOne(life.orderId, 'packed', 'shipped');
  if (until === 'delivered') await advanceOne(life.orderId, 'shipped', 'delivered');
  return life;
}

/** Of more than there is, paid all the same. */
const lacking = () => placed({ onShortfall: 'keep' }, UNITS + 1);

async function backOrdered(): Promise<Life> {
  const life = await lacking();
  const asked = await ground.manager.post(`/v1/orders/${life.orderId}/back-order`, {});
  expect(asked.status, JSON.stringify(asked.body)).toBe(200);
  return life;
}

/** Of two lines one lies in a bin; the other has not been put away yet. */
async function released(): Promise<Life> {
  const [goods, later] = [await stocked(), await addItem(ground)];
  await receivedLpn(ground, [[later, 1]]);
  const lines = [goods, later].map(({ itemId }) => ({ itemId, quantity: 1 }));
  const { orderId } = (await buy(shop, lines)).body as { orderId: string };
  await planWave(ground, { partly: true });
  return { orderId, goods };
}

async function packed(): Promise<Life> {
  const at = await packing.openFloor(server);
  const people = [at.picker, at.packer].map(({ userId }) => userId);
  await server.db.raw('DELETE FROM user_site WHERE user_id = ANY(?) AND site_id <> ?', [people, at.siteId]);
  const goods = await packing.shelved(at, UNITS);
  const [one] = await packing.picked(at, [{ lines: [{ itemId: goods.itemId, quantity: 1 }] }]);
  const { orderId, parcelId } = await packing.packed(at, one!);
  return { orderId, goods, parcel: { at, parcelId } };
}

async function cancelled(): Promise<Life> {
  const life = await placed();
  expect((await cancel(ground.admin, life.orderId)).status).toBe(200);
  return life;
}

async function unmapped(): Promise<Life> {
  const { orderId } = (await buy(shop, [{ code: 'NEVER-HEARD-OF', quantity: 1 }])).body as { orderId: string };
  return { orderId, goods: await stocked() };
}

/** Nobody paid, and its time is over. */
async function expired(): Promise<Life> {
  const life = await placed({ paid: false });
  const later = new Date(server.clock.now().getTime() + 7 * 86_400_000);
  const ended = await transact(server.db, { actor: system, at: later, id: newId() }, async (work) =>
    done(await endOverdue(work)),
  );
  expect(ended).toEqual(done(1));
  return life;
}

async function closed(): Promise<Life> {
  const life = await handedOver('delivered');
  await advanceOne(life.orderId, 'delivered', 'returned');
  return life;
}

/** Where a cancel comes, how the order got there, and what is answered. */
const stations: [state: string, arrive: () => Promise<Life>, answer: string][] = [
  ['unmapped', unmapped, 'cancelled'],
  ['accepted', () => placed({ paid: false }), 'cancelled'],
  ['shortfall', lacking, 'cancelled'],
  ['back_ordered', backOrdered, 'cancelled'],
  ['awaiting_address', () => placed({ shipTo: undefined }), 'cancelled'],
  ['promised', () => placed(), 'cancelled'],
  ['released', released, 'cancelled'],
  ['allocated', () => allocated(), 'cancelled'],
  ['picking', picking, 'put_back'],
  ['picked', picked, 'put_back'],
  ['packed', packed, 'open_parcel'],
  ['shipped', () => handedOver('shipped'), 'intercept'],
  ['delivered', () => handedOver('delivered'), 'order_ended'],
  ['closed', closed, 'order_ended'],
  ['cancelled', cancelled, 'cancelled'],
  ['expired', expired, 'cancelled'],
];
/** A program that asks for orders gets one into none of these: it is in one of the others as soon as it is there. */
const PASSING = ['received'];

/** Every unit of a line stands in one column. */
function expectSettled(order: { lines: Record<Column | 'ordered', number>[] }): void {
  for (const line of order.lines) {
    const sum = columns.reduce((total, column) => total + (line[column] ?? 0), 0);
    expect(sum, JSON.stringify(line)).toBe(line.ordered);
  }
}

const cancel = (who: Person, orderId: string) => who.post(`/v1/orders/${orderId}/cancel`, { cause: 'changed_mind' });

async function unpack({ parcel }: Life): Promise<void> {
  await server.settle();
  const { at, parcelId } = parcel!;
  const where = { siteId: at.siteId, binCode: at.bins.at(-1) };
  await packing.must(at.packer.post(`/v1/parcels/${parcelId}/unpack`, where));
}

async function putBack({ goods, tote }: Life): Promise<void> {
  await server.settle();
  await picker.scan('move', tote!);
  await picker.scan('move', goods.barcode);
  // bins refuse what does not go with their goods: the one that it came from takes it
  for (const bin of ground.bins) {
    if (((await picker.scan('move', bin)) as { ok: boolean }).ok) return;
  }
  throw new Error('no bin took it back');
}

describe('an order, cancelled wherever it can stand', () => {
  const reached: Record<string, number> = {};

  it.each(stations)('%s: gives back exactly what it had', async (state, arrive, answer) => {
    const life = await arrive();
    const before = await seen(ground.admin, life.orderId);
    expect(before.state).toBe(state);
    expectSettled(before);
    if (!endStates.includes(before.state)) expect(before.nextStep).not.toBe('none');

    const answered = await cancel(ground.admin, life.orderId);
    expect(answered.body.answer ?? answered.body.error.code).toBe(answer);
    expect(answered.status).toBe(answer === 'order_ended' ? 409 : 200);
    if (answer === 'put_back') await putBack(life);
    if (answer === 'open_parcel') await unpack(life);
    await server.settle();
    const after = await seen(ground.admin, life.orderId);
    expectSettled(after);
    const stock = await stockOf(life.parcel?.at ?? ground, life.goods.itemId);
    const gone = ['shipped', 'delivered', 'closed'].includes(state) ? 1 : 0;
    expect(stock).toMatchObject({ onHand: UNITS - gone, available: UNITS - gone, promised: 0, allocated: 0 });
    if (endStates.includes(before.state)) expect(after.state).toBe(state);
    else if (gone === 0) expect(after.state).toBe('cancelled');
    reached[state] = (reached[state] ?? 0) + 1;
  });

  it('was cancelled in every state that there is', () => {
    noteReached('order life', reached);
    expect([...Object.keys(reached), ...PASSING].sort()).toEqual([...orderStates].sort());
  });

  it('moves no unit from a column where there is none, whatever is asked', async () => {
    const { orderId } = await placed();
    let refused = 0;
    for (const from of columns.filter((column) => column !== 'promised')) {
      for (const to of columns) {
        if (to === from) continue;
        const move = { sellerId: ground.sellerId, orderId, lineNo: 1, from, to, quantity: 1 };
        const asked = { siteId: ground.siteId, moves: [move] };
        const occasion = { actor: system, at: server.clock.now(), id: newId() };
        const outcome = await transact(server.db, occasion, (work) => advance(work, asked));
        expect(outcome.refused, `${from} to ${to}`).toBe(true);
        refused += 1;
      }
    }
    expect(refused).toBe((columns.length - 1) ** 2);
    expectSettled(await seen(ground.admin, orderId));
  });

  it('leaves the books as they ought to be', async () => {
    // shipped without its parcel, which is told elsewhere: only what orders and stock owe each other
    expect(await judgeBooks(server, 'inventory')).toEqual([]);
  });

  it('would be caught in a cancel that gives the order another name and nothing back', async () => {
    const { orderId, goods } = await allocated();
    await cancelByName(server.db, orderId);
    expect((await seen(ground.admin, orderId)).state).toBe('cancelled');
    expect(await stockOf(ground, goods.itemId)).not.toMatchObject({ available: UNITS });
    expect(await judgeBooks(server)).not.toEqual([]);
  });
});
