import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../../src/commands/day/random.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import { addItem, openGround, stockOf, stow, type Ground } from '../support/goods.ts';
import { startServer, type Answer, type Person, type TestServer } from '../support/server.ts';
import { judgeBooks } from './judge.ts';
import { openShopWithoutBounds } from './naive/withoutBounds.ts';
import { noteReached, rounds, seed } from './size.ts';

const TRIES = 250 * rounds;
const UNITS = 10;
const PROMISED = 4;
/** SQLSTATE check_violation, and what an overflowing int says. */
const BOUNDS = /^(23514|22003)$/;

let server: TestServer;
let app: Database;
let ground: Ground;
let shop: Person;
let itemId: string;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  app = connect(server.databaseUrl, 4, server.roles);
  shop = await server.as('channel', { sellerId: ground.sellerId });
  itemId = (await addItem(ground)).itemId;
  await stow(ground, itemId, ground.bins[0]!, UNITS);
  const promised = await promise(PROMISED);
  expect(promised.status, JSON.stringify(promised.body)).toBe(201);
});
afterAll(async () => {
  await app?.destroy();
  await server?.close();
});

let asked = 0;
const promise = (quantity: unknown) =>
  shop.post('/v1/promises', {
    channel: 'mall',
    externalId: `bounds-${(asked += 1)}`,
    lines: [{ itemId, quantity }],
    expiresInSeconds: 600,
  });
const inBin = (door: string, quantity: unknown, more: object) =>
  ground.manager.post(`/v1/stock/${door}`, {
    siteId: ground.siteId,
    binCode: ground.bins[0],
    itemId,
    quantity,
    ...more,
  });

/** What takes more than there is, or a quantity that is none; each with the refusals that are right for it. */
const doors: Record<string, { ask(beyond: number): Promise<Answer>; codes: string[] }> = {
  'adjust away': {
    ask: (beyond) => inBin('adjustments', -(UNITS + beyond), { reason: 'lost' }),
    codes: ['not_enough_at_place'],
  },
  hold: { ask: (beyond) => inBin('holds', UNITS + beyond, { reason: 'quality' }), codes: ['not_enough_at_place'] },
  free: { ask: (beyond) => inBin('holds/free', beyond, { reason: 'checked' }), codes: ['not_enough_at_place'] },
  promise: { ask: (beyond) => promise(UNITS - PROMISED + beyond), codes: ['not_enough_stock'] },
  'promise none': { ask: (beyond) => promise(-beyond), codes: ['invalid'] },
  'promise a part': { ask: (beyond) => promise(beyond + 0.5), codes: ['invalid'] },
  'adjust by no number': { ask: (beyond) => inBin('adjustments', beyond * 1e12, { reason: 'x' }), codes: ['invalid'] },
};

/** What nobody may write, however he got at the tables: as the app's own role. */
const statements: Record<string, (beyond: number) => string> = {
  'less than nothing': (beyond) => `UPDATE balance SET quantity = -${beyond}`,
  'more allocated than there': (beyond) => `UPDATE balance SET allocated = quantity + ${beyond}`,
  'allocated below zero': (beyond) => `UPDATE balance SET allocated = -${beyond}`,
  'more promised than on hand': (beyond) => `UPDATE item_stock SET promised = on_hand + ${beyond}`,
  'more held than on hand': (beyond) => `UPDATE item_stock SET held = on_hand - promised + ${beyond}`,
  'promised below zero': (beyond) => `UPDATE item_stock SET promised = -${beyond}`,
  'on hand below zero': (beyond) => `UPDATE item_stock SET on_hand = -${beyond}`,
  'more open than promised': (beyond) => `UPDATE promise_line SET open = quantity + ${beyond}`,
  'a place that is none': (beyond) => `UPDATE balance SET place = 'shelf/${beyond}'`,
};

/** What is tried: doors by their names, statements, and what must stay as it is. */
export interface Bounded {
  doors: Record<string, (beyond: number) => Promise<Pick<Answer, 'status' | 'body'>>>;
  write(statement: string): Promise<unknown>;
  state(): Promise<object>;
}

const own: Bounded = {
  doors: Object.fromEntries(Object.entries(doors).map(([name, { ask }]) => [name, ask])),
  write: (statement) => app.raw(statement),
  state: () => stockOf(ground, itemId),
};

/** Each door in turn. @returns what was taken, or refused for another reason, and how often each was tried */
async function strikeDoors({ doors: asked, state }: Bounded, tries: number) {
  const random = makeRandom(seed);
  const before = JSON.stringify(await state());
  const [reached, faults]: [Record<string, number>, Set<string>] = [{}, new Set()];
  const names = Object.keys(doors);
  for (let turn = 0; turn < tries; turn++) {
    const name = names[turn % names.length]!;
    const { status, body } = await asked[name]!(1 + random.int(900));
    const isRefused = [409, 422].includes(status) && doors[name]!.codes.includes(body.error?.code);
    if (!isRefused) faults.add(`${name}: ${status} ${JSON.stringify(body)}`);
    reached[name] = (reached[name] ?? 0) + 1;
  }
  if (JSON.stringify(await state()) !== before) faults.add('the stock is another');
  expect(Object.keys(reached)).toEqual(names);
  return { faults: [...faults], reached };
}

async function strikeTables({ write, state }: Bounded, tries: number) {
  const random = makeRandom(seed + 1);
  const before = JSON.stringify(await state());
  const [reached, faults]: [Record<string, number>, Set<string>] = [{}, new Set()];
  const names = Object.keys(statements);
  for (let turn = 0; turn < tries; turn++) {
    const name = names[turn % names.length]!;
    const said = await write(statements[name]!(1 + random.int(2_000_000_000))).then(
      () => 'written',
      (error: { code?: string }) => String(error.code),
    );
    if (!BOUNDS.test(said)) faults.add(`${name}: ${said}`);
    reached[name] = (reached[name] ?? 0) + 1;
  }
  if (JSON.stringify(await state()) !== before) faults.add('the stock is another');
  expect(Object.keys(reached)).toEqual(names);
  return { faults: [...faults], reached };
}

describe(`quantities outside of their bounds (seed ${seed})`, () => {
  it('are refused at every door, each with its reason, and change nothing', async () => {
    const { faults, reached } = await strikeDoors(own, TRIES);
    noteReached('bounds, doors', reached);
    expect(faults).toEqual([]);
  });

  it('are refused by the tables themselves, whoever writes', async () => {
    const { faults, reached } = await strikeTables(own, TRIES);
    noteReached('bounds, tables', reached);
    expect(faults).toEqual([]);
    expect(await judgeBooks(server, 'inventory')).toEqual([]);
  });

  it('would be caught in a shop that writes what it is asked, into tables without bounds', async () => {
    const naive = await openShopWithoutBounds(server.db, { siteId: ground.siteId, itemId, bin: ground.bins[0]! });
    const taken = (await strikeDoors(naive, Object.keys(doors).length)).faults;
    const caught = (faults: string[]) => faults.map((fault) => fault.replace(/:.*/, ''));
    expect(caught(taken)).toEqual([...Object.keys(doors), 'the stock is another']);
    const written = (await strikeTables(naive, Object.keys(statements).length)).faults;
    // a number that no column holds is no bound of the shop's
    expect(caught(written)).toEqual(
      expect.arrayContaining(['less than nothing', 'a place that is none', 'the stock is another']),
    );
    expect(written.length).toBeGreaterThan(Object.keys(statements).length / 2);
  });
});
