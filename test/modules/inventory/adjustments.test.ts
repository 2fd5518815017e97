import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../../src/platform/ids.ts';
import { must } from '../packing/floor.ts';
import { addItem, openGround, stockOf, stow, type Ground } from '../../support/goods.ts';
import { refused } from '../../support/refused.ts';
import { PASSWORD, startServer, type Person, type TestServer } from '../../support/server.ts';
import { expectClean, workerAt } from '../waves/floor.ts';

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
  expect((await stockOf(ground, itemId)).onHand).toBe(3);
  const waiting = (await adjustmentsIn('waiting')).adjustments;
  const mine = waiting.find((row: { itemId: string }) => row.itemId === itemId);
  expect(mine).toMatchObject({ quantity: -1, serial: '', reason: 'count' });
  const decide = (approve: boolean) => second.post(`/v1/stock/adjustments/${mine.adjustmentId}/decide`, { approve });
  await refused(decide(true), 409, 'serial_required');
  expect((await decide(false)).body.state).toBe('refused');
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

it('remembers who asked for one and who decided it, and tells the limit', async () => {
  const limit = `/v1/sites/${ground.siteId}/adjustment-limit`;
  await refused(ground.manager.post(limit, { units: 5_000 }), 403, 'not_allowed');
  expect((await ground.admin.post(limit, { units: 10 })).status).toBe(200);
  const { itemId } = await addItem(ground);
  const { adjustmentId } = (await adjust(bin(5), itemId, 11)).body;
  expect(await adjustmentsIn('waiting')).toMatchObject({ limit: 10, adjustments: [{ adjustmentId, decidedBy: null }] });
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
  await refused(second.post(await countedBy(bin(10), scan), approve), 409, 'second_person_needed');
  await must(worker.post('/v1/pin', { pin: '271828', password: 'seven wet herons' }));
  const path = await countedBy(bin(11), scan);
  // the PIN that was chosen with the first password is good still
  await must(ground.admin.post(`/v1/users/${worker.userId}/password`));
  await refused(second.post(path, approve), 409, 'second_person_needed');
  await must(ground.admin.post(`/v1/users/${worker.userId}/pin`));
  expect((await must(second.post(path, approve))).state).toBe('posted');
});
