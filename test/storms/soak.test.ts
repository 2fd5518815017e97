import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../../src/commands/day/random.ts';
import { startAppProcess, type AppProcess } from '../support/appProcess.ts';
import { layFloor, type Floor } from './floor.ts';
import { judgeBooks, judgeScans } from './judge.ts';
import { noteReached, seed } from './size.ts';
import { Load, look, type Look } from './soak.ts';
import { rises, trendOf, type Sample } from './trend.ts';

/** `npm run bench -- storms --hours 8`; in `npm test` some seconds, which shows that it works and judges no slope. */
const HOURS = Number(process.env['SOAK_HOURS'] ?? 0.0015);
const LENGTH_MS = HOURS * 3_600_000;
const [LOOK_MS, AUDIT_MS] = [Math.min(15_000, LENGTH_MS / 60), Math.min(60_000, LENGTH_MS / 3)];
const [WAVE_MS, KILL_MS] = [Math.min(300_000, LENGTH_MS / 3), Math.min(3_600_000, LENGTH_MS / 2)];
const RATES = { scans_s: 20, promises_s: 2 };
const [MOVERS, ORDERS] = [10, 4];

/** What may rise an hour; figures that come and go with garbage and vacuum are judged by their trend alone. */
const BARS: { figure: keyof Look; bar: number }[] = [
  { figure: 'heap_MB', bar: 1 },
  { figure: 'resident_MB', bar: 4 },
  { figure: 'lag_ms', bar: 5 },
  { figure: 'p99_ms', bar: 5 },
  { figure: 'connections', bar: 0.5 },
  { figure: 'dead_share', bar: 0.02 },
];

let floor: Floor;
let app: AppProcess;

beforeAll(async () => {
  floor = await layFloor({ movers: MOVERS, shopUnits: 900 });
  app = await startAppProcess(floor.databaseUrl);
});
afterAll(async () => {
  await app?.stop();
  await floor?.close();
});

/** Orders that get their bins and are cancelled before anybody fetches them, so that a shift never runs out of goods. */
async function wave(load: Load): Promise<void> {
  const placed: string[] = [];
  for (let at = 0; at < ORDERS; at++) {
    const lines = [{ itemId: floor.shop.itemId, quantity: 1 + (at % 2) }];
    const shipTo = { name: '홍길동', phone: '010-1234-5678', address: '서울 강남구 테헤란로 152' };
    const body = { channel: 'mall', externalId: `soak-${performance.now()}`, paid: true, lines, shipTo };
    placed.push((await load.ask('/v1/orders', floor.shop.token, body)).json['orderId']!);
  }
  const planned = await load.ask('/v1/waves', floor.manager, { siteId: floor.siteId });
  expect(planned.status, JSON.stringify(planned.json)).toBe(201);
  for (const orderId of placed) await load.ask(`/v1/orders/${orderId}/cancel`, floor.shop.token, { cause: 'customer' });
}

const samplesOf = (looks: Look[], figure: keyof Look): Sample[] =>
  looks
    .filter((one) => Number.isFinite(one[figure]))
    .map(({ at_h, life, ...one }) => ({ at_h, life, value: { at_h, life, ...one }[figure] }));

describe(`a shift of ${HOURS} hours (seed ${seed})`, () => {
  it(
    'keeps its books and its memory while scans, promises, waves and kills go on',
    async () => {
      const load = new Load(() => app.url, floor);
      const began = performance.now();
      const looks: Look[] = [];
      const faults: string[] = [];
      const did = { waves: 0, kills: 0, audits: 0 };
      const due = { look: LOOK_MS, audit: AUDIT_MS, wave: WAVE_MS / 2, kill: KILL_MS / 2 };
      load.start(RATES);
      for (let at = 0; at < LENGTH_MS || did.kills === 0 || did.waves === 0; at = performance.now() - began) {
        if (at >= due.wave) {
          await wave(load);
          did.waves += 1;
          due.wave += WAVE_MS;
        }
        if (at >= due.kill) {
          await app.kill();
          app = await startAppProcess(floor.databaseUrl);
          did.kills += 1;
          due.kill += KILL_MS;
        }
        if (at >= due.audit) {
          faults.push(...(await judgeBooks(floor)));
          did.audits += 1;
          due.audit += AUDIT_MS;
        }
        if (at >= due.look) {
          const seen = await look(app, floor);
          // the first of a life still fills its caches
          if (seen !== undefined) looks.push({ ...seen, at_h: at / 3_600_000, life: did.kills, p99_ms: load.p99_ms() });
          due.look = Math.max(due.look + LOOK_MS, at);
        }
        await new Promise((rest) => setTimeout(rest, 20));
      }
      await load.end();
      expect(app.alive(), app.told()).toBe(true);
      expect(app.told()).not.toMatch(/unhandled/i);
      const trends = BARS.map(({ figure, bar }) => ({ figure, bar, ...trendOf(samplesOf(settled(looks), figure)) }));
      const judged = trends.filter(({ error }) => Number.isFinite(error));
      const last = looks.at(-1)!;
      noteReached('soak', {
        ...did,
        scans: load.scans,
        promises: load.promises,
        looks: looks.length,
        ...Object.fromEntries(Object.entries(last).map(([name, value]) => [`${name} at the end`, round(value)])),
        // none: too short, or the machine too busy, to tell a slope from chance
        'slopes judged': judged.length,
        ...Object.fromEntries(
          judged.flatMap(({ figure, slope, error }) => [
            [`${figure} an hour`, round(slope)],
            [`${figure} an hour, ±`, round(error)],
          ]),
        ),
      });
      expect(faults).toEqual([]);
      expect(await judgeScans(floor, load.handsets)).toEqual([]);
      expect(await load.shop.judge()).toEqual([]);
      // in seconds the heap of a young process rises by itself
      if (process.env['SOAK_HOURS'] !== undefined)
        expect(trends.filter((trend) => rises(trend, trend.bar))).toEqual([]);
    },
    LENGTH_MS * 2 + 300_000,
  );

  it('would be caught in an app that keeps twenty megabytes of an hour’s work, and not in one that only breathes', () => {
    const random = makeRandom(seed);
    const heap = (leak: number): Sample[] =>
      Array.from({ length: 480 }, (_, at) => {
        const at_h = at / 60;
        const breath = 8 * Math.sin(at_h * 40);
        return { at_h, life: Math.floor(at_h), value: 80 + leak * (at_h % 1) + breath + 10 * random.float() };
      });
    expect(rises(trendOf(heap(0)), 1)).toBe(false);
    expect(rises(trendOf(heap(20)), 1)).toBe(true);
  });
});

const round = (value: number) => Math.round(value * 1000) / 1000;

/** Each life without its first quarter of an hour or, of a short one, its first half: caches fill, plans are made. */
function settled(looks: Look[]): Look[] {
  const first = new Map<number, number>();
  for (const { life, at_h } of looks) if (!first.has(life)) first.set(life, at_h);
  const warm_h = Math.min(0.25, HOURS / 6);
  return looks.filter(({ life, at_h }) => at_h - first.get(life)! >= warm_h);
}
