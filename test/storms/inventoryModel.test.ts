import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../src/platform/database.ts';
import { addItem, openGround, type Ground } from '../support/goods.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { emptyModel, Floor, type Model, type Promising } from './inventoryModel.ts';
import { judgeBooks } from './judge.ts';
import { promiseRegardless } from './naive/promise.ts';
import { noteReached, rounds, seed } from './size.ts';

const RUNS = 20 * rounds;
const STEPS = rounds === 1 ? 60 : 200;
const BINS = 3;

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
  await server?.close();
});

const bin = fc.nat({ max: BINS - 1 });
const units = fc.integer({ min: 1, max: 8 });
const some = fc.nat({ max: 20 });

type Step = fc.AsyncCommand<Model, Floor>;

/** A step that may be taken whenever it comes; what it may not do, it has to refuse. */
function step<T extends unknown[]>(
  name: string,
  drawn: fc.Arbitrary<T>,
  take: (floor: Floor, model: Model, ...of: T) => Promise<void>,
): fc.Arbitrary<Step> {
  return drawn.map((of) => ({
    check: () => true,
    async run(model, floor) {
      await take(floor, model, ...of);
      await floor.compare(model);
    },
    toString: () => `${name}(${of.join(', ')})`,
  }));
}

const steps = [
  step('receive', fc.tuple(bin, fc.integer({ min: 1, max: 30 })), (floor, model, at, n) => floor.receive(model, at, n)),
  step('move', fc.tuple(bin, bin, units), (floor, model, ...of) => floor.move(model, ...of)),
  step('writeOff', fc.tuple(bin, units), (floor, model, at, n) => floor.writeOff(model, at, n)),
  step('promise', fc.tuple(units), (floor, model, n) => floor.promise(model, n)),
  step('promise', fc.tuple(units), (floor, model, n) => floor.promise(model, n)),
  step('release', fc.tuple(some), (floor, model, at) => floor.release(model, at)),
  step('reduce', fc.tuple(some), (floor, model, at) => floor.reduce(model, at)),
  step('allocate', fc.tuple(some, units), (floor, model, at, n) => floor.allocate(model, at, n)),
  step('allocate', fc.tuple(some, units), (floor, model, at, n) => floor.allocate(model, at, n)),
  step('pick', fc.tuple(some, units), (floor, model, at, n) => floor.pick(model, at, n)),
  step('pick', fc.tuple(some, units), (floor, model, at, n) => floor.pick(model, at, n)),
  step('breakOff', fc.tuple(some, fc.boolean()), (floor, model, at, free) => floor.breakOff(model, at, free)),
  step('breakOff', fc.tuple(some), (floor, model, at) => floor.breakOff(model, at, false)),
  step('breakOff', fc.tuple(some), (floor, model, at) => floor.breakOff(model, at, false)),
  step('hold', fc.tuple(bin, units), (floor, model, at, n) => floor.hold(model, at, n)),
  step('free', fc.tuple(bin, units), (floor, model, at, n) => floor.free(model, at, n)),
  step('ship', fc.tuple(units), (floor, model, n) => floor.ship(model, n)),
];

function walk(runs: number, reached: Record<string, number>, promise?: Promising): Promise<void> {
  const walks = fc.array(fc.oneof(...steps), { minLength: STEPS / 2, maxLength: STEPS });
  const walked = fc.asyncProperty(walks, async (commands) => {
    const { itemId } = await addItem(ground);
    const of = { siteId: ground.siteId, sellerId: ground.sellerId, itemId };
    const floor = new Floor(db, of, { reached, ...(promise === undefined ? {} : { promise }) });
    await fc.asyncModelRun(() => ({ model: emptyModel(ground.bins.slice(0, BINS)), real: floor }), commands);
  });
  return fc.assert(walked, { numRuns: runs, seed, endOnFailure: true });
}

describe(`stock beside a model of it (seed ${seed})`, () => {
  it('says the same after every step, and refuses what the model refuses', async () => {
    const reached: Record<string, number> = {};
    await walk(RUNS, reached);
    noteReached('inventory model', reached);
    const branches = [
      'receive',
      'move',
      'write off',
      'promise',
      'release',
      'reduce',
      'allocate',
      'pick',
      'hold',
      'free',
    ];
    const refused = ['move refused', 'write off refused', 'promise refused', 'free refused', 'ship refused'];
    for (const branch of [...branches, ...refused, 'ship', 'break to promise', 'break to free']) {
      expect(reached[branch] ?? 0, `${branch}: ${JSON.stringify(reached)}`).toBeGreaterThan(0);
    }
    // its orders and receipts are none: only what inventory owes
    expect(await judgeBooks(server, 'inventory')).toEqual([]);
  });

  it('would be caught in a shop that says yes where it ought to refuse', async () => {
    await expect(walk(RUNS, {}, promiseRegardless)).rejects.toThrow('Property failed');
  });
});
