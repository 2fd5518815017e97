import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../src/commands/day/random.ts';
import { addItem, stockOf, stow, type Ground } from '../support/goods.ts';
import { type Answer, type Person, type TestServer } from '../support/server.ts';
import { judgeBooks } from './judge.ts';
import { rush } from './rush.ts';
import { lengthOf, noteReached, rounds, seed } from './size.ts';
import { openShopThatKeepsAll } from './naive/keepsAll.ts';
import { useTwoShops } from './twoShops.ts';

const UNITS = 100;
/** They want nine times as many units as there are, at the least. */
const BUYERS = lengthOf(300, 1000);
const AT_ONCE = 32;
const HOLD_S = 60;

let first: TestServer;
let second: TestServer;
let ground: Ground;
let shops: Person[];

useTwoShops((at) => ({ first, second, ground, shops } = at));

/** Pays, is told by the bank that he does not, or closes the page. */
const ends = ['confirm', 'release', 'nothing'] as const;

export interface Buyer {
  /** Which of them he is: half of them come to each process. */
  at: number;
  quantity: number;
  ends: (typeof ends)[number];
}

/** Where they buy; all of it is about one item. */
export interface Shop {
  /** Whether he got what he asked for; what he does then follows at once. */
  checkOut(buyer: Buyer): Promise<boolean>;
  /** What it says is left. */
  left(): Promise<number>;
  /** Its promises, added up. */
  granted(): Promise<number>;
  /** The time of whoever neither paid nor gave up is over. */
  timeIsOver(): void;
}

function ownShop(itemId: string, name: string): Shop {
  const checkOut = async ({ at, quantity, ends }: Buyer): Promise<boolean> => {
    const shop = shops[at % 2]!;
    const asked = {
      channel: 'mall',
      externalId: `${name}-${at}`,
      lines: [{ itemId, quantity }],
      expiresInSeconds: HOLD_S,
    };
    const { status, body }: Answer = await shop.post('/v1/promises', asked);
    if (status !== 201) {
      expect([status, body.error.code]).toEqual([409, 'not_enough_stock']);
      expect(body.error.details[0].available).toBeLessThan(quantity);
      return false;
    }
    if (ends !== 'nothing') {
      const ended = await shop.post(`/v1/promises/${body.promiseId}/${ends}`, {});
      expect(ended.status, JSON.stringify(ended.body)).toBe(200);
    }
    return true;
  };
  const granted = async () => {
    const { rows } = (await first.db.raw(
      `SELECT coalesce(sum(open), 0)::int AS n FROM promise_line l JOIN promise p USING (site_id, promise_id)
        WHERE l.item_id = ? AND p.state IN ('open', 'confirmed')`,
      [itemId],
    )) as { rows: { n: number }[] };
    return rows[0]!.n;
  };
  const timeIsOver = () => {
    for (const server of [first, second]) {
      server.clock.set(new Date(server.clock.now().getTime() + (HOLD_S + 1) * 1000));
    }
  };
  return { checkOut, granted, timeIsOver, left: async () => (await stockOf(ground, itemId)).available };
}

const unitsOf = (buyers: Buyer[]) => buyers.reduce((sum, { quantity }) => sum + quantity, 0);

/** Adds up the promises themselves, again and again, until told to stop. @returns what it saw */
async function watch(shop: Shop, until: { stop: boolean }): Promise<number[]> {
  const seen: number[] = [];
  while (!until.stop) seen.push(await shop.granted());
  return seen;
}

/** They ask again one after the other, and pay. */
async function retry(shop: Shop, buyers: Buyer[]): Promise<{ unmet: Buyer[]; served: Buyer[] }> {
  const [unmet, served]: [Buyer[], Buyer[]] = [[], []];
  for (const buyer of buyers) ((await shop.checkOut({ ...buyer, ends: 'confirm' })) ? served : unmet).push(buyer);
  return { unmet, served };
}

/** What lies there, by who has some of it, is less than anybody wants who was told that all is sold; and nobody has what is not. */
async function judge(shop: Shop, { having, unmet }: { having: Buyer[]; unmet: Buyer[] }): Promise<string[]> {
  const lies = UNITS - unitsOf(having);
  const smallest = Math.min(...unmet.map(({ quantity }) => quantity), Infinity);
  const told = await shop.left();
  return [
    ...(lies < 0 ? [`${-lies} units were sold that there are not`] : []),
    ...(lies >= smallest
      ? [`${lies} units lie there for somebody who wants ${smallest} and was told that all is sold`]
      : []),
    ...(told >= smallest ? [`${told} units are told to be left to somebody who does not get ${smallest}`] : []),
  ];
}

/** More buyers than goods, then those who got nothing again, then they once more when nobody holds anything unpaid. */
async function sellOut(shop: Shop, seed: number) {
  const random = makeRandom(seed);
  const buyers = Array.from({ length: BUYERS }, (_, at) => ({
    at,
    quantity: 1 + random.int(5),
    ends: ends[random.int(3)]!,
  }));
  const until = { stop: false };
  const watched = watch(shop, until);
  const heard = await rush(
    buyers.map((buyer) => async () => ({ buyer, got: await shop.checkOut(buyer) })),
    { atOnce: AT_ONCE, seed },
  );
  until.stop = true;
  const granted = await watched;
  const got = (ends: Buyer['ends']) =>
    heard.filter(({ got, buyer }) => got && buyer.ends === ends).map(({ buyer }) => buyer);
  const [paid, left, back] = [got('confirm'), got('nothing'), got('release')];
  const refused = heard.filter(({ got }) => !got).map(({ buyer }) => buyer);
  const after = await retry(shop, refused);
  const faults = await judge(shop, { having: [...paid, ...left, ...after.served], unmet: after.unmet });
  if (Math.max(...granted) > UNITS) faults.push(`${Math.max(...granted)} units were promised at once`);
  // what was held for those who walked away is free the moment that their time is over, before any job has come round
  shop.timeIsOver();
  const last = await retry(shop, after.unmet);
  faults.push(...(await judge(shop, { having: [...paid, ...after.served, ...last.served], unmet: last.unmet })));
  const reached = { back: back.length, left: left.length, refused: refused.length, served: last.served.length };
  return { faults, reached, looks: granted.length };
}

describe(`more buyers than goods, of whom some pay, some cannot and some walk away (seed ${seed})`, () => {
  const draws = Array.from({ length: rounds }, (_, round) => seed + round);
  it.each(draws)('are never told that all is sold while a unit lies there for them (%i)', async (seed) => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[0]!, UNITS);
    const { faults, reached, looks } = await sellOut(ownShop(itemId, `out-${seed}`), seed);
    expect(faults).toEqual([]);
    noteReached('sold out', reached);
    expect(looks, 'looks in the middle of it').toBeGreaterThan(5);
    expect(reached.back, 'payments that failed').toBeGreaterThan(0);
    expect(reached.left, 'buyers who walked away').toBeGreaterThan(0);
    expect(reached.served, 'buyers served from what was held').toBeGreaterThan(0);
    expect(await judgeBooks(first, 'inventory')).toEqual([]);
  });

  it('would be caught in a shop that counts what it has granted and takes nothing back', async () => {
    const { faults } = await sellOut(await openShopThatKeepsAll(first.db, UNITS), seed);
    expect(faults).toEqual([
      expect.stringMatching(/^\d+ units lie there for somebody/),
      expect.stringMatching(/^\d+ units lie there for somebody/),
    ]);
  });
});
