import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../src/commands/day/random.ts';
import { addItem, stockOf, stow, type Ground } from '../support/goods.ts';
import { type Answer, type Person, type TestServer } from '../support/server.ts';
import { judgeBooks } from './judge.ts';
import { rush } from './rush.ts';
import { lengthOf, noteReached, rounds, seed } from './size.ts';
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

interface Buyer {
  shop: Person;
  itemId: string;
  externalId: string;
  quantity: number;
  /** Pays, is told by the bank that he does not, or closes the page. */
  ends: 'confirm' | 'release' | 'nothing';
}

const ask = ({ shop, itemId, externalId, quantity }: Buyer): Promise<Answer> =>
  shop.post('/v1/promises', {
    channel: 'mall',
    externalId,
    lines: [{ itemId, quantity }],
    expiresInSeconds: HOLD_S,
  });

/** What became of one who asked: what he got, or what he was told is left. */
interface Heard {
  buyer: Buyer;
  got: boolean;
}

async function checkOut(buyer: Buyer): Promise<Heard> {
  const { status, body } = await ask(buyer);
  if (status !== 201) {
    expect([status, body.error.code]).toEqual([409, 'not_enough_stock']);
    expect(body.error.details[0].available).toBeLessThan(buyer.quantity);
    return { buyer, got: false };
  }
  if (buyer.ends !== 'nothing') {
    const ended = await buyer.shop.post(`/v1/promises/${body.promiseId}/${buyer.ends}`, {});
    expect(ended.status, JSON.stringify(ended.body)).toBe(200);
  }
  return { buyer, got: true };
}

const unmetOf = (heard: Heard[]) => heard.filter(({ got }) => !got).map(({ buyer }) => buyer);
const unitsOf = (buyers: Buyer[]) => buyers.reduce((sum, { quantity }) => sum + quantity, 0);
const available = async (itemId: string) => (await stockOf(ground, itemId)).available;

/** Adds up the promises themselves, again and again, until told to stop. @returns what it saw */
async function watch(itemId: string, until: { stop: boolean }): Promise<number[]> {
  const seen: number[] = [];
  while (!until.stop) {
    const { rows } = (await first.db.raw(
      `SELECT coalesce(sum(open), 0)::int AS n FROM promise_line l JOIN promise p USING (site_id, promise_id)
        WHERE l.item_id = ? AND p.state IN ('open', 'confirmed')`,
      [itemId],
    )) as { rows: { n: number }[] };
    seen.push(rows[0]!.n);
  }
  return seen;
}

/** They ask again one after the other, and pay; then nothing that is free would serve any of them. */
async function retry(buyers: Buyer[], itemId: string): Promise<{ unmet: Buyer[]; served: Buyer[] }> {
  const heard: Heard[] = [];
  for (const buyer of buyers) heard.push(await checkOut({ ...buyer, ends: 'confirm' }));
  const unmet = unmetOf(heard);
  const smallest = Math.min(...unmet.map(({ quantity }) => quantity), Infinity);
  expect(await available(itemId)).toBeLessThan(smallest);
  return { unmet, served: heard.filter(({ got }) => got).map(({ buyer }) => buyer) };
}

describe(`more buyers than goods, of whom some pay, some cannot and some walk away (seed ${seed})`, () => {
  const draws = Array.from({ length: rounds }, (_, round) => seed + round);
  it.each(draws)('are never told that all is sold while a unit lies there for them (%i)', async (seed) => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[0]!, UNITS);
    const random = makeRandom(seed);
    const ends = ['confirm', 'release', 'nothing'] as const;
    const buyers = Array.from({ length: BUYERS }, (_, at) => ({
      shop: shops[at % 2]!,
      itemId,
      externalId: `out-${seed}-${at}`,
      quantity: 1 + random.int(5),
      ends: ends[random.int(3)]!,
    }));
    const until = { stop: false };
    const watched = watch(itemId, until);
    const heard = await rush(
      buyers.map((buyer) => () => checkOut(buyer)),
      { atOnce: AT_ONCE, seed },
    );
    until.stop = true;
    const granted = await watched;
    expect(Math.max(...granted)).toBeLessThanOrEqual(UNITS);
    expect(granted.length, 'looks in the middle of it').toBeGreaterThan(5);
    const paid = heard.filter(({ got, buyer }) => got && buyer.ends === 'confirm').map(({ buyer }) => buyer);
    const left = heard.filter(({ got, buyer }) => got && buyer.ends === 'nothing').map(({ buyer }) => buyer);
    const back = heard.filter(({ got, buyer }) => got && buyer.ends === 'release').length;
    expect(unitsOf(paid) + unitsOf(left)).toBeLessThanOrEqual(UNITS);

    const after = await retry(unmetOf(heard), itemId);
    expect(unitsOf([...paid, ...left, ...after.served])).toBeLessThanOrEqual(UNITS);
    // what was held for those who walked away is free the moment that their time is over, before any job has come round
    for (const server of [first, second]) {
      server.clock.set(new Date(server.clock.now().getTime() + (HOLD_S + 1) * 1000));
    }
    const last = await retry(after.unmet, itemId);
    expect(unitsOf([...paid, ...after.served, ...last.served])).toBeLessThanOrEqual(UNITS);
    noteReached('sold out', { back, left: left.length, refused: unmetOf(heard).length, served: last.served.length });
    expect(back, 'payments that failed').toBeGreaterThan(0);
    expect(left.length, 'buyers who walked away').toBeGreaterThan(0);
    expect(last.served.length, 'buyers served from what was held').toBeGreaterThan(0);
    expect(await judgeBooks(first, 'inventory')).toEqual([]);
  });

  it('would be caught in a shop that counts what it has granted and takes nothing back', () => {
    let free = UNITS;
    const grant = (quantity: number) => {
      if (quantity > free) return false;
      free -= quantity;
      return true;
    };
    const random = makeRandom(seed);
    const asked = Array.from({ length: BUYERS }, () => ({ quantity: 1 + random.int(5), pays: random.int(3) === 0 }));
    const sold = asked.filter(({ quantity }) => grant(quantity));
    const unpaid = sold.filter(({ pays }) => !pays).reduce((sum, { quantity }) => sum + quantity, 0);
    expect(unpaid).toBeGreaterThan(5);
    expect(grant(5)).toBe(false);
  });
});
