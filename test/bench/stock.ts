import { connect } from '../../src/platform/database.ts';
import { one } from '../../src/platform/sql.ts';
import { barOf, type Findings, type Table, type Tell } from './bench.ts';
import { onGround, startApp, type AppProcess, type Cleaning, type Ground } from './ground.ts';
import { startLoad, type Load } from './load.ts';
import type { BenchOptions } from './options.ts';
import type { PromiseStretch } from './loads/asked.ts';
import type { PromiseBare } from './loads/promiseBare.ts';
import type { PromiseHttp } from './loads/promiseHttp.ts';
import type { PromiseVerb } from './loads/promiseVerb.ts';
import { audited, auditLine, middleOf, ratioOf, rotated, sampled, server_ms, untilHeard, type Sample } from './ways.ts';
import { makeWorld, openPeople, signIn, type World } from './world.ts';

/** As many as the app opens by itself. */
const CONNECTIONS = 16;
const ways = ['bare', 'verb', 'http'] as const;
type Way = (typeof ways)[number];
const spreads = ['wide', 'hot'] as const;
type Spread = (typeof spreads)[number];

interface Stage {
  ground: Ground;
  app: AppProcess;
  world: World;
  loads: Record<Way, Load<PromiseStretch>>;
  callers: number;
}

export const bench = onGround(async (ground, options, tell, cleaning) => {
  const stage = await setUp(ground, options, cleaning);
  tell(`${ground.server}; ${stage.world.itemIds.length} items; ${stage.callers} callers, ${CONNECTIONS} connections`);
  const samples = await measure(stage, options, tell);
  return await conclude(stage, samples);
});

async function setUp(ground: Ground, options: BenchOptions, cleaning: Cleaning): Promise<Stage> {
  const items = options.items ?? 10_000;
  const world = await makeWorld(ground, { items, units: 1_000_000, aisles: 10, bays: 20, levels: 5 });
  await openPeople(ground, world, { shop: 'channel' });
  const app = await startApp(ground, options.profile);
  cleaning.later(app.stop);
  // the goods that were put away are still being told to every consumer
  await untilHeard(ground);
  const { token, userId } = await signIn(app.url, 'shop');
  const { siteId, sellerId, itemIds } = world;
  const { url, roles } = ground;
  const setup = { siteId, sellerId, itemIds, seed: options.seed };
  const actor = { userId, sellerId, login: 'shop', role: 'channel', siteIds: [siteId], language: 'en' } as const;
  const verb: PromiseVerb = { ...setup, url, roles, connections: CONNECTIONS, actor: { ...actor, siteIds: [siteId] } };
  const bare: PromiseBare = { ...setup, url, connections: CONNECTIONS };
  const http: PromiseHttp = { ...setup, url: app.url, token };
  const started = async (name: string, of: object, profile?: string) => {
    const load = await startLoad<PromiseStretch>(name, of, profile);
    cleaning.later(load.stop);
    return load;
  };
  const loads = {
    bare: await started('promiseBare', bare),
    verb: await started('promiseVerb', verb, options.profile),
    http: await started('promiseHttp', http),
  };
  return { ground, app, world, loads, callers: options.clients ?? 128 };
}

async function measure(stage: Stage, options: BenchOptions, tell: Tell): Promise<Sample[]> {
  const seconds = options.seconds ?? 4;
  const samples: Sample[] = [];
  for (let round = 0; round <= options.rounds; round++) {
    for (const spread of spreads) {
      for (const way of rotated(ways, round)) {
        // round 0 warms everything up, and its promises count in the books only
        const stretch = { spread, callers: stage.callers, seconds: round === 0 ? Math.min(2, seconds) : seconds };
        const of = { way: `${spread} ${way}`, round };
        const sample = await sampled(stage, of, () => stage.loads[way].drive(stretch));
        samples.push(sample);
        if (round > 0) tell(`round ${round} ${sample.way}: ${Math.round(sample.perSecond)}/s`);
      }
    }
    if (round === 0) await stage.ground.analyze();
  }
  return samples;
}

const rate = (sample: Sample) => sample.perSecond;
const ratio = (samples: Sample[], spread: Spread, way: Way) =>
  ratioOf(samples, [`${spread} ${way}`, `${spread} bare`], rate);

async function conclude(stage: Stage, samples: Sample[]): Promise<Findings> {
  const bars = [
    barOf('many items: verb of bare SQL', ratio(samples, 'wide', 'verb'), '>=', 0.6),
    barOf('many items: HTTP of bare SQL', ratio(samples, 'wide', 'http'), '>=', 0.35),
    barOf('hot item: verb of bare one-row updates', ratio(samples, 'hot', 'verb'), '>=', 5),
    barOf('hot item: HTTP of bare one-row updates', ratio(samples, 'hot', 'http'), '>=', 1),
  ];
  const books = await booksOf(stage.ground, samples);
  const failed = samples.reduce((sum, sample) => sum + sample.failed, 0);
  const failure = samples.find((sample) => sample.failure !== undefined)?.failure;
  return {
    clean: books.right && failed === 0,
    tables: spreads.map((spread) => tableOf(samples, spread)),
    bars,
    notes: [
      `${books.answered} promises answered, ${books.promised} units and ${books.rows} promises in the books, ` +
        `${failed} failed${failure === undefined ? '' : ` (${failure})`}; ${auditLine(books)}`,
    ],
    figures: { server: stage.ground.server, callers: stage.callers, connections: CONNECTIONS, samples, books, failed },
  };
}

const titles: Record<Spread, string> = { wide: 'spread over the items', hot: 'one hot item' };
const named: Record<Way, string> = { bare: 'bare SQL', verb: 'verb', http: 'HTTP' };

function tableOf(samples: Sample[], spread: Spread): Table {
  const rows = ways.map((way) => {
    const middle = (value: (sample: Sample) => number) => middleOf(samples, `${spread} ${way}`, value);
    return [
      named[way],
      middle(rate),
      middle((sample) => sample.p50_ms),
      middle((sample) => sample.p99_ms),
      // the verb is run by its caller
      way === 'bare' ? '–' : middle((sample) => (way === 'verb' ? sample.asking_ms : sample.app_ms)),
      middle((sample) => sample.database_ms),
      way === 'verb' ? '–' : middle((sample) => sample.asking_ms),
      ratio(samples, spread, way),
      middleOf(samples, `${spread} bare`, (sample) => server_ms(sample, false)) /
        middle((sample) => server_ms(sample, way === 'http')),
    ];
  });
  const columns = [
    '',
    'promises/s',
    'p50 ms',
    'p99 ms',
    'app CPU ms',
    'database CPU ms',
    "caller's CPU ms",
    'of bare',
    'of its CPU',
  ];
  return { title: titles[spread], columns, rows };
}

/** Every answered promise is a row and a unit, and the database agrees with itself. */
async function booksOf(ground: Ground, samples: Sample[]) {
  const audit = await audited(ground);
  const db = connect(ground.url, 1);
  try {
    const kept = await one<{ promised: number; rows: number }>(
      db,
      `SELECT (SELECT sum(promised)::bigint FROM item_stock) AS promised, (SELECT count(*) FROM promise) AS rows`,
    );
    const answered = samples.reduce((sum, { done }) => sum + done, 0);
    return { ...kept, ...audit, answered, right: audit.clean && kept.promised === answered && kept.rows === answered };
  } finally {
    await db.destroy();
  }
}
