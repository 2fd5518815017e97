import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ADJUSTMENT, binPlace, post, totePlace } from '../../../src/inventory/index.ts';
import type { Outcome } from '../../../src/platform/errors.ts';
import { newId } from '../../../src/platform/ids.ts';
import { transact } from '../../../src/platform/transact.ts';
import { system, type Work } from '../../../src/platform/work.ts';
import { allocateDue } from '../../../src/waves/allocateDue.ts';
import { bindTote, dropCart, pick, shortPick, skip } from '../../../src/waves/index.ts';
import { launch } from '../../../src/waves/launch.ts';
import { insertWave } from '../../../src/waves/store.ts';
import { addItem, openGround, stow, type Goods, type Ground } from '../../support/goods.ts';
import { newLpn } from '../../support/inbound.ts';
import { refused } from '../../support/refused.ts';
import { inWork, startServer, type Person, type TestServer } from '../../support/server.ts';
import { bought1, stateOf } from '../orders/buy.ts';
import { must } from '../packing/floor.ts';
import { expectClean, newTote, pickAll, planWave, pull, pullRefused, setOut, workerAt } from './floor.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;
let picker: Person;
let goods: Goods;
let orderId: string;

beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
  picker = await workerAt(server, ground);
  goods = await addItem(ground);
  await stow(ground, goods.itemId, ground.bins[1]!, 4);
  orderId = await bought1(shop, goods.itemId, 2);
});
afterEach(() => expectClean(server));
afterAll(() => server.close());

/** As a verb hears it from a scan of this person. */
const asked = <T>({ userId }: Person, verb: (work: Work) => Promise<Outcome<T>>) =>
  transact(server.db, { actor: { ...system, userId, role: 'picker' }, at: server.clock.now(), id: newId() }, verb);
const codeOf = async <T>(outcome: Promise<Outcome<T>>) => {
  const told = await outcome;
  return told.refused ? told.refusal.code : 'done';
};

async function rowOf<Row>(query: string, values: unknown[]): Promise<Row> {
  const { rows } = (await server.db.raw(query, values as string[])) as { rows: Row[] };
  return rows[0]!;
}
const batchOf = () =>
  rowOf<{ batchId: string }>('SELECT batch_id AS "batchId" FROM batch WHERE site_id = ?', [ground.siteId]);

describe('a line on a cart', () => {
  it('is its picker’s alone, while there is a claim (task_taken, lease_lost)', async () => {
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-01');
    const { siteId } = ground;
    const other = await workerAt(server, ground);
    const line = { siteId, taskId: step.taskId!, quantity: 1, toteCode: totes[0]! };
    expect(await codeOf(asked(other, (work) => pick(work, line)))).toBe('task_taken');
    expect(await codeOf(asked(other, (work) => skip(work, line)))).toBe('task_taken');
    expect(await codeOf(asked(other, (work) => shortPick(work, { ...line, reason: 'empty' })))).toBe('task_taken');
    await must(ground.manager.post(`/v1/batches/${(await batchOf()).batchId}/free`, { siteId }));
    expect(await codeOf(asked(picker, (work) => skip(work, line)))).toBe('lease_lost');
    await pickAll(picker, (await setOut(picker, 'CART-01')).step);
    expect(await stateOf(ground, orderId)).toBe('picked');
  });

  it('is done once, from its own tote, and is one that there is (task_done, wrong_tote, task_not_found)', async () => {
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-01');
    const line = { siteId: ground.siteId, taskId: step.taskId!, quantity: 2, toteCode: totes[0]! };
    const nobodys = { ...line, toteCode: newTote() };
    expect(await codeOf(asked(picker, (work) => pick(work, nobodys)))).toBe('wrong_tote');
    expect(await codeOf(asked(picker, (work) => pick(work, line)))).toBe('done');
    expect(await codeOf(asked(picker, (work) => pick(work, line)))).toBe('task_done');
    expect(await codeOf(asked(picker, (work) => skip(work, line)))).toBe('task_done');
    const none = { ...line, taskId: newId() };
    expect(await codeOf(asked(picker, (work) => pick(work, none)))).toBe('task_not_found');
    expect(await codeOf(asked(picker, (work) => skip(work, none)))).toBe('task_not_found');
    expect(await codeOf(asked(picker, (work) => shortPick(work, { ...none, reason: 'empty' })))).toBe('task_not_found');
  });

  it('is brought to a lane that there is (lane_not_found), by a cart that there is (batch_not_found)', async () => {
    await planWave(ground);
    const { step } = await setOut(picker, 'CART-01');
    await pickAll(picker, step);
    expect((await pullRefused(picker, 'LANE-77')).refusal!.code).toBe('lane_not_found');
    const { siteId } = ground;
    const dropped = asked(picker, (work) => dropCart(work, { siteId, batchId: newId(), laneCode: 'LANE-1' }));
    expect(await codeOf(dropped)).toBe('batch_not_found');
    expect((await pull(picker, 'LANE-1')).expect).toBe('cart');
  });

  it('takes the serial number that was allocated and no other (wrong_serial)', async () => {
    const tracked = await addItem(ground, { serialTracked: true });
    const lpnCode = await receivedSerials(tracked, ['SN-1', 'SN-2']);
    await must(ground.manager.post('/v1/put-aways', { siteId: ground.siteId, lpnCode, binCode: ground.bins[7] }));
    const serialOrder = await bought1(shop, tracked.itemId, 1);
    await planWave(ground, { orderIds: [serialOrder] });
    const { step } = await setOut(picker, 'CART-01');
    await pull(picker, step.show.big!);
    const asks = await pull(picker, tracked.barcode);
    expect(asks.show.lines![0]).toMatchObject({ label: 'Serial' });
    const [right, wrong] = asks.show.lines![0]!.value === 'SN-1' ? ['SN-1', 'SN-2'] : ['SN-2', 'SN-1'];
    expect((await pullRefused(picker, wrong)).refusal).toMatchObject({ code: 'wrong_serial', expected: right });
    expect((await pull(picker, right)).expect).toBe('tote');
  });
});

async function receivedSerials(tracked: Goods, serials: string[]): Promise<string> {
  const { siteId, sellerId, manager } = ground;
  const lines = [{ itemId: tracked.itemId, quantity: serials.length }];
  const booking = { siteId, sellerId, expectedOn: '2026-11-20', lines };
  const { shipmentId } = await must(manager.post('/v1/inbound-shipments', booking));
  await must(manager.post(`/v1/inbound-shipments/${shipmentId}/arrive`, {}));
  const lpnCode = newLpn();
  const units = { itemId: tracked.itemId, quantity: serials.length, serials, lpnCode };
  await must(manager.post(`/v1/inbound-shipments/${shipmentId}/receipts`, units));
  return lpnCode;
}

describe('a tote', () => {
  it('comes into a slot that the cart has (no_such_slot)', async () => {
    await planWave(ground);
    await pull(picker, 'CART-01');
    const bind = { siteId: ground.siteId, batchId: (await batchOf()).batchId, slot: 99, toteCode: newTote() };
    expect(await codeOf(asked(picker, (work) => bindTote(work, bind)))).toBe('no_such_slot');
  });

  it('is not set out with something in it (tote_not_empty)', async () => {
    await planWave(ground);
    await pull(picker, 'CART-01');
    const { siteId, sellerId } = ground;
    const tote = newTote();
    const leg = { sellerId, itemId: goods.itemId, from: ADJUSTMENT, to: binPlace(ground.bins[4]!), quantity: 1 };
    const into = { ...leg, from: binPlace(ground.bins[4]!), to: totePlace(tote) };
    const back = { ...leg, from: totePlace(tote), to: binPlace(ground.bins[4]!) };
    const move = (legs: (typeof leg)[]) =>
      inWork(server.db, server.clock, (work) => post(work, { siteId, kind: 'move', legs }));
    await move([leg]);
    await move([into]);
    expect((await pullRefused(picker, tote)).refusal!.code).toBe('tote_not_empty');
    await move([back]);
    expect((await pull(picker, tote)).expect).toBe('bin');
  });
});

it('a cart that nobody has is freed by nobody (not_claimed)', async () => {
  await planWave(ground);
  const { siteId } = ground;
  const { batchId } = await batchOf();
  expect(
    await refused(ground.manager.post(`/v1/batches/${batchId}/free`, { siteId }), 409, 'not_claimed'),
  ).toMatchObject({
    got: 'ready',
  });
});

it('what was picked of a cancelled order goes back once, and no more than that (over_put, put_back_done)', async () => {
  await planWave(ground);
  const { step } = await setOut(picker, 'CART-01');
  await pickAll(picker, step);
  await pull(picker, 'LANE-1');
  await must(shop.post(`/v1/orders/${orderId}/cancel`, {}));
  await server.settle();
  const { siteId } = ground;
  const { putBacks } = await must(ground.manager.get(`/v1/put-backs?siteId=${siteId}`));
  const back = (quantity: number) =>
    ground.manager.post(`/v1/put-backs/${putBacks[0].putBackId}/done`, { siteId, binCode: ground.bins[1], quantity });
  expect(await refused(back(3), 409, 'over_put')).toMatchObject({ got: 3, expected: 2 });
  await must(back(2));
  await refused(back(1), 409, 'put_back_done');
});

it('a planner that was thought dead does not launch what another has taken over (wave_taken_over)', async () => {
  const { siteId } = ground;
  const slow = newId();
  await inWork(server.db, server.clock, async (work) => {
    await insertWave(work, { siteId, waveId: slow, cutOffId: undefined, dueBy: undefined });
    return allocateDue(work, slow, { siteId, limit: 10, partly: false });
  });
  server.clock.set(new Date(server.clock.now().getTime() + 61_000));
  await planWave(ground);
  const plan = { siteId, waveId: slow, batches: [], walk_mm: 0, single_mm: 0, solved: true };
  expect(await codeOf(asked(picker, (work) => launch(work, plan)))).toBe('wave_taken_over');
  const { step } = await setOut(picker, 'CART-01');
  await pickAll(picker, step);
  expect(await stateOf(ground, orderId)).toBe('picked');
});
