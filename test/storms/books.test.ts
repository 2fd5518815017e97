import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../../src/commands/day/random.ts';
import { binPlace, post } from '../../src/inventory/index.ts';
import { sha256 } from '../../src/platform/crypto.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import { newId } from '../../src/platform/ids.ts';
import { transact } from '../../src/platform/transact.ts';
import { system } from '../../src/platform/work.ts';
import { addItem, openGround, openSeller, stow, type Ground } from '../support/goods.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { judgeBooks } from './judge.ts';
import { moveNaively, sumBinByBin } from './naive/books.ts';
import { noteReached, rounds, seed } from './size.ts';

const WRITERS = 16;
const READERS = 4;
const READS = 500 * rounds;
const MOVES = 800 * rounds;
const BINS = 6;
const UNITS = 40;

let server: TestServer;
let ground: Ground;
/** As the app works, with a connection for each of those who write. */
let db: Database;
let goods: { sellerId: string; itemId: string }[];
let bins: string[];

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  db = connect(server.databaseUrl, WRITERS + READERS, server.roles);
  bins = ground.bins.slice(0, BINS);
  goods = [];
  const other = await openSeller(server, ground.admin, 'OTHER');
  for (const sellerId of [ground.sellerId, other]) {
    for (let item = 0; item < 2; item++) {
      const { itemId } = await addItem({ ...ground, sellerId });
      for (const bin of bins) await stow(ground, itemId, bin, UNITS);
      goods.push({ sellerId, itemId });
    }
  }
});
afterAll(async () => {
  await db?.destroy();
  await server?.close();
});

interface Move {
  sellerId: string;
  itemId: string;
  from: string;
  to: string;
  quantity: number;
}

function draw(random: ReturnType<typeof makeRandom>): Move {
  const [from, to] = random.shuffle(bins);
  return { ...random.pick(goods), from: binPlace(from!), to: binPlace(to!), quantity: 1 + random.int(5) };
}

async function move(leg: Move): Promise<'moved' | 'refused'> {
  const outcome = await transact(db, { actor: system, at: server.clock.now(), id: newId() }, (work) =>
    post(work, { siteId: ground.siteId, kind: 'move', legs: [leg] }),
  );
  if (outcome.refused) expect(outcome.refusal.code).toBe('not_enough_at_place');
  return outcome.refused ? 'refused' : 'moved';
}

/** Everybody moves at once, and some look, until there have been so many moves and so many looks. */
async function rush<T>(
  wanted: { moves: number; looks: number },
  act: (leg: Move) => Promise<'moved' | 'refused'>,
  look: () => Promise<T>,
) {
  const counts = { moved: 0, refused: 0 };
  const seen: T[] = [];
  const over = () => counts.moved >= wanted.moves && seen.length >= wanted.looks;
  const writers = Array.from({ length: WRITERS }, async (_, at) => {
    const random = makeRandom(seed * 1000 + at);
    while (!over()) counts[await act(draw(random))] += 1;
  });
  const readers = Array.from({ length: READERS }, async () => {
    while (!over()) seen.push(await look());
  });
  await Promise.all([...writers, ...readers]);
  return { ...counts, seen };
}

/** What everybody owns, in one look: a transaction that sees one moment. */
async function totals(): Promise<string> {
  return db.transaction(
    async (tx) => {
      const all = (await tx.raw(
        `SELECT seller_id, sum(quantity)::int AS units, min(quantity) AS least, count(DISTINCT place)::int AS places
           FROM balance WHERE site_id = ? AND place LIKE 'bin/%' GROUP BY 1 ORDER BY 1`,
        [ground.siteId],
      )) as { rows: { seller_id: string; units: number; least: number; places: number }[] };
      return all.rows.map((row) => `${row.seller_id} ${row.units} ${row.least >= 0} ${row.places <= BINS}`).join();
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
}

/** Balances as they are kept, and as they come out of the ledger alone, counted here and not by the database. */
async function foldedAndKept(): Promise<{ folded: string; kept: string; legs: number }> {
  const ledger = (await server.db.raw('SELECT * FROM ledger')) as { rows: Record<string, string | number>[] };
  const units = new Map<string, number>();
  const add = (key: (string | number)[], quantity: number) =>
    units.set(key.join('|'), (units.get(key.join('|')) ?? 0) + quantity);
  for (const leg of ledger.rows) {
    const of = [leg['item_id']!, leg['lot']!, leg['serial']!];
    add([leg['site_id']!, leg['from_place']!, ...of, leg['from_condition']!], -Number(leg['quantity']));
    add([leg['site_id']!, leg['to_place']!, ...of, leg['to_condition']!], Number(leg['quantity']));
  }
  const real = [...units].filter(([key, quantity]) => quantity !== 0 && key.split('|')[1]!.includes('/'));
  const { rows } = (await server.db.raw(
    `SELECT concat_ws('|', site_id, place, item_id, lot, serial, condition) AS key, quantity FROM balance WHERE quantity <> 0`,
  )) as { rows: { key: string; quantity: number }[] };
  const hashOf = (lines: string[]) => sha256(lines.sort().join('\n'));
  return {
    folded: hashOf(real.map(([key, quantity]) => `${key} ${quantity}`)),
    kept: hashOf(rows.map(({ key, quantity }) => `${key} ${quantity}`)),
    legs: ledger.rows.length,
  };
}

describe(`sixteen who move goods at once (seed ${seed})`, () => {
  it('change no total that a reader sees, and no other seller sees the less', async () => {
    const before = await totals();
    const { moved, refused, seen } = await rush({ moves: MOVES, looks: READS }, move, totals);
    noteReached('bank read', { moved, refused, reads: seen.length });
    expect([...new Set(seen)]).toEqual([before]);
    expect(refused, 'moves of more than lay there').toBeGreaterThan(0);
  });

  it('leave balances that are the fold of the ledger, to the bit', async () => {
    const { folded, kept, legs } = await foldedAndKept();
    noteReached('fold', { legs });
    expect(legs).toBeGreaterThan(MOVES);
    expect(kept).toBe(folded);
    expect(await judgeBooks(server)).toEqual([]);
  });

  it('would be caught in a reader who looks into one bin after the other', async () => {
    const places = bins.map(binPlace);
    const { seen } = await rush({ moves: 400, looks: 50 }, move, () => sumBinByBin(db, ground.siteId, places));
    expect(new Set(seen).size).toBeGreaterThan(1);
  });

  it('would be caught in movers who read, add and write back', async () => {
    const naive = (leg: Move) => moveNaively(server.db, { ...leg, siteId: ground.siteId }).then(() => 'moved' as const);
    await rush({ moves: 200, looks: 0 }, naive, totals);
    const { folded, kept } = await foldedAndKept();
    expect(kept).not.toBe(folded);
  });
});
