import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../src/platform/database.ts';
import { addItem, openGround, type Ground } from '../support/goods.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { Floor } from './inventoryFloor.ts';
import { emptyModel, type Model, type Promising } from './inventoryModel.ts';
import { judgeBooks } from './judge.ts';
import { promiseRegardless } from './naive/promise.ts';
import { lengthOf, noteReached, rounds, seed } from './size.ts';

const RUNS = lengthOf(20, 5000);
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
  await server?.close('units are allocated to orders that were never placed');
});

const bin = fc.nat({ max: BINS - 1 });
const units = fc.integer({ min: 1, max: 8 });
const many = fc.integer({ min: 1, max: 30 });
const some = fc.nat({ max: 20 });

type Step = fc.AsyncCommand<Model, Floor>;

const stepOf = (name: string, of: unknown[], take: (floor: Floor, model: Model) => Promise<void>): Step => ({
  check: () => true,
  async run(model, floor) {
    await take(floor, model);
    await floor.compare(model);
  },
  toString: () => `${name}(${of.join(', ')})`,
});

/** A step that may be taken whenever it comes; what it may not do, it has to refuse. */
function step<T extends unknown[]>(
  name: string,
  drawn: fc.Arbitrary<T>,
  take: (floor: Floor, model: Model, ...of: T) => Promise<void>,
): fc.Arbitrary<Step> {
  return drawn.map((of) => stepOf(name, of, (floor, model) => take(floor, model, ...of)));
}

/** What every walk begins with, so that there is something of everything. */
const BEGUN = [
  stepOf('receive', [30], (floor, model) => floor.receive(model, 30)),
  ...Array.from({ length: BINS }, (_, at) => stepOf('putAway', [at, 9], (floor, model) => floor.putAway(model, at, 9))),
  stepOf('hold', [2, 3], (floor, model) => floor.hold(model, 2, 3)),
  stepOf('promise', [6], (floor, model) => floor.promise(model, 6)),
  stepOf('promise', [99], (floor, model) => floor.promise(model, 99)),
  stepOf('allocate', [0, 6], (floor, model) => floor.allocate(model, 0, 6)),
  stepOf('pick', [0, 4], (floor, model) => floor.pick(model, 0, 4)),
  stepOf('pack', [3], (floor, model) => floor.pack(model, 3)),
  stepOf('ship', [2], (floor, model) => floor.ship(model, 2)),
  stepOf('return', [1], (floor, model) => floor.comeBack(model, 1)),
];

const steps = [
  step('receive', fc.tuple(many), (floor, model, n) => floor.receive(model, n)),
  step('putAway', fc.tuple(bin, many), (floor, model, ...of) => floor.putAway(model, ...of)),
  step('putAway', fc.tuple(bin, many), (floor, model, ...of) => floor.putAway(model, ...of)),
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
  step('shortPick', fc.tuple(some), (floor, model, at) => floor.shortPick(model, at)),
  step('breakOff', fc.tuple(some, fc.boolean()), (floor, model, at, free) => floor.breakOff(model, at, free)),
  step('breakOff', fc.tuple(some), (floor, model, at) => floor.breakOff(model, at, false)),
  step('breakOff', fc.tuple(some), (floor, model, at) => floor.breakOff(model, at, false)),
  step('hold', fc.tuple(bin, units), (floor, model, at, n) => floor.hold(model, at, n)),
  step('hold', fc.tuple(bin, units), (floor, model, at, n) => floor.hold(model, at, n)),
  step('free', fc.tuple(bin, units), (floor, model, at, n) => floor.free(model, at, n)),
  step('count', fc.tuple(bin, fc.integer({ min: -4, max: 4 })), (floor, model, ...of) => floor.count(model, ...of)),
  step('pack', fc.tuple(units), (floor, model, n) => floor.pack(model, n)),
  step('ship', fc.tuple(units), (floor, model, n) => floor.ship(model, n)),
  step('return', fc.tuple(units), (floor, model, n) => floor.comeBack(model, n)),
  step('restock', fc.tuple(bin, units), (floor, model, ...of) => floor.restock(model, ...of)),
];

function walk(runs: number, reached: Record<string, number>, promise?: Promising): Promise<void> {
  const walks = fc.array(fc.oneof(...steps), { minLength: STEPS / 2, maxLength: STEPS });
  const walked = fc.asyncProperty(walks, async (commands) => {
    const { itemId } = await addItem(ground);
    const of = { siteId: ground.siteId, sellerId: ground.sellerId, itemId };
    const floor = new Floor(db, of, { reached, ...(promise === undefined ? {} : { promise }) });
    const model = emptyModel(ground.bins.slice(0, BINS));
    await fc.asyncModelRun(() => ({ model, real: floor }), [...BEGUN, ...commands]);
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
      'put away',
      'move',
      'write off',
      'promise',
      'release',
      'reduce',
      'allocate',
      'pick',
      'short pick',
      'break to promise',
      'break to free',
      'count',
      'hold',
      'free',
      'pack',
      'ship',
      'return',
      'restock',
    ];
    const refusable = ['put away', 'move', 'write off', 'promise', 'free', 'pack', 'ship', 'restock'];
    for (const branch of [...branches, ...refusable.map((what) => `${what} refused`)]) {
      expect(reached[branch] ?? 0, `${branch}: ${JSON.stringify(reached)}`).toBeGreaterThan(0);
    }
    // its orders and receipts are none: only what inventory owes
    expect(await judgeBooks(server, 'inventory')).toEqual([]);
  });

  it('would be caught in a shop that says yes where it ought to refuse', async () => {
    await expect(walk(RUNS, {}, promiseRegardless)).rejects.toThrow('Property failed');
  });
});
