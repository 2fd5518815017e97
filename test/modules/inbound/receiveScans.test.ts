import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItem, gtin13, openGround, openSeller, stockOf, type Goods, type Ground } from '../../support/goods.ts';
import { arrivedShipment, bookShipment, newLpn, receiveUnits } from '../../support/inbound.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let ground: Ground;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(() => server.close());

/** A receiver with a device of his own; `typed` is what he keys in, `press` a key at the bottom of the screen. */
async function receiver() {
  const person = await server.as('receiver');
  return {
    scan: (code: string, more: object = {}) => person.scan('receive', code, { ...more }),
    typed: (code: string) => person.scan('receive', code, { source: 'typed' }),
    press: (choice: string, reason?: string) =>
      person.scan('receive', '', { answer: { choice, ...(reason === undefined ? {} : { reason }) } }),
  };
}
const box = (contents: [line: number, quantity: number][]) => ({
  size_mm: [400, 300, 300],
  weight_g: 5_000,
  contents: contents.map(([line, quantity]) => ({ line, quantity })),
});
const lineOf = async (shipmentId: string, line = 0) =>
  (await ground.manager.get(`/v1/inbound-shipments/${shipmentId}`)).body.lines[line];

describe('the receiving screen', () => {
  it('takes in a box without one tap: box, item, LPN, for each of its items', async () => {
    const [one, two] = [await addItem(ground), await addItem(ground)];
    const contents = box([
      [1, 1],
      [2, 1],
    ]);
    const { shipmentId, boxes } = await arrivedShipment(
      ground,
      [
        [one, 1],
        [two, 1],
      ],
      { boxes: [contents] },
    );
    const { scan, press } = await receiver();
    expect((await scan(boxes[0]!.sscc)).step).toMatchObject({
      expect: 'item',
      show: { progress: { done: 0, total: 2 } },
    });
    const lpn = newLpn();
    for (const goods of [one, two]) {
      expect((await scan(goods.barcode)).step.expect).toBe('lpn');
      const taken = await scan(lpn);
      expect(taken.step).toMatchObject({ expect: 'item', show: { notice: `1 × ${goods.code} on ${lpn}` } });
    }
    const closed = await press('closeReceipt');
    expect(closed.step).toMatchObject({ expect: 'shipment', show: { notice: expect.stringContaining('finished') } });
    expect((await lineOf(shipmentId, 1)).received).toBe(1);
  });

  it('shows what the box should hold, and takes the typed number', async () => {
    const goods = await addItem(ground);
    const { shipmentId, boxes } = await arrivedShipment(ground, [[goods, 30]], {
      boxes: [box([[1, 20]]), box([[1, 10]])],
    });
    const { scan, typed } = await receiver();
    await scan(boxes[0]!.sscc);
    expect((await scan(goods.barcode)).step).toMatchObject({
      expect: 'quantity',
      show: { quantity: { asked: 20, done: 1 } },
    });
    expect((await typed('19')).step).toMatchObject({ expect: 'lpn', show: { big: '19' } });
    await scan(newLpn());
    await scan(boxes[1]!.sscc);
    expect((await scan(goods.barcode)).step.show.quantity.asked).toBe(10);
    await typed('10');
    await scan(newLpn());
    expect(await lineOf(shipmentId)).toMatchObject({ received: 29 });
  });

  it('counts a case as its units, scanned or typed, and shows packs and units', async () => {
    const code = gtin13(910_001);
    const goods = await addItem(ground, {
      barcodes: [
        { code: gtin13(910_002), quantity: 1 },
        { code, quantity: 12 },
      ],
    });
    const { shipmentId, asn } = await arrivedShipment(ground, [[goods, 60]]);
    const { scan, typed } = await receiver();
    await scan(asn);
    expect((await scan(code)).step.show.quantity).toMatchObject({ done: 12, pack: { packs: 1, units: 12 } });
    expect((await scan(code)).step.show.quantity.done).toBe(24);
    expect((await scan(gtin13(910_002))).step.show.quantity.done).toBe(25);
    await scan(code);
    const four = await typed('4');
    expect(four.step.show.quantity).toMatchObject({ done: 48, pack: { packs: 4, units: 12 } });
    await scan(newLpn());
    expect(await lineOf(shipmentId)).toMatchObject({ received: 48 });
  });

  it('learns lot, expiry and count from a GS1 label, and asks for what a plain one does not say', async () => {
    const gtin = gtin13(910_003);
    const goods = await addItem(ground, {
      barcodes: [{ code: gtin, quantity: 1 }],
      lotTracked: true,
      expiryTracked: true,
    });
    const lines = [[goods, 9, { lot: 'L77', expiry: '2027-05-31' }]] as [Goods, number, object][];
    const { shipmentId, asn } = await arrivedShipment(ground, lines);
    const { scan, typed } = await receiver();
    await scan(asn);
    expect((await scan(gtin)).step.expect).toBe('lot');
    expect((await scan('L77')).step.expect).toBe('expiry');
    expect((await typed('2027-05-31')).step.expect).toBe('quantity');
    expect(await scan(newLpn())).toMatchObject({ ok: true });
    const label = `]C1010${gtin}1727053110L77\u001d374`;
    const read = await scan(label, { symbology: 'gs1-128' });
    expect(read.ok, JSON.stringify(read)).toBe(true);
    expect(read.step).toMatchObject({ expect: 'lpn', show: { big: '4' } });
    await scan(newLpn());
    expect(await lineOf(shipmentId)).toMatchObject({ received: 5, good: 5 });
  });

  it('offers the readings of a label that lost its separators, in the worker’s words, and takes the chosen one', async () => {
    const gtin = gtin13(910_004);
    const barcodes = [{ code: gtin, quantity: 1 }];
    const goods = await addItem(ground, { barcodes, lotTracked: true, expiryTracked: true });
    const lines = [[goods, 1, { lot: 'L78', expiry: '2027-05-31' }]] as [Goods, number, object][];
    const { asn } = await arrivedShipment(ground, lines);
    const person = await server.as('receiver');
    await person.post('/v1/language', { language: 'ko' });
    await person.scan('receive', asn);
    const { ok, refusal } = await person.scan('receive', `]C1010${gtin}10L7817270531`);
    expect([ok, refusal.code]).toEqual([false, 'gs1_ambiguous']);
    const [first, second] = refusal.readings;
    const [lot, expiry] = [
      { label: '로트', value: 'L78' },
      { label: '유통기한', value: '2027-05-31' },
    ];
    expect(refusal.readings).toHaveLength(2);
    expect(first.lines).toEqual([lot, expiry]);
    expect(second.lines).toEqual([{ label: '로트', value: 'L7817270531' }]);
    const read = await person.scan('receive', first.code);
    expect(read.step).toMatchObject({
      expect: 'lpn',
      show: { big: '1', why: '개를 세었습니다', lines: [lot, expiry] },
    });
    expect((await person.scan('receive', newLpn())).ok).toBe(true);
  });

  it('takes each serial once', async () => {
    const goods = await addItem(ground, { serialTracked: true });
    const { asn } = await arrivedShipment(ground, [[goods, 2]]);
    const { scan, typed } = await receiver();
    await scan(asn);
    await scan(goods.barcode);
    expect((await scan('SN-A')).step.expect).toBe('quantity');
    expect((await typed('2')).step.expect).toBe('any');
    expect((await scan('SN-A')).refusal.code).toBe('serial_twice');
    expect((await scan('SN-B')).step.expect).toBe('lpn');
    expect((await scan(newLpn())).ok).toBe(true);
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 2 });
  });

  it('marks damaged units, and tells of what is held for being too much', async () => {
    const goods = await addItem(ground);
    const { shipmentId, asn } = await arrivedShipment(ground, [[goods, 10]]);
    const { scan, typed, press } = await receiver();
    await scan(asn);
    await scan(goods.barcode);
    await press('damaged', 'crushed');
    await scan(newLpn());
    await scan(goods.barcode);
    await typed('15');
    const lpn = newLpn();
    await scan(lpn);
    const held = await scan(lpn);
    expect(held.step.show.notice).toContain('6 held');
    expect(await lineOf(shipmentId)).toMatchObject({ received: 16, damaged: 1, good: 9, hold: 6 });
  });

  it('fills its bar line by line: too many of one item are no other, and are shown apart', async () => {
    const [one, two] = [await addItem(ground), await addItem(ground)];
    const { shipmentId, asn } = await arrivedShipment(ground, [
      [one, 24],
      [two, 24],
    ]);
    const { scan } = await receiver();
    const counted = { itemId: one.itemId, quantity: 60, lpnCode: newLpn() };
    expect((await receiveUnits(ground.manager, shipmentId, counted)).status).toBe(201);
    const { step } = await scan(asn);
    expect(step.show).toMatchObject({
      progress: { done: 24, total: 48 },
      lines: [{ label: 'More than announced', value: '36' }],
    });
    const numbers = { expected: 48, received: 60, missing: 24, surplus: 36 };
    expect((await ground.manager.get(`/v1/inbound-shipments/${shipmentId}`)).body).toMatchObject(numbers);
    const { body } = await ground.manager.get(`/v1/inbound-shipments?asn=${asn}`);
    expect(body.shipments[0]).toMatchObject(numbers);
  });

  it('asks once more before it books more than is announced, on the same LPN and of the same number', async () => {
    const goods = await addItem(ground);
    const { shipmentId, asn } = await arrivedShipment(ground, [[goods, 24]]);
    const { scan, typed } = await receiver();
    await scan(asn);
    await scan(goods.barcode);
    await typed('99');
    const [lpn, other] = [newLpn(), newLpn()];
    const asked = await scan(lpn);
    expect(asked.step).toMatchObject({
      expect: 'lpn',
      title: `Scan ${lpn} again to book them`,
      show: { big: '99', notice: '99 counted, 24 still announced. Are all 99 there?' },
    });
    expect((await scan(other)).step.title).toContain(other);
    expect((await typed('98')).step.title).toBe('Put on an LPN');
    expect((await scan(other)).step.show.big).toBe('98');
    expect(await lineOf(shipmentId)).toMatchObject({ received: 0 });
    expect((await scan(other)).step.show.notice).toContain('73 held');
    expect(await lineOf(shipmentId)).toMatchObject({ received: 98, good: 25, hold: 73 });
  });

  it('takes in what was not announced after the key for it, and only then', async () => {
    const [goods, stray] = [await addItem(ground), await addItem(ground)];
    const { shipmentId, asn } = await arrivedShipment(ground, [[goods, 1]]);
    const { scan, press } = await receiver();
    await scan(asn);
    expect((await scan(stray.barcode)).refusal.code).toBe('item_not_on_shipment');
    await press('notAnnounced', 'wrongItem');
    expect((await scan(stray.barcode)).ok).toBe(true);
    await scan(newLpn());
    expect(await lineOf(shipmentId, 1)).toMatchObject({ itemId: stray.itemId, expected: 0, hold: 1 });
  });

  it('says whose shipment it is not: unknown, at another site, closed, another seller’s item', async () => {
    const goods = await addItem(ground);
    const here = await bookShipment(ground, [[goods, 1]]);
    const far = await openGround(server);
    const farther = await arrivedShipment(far, [[await addItem(far), 1]]);
    const gone = await bookShipment(ground, [[goods, 1]]);
    await ground.manager.post(`/v1/inbound-shipments/${gone.shipmentId}/cancel`, { reason: 'no' });
    const other: Ground = { ...ground, sellerId: await openSeller(server, ground.admin, 'FOREIGN') };
    const theirs = await addItem(other);
    const sites = (await ground.admin.get('/v1/sites')).body.sites as { siteId: string; name: string }[];
    const devices = await Promise.all([receiver(), receiver()]);
    // whichever site the device stands at, the other one's shipment is not here
    const refused = await Promise.all([devices[0].scan(here.asn), devices[1].scan(farther.asn)]);
    const elsewhere = refused.filter((answer) => !answer.ok);
    expect(elsewhere).toHaveLength(1);
    expect(elsewhere[0].refusal.code).toBe('asn_not_here');
    expect(sites.map((site) => site.name)).toContain(elsewhere[0].refusal.expected);
    const { scan } = await receiver();
    expect((await scan('NO-SUCH-ASN')).refusal.code).toBe('asn_unknown');
    expect(['asn_closed', 'asn_not_here']).toContain((await scan(gone.asn)).refusal.code);
    if (!refused[0].ok) return;
    expect((await devices[0].scan(theirs.barcode)).refusal.code).toBe('other_owner');
    expect((await devices[0].scan('NOT-A-CODE')).refusal.code).toBe('item_unknown');
  });

  it('counts the arrival by the scan at the dock, and resumes where the battery died', async () => {
    const goods = await addItem(ground);
    const { asn, shipmentId } = await bookShipment(ground, [[goods, 2]]);
    const { scan } = await receiver();
    const first = await scan(asn);
    if (!first.ok) return expect(first.refusal.code).toBe('asn_not_here');
    expect((await ground.manager.get(`/v1/inbound-shipments/${shipmentId}`)).body.state).toBe('arrived');
    const half = await scan(goods.barcode);
    const again = await scan('');
    expect(again.step).toEqual(half.step);
  });
});

describe('the question what this is', () => {
  it('is answered for bins, LPNs, items, shipments and codes that nobody knows', async () => {
    const goods = await addItem(ground);
    const { shipmentId, asn } = await arrivedShipment(ground, [[goods, 5]]);
    const lpn = newLpn();
    await ground.manager.post(`/v1/inbound-shipments/${shipmentId}/receipts`, {
      itemId: goods.itemId,
      quantity: 5,
      lpnCode: lpn,
    });
    const person = await server.as('receiver');
    const look = async (code: string) => (await person.scan('look', code)).step.show;
    const bin = await look(ground.bins[0]!);
    expect(bin).toMatchObject({ big: ground.bins[0], why: 'Bin' });
    const seen = await look(lpn);
    expect(seen.lines).toContainEqual({ label: goods.code, value: '5' });
    const item = await look(goods.barcode);
    expect(item.item.code).toBe(goods.code);
    expect(item.lines).toContainEqual({ label: lpn, value: '5' });
    expect((await look(asn)).lines).toContainEqual({ label: goods.code, value: '5/5' });
    expect((await look('WHAT-IS-THIS')).why).toBe('Nobody knows this code');
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 5 });
  });

  it('is answered in the worker’s words, and in none of the records’ own', async () => {
    const goods = await addItem(ground);
    const { shipmentId, asn } = await arrivedShipment(ground, [[goods, 4]]);
    const lpn = newLpn();
    for (const condition of ['hold', 'damaged']) {
      const units = { itemId: goods.itemId, quantity: 2, lpnCode: lpn, condition };
      expect((await receiveUnits(ground.manager, shipmentId, units)).status).toBe(201);
    }
    const person = await server.as('receiver');
    await person.post('/v1/language', { language: 'ko' });
    const valuesOf = async (code: string) =>
      ((await person.scan('look', code)).step.show.lines as { value: string }[]).map(({ value }) => value);
    expect((await valuesOf(ground.bins[0]!)).slice(0, 2)).toEqual(['피킹', '사용 중']);
    expect((await valuesOf(lpn)).slice(1).sort()).toEqual(['2 · 보류', '2 · 파손']);
    expect((await valuesOf(asn))[0]).toBe('검수 중');
    expect(await valuesOf('WHAT-IS-THIS')).toEqual(['일반 문자']);
  });
});
