import { barOf, type Findings, type Tell } from './bench.ts';
import { median } from './figures.ts';
import { onGround, startApp, type AppProcess, type Cleaning, type Ground } from './ground.ts';
import { startLoad, type Load } from './load.ts';
import type { OrderBareSetup } from './loads/orderBare.ts';
import type { OrderSetup, OrderStretch } from './loads/orderHttp.ts';
import type { BenchOptions } from './options.ts';
import { allocateWave } from './orders.ts';
import { audited, auditLine, middleOf, rotated, sampled, untilHeard, type Sample } from './ways.ts';
import { makeWorld, openPeople, signIn, type World } from './world.ts';

const CONNECTIONS = 16;
/** Lines of an order. */
const LINES = 3;

interface Stage {
  ground: Ground;
  app: AppProcess;
  world: World;
  loads: { bare: Load<OrderStretch>; http: Load<OrderStretch> };
  callers: number;
}

/** What it cost to give the orders of a round their bins, in processor milliseconds an order. */
interface Allocated {
  round: number;
  orders: number;
  app_ms: number;
  database_ms: number;
}

export const bench = onGround(async (ground, options, tell, cleaning) => {
  const stage = await setUp(ground, options, cleaning);
  tell(`${ground.server}; ${stage.callers} callers, ${CONNECTIONS} connections`);
  return await conclude(stage, await measure(stage, options, tell));
});

async function setUp(ground: Ground, options: BenchOptions, cleaning: Cleaning): Promise<Stage> {
  const items = options.items ?? 10_000;
  const world = await makeWorld(ground, { items, units: 1_000_000, aisles: 15, bays: 80, levels: 9 });
  await openPeople(ground, world, { shop: 'channel' });
  const app = await startApp(ground, options.profile);
  cleaning.later(app.stop);
  // the goods that were put away are still being told to every consumer
  await untilHeard(ground);
  const { token } = await signIn(app.url, 'shop');
  const { siteId, sellerId, itemIds } = world;
  const setup = { siteId, itemIds, lines: LINES, seed: options.seed };
  const http: OrderSetup = { ...setup, url: app.url, token };
  const bare: OrderBareSetup = { ...setup, url: ground.url, sellerId, connections: CONNECTIONS };
  const started = async (name: string, of: object) => {
    const load = await startLoad<OrderStretch>(name, of);
    cleaning.later(load.stop);
    return load;
  };
  const loads = { bare: await started('orderBare', bare), http: await started('orderHttp', http) };
  return { ground, app, world, loads, callers: options.clients ?? 32 };
}

interface Measured {
  samples: Sample[];
  allocated: Allocated[];
}

async function measure(stage: Stage, options: BenchOptions, tell: Tell): Promise<Measured> {
  const { ground, world, loads, callers } = stage;
  const measured: Measured = { samples: [], allocated: [] };
  const stretch = { callers, seconds: options.seconds ?? 4 };
  for (let round = 0; round <= options.rounds; round++) {
    let orders = 0;
    for (const way of rotated(['bare', 'http'] as const, round)) {
      const sample = await sampled(stage, { way, round }, async () => {
        const driven = await loads[way].drive(stretch);
        // what the app does behind its answers is part of what an order costs
        await untilHeard(ground);
        return driven;
      });
      measured.samples.push(sample);
      orders += sample.done;
      if (round > 0) tell(`round ${round} ${way}: ${Math.round(sample.perSecond)} orders/s`);
    }
    if (round === 0) await ground.analyze();
    const wave = await allocateWave(ground, world);
    const each = (cpu_s: number | null) => ((cpu_s ?? Number.NaN) * 1000) / orders;
    measured.allocated.push({ round, orders, app_ms: each(wave.appCpu_s), database_ms: each(wave.databaseCpu_s) });
    await untilHeard(ground);
  }
  return measured;
}

async function conclude(stage: Stage, { samples, allocated }: Measured): Promise<Findings> {
  const middle = (way: string, value: (sample: Sample) => number) => middleOf(samples, way, value);
  const inWave = (value: (wave: Allocated) => number) => median(allocated.filter(({ round }) => round > 0).map(value));
  const [app, database] = [middle('http', (s) => s.app_ms), middle('http', (s) => s.database_ms)];
  const [waveApp, waveDatabase] = [inWave((wave) => wave.app_ms), inWave((wave) => wave.database_ms)];
  const failed = samples.reduce((sum, sample) => sum + sample.failed, 0);
  const failure = samples.find((sample) => sample.failure !== undefined)?.failure;
  const books = await audited(stage.ground);
  const rates = (way: string) => [
    middle(way, (s) => s.perSecond),
    middle(way, (s) => s.p50_ms),
    middle(way, (s) => s.p99_ms),
  ];
  const bare = middle('bare', (sample) => sample.database_ms);
  return {
    clean: books.clean && failed === 0,
    tables: [
      {
        title: `an order of ${LINES} lines, processor milliseconds`,
        columns: ['', 'orders/s', 'p50 ms', 'p99 ms', 'app CPU ms', 'database CPU ms', 'CPU ms'],
        rows: [
          ['taken in and promised, HTTP', ...rates('http'), app, database, app + database],
          ['allocated in a wave', '–', '–', '–', waveApp, waveDatabase, waveApp + waveDatabase],
          ['bare SQL, taken in and promised', ...rates('bare'), '–', bare, bare],
        ],
      },
    ],
    bars: [barOf('taken in, promised and allocated: CPU ms', app + database + waveApp + waveDatabase, '<=', 4)],
    notes: [`${failed} refused${failure === undefined ? '' : ` (${failure})`}; ${auditLine(books)}`],
    figures: {
      server: stage.ground.server,
      callers: stage.callers,
      connections: CONNECTIONS,
      samples,
      allocated,
      books,
      failed,
    },
  };
}
