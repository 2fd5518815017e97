import { describe, expect, it } from 'vitest';
import { runAudit } from '../../src/commands/audit/run.ts';
import { makeRandom } from '../../src/commands/day/random.ts';
import { addItem, stockOf, stow, type Ground } from '../support/goods.ts';
import { type Answer, type Person, type TestServer } from '../support/server.ts';
import { sellNaively } from './naive.ts';
import { rush } from './rush.ts';
import { lengthOf, noteReached, seed } from './size.ts';
import { useTwoShops } from './twoShops.ts';

const BUYERS = 1000;
/** As many ask at the same moment as a shop's servers have connections open. */
const AT_ONCE = 64;

let first: TestServer;
let ground: Ground;
let shops: Person[];

useTwoShops((at) => ({ first, ground, shops } = at));

let purchases = 0;
const buy = (shop: Person, lines: { itemId: string; quantity: number }[]) => {
  purchases += 1;
  return shop.post('/v1/promises', {
    channel: 'mall',
    externalId: `rush-${purchases}`,
    lines,
    expiresInSeconds: 600,
  });
};

function sortOf(answers: Answer[]) {
  const sold = answers.filter(({ status }) => status === 201);
  const refused = answers.filter(({ status }) => status === 409);
  const other = answers.filter(({ status }) => status !== 201 && status !== 409);
  return { sold, refused, other: other.map(({ status, body }) => ({ status, body })) };
}

describe(`a rush of buyers through two apps on one database (seed ${seed})`, () => {
  const draws = Array.from({ length: lengthOf(3, 100) }, (_, at) => seed + at);
  // the last unit at every draw, fifty at the first
  const sales = [...draws.map((seed) => ({ units: 1, seed })), { units: 50, seed }];
  it.each(sales)(
    'sells $units of a thousand what there is, and tells every other what is left ($seed)',
    async (sale) => {
      const { units, seed } = sale;
      const { itemId } = await addItem(ground);
      await stow(ground, itemId, ground.bins[0]!, units);
      const answers = await rush(
        Array.from({ length: BUYERS }, (_, i) => () => buy(shops[i % 2]!, [{ itemId, quantity: 1 }])),
        { atOnce: AT_ONCE, seed },
      );
      const { sold, refused, other } = sortOf(answers);
      expect(other).toEqual([]);
      expect(sold).toHaveLength(units);
      expect(refused).toHaveLength(BUYERS - units);
      for (const { body } of refused) {
        expect(body.error).toMatchObject({
          code: 'not_enough_stock',
          details: [{ itemId, requested: 1, available: 0 }],
        });
      }
      noteReached('sell', { sold: sold.length, refused: refused.length });
      expect(await stockOf(ground, itemId)).toMatchObject({ onHand: units, promised: units, available: 0 });
    },
  );

  it('would catch a shop that looks first and sells after', async () => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[1]!, 50);
    await first.db.raw('CREATE TABLE naive_sale (item_id uuid NOT NULL, quantity int NOT NULL)');
    const { siteId } = ground;
    const answers = await rush(
      Array.from({ length: 200 }, () => () => sellNaively(first.db, { siteId, itemId, quantity: 1 })),
      { atOnce: AT_ONCE, seed },
    );
    await first.db.raw('DROP TABLE naive_sale');
    await first.db.raw(`UPDATE item_stock SET promised = 0 WHERE item_id = ?`, [itemId]);
    expect(answers.filter((answer) => answer === 'sold').length).toBeGreaterThan(50);
  });

  it('serves baskets that name the same items in every order: no deadlock comes through, and no unit is lost', async () => {
    const goods: string[] = [];
    for (let i = 0; i < 6; i++) {
      const { itemId } = await addItem(ground);
      await stow(ground, itemId, ground.bins[2 + i]!, 40);
      goods.push(itemId);
    }
    const random = makeRandom(seed + 1);
    const baskets = Array.from({ length: 200 }, () =>
      [...goods]
        .map((itemId) => ({ itemId, at: random.float() }))
        .sort((a, b) => a.at - b.at)
        .slice(0, 4)
        .map(({ itemId }) => ({ itemId, quantity: 1 + random.int(2) })),
    );
    const asked = new Map<string, number>();
    const answers = await rush(
      baskets.map((lines, i) => async () => {
        const answer = await buy(shops[i % 2]!, lines);
        if (answer.status === 201) {
          for (const { itemId, quantity } of lines) asked.set(itemId, (asked.get(itemId) ?? 0) + quantity);
        }
        return answer;
      }),
      { atOnce: AT_ONCE, seed },
    );
    const { sold, refused, other } = sortOf(answers);
    expect(other).toEqual([]);
    expect(sold.length, 'baskets that were sold').toBeGreaterThan(0);
    expect(refused.length, 'baskets that were refused').toBeGreaterThan(0);
    for (const itemId of goods) {
      expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 40, promised: asked.get(itemId) ?? 0 });
    }
    expect((await runAudit(first.db)).clean).toBe(true);
  });
});
