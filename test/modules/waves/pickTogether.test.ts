import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actorOf } from '../../../src/auth/index.ts';
import { sha256 } from '../../../src/platform/crypto.ts';
import { connect, type Database } from '../../../src/platform/database.ts';
import { newId } from '../../../src/platform/ids.ts';
import { accept, type Scan, type ScanAnswer } from '../../../src/scans/index.ts';
import type { Step } from '../../../src/scans/step.shared.ts';
import { addItem, openGround, stow, type Ground } from '../../support/goods.ts';
import { PASSWORD, startServer, type Person, type TestServer } from '../../support/server.ts';
import { bought1, stateOf } from '../orders/buy.ts';
import { expectClean, newTote, planWave, pull, setOut, workerAt } from './floor.ts';

let server: TestServer;
/** As the app's own role. */
let app: Database;
let ground: Ground;
let shop: Person;

beforeAll(async () => {
  server = await startServer();
  app = connect(server.databaseUrl, 4, server.roles);
});
beforeEach(async () => {
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
});
afterEach(() => expectClean(server));
afterAll(async () => {
  await app.destroy();
  await server.close();
});

/** A picker with a cart of one order, and the step that his screen shows. */
interface Tour {
  picker: Person;
  orderId: string;
  deviceId: string;
  seq: number;
  step: Step;
  tote: string;
}

/** Carts of one order each, so that every picker has one. */
async function toursOf(pickers: number, units = 1, begin = setOut): Promise<Tour[]> {
  const goods = await addItem(ground);
  await stow(ground, goods.itemId, ground.bins[3]!, 100);
  const tours: Tour[] = [];
  for (let at = 1; at <= pickers; at++) {
    const orderId = await bought1(shop, goods.itemId, units);
    await planWave(ground);
    const picker = await workerAt(server, ground);
    const { step, totes } = await begin(picker, `CART-0${at}`);
    tours.push({ picker, orderId, ...(await deviceOf(picker)), step, tote: totes[0] ?? '' });
  }
  return tours;
}

/** The device of a picker's last scan, and a number that it has not come to yet. */
async function deviceOf({ userId }: Person): Promise<{ deviceId: string; seq: number }> {
  const [last] = (await server.db('scan').where({ actor_id: userId }).select('device_id', 'seq')).slice(-1);
  return { deviceId: last.device_id, seq: Number(last.seq) + 100 };
}

const codeFor = ({ step, tote }: Tour) =>
  step.expect === 'bin' ? step.show.big! : step.expect === 'item' ? step.show.item!.code : tote;

function scanOf(tour: Tour, code = codeFor(tour)): Scan {
  tour.seq += 1;
  const at = server.clock.now().toISOString();
  return { deviceId: tour.deviceId, seq: tour.seq, at, code, source: 'wedge', flow: 'pick' };
}

/** The scans of one moment: all are there before the first is looked at. */
async function atOnce(scans: [Tour, Scan][], apps: Database[] = [app]): Promise<ScanAnswer[]> {
  const actors = await Promise.all(scans.map(([{ picker }]) => actorOf(app, picker.token, server.clock.now())));
  const outcomes = await Promise.all(
    scans.map(([, scan], at) =>
      accept(apps[at % apps.length]!, { actor: actors[at]!, at: server.clock.now(), id: newId() }, scan),
    ),
  );
  return outcomes.map((outcome, at) => {
    expect(outcome.refused).toBe(false);
    const answer = (outcome as { value: ScanAnswer }).value;
    if (answer.ok) scans[at]![0].step = answer.step;
    return answer;
  });
}

/** How many transactions wrote the last scans of some devices. */
async function commitsOf(scans: Scan[]): Promise<number> {
  const rows = await server
    .db('scan')
    .whereIn(
      ['device_id', 'seq'],
      scans.map(({ deviceId, seq }) => [deviceId, seq]),
    )
    .select(server.db.raw('xmin::text AS commit'));
  expect(rows).toHaveLength(scans.length);
  return new Set(rows.map(({ commit }: { commit: string }) => commit)).size;
}

describe('scans of several pickers at one moment', () => {
  it('share commits, and each device is answered and booked for itself', async () => {
    const tours = await toursOf(6);
    for (const expected of ['item', 'tote', 'lane']) {
      const scans = tours.map((tour): [Tour, Scan] => [tour, scanOf(tour)]);
      const answers = await atOnce(scans);
      expect(answers.map(({ step }) => step?.expect)).toEqual(tours.map(() => expected));
      expect(await commitsOf(scans.map(([, scan]) => scan))).toBeLessThan(tours.length);
    }
    for (const { orderId, picker, deviceId, tote } of tours) {
      expect(await stateOf(ground, orderId)).toBe('picked');
      const legs = await server.db('ledger').where({ kind: 'pick', to_place: `tote/${tote}` });
      expect(legs).toMatchObject([{ actor_id: picker.userId, device_id: deviceId, quantity: 1, leg: 1 }]);
      const events = await server.db('order_event').where({ order_id: orderId, kind: 'picked' });
      expect(events).toMatchObject([{ actor_id: picker.userId }]);
    }
  });

  it('are refused one by one: a wrong bin, a foreign tote and an order cancelled meanwhile disturb nobody', async () => {
    const tours = await toursOf(5);
    const [lost, wrong, cancelled] = tours as [Tour, Tour, Tour];
    const first = await atOnce(
      tours.map((tour) => [tour, tour === lost ? scanOf(tour, ground.bins[7]) : scanOf(tour)]),
    );
    expect(first.map((answer) => (answer.ok ? 'ok' : answer.refusal.code))).toEqual([
      'wrong_bin',
      ...tours.slice(1).map(() => 'ok'),
    ]);
    const others = tours.slice(1);
    await atOnce(others.map((tour) => [tour, scanOf(tour)]));
    expect((await shop.post(`/v1/orders/${cancelled.orderId}/cancel`, { cause: 'customer' })).status).toBe(200);
    const last = await atOnce(others.map((tour) => [tour, tour === wrong ? scanOf(tour, lost.tote) : scanOf(tour)]));
    expect(last.map((answer) => (answer.ok ? 'ok' : answer.refusal.code))).toEqual([
      'tote_order',
      expect.stringMatching(/^(order_cancelled|task_changed|scan_expected)$/),
      'ok',
      'ok',
    ]);
    for (const { orderId } of tours.slice(3)) expect(await stateOf(ground, orderId)).toBe('picked');
    expect(await stateOf(ground, cancelled.orderId)).toBe('cancelled');
    expect(await stateOf(ground, lost.orderId)).toBe('allocated');
  });

  it('have one effect where the same scan comes twice, and follow one another where one device sends two', async () => {
    const tours = await toursOf(4, 2);
    await atOnce(tours.map((tour) => [tour, scanOf(tour)]));
    const scans = tours.map((tour): [Tour, Scan] => [tour, scanOf(tour)]);
    const twice = await atOnce([...scans, ...scans]);
    expect(twice.every(({ ok }) => ok)).toBe(true);
    expect(twice.filter((answer) => answer.ok && answer.replayed === true)).toHaveLength(tours.length);
    for (const { step } of tours)
      expect(step).toMatchObject({ expect: 'item', show: { quantity: { asked: 2, done: 1 } } });
    const pairs = tours.flatMap((tour): [Tour, Scan][] => [
      [tour, scanOf(tour)],
      [tour, scanOf(tour, tour.tote)],
    ]);
    const both = await atOnce(pairs);
    expect(both.every(({ ok }) => ok)).toBe(true);
    for (const { orderId } of tours) expect(await stateOf(ground, orderId)).toBe('picked');
  });

  it.each([1, 2])('take a tote to one cart only, where two pickers of %i apps scan it', async (processes) => {
    const apps = Array.from({ length: processes }, () => connect(server.databaseUrl, 4, server.roles));
    try {
      const tours = await toursOf(2, 1, async (picker, cart) => ({ step: await pull(picker, cart), totes: [] }));
      const tote = newTote();
      const answers = await atOnce(
        tours.map((tour) => [tour, scanOf(tour, tote)]),
        apps,
      );
      expect(answers.map((answer) => (answer.ok ? 'ok' : answer.refusal.code)).sort()).toEqual(['ok', 'tote_in_use']);
      expect(await server.db('tote_use').where({ tote_code: tote, ended_at: null })).toHaveLength(1);
    } finally {
      for (const one of apps) await one.destroy();
    }
  });
});

describe('where a device stands, as a process remembers it', () => {
  it('is not believed where another process has led it on', async () => {
    const apps = [app, connect(server.databaseUrl, 4, server.roles)];
    try {
      const tours = await toursOf(2, 3);
      const led: string[] = [];
      for (let turn = 0; turn < 5; turn++) {
        const scans = tours.map((tour): [Tour, Scan] => [tour, scanOf(tour)]);
        const answers = await atOnce(scans, turn % 2 === 0 ? apps : apps.toReversed());
        expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
        led.push(tours[0]!.step.expect);
      }
      expect(led).toEqual(['item', 'item', 'item', 'tote', 'lane']);
      for (const { orderId } of tours) expect(await stateOf(ground, orderId)).toBe('picked');
    } finally {
      await apps[1]!.destroy();
    }
  });

  it('holds no longer than its line, its codes and its enrolment', async () => {
    const tours = await toursOf(4);
    const [cancelled, other, revoked, kept] = tours as [Tour, Tour, Tour, Tour];
    await atOnce(tours.map((tour) => [tour, scanOf(tour)]));
    expect((await shop.post(`/v1/orders/${cancelled.orderId}/cancel`, { cause: 'customer' })).status).toBe(200);
    await server.settle();
    const meanwhile = await addItem(ground);
    await server
      .db('barcode')
      .insert({ seller_id: ground.sellerId, code: codeFor(other), item_id: meanwhile.itemId, quantity: 1 });
    expect((await ground.manager.post(`/v1/devices/${revoked.deviceId}/revoke`, {})).status).toBe(200);
    const gone = await accept(
      app,
      { actor: (await actorOf(app, revoked.picker.token, server.clock.now()))!, at: server.clock.now(), id: newId() },
      scanOf(revoked),
    );
    expect(gone).toMatchObject({ refused: true, refusal: { code: 'device_revoked' } });
    const answers = await atOnce([cancelled, other].map((tour) => [tour, scanOf(tour)]));
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.refusal.code))).toEqual([
      expect.stringMatching(/^(order_cancelled|task_changed|scan_expected)$/),
      'wrong_item',
    ]);
    await server
      .db('barcode')
      .where({ item_id: meanwhile.itemId, code: codeFor(kept) })
      .delete();
    expect((await atOnce([[kept, scanOf(kept)]]))[0]).toMatchObject({ ok: true, step: { expect: 'tote' } });
  });

  it('is of the session that was handed the device’s key, until another is', async () => {
    const [tour] = (await toursOf(1)) as [Tour];
    const { picker, deviceId } = tour;
    const handedTo = (token: string) =>
      server
        .db('device')
        .where({ device_id: deviceId })
        .update({ user_id: null, key_session: sha256(token) });
    await handedTo(picker.token);
    expect((await atOnce([[tour, scanOf(tour)]]))[0]).toMatchObject({ ok: true, step: { expect: 'item' } });
    const { login } = await server.db('user_account').where({ user_id: picker.userId }).first('login');
    const { token: another } = (await server.anyone.post('/v1/sign-in', { login, password: PASSWORD })).body;
    const scanBy = async (token: string) => {
      const occasion = { actor: (await actorOf(app, token, server.clock.now()))!, at: server.clock.now(), id: newId() };
      return accept(app, occasion, scanOf(tour));
    };
    const unproven = { refused: true, refusal: { code: 'device_unproven' } };
    expect(await scanBy(another)).toMatchObject(unproven);
    expect((await atOnce([[tour, scanOf(tour)]]))[0]).toMatchObject({ ok: true, step: { expect: 'tote' } });
    await handedTo(another);
    expect(await scanBy(picker.token)).toMatchObject(unproven);
  });
});
