import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItem, openGround, openSeller, type Goods, type Ground } from '../../support/goods.ts';
import { bookShipment } from '../../support/inbound.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let ground: Ground;
let goods: Goods;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  goods = await addItem(ground);
});
afterAll(() => server.close());

const box = (more: object = {}) => ({ size_mm: [400, 300, 300], weight_g: 9_000, ...more });
const book = (more: object) =>
  ground.manager.post('/v1/inbound-shipments', {
    siteId: ground.siteId,
    sellerId: ground.sellerId,
    expectedOn: '2026-11-21',
    lines: [{ itemId: goods.itemId, quantity: 24 }],
    ...more,
  });

describe('booking a shipment', () => {
  it('lists everything that is wrong at once, each with row and field', async () => {
    const tracked = await addItem(ground, { lotTracked: true, expiryTracked: true, minLifeDays: 30 });
    await book({ asn: 'TWICE' });
    const answer = await book({
      asn: 'TWICE',
      expectedOn: '2026-11-19',
      lines: [
        { itemId: goods.itemId, quantity: 10 },
        { code: 'NO-SUCH-ITEM', quantity: 1 },
        { itemId: tracked.itemId, quantity: 1, expiry: '2026-12-01' },
      ],
      boxes: [box({ size_mm: [0, 300, 300] }), box({ size_mm: [3_000, 300, 300] }), { count: 10_000 }],
    });
    expect(answer.status).toBe(422);
    const found = answer.body.error.details.map((one: { code: string; field: string; row?: number }) => [
      one.code,
      one.field,
      one.row,
    ]);
    expect(found).toEqual([
      ['asn_duplicate', 'asn', undefined],
      ['date_past', 'expectedOn', undefined],
      ['item_unknown', 'lines.1.code', 2],
      ['lot_required', 'lines.2.lot', 3],
      ['shelf_life_too_short', 'lines.2.expiry', 3],
      ['too_many_boxes', 'boxes', undefined],
      ['size_missing', 'boxes.0.size_mm', 1],
      ['size_too_large', 'boxes.1.size_mm', 2],
      ['size_missing', 'boxes.2.size_mm', 3],
      ['weight_missing', 'boxes.2.weight_g', 3],
    ]);
  });

  it('refuses boxes that hold other than what the lines announce', async () => {
    const contents = [{ line: 1, quantity: 10 }];
    const short = await book({ boxes: [box({ contents, count: 2 })] });
    expect(short.body.error).toMatchObject({ code: 'box_contents_differ', got: 20, expected: 24 });
    const right = await book({ boxes: [box({ contents: [{ line: 1, quantity: 12 }], count: 2 })] });
    expect(right.status).toBe(201);
  });

  it('gives every box a container code of its own, and prints one label each', async () => {
    const first = await bookShipment(ground, [[goods, 5]], { boxes: [box({ count: 3 })] });
    const second = await bookShipment(ground, [[goods, 5]], { boxes: [box()] });
    const codes = [...first.boxes, ...second.boxes].map((one) => one.sscc);
    expect(new Set(codes).size).toBe(4);
    expect(codes.every((code) => /^08800000[0-9]{10}$/.test(code))).toBe(true);
    const zpl = await ground.manager.get(`/v1/inbound-shipments/${first.shipmentId}/labels.zpl`);
    for (const { sscc } of first.boxes) expect(zpl.body).toContain(sscc);
    expect(zpl.body.match(/\^XA/g)).toHaveLength(3);
    const pdf = await ground.manager.get(`/v1/inbound-shipments/${first.shipmentId}/labels.pdf`);
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(pdf.body.startsWith('%PDF-')).toBe(true);
  });

  it('keeps a draft however incomplete, and books it once it is complete', async () => {
    const draft = await book({ draft: true, lines: [] });
    expect([draft.status, draft.body.state]).toEqual([201, 'draft']);
    const path = `/v1/inbound-shipments/${draft.body.shipmentId}`;
    const early = await ground.manager.post(`${path}/submit`);
    expect(early.body.error.code).toBe('lines_missing');
    const lines = [{ itemId: goods.itemId, quantity: 3 }];
    const change = { version: 1, expectedOn: '2026-11-22', lines, packing: 'loose' };
    const filled = await ground.manager.patch(path, change);
    expect([filled.body.state, filled.body.version]).toEqual(['draft', 2]);
    expect((await ground.manager.get(path)).body.packing).toBe('loose');
    const booked = await ground.manager.post(`${path}/submit`);
    expect(booked.body.state).toBe('booked');
  });

  it('is changed by whoever saw its newest version, and its boxes keep their labels', async () => {
    const { shipmentId, boxes } = await bookShipment(ground, [[goods, 5]], { boxes: [box({ count: 2 })] });
    const path = `/v1/inbound-shipments/${shipmentId}`;
    const lines = [{ itemId: goods.itemId, quantity: 6 }];
    const change = { version: 1, expectedOn: '2026-11-23', lines, boxes: [box({ count: 3 })] };
    const changed = await ground.manager.patch(path, change);
    expect(changed.body.boxes.slice(0, 2)).toEqual(boxes);
    expect(changed.body.boxes).toHaveLength(3);
    const stale = await ground.manager.patch(path, change);
    expect(stale.body.error).toMatchObject({ code: 'shipment_stale', got: 1, expected: 2 });
  });

  it('is behind the wall of its seller', async () => {
    const { shipmentId } = await bookShipment(ground, [[goods, 5]]);
    const other = await openSeller(server, ground.admin, 'NEIGHBOUR');
    const neighbour = await server.as('seller', { sellerId: other });
    for (const path of ['', '/labels.pdf', '/labels.zpl']) {
      const seen = await neighbour.get(`/v1/inbound-shipments/${shipmentId}${path}`);
      expect([seen.status, seen.body.error.code], path).toEqual([404, 'shipment_not_found']);
    }
    const cancelled = await neighbour.post(`/v1/inbound-shipments/${shipmentId}/cancel`, { reason: 'mischief' });
    expect(cancelled.status).toBe(404);
    expect((await neighbour.get('/v1/inbound-shipments')).body.shipments).toEqual([]);
  });

  it('goes only the ways that a shipment can go', async () => {
    const { shipmentId } = await bookShipment(ground, [[goods, 5]]);
    const path = `/v1/inbound-shipments/${shipmentId}`;
    const early = await ground.manager.post(`${path}/receipts`, {
      itemId: goods.itemId,
      quantity: 1,
      lpnCode: 'LPN9000001',
    });
    expect(early.body.error).toMatchObject({ code: 'shipment_state', got: 'booked' });
    expect((await ground.manager.post(`${path}/depart`, {})).body.state).toBe('in_transit');
    const late = await ground.manager.post(`${path}/cancel`, { reason: 'too late' });
    expect(late.body.error.code).toBe('shipment_state');
    expect((await ground.manager.post(`${path}/arrive`, {})).body.state).toBe('arrived');
    expect((await ground.manager.post(`${path}/refuse`, { reason: 'too warm' })).body.state).toBe('refused');
    const after = await ground.manager.post(`${path}/arrive`, {});
    expect(after.body.error.code).toBe('shipment_state');
  });
});
