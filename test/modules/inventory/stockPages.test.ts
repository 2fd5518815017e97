import { afterAll, beforeAll, expect, it } from 'vitest';
import { addItem, openGround, stow, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';

let server: TestServer;
let grounds: Ground[];
let shop: Person;

beforeAll(async () => {
  server = await startServer();
  const first = await openGround(server);
  const others = [await openGround(server), await openGround(server)];
  grounds = [first, ...others.map((ground) => ({ ...ground, sellerId: first.sellerId }))];
  shop = await server.as('seller', { sellerId: first.sellerId });
});
afterAll(() => server.close());

/** All pages of a door, one after the other. */
async function pagesOf(who: Person, path: string, limit: number, of: 'items' | 'legs') {
  const pages: Record<string, unknown>[][] = [];
  for (let cursor = ''; ;) {
    const { status, body } = await who.get(`${path}&limit=${limit}${cursor}`);
    expect(status, JSON.stringify(body)).toBe(200);
    pages.push(body[of]);
    if (body.next === undefined) return pages;
    cursor = `&cursor=${body.next}`;
  }
}

it('pages through stock without losing an item that lies at several sites', async () => {
  const items = [await addItem(grounds[0]!), await addItem(grounds[0]!)].map(({ itemId }) => itemId);
  for (const ground of grounds) for (const itemId of items) await stow(ground, itemId, ground.bins[0]!, 2);
  const expected = items.flatMap((itemId) => grounds.map(({ siteId }) => `${itemId} ${siteId}`)).sort();
  for (const limit of [1, 2, 4, 6]) {
    const pages = await pagesOf(shop, '/v1/stock?', limit, 'items');
    expect(pages.flat().map(({ itemId, siteId }) => `${String(itemId)} ${String(siteId)}`)).toEqual(expected);
    expect(pages.map(({ length }) => length)).toEqual(
      Array.from({ length: 6 / limit }, () => limit).concat(6 % limit || []),
    );
  }
});

it('pages through what happened to an item at all sites, the latest first, moments that are shared among them', async () => {
  const { itemId } = await addItem(grounds[0]!);
  for (let round = 0; round < 2; round++) {
    for (const ground of grounds) await stow(ground, itemId, ground.bins[1]!, 2);
    server.clock.set(new Date(server.clock.now().getTime() + 60_000));
  }
  const [all] = await pagesOf(shop, `/v1/stock/ledger?itemId=${itemId}`, 100, 'legs');
  expect(all).toHaveLength(6);
  const times = all!.map(({ at }) => Date.parse(String(at)));
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  for (const limit of [1, 4]) {
    expect((await pagesOf(shop, `/v1/stock/ledger?itemId=${itemId}`, limit, 'legs')).flat()).toEqual(all);
  }
  const { siteId } = grounds[1]!;
  expect((await pagesOf(shop, `/v1/stock/ledger?itemId=${itemId}&siteId=${siteId}`, 1, 'legs')).flat()).toHaveLength(2);
});

it.each(['/v1/stock?', '/v1/stock/ledger?itemId=ITEM&'])(
  'refuses a cursor that no page of %s has told',
  async (path) => {
    const { itemId } = await addItem(grounds[0]!);
    const answer = await shop.get(`${path.replace('ITEM', itemId)}cursor=${itemId}`);
    expect([answer.status, answer.body.error.field]).toEqual([422, 'cursor']);
  },
);
