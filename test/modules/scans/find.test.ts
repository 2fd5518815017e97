import { randomUUID } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { itemsByPart } from '../../../src/catalogue/index.ts';
import { byCodePart, codePart, partParams } from '../../../src/platform/codePart.ts';
import { newId } from '../../../src/platform/ids.ts';
import { rows } from '../../../src/platform/sql.ts';
import { transact } from '../../../src/platform/transact.ts';
import { Transaction } from '../../../src/platform/transaction.ts';
import { system, type Tx } from '../../../src/platform/work.ts';
import { find } from '../../../src/scans/find.ts';
import { picked, shelved, useFloor, type Floor } from '../packing/floor.ts';
import { addItem, openSeller, stow } from '../../support/goods.ts';
import { arrivedShipment, bookShipment, newLpn, receivedLpn, receiveUnits } from '../../support/inbound.ts';

let floor: Floor;
useFloor((at) => ({ floor } = at));

interface Hit {
  kind: string;
  code: string;
  orderId?: string;
  itemId?: string;
}

type Asker = { get(path: string): Promise<{ status: number; body: { found: Hit[]; more: boolean } }> };

const finding = async (asker: Asker, text: string) => {
  const answer = await asker.get(`/v1/find?siteId=${floor.siteId}&text=${encodeURIComponent(text)}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};
const seen = ({ found }: { found: Hit[] }) => found.map(({ kind, code }) => `${kind} ${code}`);

async function place(externalId: string, itemId: string, sellerId = floor.sellerId) {
  const { siteId } = floor;
  const lines = [{ itemId, quantity: 1 }];
  const shipTo = { name: '홍길동', phone: '010-1234-5678', address: '서울시 강남구 테헤란로 1', lat: 37.5, lon: 127 };
  const order = { sellerId, siteId, channel: 'test', externalId, paid: true, onShortfall: 'keep', lines, shipTo };
  const placed = await floor.admin.post('/v1/orders', order);
  expect(placed.status, JSON.stringify(placed.body)).toBe(201);
  return placed.body.orderId as string;
}

it('finds an order, its tote and its parcel, and an item, by how their codes begin or end, in any letters', async () => {
  const goods = await shelved(floor, 5);
  const orderId = await place('Mall-2026-00417', goods.itemId);
  const { tote } = (await picked(floor, [], [orderId]))[0]!;
  const opened = await floor.packer.post('/v1/parcels', { siteId: floor.siteId, tote });
  const { sscc } = opened.body as { sscc: string };

  for (const text of ['mall-2026', '00417', 'MALL-2026-00417']) {
    expect((await finding(floor.manager, text)).found).toContainEqual(
      expect.objectContaining({ kind: 'order', code: 'Mall-2026-00417', orderId }),
    );
  }
  expect(seen(await finding(floor.manager, '2026-004'))).toEqual([]);
  for (const text of [sscc.slice(-6), sscc, `00${sscc}`, `(00)${sscc}`]) {
    expect((await finding(floor.packer, text)).found).toContainEqual(
      expect.objectContaining({ kind: 'parcel', code: sscc, orderId }),
    );
  }
  expect((await finding(floor.dispatcher, tote.slice(-4))).found).toContainEqual(
    expect.objectContaining({ kind: 'tote', code: tote, orderId }),
  );
  const { code } = (await floor.admin.get(`/v1/items/${goods.itemId}`)).body as { code: string };
  for (const text of [code.slice(-4), code.toLowerCase(), goods.barcode]) {
    expect((await finding(floor.receiver, text)).found).toContainEqual(
      expect.objectContaining({ kind: 'item', itemId: goods.itemId }),
    );
  }
  const listed = await floor.manager.get(`/v1/orders?siteId=${floor.siteId}&part=00417`);
  expect(listed.body.orders.map((order: { externalId: string }) => order.externalId)).toEqual(['Mall-2026-00417']);
});

it('finds a shipment, a cart, a bin with what lies in it, and an item by a part of its name', async () => {
  const name = '제주 감귤 주스';
  const { itemId } = await addItem(floor, { name });
  const binCode = floor.bins.at(-1)!;
  await stow(floor, itemId, binCode, 500);
  for (const text of ['감귤', '귤 주', name, '감귤'.normalize('NFD')]) {
    expect((await finding(floor.manager, text)).found).toContainEqual(
      expect.objectContaining({ kind: 'item', itemId }),
    );
  }
  for (const text of [binCode.toLowerCase(), binCode.slice(-4)]) {
    expect((await finding(floor.receiver, text)).found).toContainEqual(
      expect.objectContaining({ kind: 'bin', code: binCode, itemId, name, others: 0 }),
    );
  }
  const orderId = await place('CARTED-1', itemId);
  await picked(floor, [], [orderId]);
  const [cart] = (await finding(floor.dispatcher, 'cart-')).found;
  expect(cart).toMatchObject({ kind: 'cart', state: 'delivered', place: 'LANE-1', waveId: expect.any(String) });

  const box = { size_mm: [400, 300, 300], weight_g: 5_000, contents: [{ line: 1, quantity: 3 }] };
  const goods = { itemId, code: '', barcode: '' };
  const { shipmentId, boxes } = await bookShipment(floor, [[goods, 3]], { asn: 'Jeju-7001', boxes: [box] });
  const own = await floor.server.as('seller', { sellerId: floor.sellerId });
  for (const text of ['jeju-', '7001', boxes[0]!.sscc]) {
    for (const asker of [floor.manager, floor.receiver, own]) {
      expect((await finding(asker, text)).found).toContainEqual(
        expect.objectContaining({ kind: 'shipment', code: 'Jeju-7001', shipmentId, state: 'booked' }),
      );
    }
  }
  const foreign = await floor.server.as('seller', { sellerId: await openSeller(floor.server, floor.admin, 'JEJU') });
  expect(seen(await finding(foreign, 'jeju-'))).toEqual([]);
  expect(seen(await finding(own, binCode))).toEqual([]);
});

it('finds an item by its name in letters of any kind, large or small', async () => {
  const { itemId } = await addItem(floor, { name: 'Café Ｌatte Яблоко' });
  for (const text of ['café', 'CAFÉ', 'ｌatte', 'яблоко', 'ЯБЛ', 'cafe\u0301']) {
    expect((await finding(floor.manager, text)).found, text).toContainEqual(
      expect.objectContaining({ kind: 'item', itemId }),
    );
  }
});

it('shows a seller its own alone, a receiver no orders, and nobody a name, phone or address', async () => {
  const goods = await shelved(floor, 2);
  const other = await openSeller(floor.server, floor.admin, 'FOREIGN');
  const foreign = await floor.server.as('seller', { sellerId: other });
  await place('WALL-0001', goods.itemId);
  const own = await floor.server.as('seller', { sellerId: floor.sellerId });
  expect(seen(await finding(own, 'wall-'))).toEqual(['order WALL-0001']);
  expect(seen(await finding(foreign, 'wall-'))).toEqual([]);
  expect(seen(await finding(floor.receiver, 'wall-'))).toEqual([]);
  // ids are drawn, and may have any digits
  const shown = JSON.stringify(await finding(floor.manager, 'wall-')).replaceAll(/"[0-9a-f-]{36}"/g, '""');
  expect(shown).toContain('WALL-0001');
  expect(shown).not.toMatch(/홍|1234|테헤란|010/);
  expect((await floor.packer.get(`/v1/find?siteId=${randomUUID()}&text=WALL`)).status).toBe(404);
  expect((await floor.manager.get(`/v1/find?siteId=${floor.siteId}&text=WA`)).status).toBe(422);
});

it('shows eight of a kind, the latest first whatever their codes, and says that there are more', async () => {
  const goods = await shelved(floor, 1);
  // a shop that counts down, and one that counts in no order
  const [down, mixed] = [
    [10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
    [4, 9, 1, 10, 6, 2, 8, 3, 7, 5],
  ].map((order) => order.map((n) => String(n).padStart(3, '0'))) as [string[], string[]];
  for (const n of down) await place(`MANY-${n}`, goods.itemId);
  for (const n of mixed) await place(`${n}-MIXED`, goods.itemId);
  for (const [text, codes] of [
    ['many', down.map((n) => `MANY-${n}`)],
    ['mixed', mixed.map((n) => `${n}-MIXED`)],
  ] as const) {
    const { found, more } = await finding(floor.manager, text);
    expect(found.map(({ code }) => code)).toEqual(codes.toReversed().slice(0, 8));
    expect(more).toBe(true);
  }
  expect((await finding(floor.manager, 'many-010')).more).toBe(false);
});

it('puts what was typed whole before what begins so and that before what ends so, of each the latest first', async () => {
  const goods = await shelved(floor, 1);
  for (const n of ['7', '71', '72']) await place(`NEAR-${n}`, goods.itemId);
  await place('FAR-NEAR-7', goods.itemId);
  const items = [];
  for (const code of ['ODD-NEAR-7', 'NEAR-7']) items.push((await addItem(floor, { code, name: `Named ${code}` })).code);
  const { found } = await finding(floor.manager, 'near-7');
  expect(found.map(({ kind, code }) => `${kind} ${code}`)).toEqual([
    'order NEAR-7',
    'item NEAR-7',
    'order NEAR-72',
    'order NEAR-71',
    'order FAR-NEAR-7',
    'item ODD-NEAR-7',
  ]);
  expect(JSON.stringify(found)).not.toContain('rank');
  const named = await finding(floor.manager, 'named near-7');
  expect(seen(named)).toEqual(['item NEAR-7']);
});

it('has the latest among more than two hundred that begin alike, and the one that is typed whole', async () => {
  const undone = new Error('nothing was planted');
  const at = floor.server.clock.now();
  const looking = floor.server.db.transaction(async (tx) => {
    await tx.raw(PLANTED_ITEMS, { sellerId: floor.sellerId, at });
    const asked = { sellerIds: [floor.sellerId], limit: 9 };
    // the highest code was added first: by codes alone the first 300 would hide all that came later
    const codes = (await itemsByPart(tx, { ...asked, part: codePart('HILL-') })).map(({ code }) => code);
    expect(codes).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `HILL-000${n}`));
    const whole = await itemsByPart(tx, { ...asked, part: codePart('hill-0') });
    expect(whole[0]).toMatchObject({ code: 'HILL-0', rank: 0 });
    throw undone;
  });
  await expect(looking).rejects.toBe(undone);
});

it('finds lots with what is here of them, sellers and vehicles, each for who works with them, within the walls', async () => {
  const { siteId, server, admin, manager, receiver, packer, dispatcher } = floor;
  const { itemId } = await addItem(floor, { name: '나주 배', lotTracked: true, expiryTracked: true });
  const pears = { itemId, code: '', barcode: '' };
  const { shipmentId } = await arrivedShipment(floor, [
    [pears, 20, { lot: 'NJ-2611', expiry: '2027-01-31' }],
    [pears, 10, { lot: 'NJ-2612', expiry: '2027-03-31' }],
  ]);
  for (const [lot, quantity, expiry] of [
    ['NJ-2611', 20, '2027-01-31'],
    ['NJ-2612', 5, '2027-03-31'],
  ] as const) {
    const answer = await receiveUnits(receiver, shipmentId, { itemId, quantity, lot, expiry, lpnCode: newLpn() });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  }
  const own = await server.as('seller', { sellerId: floor.sellerId });
  const other = await openSeller(server, admin, 'PEARSELLER');
  const foreign = await server.as('seller', { sellerId: other });
  const lots = [
    { kind: 'lot', code: 'NJ-2612', itemId, name: '나주 배', units: 5, expiry: '2027-03-31' },
    { kind: 'lot', code: 'NJ-2611', itemId, name: '나주 배', units: 20, expiry: '2027-01-31' },
  ];
  for (const asker of [manager, receiver, own]) expect((await finding(asker, 'nj-26')).found).toMatchObject(lots);
  for (const asker of [packer, dispatcher, foreign]) expect(seen(await finding(asker, 'nj-26'))).toEqual([]);
  expect(seen(await finding(manager, '2611'))).toEqual(['lot NJ-2611']);

  expect((await finding(manager, 'pearse')).found).toMatchObject([
    { kind: 'seller', code: 'PEARSELLER', sellerId: other },
  ]);
  for (const asker of [receiver, dispatcher, foreign]) expect(seen(await finding(asker, 'pearse'))).toEqual([]);

  const capacity = { parcels: 100, weight_g: 900_000, volume_cm3: 6_000_000 };
  const shift = { fromMinute: 0, toMinute: 1440 };
  const vehicle = { siteId, code: 'VEH-PEAR', name: '나주 냉장차', capacity, shift };
  const added = await manager.post('/v1/vehicles', vehicle);
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  for (const text of ['veh-p', '-pear', '냉장차']) {
    for (const asker of [manager, dispatcher]) {
      const { vehicleId } = added.body as { vehicleId: string };
      expect((await finding(asker, text)).found).toContainEqual(
        expect.objectContaining({ kind: 'vehicle', code: 'VEH-PEAR', name: '나주 냉장차', vehicleId }),
      );
    }
    for (const asker of [receiver, packer, own]) expect(seen(await finding(asker, text))).toEqual([]);
  }
});

it('keeps and looks for letters in one piece, however macOS sends them', async () => {
  const apart = (text: string) => text.normalize('NFD');
  const { itemId } = await addItem(floor, {
    name: apart('한라봉 청'),
    barcodes: [{ code: apart('청-77'), quantity: 1 }],
  });
  expect((await floor.admin.get(`/v1/items/${itemId}`)).body).toMatchObject({
    name: '한라봉 청',
    barcodes: [{ code: '청-77' }],
  });
  for (const text of ['한라봉', apart('한라봉'), apart('청-77')]) {
    expect((await finding(floor.manager, text)).found).toMatchObject([{ kind: 'item', itemId }]);
  }
  const listed = await floor.manager.get(`/v1/items?search=${encodeURIComponent(apart('라봉 청'))}`);
  expect(listed.body.items).toMatchObject([{ itemId }]);
  const opened = await floor.admin.post('/v1/sellers', { code: 'APART', name: apart('따로 상회') });
  const { sellers } = (await floor.manager.get('/v1/sellers')).body as {
    sellers: { sellerId: string; name: string }[];
  };
  expect(sellers.find(({ sellerId }) => sellerId === opened.body.sellerId)?.name).toBe('따로 상회');
});

it('shows the parcels that were opened last first, by the digits at the end of their labels', async () => {
  const goods = await shelved(floor, 10);
  const ids: string[] = [];
  for (let n = 0; n < 10; n++) ids.push(await place(`BOXES-${n}`, goods.itemId));
  const opened: string[] = [];
  for (const { tote } of await picked(floor, [], ids)) {
    opened.push((await floor.packer.post('/v1/parcels', { siteId: floor.siteId, tote })).body.parcelId as string);
  }
  // labels that count down
  for (const [at, parcelId] of opened.entries()) {
    await floor.server
      .db('parcel')
      .where({ parcel_id: parcelId })
      .update({ sscc: `8800000000${9 - at}0000417` });
  }
  const { found } = await finding(floor.packer, '0000417');
  expect(found.map((hit) => (hit as Hit & { parcelId: string }).parcelId)).toEqual(opened.toReversed().slice(0, 8));
});

it('finds codes with letters of any kind, barcodes as they are written, and totes by their ends alone', async () => {
  const lower = `tag-${randomUUID()}`;
  const goods = await shelved(floor, 3, { barcodes: [{ code: lower, quantity: 1 }] });
  for (const code of ['café-straße-ñ1', '가나다-x1']) {
    await place(code, goods.itemId);
    for (const text of [code, code.slice(0, 4), code.slice(-4)]) {
      expect(seen(await finding(floor.manager, text)), text).toContain(`order ${code}`);
    }
  }
  expect((await finding(floor.receiver, lower)).found).toMatchObject([{ kind: 'item', itemId: goods.itemId }]);
  const { tote } = (await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 1 }] }]))[0]!;
  expect(seen(await finding(floor.packer, tote.toLowerCase()))).toContain(`tote ${tote}`);
  expect(seen(await finding(floor.packer, tote.slice(-4)))).toContain(`tote ${tote}`);
  expect(seen(await finding(floor.packer, tote.slice(1, -1)))).toEqual([]);
});

it('reads an index for either end of a code, of each seller, as far as its limit', async () => {
  const codes = {
    customer_order: ['external_id', 'customer_order_part', 'customer_order_end'],
    parcel: ['sscc', 'parcel_end'],
    lpn: ['lpn_code', 'lpn_part', 'lpn_end'],
    item: ['code', 'item_part', 'item_end'],
    lot: ['lot', 'lot_part', 'lot_end'],
  } as const;
  const asked = { part: codePart('417'), sellerIds: [floor.sellerId], siteId: floor.siteId, limit: 9 };
  for (const [table, [column, ...indexes]] of Object.entries(codes)) {
    const where = ['item', 'lot'].includes(table) ? 'true' : 't.site_id = :siteId::uuid';
    const sought = byCodePart({ table, column, columns: `t.${column}`, where, onlyEnds: table === 'parcel' });
    const plan = await floor.server.db.transaction(async (tx) => {
      await tx.raw('SET LOCAL enable_seqscan = off');
      return rows<{ 'QUERY PLAN': string }>(tx, `EXPLAIN (COSTS OFF) ${sought}`, partParams(asked));
    });
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    for (const index of indexes)
      expect(text).toMatch(new RegExp(`Limit\\s+->\\s+Index (Only )?Scan.* using ${index} `));
  }
});

/** What is found, and the statements that it took. */
async function foundBy(text: string) {
  const spy = vi.spyOn(Transaction.prototype, 'query');
  const by: Tx[] = [];
  const { siteId, server } = floor;
  const outcome = await transact(
    server.db,
    { actor: { ...system, role: 'admin' }, at: server.clock.now(), id: newId() },
    (work) => {
      by.push(work.tx);
      return find(work, { siteId, text });
    },
  );
  const statements = spy.mock.calls.flatMap(([statement], at) =>
    by.includes(spy.mock.contexts[at] as Tx) ? statement : [],
  );
  spy.mockRestore();
  if (outcome.refused) throw new Error(outcome.refusal.code);
  return { ...outcome.value, statements };
}

it('shows what lies in eight bins, or on an LPN, and asks for all of them at once, and not for the ninth', async () => {
  const [most, less] = [await addItem(floor, { name: 'Most of it' }), await addItem(floor, { name: 'Less of it' })];
  const eight = floor.bins.slice(0, 8);
  for (const binCode of eight) await stow(floor, most.itemId, binCode, 60);
  for (const binCode of [...eight.slice(0, 2), floor.bins[8]!]) await stow(floor, less.itemId, binCode, 40);
  const { found, more, statements } = await foundBy(eight[0]!.slice(0, 3));
  const bins = found.filter(({ kind }) => kind === 'bin');
  expect(bins.map(({ code }) => code)).toEqual(eight);
  expect(more).toBe(true);
  for (const bin of bins) expect(bin).toMatchObject({ itemId: most.itemId, name: 'Most of it' });
  expect(bins[0]!.others).toBeGreaterThanOrEqual(1);
  const balances = statements.filter(({ text }) => /FROM balance\s+WHERE/.test(text));
  expect(balances).toHaveLength(1);
  expect(balances[0]!.values).toContainEqual(eight.map((code) => `bin/${code}`));
  expect(statements.filter(({ text }) => /FROM item i WHERE i\.item_id = ANY/.test(text))).toHaveLength(1);

  const lpn = await receivedLpn(floor, [[less, 3]]);
  expect((await finding(floor.receiver, lpn)).found).toMatchObject([
    { kind: 'lpn', code: lpn, itemId: less.itemId, name: 'Less of it', others: 0 },
  ]);
});

/** Two thousand items and shipments of one seller, which nobody but the plans below sees. */
const PLANTED = [
  `INSERT INTO item (seller_id, item_id, code, name, width_mm, length_mm, depth_mm, weight_g, unit_volume_cm3, temperature, at)
   SELECT :sellerId, gen_random_uuid(), 'PLANT-' || n, 'Juice of plant ' || n, 1, 1, 1, 1, 1, 'ambient', :at
     FROM generate_series(1, 2000) n`,
  `INSERT INTO inbound_shipment (site_id, shipment_id, seller_id, asn, state, expected_on, tracking, at)
   SELECT :siteId, gen_random_uuid(), :sellerId, 'PLANT-' || n, 'booked', '2026-11-20', 'TRACK-' || n, :at
     FROM generate_series(1, 2000) n`,
];

/** Three hundred items, of which the later have the lower codes, and one whose code all of theirs begin with. */
const PLANTED_ITEMS = `
  INSERT INTO item (seller_id, item_id, code, name, width_mm, length_mm, depth_mm, weight_g, unit_volume_cm3, temperature, at)
  SELECT :sellerId, ('ffffffff-0000-7000-8000-' || lpad((1000 - n)::text, 12, '0'))::uuid,
         CASE WHEN n = 300 THEN 'HILL-0' ELSE 'HILL-' || lpad(n::text, 4, '0') END, 'A hill', 1, 1, 1, 1, 1, 'ambient', :at
    FROM generate_series(1, 300) n`;

it('reads names and shipments from their indexes where there are thousands', async () => {
  const { statements } = await foundBy('plant 417');
  const sought = statements.filter(({ text }) => /upper\(t\.name\)|upper\(t\.asn\)/.test(text));
  expect(sought).toHaveLength(2);
  const undone = new Error('nothing was planted');
  let plans = '';
  const looking = floor.server.db.transaction(async (tx) => {
    const at = floor.server.clock.now();
    for (const planted of PLANTED) await tx.raw(planted, { sellerId: floor.sellerId, siteId: floor.siteId, at });
    await tx.raw('ANALYZE item, inbound_shipment');
    for (const { text, values = [] } of sought) {
      const sql = `EXPLAIN (COSTS OFF) ${text.replaceAll(/\$(\d+)/g, ':p$1')}`;
      const params = Object.fromEntries(values.map((value, n) => [`p${n + 1}`, value]));
      const plan = await rows<{ 'QUERY PLAN': string }>(tx, sql, params);
      plans += plan.map((line) => `${line['QUERY PLAN']}\n`).join('');
    }
    throw undone;
  });
  await expect(looking).rejects.toBe(undone);
  for (const index of ['shipment_part', 'shipment_end', 'tracking_part', 'tracking_end'])
    expect(plans).toMatch(new RegExp(`Limit\\s+->\\s+Index (Only )?Scan.* using inbound_${index} `));
  expect(plans).toContain('Bitmap Index Scan on item_name_pairs');
  expect(plans).not.toMatch(/Seq Scan on (item|inbound_shipment)\b/);
});
