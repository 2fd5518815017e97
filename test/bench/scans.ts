import { connect } from '../../src/platform/database.ts';
import { newId } from '../../src/platform/ids.ts';
import { change, one } from '../../src/platform/sql.ts';
import type { Role } from '../../src/platform/work.ts';
import { barOf, type Findings, type Table, type Tell } from './bench.ts';
import { onGround, startApp, type AppProcess, type Cleaning, type Ground } from './ground.ts';
import { startLoad, type Load } from './load.ts';
import type { DevicesStretch } from './loads/devices.ts';
import type { ScanBareSetup, ScanBareStretch } from './loads/scanBare.ts';
import type { BenchOptions } from './options.ts';
import { allocateWave, launchPlain, plantOrders } from './orders.ts';
import { audited, auditLine, middleOf, ratioOf, rotated, sampled, server_ms, untilHeard, type Sample } from './ways.ts';
import { makeWorld, openPeople, signIn, type World } from './world.ts';

const CONNECTIONS = 16;
/** Orders on a cart, and lines of an order. */
const [SLOTS, LINES] = [12, 3];
/** Of a cart: itself, its totes, three scans a line (bin, item, tote), its lane. */
const SCANS_A_CART = 1 + SLOTS + 3 * SLOTS * LINES + 1;

interface Stage {
  ground: Ground;
  app: AppProcess;
  world: World;
  devices: Load<DevicesStretch>;
  echo: Load<DevicesStretch>;
  bare: Load<ScanBareStretch>;
  clients: number;
  seed: number;
}

export const bench = onGround(async (ground, options, tell, cleaning) => {
  const stage = await setUp(ground, options, cleaning);
  tell(`${ground.server}; ${stage.clients} devices, ${CONNECTIONS} connections`);
  return await conclude(stage, await measure(stage, options, tell));
});

async function setUp(ground: Ground, options: BenchOptions, cleaning: Cleaning): Promise<Stage> {
  const items = options.items ?? 4_000;
  const world = await makeWorld(ground, { items, units: 1_000_000, aisles: 10, bays: 20, levels: 9 });
  const clients = options.clients ?? 32;
  const logins = Array.from({ length: clients }, (_, at) => `picker${at + 1}`);
  await openPeople(ground, world, Object.fromEntries(logins.map((login): [string, Role] => [login, 'picker'])));
  const app = await startApp(ground, options.profile);
  cleaning.later(app.stop);
  // the goods that were put away are still being told to every consumer
  await untilHeard(ground);
  const people: { token: string; deviceId: string }[] = [];
  for (const login of logins) people.push({ token: (await signIn(app.url, login)).token, deviceId: newId() });
  const started = async <Stretch>(name: string, setup: object) => {
    const load = await startLoad<Stretch>(name, setup);
    cleaning.later(load.stop);
    return load;
  };
  const devices = await started<DevicesStretch>('devices', { url: app.url, people, echo: false });
  const mirror = await started('echo', { answer: SCREEN });
  const echoUrl = (mirror.ready as { url: string }).url;
  const echo = await started<DevicesStretch>('devices', { url: echoUrl, people, echo: true });
  const bare = await started<ScanBareStretch>('scanBare', await bareSetup(ground, world, options.seed));
  return { ground, app, world, devices, echo, bare, clients, seed: options.seed };
}

/** What a picker is answered: as long as the screens of this benchmark are. */
const SCREEN = {
  ok: true,
  seq: 1,
  step: {
    flow: 'pick',
    title: 'Put it into the tote on slot 7',
    expect: 'tote',
    show: {
      big: 'A-01-02-3',
      item: { code: 'ITEM-1234', name: 'Item 1234' },
      quantity: { asked: 1, done: 1 },
      slots: { count: 12, active: 7, filled: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
      lines: [{ label: 'Tote', value: 'TOTE-004007' }],
      progress: { done: 17, total: 36 },
      next: 'A-01-04-2',
    },
    taskId: '01932d3e-5a77-7cc2-9c54-1d0d2a5f8f10',
    choices: [
      {
        choice: 'short',
        title: 'Too few',
        needs: 'quantityAndReason',
        reasons: [
          { reason: 'empty', title: 'Bin is empty' },
          { reason: 'fewer', title: 'Fewer than asked' },
          { reason: 'damaged', title: 'Damaged' },
          { reason: 'not_found', title: 'Not found' },
        ],
      },
      { choice: 'skip', title: 'Skip for now' },
    ],
  },
};

async function bareSetup(ground: Ground, world: World, seed: number): Promise<ScanBareSetup> {
  const deviceIds = Array.from({ length: CONNECTIONS }, () => newId());
  const db = connect(ground.url, 1);
  try {
    const actor = await one<{ id: string }>(db, `SELECT user_id AS id FROM user_account ORDER BY login LIMIT 1`);
    await change(
      db,
      `INSERT INTO device (device_id, site_id, name, at)
       SELECT id, :siteId::uuid, 'bare', :at::timestamptz FROM unnest(:deviceIds::text[]) AS id`,
      { siteId: world.siteId, at: new Date(), deviceIds },
    );
    const { siteId, sellerId, itemIds, bins } = world;
    const answer = JSON.stringify(SCREEN);
    return { url: ground.url, siteId, sellerId, actorId: actor.id, itemIds, bins, deviceIds, answer, seed };
  } finally {
    await db.destroy();
  }
}

/** Carts enough for so many scans, and one more for each device, since a cart may be half done at the end. */
async function replenish({ ground, world, clients, seed }: Stage, scans: number, round: number): Promise<void> {
  const carts = Math.ceil(scans / SCANS_A_CART) + clients;
  await plantOrders(ground, world, { orders: carts * SLOTS, lines: LINES, seed: seed + round });
  const { waveId } = await allocateWave(ground, world);
  await launchPlain(ground, world, waveId, SLOTS);
}

const peaks = ['bare', 'bareMix', 'echo', 'scans'] as const;
const halves = ['bareHalf', 'scansHalf'] as const;

async function measure(stage: Stage, options: BenchOptions, tell: Tell): Promise<Sample[]> {
  const samples: Sample[] = [];
  const seconds = options.seconds ?? 4;
  let peak = 400;
  const once = async (way: string, round: number) => {
    const sample = await sampled(stage, { way, round }, () => drive(stage, way, { seconds, peak, round }));
    samples.push(sample);
    if (sample.failed > 0) tell(`round ${round} ${way}: ${sample.failed} refused, ${sample.failure ?? ''}`);
    if (round > 0) tell(`round ${round} ${way}: ${Math.round(sample.perSecond)}/s, p99 ${sample.p99_ms.toFixed(1)} ms`);
    await untilHeard(stage.ground);
    return sample;
  };
  for (let round = 0; round <= options.rounds; round++) {
    await replenish(stage, peak * seconds * (round === 0 ? 3 : 1.5) * 1.6, round);
    if (round < 2) await stage.ground.analyze();
    for (const way of rotated(peaks, round)) {
      const sample = await once(way, round);
      if (way === 'scans') peak = sample.perSecond;
    }
    for (const way of rotated(halves, round)) if (round > 0) await once(way, round);
  }
  return samples;
}

function drive(stage: Stage, way: string, { seconds, peak, round }: { seconds: number; peak: number; round: number }) {
  const { devices, echo, bare, seed } = stage;
  const stretch = { seconds, seed: seed + round };
  const half = { ...stretch, perSecond: peak / 2 };
  if (way === 'scans') return devices.drive(stretch);
  if (way === 'scansHalf') return devices.drive(half);
  if (way === 'echo') return echo.drive(stretch);
  if (way === 'bareHalf') return bare.drive({ ...half, movesOneIn: 1 });
  return bare.drive({ ...stretch, movesOneIn: way === 'bareMix' ? 3 : 1 });
}

const named: Record<string, string> = {
  bare: 'bare SQL, each scan moves a unit',
  bareMix: 'bare SQL, one scan in three does',
  echo: 'socket echo',
  scans: 'picking',
  bareHalf: 'bare SQL, each scan moves a unit',
  scansHalf: 'picking',
};

async function conclude(stage: Stage, samples: Sample[]): Promise<Findings> {
  const rate = (sample: Sample) => sample.perSecond;
  const p99 = (sample: Sample) => sample.p99_ms;
  const bars = [
    barOf('scans of bare SQL', ratioOf(samples, ['scans', 'bare'], rate), '>=', 0.6),
    barOf(
      'at half of the peak: p50 ms',
      middleOf(samples, 'scansHalf', (sample) => sample.p50_ms),
      '<=',
      3,
    ),
    barOf('at half of the peak: p99 of the bare commit', ratioOf(samples, ['scansHalf', 'bareHalf'], p99), '<=', 4),
  ];
  const books = await booksOf(stage.ground, samples);
  const failed = samples.reduce((sum, sample) => sum + sample.failed, 0);
  const ofMix = ratioOf(samples, ['scans', 'bareMix'], rate);
  return {
    clean: books.right && failed === 0,
    tables: [
      tableOf('as fast as they are answered', samples, peaks, 'bare'),
      tableOf('scans that come by themselves, half as many as the peak', samples, halves, 'bareHalf'),
    ],
    bars,
    notes: [
      `a line is three scans (bin, item, tote), of which the last moves the units; of bare SQL with that mix: ${ofMix.toFixed(2)}`,
      `${books.answered} scans answered, ${books.scans} in the books, ${failed} refused; ${auditLine(books)}`,
    ],
    figures: {
      server: stage.ground.server,
      devices: stage.clients,
      connections: CONNECTIONS,
      samples,
      ofMix,
      books,
      failed,
    },
  };
}

function tableOf(title: string, samples: Sample[], ways: readonly string[], yardstick: string): Table {
  const rows = ways.map((way) => {
    const middle = (value: (sample: Sample) => number) => middleOf(samples, way, value);
    const inApp = way.startsWith('scans');
    return [
      named[way]!,
      middle((sample) => sample.perSecond),
      middle((sample) => sample.p50_ms),
      middle((sample) => sample.p99_ms),
      inApp ? middle((sample) => sample.app_ms) : '–',
      way === 'echo' ? '–' : middle((sample) => sample.database_ms),
      middle((sample) => sample.asking_ms),
      ratioOf(samples, [way, yardstick], (sample) => sample.perSecond),
      way === 'echo'
        ? '–'
        : middleOf(samples, yardstick, (sample) => server_ms(sample, false)) /
          middle((sample) => server_ms(sample, inApp)),
    ];
  });
  const columns = [
    '',
    'scans/s',
    'p50 ms',
    'p99 ms',
    'app CPU ms',
    'database CPU ms',
    "caller's CPU ms",
    'of bare',
    'of its CPU',
  ];
  return { title, columns, rows };
}

/** Every answered scan is kept once, and the database agrees with itself. */
async function booksOf(ground: Ground, samples: Sample[]) {
  const db = connect(ground.url, 1);
  try {
    const audit = await audited(ground);
    const { scans } = await one<{ scans: number }>(db, `SELECT count(*) AS scans FROM scan WHERE ok`);
    const answered = samples.filter(({ way }) => way !== 'echo').reduce((sum, { done }) => sum + done, 0);
    return { ...audit, answered, scans, right: audit.clean && scans === answered };
  } finally {
    await db.destroy();
  }
}
