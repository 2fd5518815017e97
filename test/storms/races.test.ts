import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../src/platform/database.ts';
import { addItem, openGround, type Ground } from '../support/goods.ts';
import { startServer, type TestServer } from '../support/server.ts';
import type { Promising } from './inventoryModel.ts';
import { judgeBooks } from './judge.ts';
import { promiseAsSeen } from './naive/race.ts';
import { RaceFloor } from './raceFloor.ts';
import { apply, ordersOf, textOf, type Command, type Stock } from './raceModel.ts';
import { noteReached, rounds, seed } from './size.ts';

const [RUNS, RACES, BINS] = [8 * rounds, 10, 2];

let server: TestServer;
let ground: Ground;
let db: Database;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  db = connect(server.databaseUrl, 4, server.roles);
});
afterAll(async () => {
  await db?.destroy();
  await server?.close('units are allocated to orders that were never placed');
});

const units = fc.integer({ min: 1, max: 5 });
const bin = fc.nat({ max: BINS - 1 });
const of = fc.nat({ max: 30 });
const buying: fc.Arbitrary<Command> = fc.record({ verb: fc.constant('promise' as const), units });
const drawn: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: buying },
  { weight: 1, arbitrary: fc.record({ verb: fc.constantFrom('release' as const, 'reduce' as const), of }) },
  { weight: 4, arbitrary: fc.record({ verb: fc.constant('allocate' as const), of, units }) },
  { weight: 2, arbitrary: fc.record({ verb: fc.constant('pick' as const), of, units }) },
  {
    weight: 2,
    arbitrary: fc.record({
      verb: fc.constant('breakOff' as const),
      of,
      to: fc.constantFrom('promise' as const, 'free' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ verb: fc.constantFrom('hold' as const, 'free' as const), bin, units }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('receive' as const), bin, units }) },
  {
    weight: 1,
    arbitrary: bin.chain((from) =>
      fc.record({
        verb: fc.constant('move' as const),
        bin: fc.constant(from),
        to: fc.constant((from + 1) % BINS),
        units,
      }),
    ),
  },
);

/**
 * Those that may come at the same moment: what an order does to its promise and its allocations it does one after the other,
 * since it is held meanwhile; and it gives up a promise with nothing on its way.
 */
function fitting(commands: Command[], stock: Stock): Command[] {
  const orders = new Set<number>();
  const busy = new Set(stock.allocations.map(({ promise }) => promise));
  return commands.flatMap((command): Command[] => {
    if (!('of' in command)) return [command];
    const onAllocation = command.verb === 'pick' || command.verb === 'breakOff';
    const list = onAllocation ? stock.allocations : stock.promises.filter(({ live }) => live);
    if (list.length === 0) return [];
    const chosen = list[command.of % list.length]!;
    const order = 'promise' in chosen ? chosen.promise : chosen.at;
    if (orders.has(order) || (command.verb === 'release' && busy.has(order))) return [];
    orders.add(order);
    const all: readonly { at: number }[] = onAllocation ? stock.allocations : stock.promises;
    return [{ ...command, of: all.indexOf(chosen) }];
  });
}

/** Every order in which they may have come, one after the other, with what each is then told and what is left. */
function* outcomes(before: Stock, commands: Command[], from: number): Generator<[told: string, left: string]> {
  const numbered = commands.map((command, at) => ({ command, at }));
  for (const order of ordersOf(numbered)) {
    const stock = structuredClone(before);
    const told: string[] = [];
    for (const { command, at } of order) told[at] = apply(stock, command, from + at, before);
    yield [told.join(), textOf(stock)];
  }
}

function run(reached: Record<string, number>, commands = drawn, promise?: Promising): Promise<void> {
  const race = fc.array(commands, { minLength: 2, maxLength: 3 });
  const raced = fc.asyncProperty(fc.array(race, { minLength: RACES / 2, maxLength: RACES }), async (races) => {
    const { itemId } = await addItem(ground);
    const item = { siteId: ground.siteId, sellerId: ground.sellerId, itemId };
    const floor = new RaceFloor(db, item, { bins: ground.bins.slice(0, BINS), promise });
    let at = server.clock.now().getTime();
    await floor.act({ verb: 'receive', bin: 0, units: 7 }, at);
    await floor.act({ verb: 'receive', bin: 1, units: 4 }, at);
    for (const drawnCommands of races) {
      const before = await floor.read();
      const racing = fitting(drawnCommands, before);
      const from = (at += 10);
      const told = await Promise.all(racing.map((command, no) => floor.act(command, from + no)));
      const after = textOf(await floor.read());
      for (const [no, { verb }] of racing.entries()) {
        const branch = told[no]!.startsWith('done') ? verb : `${verb} refused`;
        reached[branch] = (reached[branch] ?? 0) + 1;
      }
      const possible = [...outcomes(before, racing, from)];
      const isOne = possible.some(([words, left]) => words === told.join() && left === after);
      expect(isOne ? 'one of them' : { before, racing, told, after, possible }).toBe('one of them');
    }
  });
  return fc.assert(raced, { numRuns: RUNS, seed, endOnFailure: true });
}

describe(`commands that come at the same moment (seed ${seed})`, () => {
  it('answer and leave what they would have one after the other, in some order', async () => {
    const reached: Record<string, number> = {};
    await run(reached);
    noteReached('races', reached);
    const effects = ['promise', 'release', 'reduce', 'allocate', 'pick', 'breakOff', 'hold', 'free', 'move'];
    for (const branch of [...effects, 'promise refused', 'hold refused', 'free refused']) {
      expect(reached[branch] ?? 0, `${branch}: ${JSON.stringify(reached)}`).toBeGreaterThan(0);
    }
    // its orders and receipts are none: only what inventory owes
    expect(await judgeBooks(server, 'inventory')).toEqual([]);
  });

  it('would be caught in a shop that answers by what it saw a moment ago', async () => {
    await expect(run({}, buying, promiseAsSeen)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('one of them') as string },
    });
  });
});
