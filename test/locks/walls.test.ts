import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../../src/app.ts';
import { newId } from '../../src/platform/ids.ts';
import { dayDatabase } from '../support/dayTemplate.ts';
import { openSeller } from '../support/goods.ts';
import { startServer, type Answer, type Person, type TestServer } from '../support/server.ts';
import { nameOf } from './doors.ts';

/** Ids of what belongs to the sellers of a day that was played, and who owns each. */
type Kind = 'item' | 'promise' | 'shipment' | 'order' | 'parcel' | 'return' | 'seller' | 'channel' | 'key' | 'sale';
const KEYS = `(SELECT key_id, seller_id, ended_at, x.expires_at FROM session x JOIN user_account USING (user_id) WHERE method = 'key')`;
const tables: Record<Kind, [table: string, column: string]> = {
  item: ['item', 'item_id'],
  promise: ['promise', 'promise_id'],
  shipment: ['inbound_shipment', 'shipment_id'],
  order: ['customer_order', 'order_id'],
  parcel: ['parcel', 'parcel_id'],
  return: ['return_case', 'return_id'],
  seller: ['seller', 'seller_id'],
  channel: [`(SELECT user_id, seller_id FROM user_account WHERE role = 'channel')`, 'user_id'],
  key: [KEYS, 'key_id'],
  sale: ['flash_sale', 'sale_id'],
};

const shipTo = { name: '홍길동', phone: '010-1234-5678', address: '서울시 강남구 테헤란로 1', lat: 37.5, lon: 127.03 };
/** An item that nobody has. */
const NONE = newId();
const lines = (itemId: string) => [{ itemId, quantity: 1 }];

interface Knock {
  /** The route, and where its id stands in the query, `?itemId=ID`. */
  door: string;
  kind: Kind;
  body?: (id: string) => object;
}

/** Every door of sellers and channels with an id in its address. */
const addressed: Knock[] = [
  { door: 'GET /v1/items/:itemId', kind: 'item' },
  { door: 'POST /v1/items/:itemId/barcodes', kind: 'item', body: () => ({ code: 'MINE-1', quantity: 1 }) },
  { door: 'POST /v1/items/:itemId/packs', kind: 'item', body: () => ({ quantity: 12 }) },
  { door: 'PATCH /v1/items/:itemId/packaging', kind: 'item', body: () => ({ weight_g: 1 }) },
  { door: 'PATCH /v1/items/:itemId/tracking', kind: 'item', body: () => ({ minLifeDays: 1 }) },
  { door: 'GET /v1/promises/:promiseId', kind: 'promise' },
  { door: 'POST /v1/promises/:promiseId/confirm', kind: 'promise' },
  { door: 'POST /v1/promises/:promiseId/release', kind: 'promise', body: () => ({}) },
  { door: 'GET /v1/inbound-shipments/:shipmentId', kind: 'shipment' },
  {
    door: 'PATCH /v1/inbound-shipments/:shipmentId',
    kind: 'shipment',
    body: () => ({ version: 1, expectedOn: '2026-11-30', lines: lines(NONE) }),
  },
  { door: 'POST /v1/inbound-shipments/:shipmentId/submit', kind: 'shipment' },
  {
    door: 'POST /v1/inbound-shipments/:shipmentId/slot',
    kind: 'shipment',
    body: () => ({ dockCode: 'DOCK-1', startsAt: '2026-11-30T00:00:00Z' }),
  },
  { door: 'POST /v1/inbound-shipments/:shipmentId/depart', kind: 'shipment', body: () => ({}) },
  { door: 'POST /v1/inbound-shipments/:shipmentId/cancel', kind: 'shipment', body: () => ({ reason: 'mine' }) },
  { door: 'POST /v1/inbound-shipments/:shipmentId/accept', kind: 'shipment', body: () => ({}) },
  { door: 'GET /v1/inbound-shipments/:shipmentId/labels.pdf', kind: 'shipment' },
  { door: 'GET /v1/inbound-shipments/:shipmentId/labels.zpl', kind: 'shipment' },
  { door: 'GET /v1/orders/:orderId', kind: 'order' },
  { door: 'POST /v1/orders/:orderId/pay', kind: 'order', body: () => ({}) },
  { door: 'POST /v1/orders/:orderId/cancel', kind: 'order', body: () => ({}) },
  { door: 'POST /v1/orders/:orderId/back-order', kind: 'order', body: () => ({}) },
  { door: 'POST /v1/orders/:orderId/address', kind: 'order', body: () => ({ shipTo }) },
  { door: 'GET /v1/orders/:orderId/recipient?reason=complaint', kind: 'order' },
  { door: 'POST /v1/orders/:orderId/recipient/erase', kind: 'order', body: () => ({ reason: 'customer_asked' }) },
  { door: 'POST /v1/orders/:orderId/map', kind: 'order', body: () => ({ lineNo: 1, itemId: NONE }) },
  { door: 'POST /v1/orders/:orderId/pause', kind: 'order', body: () => ({ reason: 'mine' }) },
  { door: 'POST /v1/orders/:orderId/resume', kind: 'order' },
  { door: 'GET /v1/flash-sales/:saleId', kind: 'sale' },
  { door: 'GET /v1/parcels/:parcelId', kind: 'parcel' },
  { door: 'GET /v1/returns/:returnId', kind: 'return' },
  { door: 'POST /v1/returns/:returnId/refund', kind: 'return', body: () => ({ amount_krw: 1 }) },
  { door: 'POST /v1/channel-keys/:keyId/rotate', kind: 'key', body: () => ({}) },
  { door: 'POST /v1/channel-keys/:keyId/revoke', kind: 'key' },
  { door: 'POST /v1/returns/:returnId/refund/state', kind: 'return', body: () => ({ state: 'sent' }) },
];

/** Doors that take such an id in the query or in the body. */
const asked: Knock[] = [
  { door: 'GET /v1/items?sellerId=ID', kind: 'seller' },
  { door: 'POST /v1/channel-keys', kind: 'channel', body: (userId) => ({ userId, name: 'mine' }) },
  { door: 'GET /v1/stock?itemId=ID', kind: 'item' },
  { door: 'GET /v1/stock/places?siteId=SITE&itemId=ID', kind: 'item' },
  { door: 'GET /v1/stock/ledger?itemId=ID', kind: 'item' },
  { door: 'GET /v1/inbound-shipments?sellerId=ID', kind: 'seller' },
  { door: 'GET /v1/parcels?orderId=ID', kind: 'order' },
  { door: 'GET /v1/returns?orderId=ID', kind: 'order' },
  { door: 'POST /v1/returns', kind: 'order', body: (orderId) => ({ orderId, reason: 'mine' }) },
  {
    door: 'POST /v1/promises',
    kind: 'item',
    body: (itemId) => ({ channel: 'x', externalId: 'X-1', lines: lines(itemId), expiresInSeconds: 60 }),
  },
  {
    door: 'POST /v1/promises',
    kind: 'seller',
    body: (sellerId) => ({ channel: 'x', externalId: 'X-2', sellerId, lines: lines(NONE), expiresInSeconds: 60 }),
  },
  {
    door: 'POST /v1/orders',
    kind: 'item',
    body: (itemId) => ({ channel: 'x', externalId: 'X-3', paid: true, shipTo, lines: lines(itemId) }),
  },
  {
    door: 'POST /v1/orders',
    kind: 'seller',
    body: (sellerId) => ({ sellerId, channel: 'x', externalId: 'X-4', paid: true, shipTo, lines: lines(NONE) }),
  },
  {
    door: 'POST /v1/inbound-shipments',
    kind: 'item',
    body: (itemId) => ({ siteId: 'SITE', expectedOn: '2026-11-30', lines: lines(itemId) }),
  },
  {
    door: 'POST /v1/inbound-shipments',
    kind: 'seller',
    body: (sellerId) => ({ siteId: 'SITE', sellerId, expectedOn: '2026-11-30', lines: lines(NONE) }),
  },
  {
    door: 'POST /v1/items',
    kind: 'seller',
    body: (sellerId) => ({
      sellerId,
      code: 'MINE',
      name: 'Mine',
      size_mm: [10, 10, 10],
      weight_g: 10,
      temperature: 'ambient',
    }),
  },
  {
    door: 'POST /v1/items/bulk',
    kind: 'seller',
    body: (sellerId) => ({
      sellerId,
      items: [{ code: 'MINE', name: 'Mine', size_mm: [10, 10, 10], weight_g: 10, temperature: 'ambient' }],
    }),
  },
  {
    door: 'POST /v1/slotting/history',
    kind: 'seller',
    body: (sellerId) => ({ sellerId, baskets: [{ at: '2026-11-01T00:00:00Z', lines: ['MINE'] }] }),
  },
];

let server: TestServer;
let siteId: string;
let stranger: Person;
let strangersChannel: Person;
const theirs = {} as Record<Kind, { id: string; owner: string }>;

beforeAll(async () => {
  const fresh = await dayDatabase();
  server = await startServer(new Date('2026-11-22T00:00:00Z'), fresh);
  const first = (await server.db.raw('SELECT seller_id AS owner FROM seller ORDER BY seller_id LIMIT 1')).rows[0];
  const owner = await server.as('seller', { sellerId: first.owner as string });
  const { userId } = await server.as('channel', { sellerId: first.owner as string });
  expect((await owner.post('/v1/channel-keys', { userId, name: 'theirs' })).status).toBe(201);
  siteId = (await server.db.raw('SELECT site_id FROM site')).rows[0].site_id as string;
  const manager = await server.as('manager');
  const { itemId } = (await owner.get('/v1/items?limit=1')).body.items[0];
  const sale = { siteId, itemId, unitsPerCustomer: 1, startsAt: '2026-11-23T00:00:00Z' };
  expect((await manager.post('/v1/flash-sales', sale)).status).toBe(201);
  for (const [kind, [table, column]] of Object.entries(tables)) {
    const { rows } = (await server.db.raw(
      `SELECT ${column} AS id, seller_id AS owner FROM ${table} t ORDER BY ${column} LIMIT 1`,
    )) as { rows: { id: string; owner: string }[] };
    theirs[kind as Kind] = rows[0]!;
  }
  const sellerId = await openSeller(server, await server.as('admin'), 'STRANGER');
  [stranger, strangersChannel] = [await server.as('seller', { sellerId }), await server.as('channel', { sellerId })];
});
afterAll(() => server.close());

function knock(person: Person, { door, body }: Knock, id: string): Promise<Answer> {
  const [method, path] = door.split(' ') as [string, string];
  const address = path.replace(/:\w+Id|ID/g, id).replace('SITE', siteId);
  const sent = body && JSON.stringify(body(id)).replace('SITE', siteId);
  if (method === 'GET') return person.get(address);
  return method === 'PATCH' ? person.patch(address, sent) : person.post(address, sent);
}

/** What can be told from an answer, without the id that was asked for. */
function tellable({ status, headers, body }: Answer, id: string) {
  const text = (typeof body === 'string' ? body : JSON.stringify(body)).replaceAll(id, 'ID');
  return { status, type: headers.get('content-type'), body: text.replace(/"requestId":"[^"]+"/, '"requestId":"…"') };
}

const mayKnock = (person: Person, { door }: Knock) => {
  const route = allRoutes.find((one) => nameOf(one) === door.split('?')[0])!;
  return route.roles === 'anyone' || route.roles.includes(person === stranger ? 'seller' : 'channel');
};

/** A fingerprint of everything that sellers own, to see that nothing of it moved. */
async function rowsOfAll(): Promise<string> {
  const names = [
    'item',
    'barcode',
    'promise',
    'promise_line',
    'item_stock',
    'inbound_shipment',
    'dock_booking',
    'customer_order',
    'order_line',
    'recipient',
    'parcel',
    'return_case',
    'refund',
    'affinity',
    KEYS,
  ];
  const sums = names.map(
    (name) => `SELECT md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) FROM ${name} t`,
  );
  return JSON.stringify((await server.db.raw(sums.join(' UNION ALL '))).rows);
}

describe('the walls between sellers', () => {
  it('are tried at every door of sellers and channels that has an id in its address', () => {
    const own = new Set(['/v1/sites/:siteId']);
    const doors = allRoutes.filter(
      ({ roles, path }) =>
        roles !== 'anyone' &&
        (roles.includes('seller') || roles.includes('channel')) &&
        path.includes(':') &&
        !own.has(path),
    );
    expect(addressed.map(({ door }) => door.split('?')[0]!).sort()).toEqual(doors.map(nameOf).sort());
  });

  it.each(addressed)('$door answers for another seller’s $kind as for none', async (one) => {
    const { id } = theirs[one.kind];
    for (const person of [stranger, strangersChannel].filter((who) => mayKnock(who, one))) {
      const absent = newId();
      const told = tellable(await knock(person, one, id), id);
      expect(told.status, told.body).toBe(404);
      expect(told).toEqual(tellable(await knock(person, one, absent), absent));
    }
  });

  it.each(asked)('$door tells nothing of another $kind', async (one) => {
    const { id } = theirs[one.kind];
    for (const person of [stranger, strangersChannel].filter((who) => mayKnock(who, one))) {
      const absent = newId();
      const told = tellable(await knock(person, one, id), id);
      if (one.body !== undefined) expect([404, 409, 422], told.body).toContain(told.status);
      expect(told).toEqual(tellable(await knock(person, one, absent), absent));
    }
  });

  it('let the owner in by the same ids', async () => {
    for (const one of addressed.filter(({ door }) => door.startsWith('GET'))) {
      const { id, owner } = theirs[one.kind];
      const answer = await knock(await server.as('seller', { sellerId: owner }), one, id);
      expect(answer.status, `${one.door}: ${JSON.stringify(answer.body)}`).toBe(200);
    }
  });

  it('show a stranger empty lists', async () => {
    const lists = {
      orders: 'orders',
      parcels: 'parcels',
      returns: 'returns',
      items: 'items',
      stock: 'items',
      'inbound-shipments': 'shipments',
    };
    for (const [path, key] of Object.entries(lists)) {
      for (const person of [stranger, strangersChannel]) {
        const { status, body } = await person.get(`/v1/${path}`);
        expect([path, status, body[key]]).toEqual([path, 200, []]);
      }
    }
    expect((await stranger.get('/v1/sellers')).body.sellers.map(({ code }: { code: string }) => code)).toEqual([
      'STRANGER',
    ]);
    const news = await stranger.get('/v1/news?after=0:0');
    expect(news.status, JSON.stringify(news.body)).toBe(200);
    // what its own account did, and nothing of anybody else's
    const told = news.body.news as { topic: string; subject: string }[];
    expect(told.filter(({ topic }) => topic !== 'sellers.accountOpened')).toEqual([]);
    expect(told.length).toBeLessThanOrEqual(1);
  });

  it('leave everything as it was, whatever a stranger asked for', async () => {
    const before = await rowsOfAll();
    for (const one of [...addressed, ...asked]) await knock(stranger, one, theirs[one.kind].id);
    expect(await rowsOfAll()).toBe(before);
  });
});
