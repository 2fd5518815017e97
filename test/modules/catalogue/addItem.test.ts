import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gtin13, openGround, openSeller, type Ground } from '../../support/goods.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let ground: Ground;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(() => server.close());

const item = (code: string, more: object = {}) => ({
  code,
  name: `Name of ${code}`,
  barcodes: [],
  size_mm: [100, 80, 60],
  weight_g: 250,
  temperature: 'ambient',
  ...more,
});
const add = (body: object) => ground.admin.post('/v1/items', { sellerId: ground.sellerId, ...body });

describe('an item', () => {
  it('is the same item when it is added again, and refused when it differs', async () => {
    const first = await add(item('TEA', { barcodes: [{ code: gtin13(900_001), quantity: 1 }] }));
    const again = await add(item('TEA', { barcodes: [{ code: gtin13(900_001), quantity: 1 }] }));
    const heavier = await add(item('TEA', { weight_g: 251 }));
    expect([first.status, again.status, heavier.status]).toEqual([201, 200, 409]);
    expect(again.body.itemId).toBe(first.body.itemId);
    expect(heavier.body.error).toMatchObject({ code: 'item_differs', field: 'weight_g', got: 251, expected: 250 });
  });

  it('refuses a barcode whose check digit is wrong, naming the barcode', async () => {
    const refused = await add(
      item('DAMAGED', {
        barcodes: [
          { code: 'FREE-TEXT', quantity: 1 },
          { code: '8801234567890', quantity: 1 },
        ],
      }),
    );
    expect(refused.status).toBe(422);
    expect(refused.body.error).toMatchObject({
      code: 'gs1_check_digit',
      field: 'barcodes.1.code',
      got: '8801234567890',
    });
    const found = await ground.admin.get(`/v1/items?sellerId=${ground.sellerId}&search=DAMAGED`);
    expect(found.body.items).toEqual([]);
  });

  it('takes no barcode of another item of its seller, and may share one with another seller', async () => {
    const code = gtin13(900_002);
    await add(item('FIRST', { barcodes: [{ code, quantity: 1 }] }));
    const taken = await add(item('SECOND', { barcodes: [{ code, quantity: 1 }] }));
    expect(taken.body.error).toMatchObject({ code: 'barcode_taken', field: 'barcodes.0.code' });
    const sellerId = await openSeller(server, ground.admin, 'SHARES');
    const shared = await ground.admin.post('/v1/items', {
      sellerId,
      ...item('FIRST', { barcodes: [{ code, quantity: 1 }] }),
    });
    expect(shared.status).toBe(201);
  });

  it('is found by the beginning of its code, a part of its name, and any form of its GTIN', async () => {
    const code = gtin13(900_003);
    const { body } = await add(item('FIND-ME', { name: 'Green Juice', barcodes: [{ code, quantity: 6 }] }));
    for (const search of ['FIND', 'reen ju', code, `0${code}`]) {
      const found = await ground.admin.get(
        `/v1/items?sellerId=${ground.sellerId}&search=${encodeURIComponent(search)}`,
      );
      expect(
        found.body.items.map((one: { itemId: string }) => one.itemId),
        search,
      ).toEqual([body.itemId]);
    }
  });

  it('stays behind the wall of its seller', async () => {
    const { body } = await add(item('WALLED'));
    const sellerId = await openSeller(server, ground.admin, 'CURIOUS');
    const curious = await server.as('seller', { sellerId });
    const foreign = await curious.get(`/v1/items/${body.itemId}`);
    const absent = await curious.get('/v1/items/01890000-0000-7000-8000-000000000000');
    expect([foreign.status, absent.status]).toEqual([404, 404]);
    expect(foreign.body.error.code).toBe(absent.body.error.code);
    const written = await curious.post(`/v1/items/${body.itemId}/barcodes`, { code: 'STOLEN', quantity: 1 });
    const added = await curious.post('/v1/items', { sellerId: ground.sellerId, ...item('SMUGGLED') });
    expect([written.status, added.status]).toEqual([404, 404]);
    expect((await curious.get('/v1/items')).body.items).toEqual([]);
  });

  it('gets a case barcode once, and knows its units', async () => {
    const { body } = await add(item('CASED'));
    const path = `/v1/items/${body.itemId}/barcodes`;
    const code = gtin13(900_004);
    const added = await ground.admin.post(path, { code, quantity: 12 });
    const again = await ground.admin.post(path, { code, quantity: 12 });
    const other = await ground.admin.post(path, { code, quantity: 24 });
    expect([added.status, again.status, other.status]).toEqual([201, 200, 409]);
    expect(added.body.barcodes).toEqual([{ code: `0${code}`, quantity: 12 }]);
  });

  it('has a volume that follows its packaging', async () => {
    const { body } = await add(item('RESIZED'));
    const path = `/v1/items/${body.itemId}/packaging`;
    const packs = [{ name: 'case', quantity: 12, size_mm: [300, 200, 200], weight_g: 3_200 }];
    const changed = await ground.admin.patch(path, { size_mm: [200, 100, 101], packs });
    expect(changed.body).toMatchObject({ unitVolume_cm3: 2_020, weight_g: 250, packs });
    const twice = await ground.admin.patch(path, { packs: [...packs, ...packs] });
    expect(twice.body.error).toMatchObject({ code: 'pack_twice', field: 'packs.1.quantity' });
  });
});

describe('one more pack', () => {
  const box = (quantity: number, more = {}) => ({ quantity, size_mm: [300, 200, 200], weight_g: 3_200, ...more });
  const packsOf = async (itemId: string) => (await ground.admin.get(`/v1/items/${itemId}`)).body.packs;

  it('stands beside those that there are, once, however often and by however many it is sent', async () => {
    const { itemId } = (await add(item('BOXES', { packs: [{ name: 'case', ...box(12) }] }))).body;
    const path = `/v1/items/${itemId}/packs`;
    const answers = await Promise.all([24, 24, 6, 48].map((quantity) => ground.admin.post(path, box(quantity))));
    expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(['200', '201', '201', '201']);
    expect(await packsOf(itemId)).toEqual([
      { name: '× 6', ...box(6) },
      { name: 'case', ...box(12) },
      { name: '× 24', ...box(24) },
      { name: '× 48', ...box(48) },
    ]);
    // the same by another name is the same; another of as many is refused, and changes nothing
    expect((await ground.admin.post(path, { name: 'carton', ...box(12) })).status).toBe(200);
    const other = await ground.admin.post(path, box(12, { weight_g: 9 }));
    expect(other).toMatchObject({ status: 409, body: { error: { code: 'pack_taken', field: 'quantity', got: 12 } } });
    expect((await packsOf(itemId))[1]).toEqual({ name: 'case', ...box(12) });
  });

  it('is not one too many, even where two come at once', async () => {
    const packs = Array.from({ length: 9 }, (_, at) => ({ name: 'case', quantity: at + 2 }));
    const { itemId } = (await add(item('FULL', { packs }))).body;
    const path = `/v1/items/${itemId}/packs`;
    const answers = await Promise.all([50, 60, 70].map((quantity) => ground.admin.post(path, { quantity })));
    expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(['201', '409', '409']);
    const { error } = answers.find(({ status }) => status === 409)!.body;
    expect(error).toMatchObject({ code: 'packs_full', field: 'packs', got: 11, expected: 10 });
    expect(await packsOf(itemId)).toHaveLength(10);
  });
});

describe('what is asked of every unit', () => {
  it('is changed while there is none of the item, and refused with where they lie while there is', async () => {
    const { itemId } = (await add(item('TRACKS'))).body;
    const path = `/v1/items/${itemId}/tracking`;
    const on = { lotTracked: true, expiryTracked: true, minLifeDays: 30 };
    const changed = await ground.admin.patch(path, on);
    expect([changed.status, changed.body], JSON.stringify(changed.body)).toMatchObject([200, { itemId, ...on }]);
    const [siteId, binCode] = [ground.siteId, ground.bins[4]!];
    const found = { siteId, binCode, itemId, quantity: 7, reason: 'found' };
    expect((await ground.manager.post('/v1/stock/adjustments', found)).body.error.code).toBe('lot_required');
    const named = { ...found, lot: 'T-1', expiry: '2027-05-01' };
    expect((await ground.manager.post('/v1/stock/adjustments', named)).status).toBe(201);
    const held = await ground.manager.patch(path, { lotTracked: false });
    expect([held.status, held.body.error]).toMatchObject([
      409,
      {
        code: 'item_in_stock',
        field: 'lotTracked',
        got: expect.stringContaining(`bin/${binCode}`),
        details: [{ place: `bin/${binCode}`, quantity: 7 }],
      },
    ]);
    // how long it has to last is asked of what comes, whatever lies there
    expect((await ground.manager.patch(path, { lotTracked: true, minLifeDays: 10 })).body.minLifeDays).toBe(10);
    expect((await ground.manager.post('/v1/stock/adjustments', { ...named, quantity: -7 })).status).toBe(201);
    expect((await ground.manager.patch(path, { lotTracked: false, expiryTracked: false })).status).toBe(200);
    const foreign = await server.as('seller', { sellerId: await openSeller(server, ground.admin, 'NOT-ITS-OWN') });
    expect((await foreign.patch(path, { serialTracked: true })).status).toBe(404);
    const own = await server.as('seller', { sellerId: ground.sellerId });
    expect((await own.patch(path, { serialTracked: true })).body).toMatchObject({ serialTracked: true });
  });

  it('waits for whoever brings the first units in, or has them wait', async () => {
    for (let n = 0; n < 5; n++) {
      const { itemId } = (await add(item(`RACES-${n}`))).body;
      const found = { siteId: ground.siteId, binCode: ground.bins[4]!, itemId, quantity: 1, reason: 'found' };
      const [stowed, changed] = await Promise.all([
        ground.manager.post('/v1/stock/adjustments', found),
        ground.admin.patch(`/v1/items/${itemId}/tracking`, { lotTracked: true }),
      ]);
      const told = JSON.stringify([stowed.body, changed.body]);
      expect(['201 409', '422 200'], told).toContain(`${stowed.status} ${changed.status}`);
    }
  });
});

describe('many items at once', () => {
  it('are each added, found or refused by themselves', async () => {
    await add(item('KNOWN'));
    const items = [
      item('KNOWN'),
      item('NEW'),
      item('BAD', { barcodes: [{ code: '12345678', quantity: 1 }] }),
      item('KNOWN', { weight_g: 1 }),
    ];
    const answer = await ground.admin.post('/v1/items/bulk', { sellerId: ground.sellerId, items });
    expect(answer.body.items).toMatchObject([
      { row: 0, code: 'KNOWN', added: false },
      { row: 1, code: 'NEW', added: true },
    ]);
    expect(answer.body.refused).toMatchObject([
      { row: 2, code: 'gs1_check_digit' },
      { row: 3, code: 'item_differs' },
    ]);
  });

  it('come back page by page, each once', async () => {
    const sellerId = await openSeller(server, ground.admin, 'PAGED');
    const items = Array.from({ length: 25 }, (_, i) => item(`P-${i}`));
    const added = await ground.admin.post('/v1/items/bulk', { sellerId, items });
    expect(added.body.items).toHaveLength(25);
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const page = await ground.admin.get(
        `/v1/items?sellerId=${sellerId}&limit=10${next === undefined ? '' : `&after=${next}`}`,
      );
      seen.push(...page.body.items.map((one: { code: string }) => one.code));
      next = page.body.next;
    } while (next !== undefined);
    expect(seen).toEqual(items.map((one) => one.code));
  });
});
