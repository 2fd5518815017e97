import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../../src/platform/ids.ts';
import { must } from '../packing/floor.ts';
import { addItem, openGround, stockOf, stow, type Ground } from '../../support/goods.ts';
import { refused } from '../../support/refused.ts';
import { PASSWORD, startServer, type Person, type TestServer } from '../../support/server.ts';
import { bought1, seen } from '../orders/buy.ts';
import { expectClean, workerAt } from '../waves/floor.ts';
import { atOnce } from '../../support/waiting.ts';

let server: TestServer;
let ground: Ground;
let second: Person;
let counter: Person;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  second = await server.as('manager');
  counter = await workerAt(server, ground);
});
afterAll(() => server.close());

const bin = (at: number) => ground.bins[at]!;

function adjust(binCode: string, itemId: string, quantity: number, more: object = {}) {
  const asked = { siteId: ground.siteId, binCode, itemId, quantity, reason: 'found', ...more };
  return ground.manager.post('/v1/stock/adjustments', asked);
}

async function adjustmentsIn(state: string) {
  const { body } = await ground.manager.get(`/v1/stock/adjustments?siteId=${ground.siteId}&state=${state}`);
  return body;
}

/** Counts a bin with a handheld: so many of each barcode. */
async function count(binCode: string, seen: [barcode: string, units: number][]) {
  await counter.scan('count', binCode);
  for (const [barcode, units] of seen) {
    await counter.scan('count', barcode);
    await counter.scan('count', String(units), { source: 'typed', quantity: units });
  }
  return counter.scan('count', binCode);
}

it('counts what is held along with the rest: units that nobody may sell can be missing, too', async () => {
  const { itemId, barcode } = await addItem(ground);
  await stow(ground, itemId, bin(0), 5);
  const held = { siteId: ground.siteId, binCode: bin(0), itemId, quantity: 4, reason: 'quality' };
  expect((await ground.manager.post('/v1/stock/holds', held)).status).toBe(201);
  const verdict = await count(bin(0), [[barcode, 2]]);
  expect(verdict.ok, JSON.stringify(verdict)).toBe(true);
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 2, held: 2, available: 0 });
  await expectClean(server);
});

it('writes off units of a condition alone, and no more than there are of it', async () => {
  const { itemId } = await addItem(ground);
  await stow(ground, itemId, bin(1), 3);
  expect((await adjust(bin(1), itemId, 2, { condition: 'damaged' })).status).toBe(201);
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 5, held: 2, available: 3 });
  const lost = { condition: 'damaged', reason: 'scrapped' };
  expect(await refused(adjust(bin(1), itemId, -3, lost), 409, 'not_enough_at_place')).toMatchObject({ expected: 2 });
  expect((await adjust(bin(1), itemId, -2, lost)).body.state).toBe('posted');
  await refused(adjust(bin(1), itemId, -4), 409, 'not_enough_at_place');
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 3, held: 0, available: 3 });
  await expectClean(server);
});

it('takes a bin by its code in small letters, whoever types it', async () => {
  const { siteId, manager } = ground;
  const { itemId } = await addItem(ground);
  const binCode = ` ${bin(6).toLowerCase()} `;
  const units = { siteId, binCode, itemId, quantity: 2 };
  const asked: [path: string, body: object][] = [
    ['stock/adjustments', { ...units, quantity: 3, reason: 'found' }],
    ['stock/holds', { ...units, reason: 'quality' }],
    ['stock/holds/free', { ...units, reason: 'checked' }],
    ['holds', { siteId, scope: 'bin', binCode, reason: 'recall' }],
    ['counts', { siteId, binCode }],
  ];
  for (const [path, body] of asked) expect((await manager.post(`/v1/${path}`, body)).status, path).toBe(201);
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 3, held: 3 });
});

it('takes units of an item that is kept by serials or lots by these alone (serial_required, lot_required)', async () => {
  const { itemId } = await addItem(ground, { serialTracked: true });
  await refused(adjust(bin(2), itemId, 2), 422, 'serial_required');
  await refused(adjust(bin(2), itemId, 2, { serial: 'S-1' }), 422, 'invalid');
  for (const serial of ['S-1', 'S-2']) expect((await adjust(bin(2), itemId, 1, { serial })).status).toBe(201);
  await refused(adjust(bin(3), itemId, 1, { serial: 'S-1' }), 409, 'serial_live');
  expect((await adjust(bin(2), itemId, -1, { serial: 'S-1' })).status).toBe(201);
  const { places } = (await ground.manager.get(`/v1/stock/places?siteId=${ground.siteId}&itemId=${itemId}`)).body;
  expect(places).toMatchObject([{ serial: 'S-2', quantity: 1 }]);
  expect((await adjust(bin(3), itemId, 1, { serial: 'S-1' })).status).toBe(201);
  const lots = await addItem(ground, { lotTracked: true });
  await refused(adjust(bin(3), lots.itemId, 2), 422, 'lot_required');
  const plain = await addItem(ground);
  await refused(adjust(bin(3), plain.itemId, 1, { serial: 'S-9' }), 422, 'invalid');
  await expectClean(server);
});

it('lets a count of serials wait for somebody who finds out which are missing, and loses none by guessing', async () => {
  const { itemId, barcode } = await addItem(ground, { serialTracked: true });
  for (const serial of ['T-1', 'T-2', 'T-3']) await adjust(bin(4), itemId, 1, { serial });
  const verdict = await count(bin(4), [[barcode, 2]]);
  expect(verdict.ok, JSON.stringify(verdict)).toBe(true);
  // one of them is not on sale, whichever it is that is missing
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 3, held: 1, available: 2 });
  const waiting = (await adjustmentsIn('waiting')).adjustments;
  const mine = waiting.find((row: { itemId: string }) => row.itemId === itemId);
  expect(mine).toMatchObject({ quantity: -1, serial: '', reason: 'count' });
  const decide = (approve: boolean) => second.post(`/v1/stock/adjustments/${mine.adjustmentId}/decide`, { approve });
  await refused(decide(true), 409, 'serial_required');
  expect((await decide(false)).body.state).toBe('refused');
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 3, held: 0, available: 3 });
  expect((await adjust(bin(4), itemId, -1, { serial: 'T-2', reason: 'lost' })).status).toBe(201);
  expect((await stockOf(ground, itemId)).onHand).toBe(2);
  await expectClean(server);
});

it('corrects a bin once that was counted twice before a second person has decided', async () => {
  const { itemId, barcode } = await addItem(ground);
  await stow(ground, itemId, bin(7), 5_000);
  const mine = async (state: string): Promise<{ adjustmentId: string; quantity: number }[]> =>
    (await adjustmentsIn(state)).adjustments.filter((row: { itemId: string }) => row.itemId === itemId);
  const decide = (adjustmentId: string) =>
    second.post(`/v1/stock/adjustments/${adjustmentId}/decide`, { approve: true });
  const minute = () => server.clock.set(new Date(server.clock.now().getTime() + 60_000));
  await count(bin(7), [[barcode, 3_500]]);
  const [first] = await mine('waiting');
  await count(bin(7), [[barcode, 3_500]]);
  const waiting = await mine('waiting');
  expect(waiting).toMatchObject([{ quantity: -1_500 }]);
  expect(await mine('superseded')).toMatchObject([{ adjustmentId: first!.adjustmentId, decidedBy: counter.userId }]);
  await refused(decide(first!.adjustmentId), 409, 'adjustment_decided');
  expect((await decide(waiting[0]!.adjustmentId)).body.state).toBe('posted');
  expect((await stockOf(ground, itemId)).onHand).toBe(3_500);
  // one that finds nothing missing, or little, takes its place as well
  for (const onHand of [3_500, 3_490]) {
    minute();
    await count(bin(7), [[barcode, 1_000]]);
    expect(await mine('waiting')).toHaveLength(1);
    await count(bin(7), [[barcode, onHand]]);
    expect(await mine('waiting')).toEqual([]);
    expect((await stockOf(ground, itemId)).onHand).toBe(onHand);
  }
  // units that somebody found at the desk are another matter each time
  await adjust(bin(7), itemId, 2_000);
  await adjust(bin(7), itemId, 2_000);
  expect(await mine('waiting')).toHaveLength(2);
  for (const { adjustmentId } of await mine('waiting')) await decide(adjustmentId);
  expect((await stockOf(ground, itemId)).onHand).toBe(7_490);
  await expectClean(server);
});

it('keeps what a later count found where an earlier one comes up after it', async () => {
  const { itemId, barcode } = await addItem(ground);
  await stow(ground, itemId, bin(8), 3_000);
  const early = { at: server.clock.now().toISOString() };
  server.clock.set(new Date(server.clock.now().getTime() + 60_000));
  await count(bin(8), [[barcode, 1_000]]);
  await counter.scan('count', bin(8), early);
  await counter.scan('count', barcode, early);
  await counter.scan('count', '3000', { source: 'typed', ...early });
  expect((await counter.scan('count', bin(8), early)).step.show.notice).toContain('Count again');
  const { adjustments } = await adjustmentsIn('waiting');
  expect(adjustments).toMatchObject([{ itemId, quantity: -2_000 }]);
  await second.post(`/v1/stock/adjustments/${adjustments[0].adjustmentId}/decide`, { approve: false });
});

const waitingFor = async (itemId: string) =>
  (await adjustmentsIn('waiting')).adjustments.find((row: { itemId: string }) => row.itemId === itemId);
const decide = (by: Person, adjustmentId: string, approve: boolean) =>
  by.post(`/v1/stock/adjustments/${adjustmentId}/decide`, { approve });
const withdraw = (by: Person, adjustmentId: string) => by.post(`/v1/stock/adjustments/${adjustmentId}/withdraw`);

it('of a count that waits takes what was not found off sale at once, and frees it where it is refused', async () => {
  const { itemId, barcode } = await addItem(ground);
  await stow(ground, itemId, bin(10), 2_000);
  const shop = await server.as('channel', { sellerId: ground.sellerId });
  const orderId = await bought1(shop, itemId, 1_900);
  await count(bin(10), [[barcode, 500]]);
  const waiting = await waitingFor(itemId);
  expect(waiting).toMatchObject({ quantity: -1_500, held: 1_500, there: 2_000 });
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 2_000, held: 1_500, promised: 500, available: 0 });
  await server.settle();
  expect((await seen(shop, orderId)).lines[0]).toMatchObject({ promised: 500, waiting: 1_400 });
  // nobody frees them by hand: somebody has to decide
  const units = { siteId: ground.siteId, binCode: bin(10), itemId, quantity: 1, reason: 'found' };
  const stays = await refused(ground.manager.post('/v1/stock/holds/free', units), 409, 'adjustment_waits');
  expect(stays).toMatchObject({ expected: 0, details: { adjustmentId: waiting.adjustmentId } });
  const { places } = (await ground.manager.get(`/v1/stock/holds?siteId=${ground.siteId}`)).body;
  expect(places.find((row: { itemId: string }) => row.itemId === itemId)).toMatchObject({
    quantity: 1_500,
    waiting: 1_500,
    reason: 'count',
  });
  expect((await decide(second, waiting.adjustmentId, false)).body.state).toBe('refused');
  await server.settle();
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 2_000, held: 0, promised: 1_900, available: 100 });
  await expectClean(server);
});

it('of a count that is approved writes off the units that it held, and none beside them', async () => {
  const { itemId, barcode } = await addItem(ground);
  await stow(ground, itemId, bin(11), 1_300);
  const byHand = { siteId: ground.siteId, binCode: bin(11), itemId, quantity: 20, reason: 'quality' };
  await must(ground.manager.post('/v1/stock/holds', byHand));
  await count(bin(11), [[barcode, 100]]);
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 1_300, held: 1_220, available: 80 });
  const { adjustmentId } = await waitingFor(itemId);
  expect((await decide(second, adjustmentId, true)).body.state).toBe('posted');
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 100, held: 20, available: 80 });
  const free = { ...byHand, reason: 'checked' };
  await must(ground.manager.post('/v1/stock/holds/free', free));
  expect(await stockOf(ground, itemId)).toMatchObject({ held: 0, available: 100 });
  await expectClean(server);
});

it('of a count has its held units taken over by the next count of the bin', async () => {
  const { itemId, barcode } = await addItem(ground);
  await stow(ground, itemId, bin(12), 3_000);
  for (const [found, held] of [
    [500, 2_500],
    [1_500, 1_500],
    [2_990, 0],
  ] as const) {
    server.clock.set(new Date(server.clock.now().getTime() + 60_000));
    await count(bin(12), [[barcode, found]]);
    expect((await stockOf(ground, itemId)).held, `found ${found}`).toBe(held);
  }
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 2_990, available: 2_990 });
  await expectClean(server);
});

it('waits where one person has written off as much of an item on the same day, in however many parts', async () => {
  const { itemId } = await addItem(ground);
  await stow(ground, itemId, bin(13), 5_000);
  const lose = (by: Person, quantity: number, itemOf = itemId) => {
    const asked = { siteId: ground.siteId, binCode: bin(13), itemId: itemOf, quantity: -quantity, reason: 'lost' };
    return must(by.post('/v1/stock/adjustments', asked));
  };
  const states = [];
  for (const quantity of [400, 400, 201, 200, 1]) states.push((await lose(ground.manager, quantity)).state);
  expect(states).toEqual(['posted', 'posted', 'waiting', 'posted', 'waiting']);
  // another item, another person, and what the second person approved count for themselves
  const other = await addItem(ground);
  await stow(ground, other.itemId, bin(13), 10);
  expect((await lose(ground.manager, 10, other.itemId)).state).toBe('posted');
  const { adjustmentId } = await waitingFor(itemId);
  expect((await decide(second, adjustmentId, true)).body.state).toBe('posted');
  expect((await lose(second, 1_000)).state).toBe('posted');
  expect((await stockOf(ground, itemId)).onHand).toBe(5_000 - 1_000 - 201 - 1_000);
  // of two at the same moment the later sees the earlier
  const third = await server.as('manager');
  const atTheSame = await atOnce(server, [() => lose(third, 600), () => lose(third, 600)]);
  expect(atTheSame.map(({ state }) => state)).toEqual(['posted', 'waiting']);
  // the day is the site's: half past eleven in the evening there, and half past midnight
  const hour = 3_600_000;
  const midnight = Math.ceil((server.clock.now().getTime() + 9 * hour) / (24 * hour)) * 24 * hour - 9 * hour;
  server.clock.set(new Date(midnight - hour / 2));
  const late = await server.as('manager');
  expect((await lose(late, 500)).state).toBe('posted');
  expect((await lose(late, 501)).state).toBe('waiting');
  server.clock.set(new Date(midnight + hour / 2));
  expect((await lose(late, 501)).state).toBe('posted');
  await expectClean(server);
});

it('tells what it would break before it is done or approved, and corrects nothing by that', async () => {
  const { itemId } = await addItem(ground);
  await stow(ground, itemId, bin(16), 2_000);
  const shop = await server.as('channel', { sellerId: ground.sellerId });
  for (const quantity of [1_100, 500]) await bought1(shop, itemId, quantity);
  await server.settle();
  const asked = { siteId: ground.siteId, binCode: bin(16), itemId, reason: 'stolen' };
  const foresee = (quantity: number) =>
    must(ground.manager.post('/v1/stock/adjustments/preview', { ...asked, quantity }));
  const before = await stockOf(ground, itemId);
  const nothing = { orders: 0, checkouts: 0, broken: 0, short: 0 };
  expect(await foresee(-400)).toEqual({ state: 'posted', ...nothing });
  expect(await foresee(-900)).toEqual({ state: 'posted', orders: 1, checkouts: 0, broken: 0, short: 500 });
  expect(await foresee(-1_500)).toEqual({ state: 'waiting', ...nothing });
  expect(await waitingFor(itemId)).toBeUndefined();
  const { adjustmentId } = await must(adjust(bin(16), itemId, -1_500, { reason: 'stolen' }));
  const path = `/v1/stock/adjustments/${adjustmentId}/preview`;
  await refused(ground.manager.post(path), 409, 'second_person_needed');
  expect(await must(second.post(path))).toEqual({ state: 'posted', orders: 1, checkouts: 0, broken: 0, short: 1_100 });
  expect(await waitingFor(itemId)).toMatchObject({ adjustmentId, state: 'waiting' });
  expect(await stockOf(ground, itemId)).toEqual(before);
  expect((await decide(second, adjustmentId, true)).body.state).toBe('posted');
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 500, promised: 500 });
  await expectClean(server);
});

it('is withdrawn by whoever asked or by a manager, and by nobody else (not_allowed)', async () => {
  const { itemId, barcode } = await addItem(ground);
  await stow(ground, itemId, bin(14), 1_500);
  await count(bin(14), [[barcode, 1]]);
  const counted = await waitingFor(itemId);
  const stranger = await workerAt(server, ground);
  await refused(withdraw(stranger, counted.adjustmentId), 403, 'not_allowed');
  expect((await must(withdraw(counter, counted.adjustmentId))).state).toBe('withdrawn');
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 1_500, held: 0, available: 1_500 });
  await refused(withdraw(counter, counted.adjustmentId), 409, 'adjustment_decided');
  await refused(decide(second, counted.adjustmentId, true), 409, 'adjustment_decided');
  const asked = await must(adjust(bin(14), itemId, 1_001));
  expect((await must(withdraw(second, asked.adjustmentId))).state).toBe('withdrawn');
  const done = (await adjustmentsIn('withdrawn')).adjustments;
  expect(done).toMatchObject([
    { itemId, askedBy: ground.manager.userId, decidedBy: second.userId },
    { itemId, askedBy: counter.userId, decidedBy: counter.userId },
  ]);
  await expectClean(server);
});

it('that cannot be done any more is told as that, in the list and to whoever approves it (adjustment_impossible)', async () => {
  const { itemId } = await addItem(ground);
  await stow(ground, itemId, bin(15), 1_200);
  const { adjustmentId } = await must(adjust(bin(15), itemId, -1_100, { reason: 'stolen' }));
  expect(await waitingFor(itemId)).toMatchObject({ adjustmentId, there: 1_200 });
  await must(adjust(bin(15), itemId, -600, { reason: 'lost' }));
  expect(await waitingFor(itemId)).toMatchObject({ there: 600 });
  const told = await refused(decide(second, adjustmentId, true), 409, 'adjustment_impossible');
  expect(told).toMatchObject({ got: 1_100, expected: 600 });
  expect((await must(withdraw(ground.manager, adjustmentId))).state).toBe('withdrawn');
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 600, available: 600 });
});

it('remembers who asked for one and who decided it, and tells the limit', async () => {
  const limit = `/v1/sites/${ground.siteId}/adjustment-limit`;
  await refused(ground.manager.post(limit, { units: 5_000 }), 403, 'not_allowed');
  expect((await ground.admin.post(limit, { units: 10 })).status).toBe(200);
  const { itemId } = await addItem(ground);
  const { adjustmentId } = (await adjust(bin(5), itemId, 11)).body;
  expect((await adjustmentsIn('waiting')).limit).toBe(10);
  expect(await waitingFor(itemId)).toMatchObject({ adjustmentId, decidedBy: null });
  server.clock.set(new Date(server.clock.now().getTime() + 60_000));
  await second.post(`/v1/stock/adjustments/${adjustmentId}/decide`, { approve: true });
  const [row] = (await adjustmentsIn('posted')).adjustments;
  const [askedBy, decidedBy] = [ground.manager.userId, second.userId];
  expect(row).toMatchObject({ adjustmentId, quantity: 11, askedBy, decidedBy });
  expect(Date.parse(row.decidedAt)).toBe(server.clock.now().getTime());
  const ledger = await ground.manager.get(`/v1/stock/ledger?itemId=${itemId}`);
  expect(ledger.body.legs[0]).toMatchObject({ kind: 'adjust', actorId: second.userId });
  const seller = await server.as('seller', { sellerId: ground.sellerId });
  expect((await seller.get(`/v1/stock/ledger?itemId=${itemId}`)).body.legs[0].actorId).toBeNull();
});

type Ask = (path: string, body: object) => ReturnType<Person['post']>;

/** An account that somebody opens by the door, a manager's by default, and whoever signs in with it. */
async function openedBy(post: Ask, role = 'manager'): Promise<{ userId: string; post: Ask }> {
  const [login, password] = [`second-${newId().slice(-8)}`, 'seven wet herons'];
  const { userId } = await must(post('/v1/users', { login, password, role, siteIds: [ground.siteId] }));
  const { token } = await must(server.anyone.post('/v1/sign-in', { login, password }));
  const headers = { authorization: `Bearer ${token}` };
  return { userId, post: (path, body) => server.anyone.post(path, body, headers) };
}

/** Asks for more than a site lets one person do. */
async function askedFor(by: { post: Ask }): Promise<string> {
  const { itemId } = await addItem(ground);
  const asked = { siteId: ground.siteId, binCode: bin(7), itemId, quantity: 1001, reason: 'found' };
  const { adjustmentId, state } = await must(by.post('/v1/stock/adjustments', asked));
  expect(state).toBe('waiting');
  return `/v1/stock/adjustments/${adjustmentId}/decide`;
}
const approve = { approve: true };

it('is approved by nobody with an account that whoever asked has opened, straight or by another, nor the other way', async () => {
  const one = await openedBy(ground.manager.post);
  const [other, last] = [await openedBy(ground.manager.post), await openedBy(one.post)];
  for (const [by, decides] of [
    [ground.manager, one],
    [one, ground.manager],
    [one, other],
    [ground.manager, last],
    [last, other],
  ] as const) {
    await refused(decides.post(await askedFor(by), approve), 409, 'second_person_needed');
  }
  // an admin opens managers for all, and stands behind none of them
  const [free, as] = [await openedBy(ground.admin.post), await openedBy(ground.admin.post)];
  for (const [by, decides] of [
    [ground.manager, free],
    [as, free],
    [one, second],
    [one, ground.admin],
  ] as const) {
    expect((await must(decides.post(await askedFor(by), approve))).state).toBe('posted');
  }
});

it.each(['pin', 'password'])(
  'is approved by nobody whose %s the one who asked has reset, until an admin does',
  async (way) => {
    const login = `reset-${way}`;
    const { userId } = await server.as('manager', { login });
    const reset = (by: Person) => must(by.post(`/v1/users/${userId}/${way}`));
    const signIn = async (password: string, newPassword?: string) => {
      const { token } = await must(server.anyone.post('/v1/sign-in', { login, password, newPassword }));
      return (path: string) => server.anyone.post(path, approve, { authorization: `Bearer ${token}` });
    };
    const { code } = await reset(ground.manager);
    const decide = await (code === undefined ? signIn(PASSWORD) : signIn(code, 'seven wet herons'));
    const path = await askedFor(ground.manager);
    await refused(decide(path), 409, 'second_person_needed');
    const again = await reset(ground.admin);
    const freed = again.code === undefined ? decide : await signIn(again.code, 'eight wet herons');
    expect((await must(freed(path))).state).toBe('posted');
  },
);

/** Counts two more units than the site lets one person correct, on the worker's own device; @returns the door to decide it. */
async function countedBy(
  binCode: string,
  scan: (code: string, more?: Record<string, unknown>) => Promise<unknown>,
): Promise<string> {
  const { itemId, barcode } = await addItem(ground);
  await scan(binCode);
  await scan(barcode);
  await scan('1002', { source: 'typed', quantity: 1002 });
  await scan(binCode);
  const waiting = (await adjustmentsIn('waiting')).adjustments;
  const { adjustmentId } = waiting.find((row: { itemId: string }) => row.itemId === itemId);
  return `/v1/stock/adjustments/${adjustmentId}/decide`;
}

it('of a count is approved by nobody who gave the counter a way in: he may have counted himself', async () => {
  await must(ground.admin.post(`/v1/sites/${ground.siteId}/adjustment-limit`, { units: 1000 }));
  await must(second.post(`/v1/users/${counter.userId}/pin`));
  const path = await countedBy(bin(9), (code, more) => counter.scan('count', code, more));
  await refused(second.post(path, approve), 409, 'second_person_needed');
  expect((await must(ground.manager.post(path, approve))).state).toBe('posted');
});

it('of a count is not approved with the account that opened the counter’s, whatever was changed in it since', async () => {
  const worker = await openedBy(second.post, 'picker');
  const { code } = await must(second.post('/v1/devices', { siteId: ground.siteId, name: 'Handheld' }));
  const { deviceId } = await must(worker.post('/v1/devices/enrol', { code, deviceId: newId() }));
  let seq = 0;
  const scan = async (text: string, more: object = {}) => {
    const at = server.clock.now();
    const sent = { deviceId, seq: ++seq, at, code: text, source: 'wedge', flow: 'count', ...more };
    expect(await must(worker.post('/v1/scans', sent))).toMatchObject({ ok: true });
  };
  await refused(second.post(await countedBy(bin(17), scan), approve), 409, 'second_person_needed');
  await must(worker.post('/v1/pin', { pin: '271828', password: 'seven wet herons' }));
  const path = await countedBy(bin(18), scan);
  // the PIN that was chosen with the first password is good still
  await must(ground.admin.post(`/v1/users/${worker.userId}/password`));
  await refused(second.post(path, approve), 409, 'second_person_needed');
  await must(ground.admin.post(`/v1/users/${worker.userId}/pin`));
  expect((await must(second.post(path, approve))).state).toBe('posted');
});
