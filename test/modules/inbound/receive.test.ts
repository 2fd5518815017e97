import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '../../../src/commands/audit/run.ts';
import { addItem, openGround, openSeller, stockOf, type Goods, type Ground } from '../../support/goods.ts';
import { arrivedShipment, newLpn, receiveUnits } from '../../support/inbound.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let ground: Ground;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(async () => {
  const audit = await runAudit(server.db);
  expect(audit.invariants.filter((one) => one.rows.length > 0)).toEqual([]);
  await server.close();
});

const units = (goods: Goods, quantity: number, more: object = {}) => ({
  itemId: goods.itemId,
  quantity,
  lpnCode: newLpn(),
  ...more,
});
const shipmentOf = async (shipmentId: string) => (await ground.manager.get(`/v1/inbound-shipments/${shipmentId}`)).body;

describe('labels that count on', () => {
  it('are known as far as they were scanned here, whatever became of them, and by no other label', async () => {
    const other = await openGround(server);
    const list = async ({ manager, siteId }: Ground) => (await manager.get(`/v1/lpns?siteId=${siteId}`)).body;
    const goods = await addItem(other);
    expect(await list(other)).toEqual({ lpns: [] });
    const { shipmentId } = await arrivedShipment(other, [[goods, 5]]);
    for (const lpnCode of ['LPN0000412', 'LPN0000409', 'LPN77001234', 'LPN9999']) {
      const taken = await receiveUnits(other.manager, shipmentId, { itemId: goods.itemId, quantity: 1, lpnCode });
      expect(taken.status).toBe(201);
    }
    expect((await list(other)).highest).toBe(412);
  });
});

describe('receiving', () => {
  it('puts units on their LPN, counts them on their line, and makes them stock', async () => {
    const goods = await addItem(ground);
    const { shipmentId } = await arrivedShipment(ground, [[goods, 20]]);
    const lpnCode = newLpn();
    await receiveUnits(ground.manager, shipmentId, units(goods, 12, { lpnCode }));
    expect((await shipmentOf(shipmentId)).lines[0]).toMatchObject({
      expected: 20,
      received: 12,
      good: 12,
      state: 'partial',
    });
    await receiveUnits(ground.manager, shipmentId, units(goods, 8, { lpnCode }));
    expect((await shipmentOf(shipmentId)).lines[0]).toMatchObject({ received: 20, state: 'complete' });
    const lpn = await ground.manager.get(`/v1/lpns/${lpnCode}?siteId=${ground.siteId}`);
    expect(lpn.body).toMatchObject({
      place: 'dock/DOCK-1',
      state: 'filled',
      contents: [{ itemId: goods.itemId, quantity: 20 }],
    });
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 20, available: 20 });
  });

  it('takes a twentieth more than announced, and holds what goes beyond', async () => {
    const goods = await addItem(ground);
    const { shipmentId } = await arrivedShipment(ground, [[goods, 40]]);
    const answer = await receiveUnits(ground.manager, shipmentId, units(goods, 45));
    expect(answer.body.held).toBe(3);
    expect((await shipmentOf(shipmentId)).lines[0]).toMatchObject({ received: 45, good: 42, hold: 3, state: 'over' });
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 45, held: 3, available: 42 });
  });

  it('fills the lines of an item in their order before any of them is over', async () => {
    const goods = await addItem(ground);
    const { shipmentId } = await arrivedShipment(ground, [
      [goods, 5],
      [goods, 10],
    ]);
    await receiveUnits(ground.manager, shipmentId, units(goods, 12));
    const { lines } = await shipmentOf(shipmentId);
    expect(lines.map((line: { received: number }) => line.received)).toEqual([5, 7]);
  });

  it('takes in what was not announced only with a reason, and on hold', async () => {
    const [goods, stray] = [await addItem(ground), await addItem(ground)];
    const { shipmentId } = await arrivedShipment(ground, [[goods, 5]]);
    const refused = await receiveUnits(ground.manager, shipmentId, units(stray, 4));
    expect(refused.body.error.code).toBe('item_not_on_shipment');
    const taken = await receiveUnits(ground.manager, shipmentId, units(stray, 4, { reason: 'in the same carton' }));
    expect(taken.body).toMatchObject({ held: 4, receipts: [{ lineNo: 2, condition: 'hold', quantity: 4 }] });
    expect((await shipmentOf(shipmentId)).lines[1]).toMatchObject({ expected: 0, hold: 4, state: 'over' });
  });

  it('keeps damaged units damaged and out of stock for sale', async () => {
    const goods = await addItem(ground);
    const { shipmentId } = await arrivedShipment(ground, [[goods, 10]]);
    await receiveUnits(ground.manager, shipmentId, units(goods, 10, { condition: 'damaged', reason: 'wet' }));
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 10, held: 10, available: 0 });
  });

  it('asks for lot and expiry where they are tracked, and refuses what expires too soon', async () => {
    const goods = await addItem(ground, { lotTracked: true, expiryTracked: true, minLifeDays: 10 });
    const line = { lot: 'L1', expiry: '2027-01-31' };
    const { shipmentId } = await arrivedShipment(ground, [[goods, 10, line]]);
    const code = async (more: object) =>
      (await receiveUnits(ground.manager, shipmentId, units(goods, 2, more))).body.error?.code;
    expect(await code({})).toBe('lot_required');
    expect(await code({ lot: 'L1' })).toBe('expiry_required');
    expect(await code({ lot: 'L1', expiry: '2026-11-29' })).toBe('shelf_life_too_short');
    expect(await code({ lot: 'L2', expiry: '2027-01-31' })).toBe('lot_not_on_shipment');
    expect(await code(line)).toBeUndefined();
    expect(await code({ lot: 'L1' })).toBeUndefined();
    expect(await code({ lot: 'L1', expiry: '2027-02-01' })).toBe('lot_expiry_differs');
  });

  it('takes a serial once, and as many as there are units', async () => {
    const goods = await addItem(ground, { serialTracked: true });
    const { shipmentId } = await arrivedShipment(ground, [[goods, 3]]);
    const few = await receiveUnits(ground.manager, shipmentId, units(goods, 2, { serials: ['S1'] }));
    expect(few.body.error.code).toBe('serial_required');
    const taken = await receiveUnits(ground.manager, shipmentId, units(goods, 2, { serials: ['S1', 'S2'] }));
    expect(taken.status).toBe(201);
    const again = await receiveUnits(ground.manager, shipmentId, units(goods, 1, { serials: ['S2'] }));
    expect(again.body.error).toMatchObject({ code: 'serial_live', got: 'S2' });
  });

  it('takes a receipt back, once, and only its receiver or a manager may', async () => {
    const goods = await addItem(ground);
    const { shipmentId } = await arrivedShipment(ground, [[goods, 10]]);
    const received = await receiveUnits(ground.manager, shipmentId, units(goods, 10));
    const path = `/v1/receipts/${received.body.receipts[0].receiptId}/undo`;
    const stranger = await server.as('receiver');
    expect((await stranger.post(path, { reason: 'mistake' })).status).toBe(403);
    expect((await ground.manager.post(path, { reason: 'counted twice' })).status).toBe(200);
    expect((await ground.manager.post(path, { reason: 'counted twice' })).body.error.code).toBe('receipt_undone');
    expect((await shipmentOf(shipmentId)).lines[0]).toMatchObject({ received: 0, good: 0 });
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 0 });
  });

  it('lists receipts to whoever receives, and says of each why it cannot be taken back', async () => {
    const goods = await addItem(ground);
    const { shipmentId } = await arrivedShipment(ground, [[goods, 40]]);
    const path = `/v1/inbound-shipments/${shipmentId}/receipts`;
    const list = async () =>
      (await ground.manager.get(path)).body.receipts as { receiptId: string; lpnCode: string; undo: string }[];
    expect(await list()).toEqual([]);
    const lpns: string[] = [];
    for (const quantity of [10, 20, 5]) {
      const lpnCode = newLpn();
      lpns.push(lpnCode);
      await receiveUnits(ground.manager, shipmentId, units(goods, quantity, { lpnCode }));
    }
    expect((await list()).map(({ undo }) => undo)).toEqual(['possible', 'possible', 'possible']);
    const away = { siteId: ground.siteId, lpnCode: lpns[1], binCode: ground.bins[3] };
    expect((await ground.manager.post('/v1/put-aways', away)).status).toBe(201);
    const [last] = await list();
    const undo = await ground.manager.post(`/v1/receipts/${last!.receiptId}/undo`, { reason: 'wrong item' });
    expect(undo.status, JSON.stringify(undo.body)).toBe(200);
    const shown = (await (await server.as('receiver')).get(path)).body.receipts;
    expect(shown).toMatchObject([
      { lpnCode: lpns[2], quantity: 5, undo: 'undone', itemId: goods.itemId, condition: 'sellable' },
      { lpnCode: lpns[1], quantity: 20, undo: 'moved' },
      { lpnCode: lpns[0], quantity: 10, undo: 'possible' },
    ]);
    const closed = await ground.manager.post(`/v1/inbound-shipments/${shipmentId}/close`, { reason: 'short_shipped' });
    expect(closed.status, JSON.stringify(closed.body)).toBe(200);
    expect((await list()).map(({ undo }) => undo)).toEqual(['undone', 'counted', 'counted']);
    const foreign = await openGround(server);
    const seller = await server.as('seller', { sellerId: ground.sellerId });
    expect((await seller.get(path)).status).toBe(403);
    const { manager } = foreign;
    await server.db.raw('DELETE FROM user_site WHERE user_id = ? AND site_id <> ?', [manager.userId, foreign.siteId]);
    expect((await manager.get(path)).status).toBe(404);
  });

  it('lets inspected units go on sale, and its line tells so', async () => {
    const goods = await addItem(ground);
    const { shipmentId } = await arrivedShipment(ground, [[goods, 10]]);
    const lpnCode = newLpn();
    await receiveUnits(ground.manager, shipmentId, units(goods, 10, { lpnCode, condition: 'inspect' }));
    const { siteId } = ground;
    const judge = (quantity: number, result: string) =>
      ground.manager.post('/v1/inspections', { siteId, lpnCode, itemId: goods.itemId, quantity, result });
    expect((await judge(7, 'sellable')).status).toBe(201);
    expect((await judge(2, 'damaged')).status).toBe(201);
    expect((await judge(2, 'hold')).body.error.code).toBe('not_enough_at_place');
    expect((await shipmentOf(shipmentId)).lines[0]).toMatchObject({ received: 10, good: 7, damaged: 2, inspect: 1 });
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 10, held: 3, available: 7 });
  });

  it('puts nothing of one seller on an LPN of another, nor on a container code used before', async () => {
    const goods = await addItem(ground);
    const { shipmentId } = await arrivedShipment(ground, [[goods, 10]]);
    const lpnCode = newLpn();
    await receiveUnits(ground.manager, shipmentId, units(goods, 2, { lpnCode }));
    const other: Ground = { ...ground, sellerId: await openSeller(server, ground.admin, 'OTHER-OWNER') };
    const theirs = await addItem(other);
    const boxes = [{ size_mm: [300, 300, 300], weight_g: 900, contents: [] }];
    const their = await arrivedShipment(other, [[theirs, 10]], { boxes });
    const onto = (code: string) => receiveUnits(ground.manager, their.shipmentId, units(theirs, 1, { lpnCode: code }));
    expect((await onto(lpnCode)).body.error.code).toBe('lpn_owner');
    const sscc = their.boxes[0]!.sscc;
    const mine = await receiveUnits(ground.manager, shipmentId, units(goods, 1, { lpnCode: sscc }));
    expect(mine.body.error.code).toBe('sscc_reused');
    expect((await onto(sscc)).status).toBe(201);
    const wrong = await onto(sscc.slice(0, 17) + String((Number(sscc[17]) + 1) % 10));
    expect(wrong.body.error.code).toBe('gs1_check_digit');
  });

  it('counts right when two people receive the same line at once', async () => {
    const goods = await addItem(ground);
    const { shipmentId } = await arrivedShipment(ground, [[goods, 100]]);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => receiveUnits(ground.manager, shipmentId, units(goods, 11))),
    );
    expect(answers.every((answer) => answer.status === 201)).toBe(true);
    expect((await shipmentOf(shipmentId)).lines[0]).toMatchObject({ received: 110, good: 105, hold: 5 });
  });
});

describe('closing a shipment', () => {
  it('needs a reason while units are missing, and then waits for the seller', async () => {
    const [goods, missing] = [await addItem(ground), await addItem(ground)];
    const { shipmentId } = await arrivedShipment(ground, [
      [goods, 4],
      [missing, 6],
    ]);
    await receiveUnits(ground.manager, shipmentId, units(goods, 4));
    const path = `/v1/inbound-shipments/${shipmentId}`;
    const open = await ground.manager.post(`${path}/close`, {});
    expect(open.body.error).toMatchObject({
      code: 'receipt_open',
      details: { lines: [{ lineNo: 2, expected: 6, received: 0 }] },
    });
    const counted = await ground.manager.post(`${path}/close`, { reason: 'one carton never came' });
    expect(counted.body.state).toBe('counted');
    expect((await shipmentOf(shipmentId)).lines[1]).toMatchObject({
      state: 'short',
      shortReason: 'one carton never came',
    });
    const seller = await server.as('seller', { sellerId: ground.sellerId });
    expect((await seller.post(`${path}/accept`, {})).body.state).toBe('closed');
  });

  it('is done at once when everything came as announced', async () => {
    const goods = await addItem(ground);
    const { shipmentId } = await arrivedShipment(ground, [[goods, 4]]);
    await receiveUnits(ground.manager, shipmentId, units(goods, 4));
    const closed = await ground.manager.post(`/v1/inbound-shipments/${shipmentId}/close`, {});
    expect(closed.body.state).toBe('closed');
  });

  it('puts on sale what was too much, when the seller agrees', async () => {
    const goods = await addItem(ground);
    const { shipmentId } = await arrivedShipment(ground, [[goods, 10]]);
    await receiveUnits(ground.manager, shipmentId, units(goods, 15));
    await ground.manager.post(`/v1/inbound-shipments/${shipmentId}/close`, {});
    await ground.manager.post(`/v1/inbound-shipments/${shipmentId}/accept`, { freeHeld: true });
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 15, held: 0, available: 15 });
    expect((await shipmentOf(shipmentId)).lines[0]).toMatchObject({ received: 15, good: 15, hold: 0 });
  });

  it('takes silence for consent after three days', async () => {
    const goods = await addItem(ground);
    const { shipmentId } = await arrivedShipment(ground, [[goods, 10]]);
    await receiveUnits(ground.manager, shipmentId, units(goods, 9));
    await ground.manager.post(`/v1/inbound-shipments/${shipmentId}/close`, { reason: 'one missing' });
    server.clock.set(new Date(server.clock.now().getTime() + 3 * 86_400_000 + 60_000));
    await server.app.jobs!.runDue();
    // the first may have been a round that began before the clock was set
    await server.app.jobs!.runDue();
    const manager = await server.as('manager');
    expect((await manager.get(`/v1/inbound-shipments/${shipmentId}`)).body.state).toBe('closed');
  });
});
