import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../../src/commands/day/random.ts';
import { expireDue } from '../../src/inventory/expirePromises.ts';
import { confirmPromise, promise } from '../../src/inventory/index.ts';
import { releaseCheckout } from '../../src/inventory/releasePromise.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import { done, type Outcome } from '../../src/platform/errors.ts';
import { newId } from '../../src/platform/ids.ts';
import { transact } from '../../src/platform/transact.ts';
import { system, type Work } from '../../src/platform/work.ts';
import { addItem, openGround, stockOf, stow, type Ground } from '../support/goods.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { meetingOf } from '../support/waiting.ts';
import { deadlocksOf, judgeBooks } from './judge.ts';
import { resolveNaively, takeInBasketOrder } from './naive/resolve.ts';
import { lengthOf, noteReached, rounds, seed } from './size.ts';

const RACES = lengthOf(200, 10_000);
const WORKERS = 32;
const BASKETS = 160 * rounds;
const ITEMS = 20;

let server: TestServer;
let ground: Ground;
let db: Database;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server, { aisles: 4 });
  db = connect(server.databaseUrl, WORKERS, server.roles);
});
afterAll(async () => {
  await db?.destroy();
  await server?.close();
});

const within = <T>(at: Date, verb: (work: Work) => Promise<Outcome<T>>) =>
  transact(db, { actor: system, at, id: newId() }, verb);

async function count(query: string): Promise<number> {
  const { rows } = (await server.db.raw(`SELECT count(*)::int AS n ${query}`)) as { rows: { n: number }[] };
  return rows[0]!.n;
}

describe(`a promise that is confirmed, released and over at the same moment (seed ${seed})`, () => {
  it('ends once: one wins, and the others are told how it ended', async () => {
    const random = makeRandom(seed);
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[0]!, 2 * RACES);
    const legs = await count('FROM ledger');
    const won: Record<string, number> = { confirmed: 0, released: 0, expired: 0 };
    for (let race = 0; race < RACES; race++) {
      const over = new Date(server.clock.now().getTime() + 60_000 * (race + 1));
      const [before, after] = [new Date(over.getTime() - 1000), new Date(over.getTime() + 1000)];
      const { siteId, sellerId } = ground;
      const lines = [{ itemId, quantity: 2 }];
      const asked = { siteId, sellerId, channel: 'race', mall: '', externalId: newId(), expiresAt: over, lines };
      const made = await within(before, (work) => promise(work, asked));
      if (made.refused) throw new Error(made.refusal.code);
      const { promiseId } = made.value;
      const key = { itemId, siteId };
      const racers = random.shuffle([
        async () => ['confirmed', await within(before, (work) => confirmPromise(work, { promiseId }))] as const,
        async () => ['released', await within(before, (work) => releaseCheckout(work, { promiseId }))] as const,
        async () => ['expired', await within(after, async (work) => done(await expireDue(work, [key])))] as const,
      ]);
      // whoever is drawn first has a head start that he may lose
      const late = () => new Promise((rest) => setTimeout(rest, random.float() * 4));
      const ended = await Promise.all(
        racers.map(async (racer, at) => {
          if (at > 0) await late();
          return racer();
        }),
      );
      const winners = ended.filter(([way, outcome]) => {
        if (outcome.refused) return false;
        return way !== 'expired' || outcome.value === 1;
      });
      expect(winners, JSON.stringify(ended)).toHaveLength(1);
      const [way] = winners[0]!;
      const told = way === 'expired' ? 'promise_expired' : 'promise_resolved';
      for (const [, outcome] of ended) if (outcome.refused) expect(outcome.refusal.code).toBe(told);
      won[way]! += 1;
      const { rows } = (await server.db.raw('SELECT state FROM promise WHERE promise_id = ?', [promiseId])) as {
        rows: { state: string }[];
      };
      expect(rows).toEqual([{ state: way }]);
    }
    noteReached('resolve once', won);
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 2 * RACES, promised: 2 * won['confirmed']! });
    expect(await count('FROM ledger')).toBe(legs);
    for (const [way, times] of Object.entries(won)) expect(times, `${way} never won`).toBeGreaterThan(0);
  });

  it('would be caught where the state is looked at first and written after', async () => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[1]!, 10);
    const at = server.clock.now();
    const { siteId, sellerId } = ground;
    const lines = [{ itemId, quantity: 1 }];
    const expiresAt = new Date(at.getTime() + 60_000);
    const asked = { siteId, sellerId, channel: 'race', mall: '', externalId: newId(), expiresAt, lines };
    const made = await within(at, (work) => promise(work, asked));
    if (made.refused) throw new Error(made.refusal.code);
    const { promiseId } = made.value;
    const ways = ['confirmed', 'released', 'expired'];
    const ended = await Promise.all(ways.map((to) => resolveNaively(server.db, promiseId, to)));
    // as it was before, for whoever looks at the books after
    await server.db.raw(`UPDATE promise SET state = 'confirmed' WHERE promise_id = ?`, [promiseId]);
    expect(ended.filter((how) => how === 'won').length).toBeGreaterThan(1);
  });
});

describe(`baskets of ten items in any order, by ${WORKERS} at once (seed ${seed})`, () => {
  let items: string[];

  beforeAll(async () => {
    items = [];
    for (let item = 0; item < ITEMS; item++) {
      const { itemId } = await addItem(ground);
      await stow(ground, itemId, ground.bins[2 + item]!, 60);
      items.push(itemId);
    }
  });

  const baskets = () => {
    const random = makeRandom(seed + 1);
    return Array.from({ length: BASKETS }, () => random.shuffle(items).slice(0, 10));
  };

  async function serve<T>(queue: string[][], take: (basket: string[]) => Promise<T>): Promise<T[]> {
    const answers: T[] = [];
    const worker = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) answers.push(await take(next));
    };
    await Promise.all(Array.from({ length: WORKERS }, worker));
    return answers;
  }

  it('never wait for each other in a circle', async () => {
    const { siteId, sellerId } = ground;
    const answers = await serve(baskets(), (basket) => {
      const lines = basket.map((itemId) => ({ itemId, quantity: 1 }));
      const asked = { siteId, sellerId, channel: 'rush', mall: '', externalId: newId(), lines };
      return within(server.clock.now(), (work) => promise(work, asked));
    });
    const refused = answers.filter((outcome) => outcome.refused);
    noteReached('baskets', { sold: answers.length - refused.length, refused: refused.length });
    for (const outcome of refused) if (outcome.refused) expect(outcome.refusal.code).toBe('not_enough_stock');
    expect(answers.length - refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeGreaterThan(0);
    expect(await judgeBooks(server)).toEqual([]);
  });

  it('would be caught where items are taken as the buyer has put them in', async () => {
    const basket = items.slice(0, 2);
    const think = meetingOf(2);
    const codes = await Promise.all([basket, basket.toReversed()].map((order) => takeInBasketOrder(db, order, think)));
    expect(codes).toContain('40P01');
    // this one, and none that was run again unseen
    expect(await deadlocksOf(server, [db])).toBe(1);
  });
});
