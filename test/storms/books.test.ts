import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../../src/commands/day/random.ts';
import { binPlace, post } from '../../src/inventory/index.ts';
import { databaseIsAway } from '../../src/platform/away.ts';
import { sha256 } from '../../src/platform/crypto.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import { newId } from '../../src/platform/ids.ts';
import { transact } from '../../src/platform/transact.ts';
import { system } from '../../src/platform/work.ts';
import { addItem, openGround, openSeller, stow, type Ground } from '../support/goods.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilTrue } from '../support/waiting.ts';
import { judgeBooks } from './judge.ts';
import { moveNaively, sumBinByBin } from './naive/books.ts';
import { lengthOf, noteReached, seed } from './size.ts';

const WRITERS = 16;
const READERS = 4;
const READS = lengthOf(500, 50_000);
const MOVES = lengthOf(800, 80_000);
const BLOWS = lengthOf(5, 500);
/** Of the ledger that is folded, and of each movement that fills it. */
const [LEGS, AT_ONCE] = [lengthOf(5000, 5_000_000), 100];
/** So many legs are read at a time. */
const PAGE = 50_000;
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
  await server?.close('a wrong twin has moved units without counting them');
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

type Moved = 'moved' | 'refused' | 'cut';

const cutOff = (error: unknown): 'cut' => {
  if (!databaseIsAway(error)) throw error;
  return 'cut';
};

async function move(...legs: Move[]): Promise<Moved> {
  const outcome = await transact(db, { actor: system, at: server.clock.now(), id: newId() }, (work) =>
    post(work, { siteId: ground.siteId, kind: 'move', legs }),
  ).catch(cutOff);
  if (outcome === 'cut') return outcome;
  if (outcome.refused) expect(outcome.refusal.code).toBe('not_enough_at_place');
  return outcome.refused ? 'refused' : 'moved';
}

/** Ends some of those who are in the middle of something. */
async function endSome(): Promise<void> {
  await server.db.raw(
    `SELECT pg_terminate_backend(pid) FROM (
       SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
          AND backend_type = 'client backend' AND xact_start IS NOT NULL LIMIT 3) middle`,
  );
}

/** Everybody moves at once, and some look, until there have been so many moves and so many looks. */
async function rush<T>(
  wanted: { moves: number; looks: number },
  act: (leg: Move) => Promise<Moved>,
  look: () => Promise<T>,
  blow: { count: number; strike: () => Promise<void> } = { count: 0, strike: () => Promise.resolve() },
) {
  const counts = { moved: 0, refused: 0, cut: 0 };
  const seen: T[] = [];
  const over = () => counts.moved >= wanted.moves && seen.length >= wanted.looks;
  const writers = Array.from({ length: WRITERS }, async (_, at) => {
    const random = makeRandom(seed * 1000 + at);
    while (!over()) counts[await act(draw(random))] += 1;
  });
  const readers = Array.from({ length: READERS }, async () => {
    while (!over()) {
      const found = await look().catch(cutOff);
      if (found === 'cut') counts.cut += 1;
      else seen.push(found);
    }
  });
  const blows = async () => {
    for (let struck = 0; struck < blow.count; struck++) {
      await untilTrue(() => Promise.resolve(over() || counts.moved > (wanted.moves * (struck + 1)) / (blow.count + 1)));
      await blow.strike();
    }
  };
  await Promise.all([...writers, ...readers, blows()]);
  return { ...counts, seen };
}

/** What everybody owns, in one look: a transaction that sees one moment. */
async function totals(): Promise<string> {
  return db.transaction(
    async (tx) => {
      const all = (await tx.raw(
        `SELECT seller_id, sum(quantity)::int AS units, min(quantity) AS least,
                count(*) FILTER (WHERE place <> ALL(?))::int AS elsewhere
           FROM balance WHERE site_id = ? GROUP BY 1 ORDER BY 1`,
        [bins.map(binPlace), ground.siteId],
      )) as { rows: { seller_id: string; units: number; least: number; elsewhere: number }[] };
      return all.rows.map((row) => `${row.seller_id} ${row.units} ${row.least >= 0} ${row.elsewhere}`).join();
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
}

interface LedgerLeg extends Move {
  movementId: string;
  leg: number;
  lot: string;
  serial: string;
  fromCondition: string;
  toCondition: string;
}

/** The ledger from its first movement to its last. */
async function* ledger(): AsyncGenerator<LedgerLeg> {
  for (let last = ['00000000-0000-0000-0000-000000000000', 0] as [string, number]; ;) {
    const { rows } = (await server.db.raw(
      `SELECT movement_id AS "movementId", leg, item_id AS "itemId", lot, serial, from_place AS "from", to_place AS "to",
              from_condition AS "fromCondition", to_condition AS "toCondition", quantity
         FROM ledger WHERE site_id = ? AND (movement_id, leg) > (?, ?) ORDER BY movement_id, leg LIMIT ${PAGE}`,
      [ground.siteId, ...last],
    )) as { rows: LedgerLeg[] };
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined) return;
    last = [end.movementId, end.leg];
  }
}

/** Balances as they are kept, and as they come out of the ledger alone, counted here and not by the database. */
async function foldedAndKept(): Promise<{ folded: string; kept: string; legs: number }> {
  const units = new Map<string, number>();
  const add = (key: string[], quantity: number) => units.set(key.join('|'), (units.get(key.join('|')) ?? 0) + quantity);
  let legs = 0;
  for await (const { itemId, lot, serial, quantity, ...leg } of ledger()) {
    add([leg.from, itemId, lot, serial, leg.fromCondition], -quantity);
    add([leg.to, itemId, lot, serial, leg.toCondition], quantity);
    legs += 1;
  }
  const real = [...units].filter(([key, quantity]) => quantity !== 0 && key.split('|')[0]!.includes('/'));
  const { rows } = (await server.db.raw(
    `SELECT concat_ws('|', place, item_id, lot, serial, condition) AS key, quantity FROM balance
      WHERE site_id = ? AND quantity <> 0`,
    [ground.siteId],
  )) as { rows: { key: string; quantity: number }[] };
  const hashOf = (lines: string[]) => sha256(lines.sort().join('\n'));
  return {
    folded: hashOf(real.map(([key, quantity]) => `${key} ${quantity}`)),
    kept: hashOf(rows.map(({ key, quantity }) => `${key} ${quantity}`)),
    legs,
  };
}

/** Movements of many legs, until the ledger has as many as are to be folded. */
async function fillLedger(): Promise<void> {
  const { rows } = (await server.db.raw('SELECT count(*)::int AS n FROM ledger')) as { rows: { n: number }[] };
  let legs = rows[0]!.n;
  const writers = Array.from({ length: WRITERS }, async (_, at) => {
    const random = makeRandom(seed * 2000 + at);
    while (legs < LEGS) {
      const many = Array.from({ length: AT_ONCE }, () => ({ ...draw(random), quantity: 1 }));
      if ((await move(...many)) === 'moved') legs += AT_ONCE;
    }
  });
  await Promise.all(writers);
}

describe(`sixteen who move goods at once (seed ${seed})`, () => {
  it('change no total that a reader sees, and no other seller sees the less', async () => {
    const before = await totals();
    const { moved, refused, cut, seen } = await rush({ moves: MOVES, looks: READS }, move, totals, {
      count: BLOWS,
      strike: endSome,
    });
    noteReached('bank read', { moved, refused, cut, reads: seen.length });
    expect([...new Set(seen)]).toEqual([before]);
    expect(refused, 'moves of more than lay there').toBeGreaterThan(0);
    expect(cut, 'ended in the middle').toBeGreaterThan(0);
  });

  it('leave balances that are the fold of the ledger, to the bit', async () => {
    await fillLedger();
    const { folded, kept, legs } = await foldedAndKept();
    noteReached('fold', { legs });
    expect(legs).toBeGreaterThanOrEqual(LEGS);
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
