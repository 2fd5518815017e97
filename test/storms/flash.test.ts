import { describe, expect, it } from 'vitest';
import { runAudit } from '../../src/commands/audit/run.ts';
import { addItem, stockOf, stow, type Ground } from '../support/goods.ts';
import { type Answer, type Person, type TestServer } from '../support/server.ts';
import { shareNaively } from './naive/share.ts';
import { noteReached, rounds, seed } from './size.ts';
import { rush } from './rush.ts';
import { useTwoShops } from './twoShops.ts';

const CUSTOMERS = 60;
const CAP = 2;
const SET_ASIDE = 80;
/** Each customer asks in so many windows, of which every third gives up what it got, and some place an order. */
const WINDOWS = 8 * rounds;
const AT_ONCE = 48;

let first: TestServer;
let ground: Ground;
let shops: Person[];

useTwoShops((at) => ({ first, ground, shops } = at));

const phoneOf = (customer: number) => `010-7000-${String(customer).padStart(4, '0')}`;
const codeOf = ({ status, body }: Answer): string => (status < 300 ? 'sold' : body.error.code);

/** What one window asks for: a checkout, perhaps given up, or a paid order; of this item, and now and then another too. */
interface Window {
  customer: number;
  shop: Person;
  way: 'checkout' | 'given up' | 'order';
  lines: { itemId: string; quantity: number }[];
  externalId: string;
}

async function ask({ customer, shop, way, lines, externalId }: Window): Promise<string> {
  const bought = { siteId: ground.siteId, channel: 'night', externalId, lines };
  if (way === 'order') {
    const shipTo = { name: '김새벽', phone: phoneOf(customer), address: '서울시 강남구 테헤란로 1' };
    return codeOf(await shop.post('/v1/orders', { ...bought, paid: true, shipTo }));
  }
  const promised = await shop.post('/v1/promises', { ...bought, expiresInSeconds: 600, customer: phoneOf(customer) });
  if (promised.status >= 300 || way === 'checkout') return codeOf(promised);
  const released = await shop.post(`/v1/promises/${promised.body.promiseId}/release`, {});
  return released.status === 200 ? 'given up' : codeOf(released);
}

describe(`customers who ask in many windows through two apps (seed ${seed})`, () => {
  it('get their cap and no more, by whatever way, and what they give up is sold again', async () => {
    const { itemId } = await addItem(ground);
    const other = await addItem(ground);
    await stow(ground, itemId, ground.bins[0]!, 200);
    await stow(ground, other.itemId, ground.bins[1]!, 30);
    const sale = { siteId: ground.siteId, itemId, unitsPerCustomer: CAP, setAside: SET_ASIDE };
    const opened = await ground.manager.post('/v1/flash-sales', sale);
    expect(opened.status, JSON.stringify(opened.body)).toBe(201);
    const { saleId } = opened.body;
    const ways = ['checkout', 'given up', 'order'] as const;
    const windows = Array.from({ length: CUSTOMERS * WINDOWS }, (_, at): Window => {
      const line = { itemId, quantity: 1 + (at % 2) };
      return {
        customer: at % CUSTOMERS,
        shop: shops[Math.floor(at / CUSTOMERS) % 2]!,
        way: ways[(at + Math.floor(at / CUSTOMERS)) % 3]!,
        lines: at % 7 === 0 ? [line, { itemId: other.itemId, quantity: 1 }] : [line],
        externalId: `window-${at}`,
      };
    });
    const got = await rush(
      windows.map((window) => () => ask(window)),
      { atOnce: AT_ONCE, seed },
    );

    const reached = Object.fromEntries(
      [...new Set(got)].map((code) => [code, got.filter((one) => one === code).length]),
    );
    noteReached('flash', reached);
    expect(Object.keys(reached).sort()).toEqual(['flash_cap_reached', 'given up', 'not_enough_stock', 'sold']);
    const shown = (await ground.manager.get(`/v1/flash-sales/${saleId}`)).body;
    expect(shown.sold + shown.left).toBe(SET_ASIDE);
    expect(shown.points.reduce((sum: number, { sold }: { sold: number }) => sum + sold, 0)).toBe(shown.sold);
    const { rows } = await first.db.raw(
      `SELECT p.external_id AS id, l.open FROM promise p JOIN promise_line l USING (site_id, promise_id)
        WHERE l.item_id = ? AND p.channel = 'night' AND l.open > 0`,
      [itemId],
    );
    const has = new Map<number, number>();
    for (const { id, open } of rows as { id: string; open: number }[]) {
      const customer = Number(id.slice('window-'.length)) % CUSTOMERS;
      has.set(customer, (has.get(customer) ?? 0) + open);
    }
    expect([...has].filter(([, units]) => units > CAP)).toEqual([]);
    expect([...has.values()].reduce((sum, units) => sum + units, 0)).toBe(shown.sold);
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: SET_ASIDE, available: 200 - SET_ASIDE });
    expect((await runAudit(first.db)).invariants.filter(({ rows }) => rows.length > 0)).toEqual([]);
  });

  it('would be caught with more than the cap where a shop looks first and sells after', async () => {
    await first.db.raw('CREATE TABLE naive_share (customer text NOT NULL)');
    const asks = Array.from({ length: 120 }, (_, at) => ({ customer: phoneOf(at % 10), cap: CAP }));
    await rush(
      asks.map((of) => () => shareNaively(first.db, of)),
      { atOnce: AT_ONCE, seed },
    );
    const { rows } = await first.db.raw('SELECT customer FROM naive_share GROUP BY 1 HAVING count(*) > ?', [CAP]);
    await first.db.raw('DROP TABLE naive_share');
    expect(rows.length).toBeGreaterThan(0);
  });
});
