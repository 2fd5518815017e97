import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import type { Scan, ScanAnswer } from '../../src/scans/step.shared.ts';
import { addItem, openGround, stow, type Goods, type Ground } from '../support/goods.ts';
import { startServer, type Person, type TestServer } from '../support/server.ts';
import { underItsNumber, type Repeat } from './handset.ts';
import { judgeBooks } from './judge.ts';
import { underAnother } from './naive.ts';
import { lengthOf, noteReached, seed } from './size.ts';

const RUNS = lengthOf(200, 10_000);
const DEVICES = 2;
/** Streams at the same time, each with devices and goods of its own, at one site. */
const LANES = 4;
/** Of each device, in each of its two bins: what one stream carries away the next one brings back, more or less. */
const UNITS = 900;

let server: TestServer;
let ground: Ground;

/** Somebody with goods of his own, which go from one bin to another and, in the next stream, back. */
interface Mover {
  person: Person;
  goods: Goods;
  bins: [string, string];
  /** What lies in each bin, by what was meant to be done. */
  units: [number, number];
}

interface Lane {
  movers: Mover[];
  streams: number;
}

let lanes: Lane[];

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  const bins = [...ground.bins];
  const mover = async (): Promise<Mover> => {
    const goods = await addItem(ground, { size_mm: [10, 10, 10], weight_g: 1 });
    const [here, there] = [bins.shift()!, bins.shift()!];
    for (const bin of [here, there]) await stow(ground, goods.itemId, bin, UNITS);
    return { person: await server.as('picker'), goods, bins: [here, there], units: [UNITS, UNITS] };
  };
  lanes = Array.from({ length: LANES }, () => ({ movers: [], streams: 0 }));
  for (const lane of lanes) for (let at = 0; at < DEVICES; at++) lane.movers.push(await mover());
});
afterAll(() => server.close());

/** What somebody means to do with one pull after another: a bin, units, where they go; and now and then a wrong label. */
interface Carried {
  units: number;
  wrong: boolean;
}

/** Of one scan: how often it is sent again, how late the last of them, and whether before its answer has come. */
interface Sent {
  repeats: number;
  late: number;
  atOnce: boolean;
}

interface Stream {
  carried: Carried[][];
  /** Whose turn it is, one scan after the other. */
  turns: number[];
  sent: Sent[];
}

const drawn: fc.Arbitrary<Stream> = fc.record({
  carried: fc.array(
    fc.array(fc.record({ units: fc.integer({ min: 1, max: 2 }), wrong: fc.boolean() }), { minLength: 1, maxLength: 2 }),
    { minLength: DEVICES, maxLength: DEVICES },
  ),
  turns: fc.array(fc.nat({ max: DEVICES - 1 }), { minLength: 4, maxLength: 12 }),
  sent: fc.array(fc.record({ repeats: fc.nat({ max: 4 }), late: fc.nat({ max: 6 }), atOnce: fc.boolean() }), {
    minLength: 4,
    maxLength: 8,
  }),
});

const WRONG = '8801119999991';

const post = async <T>(person: Person, scans: T) =>
  (await person.post('/v1/scans', scans)).body as T extends Scan[] ? ScanAnswer[] : ScanAnswer;
/** An answer without the mark of its repeats. */
function bare(answer: ScanAnswer): object {
  const { replayed: _, ...rest } = answer;
  return rest;
}

const reached = { streams: 0, scans: 0, repeats: 0, late: 0, refused: 0, marked: 0 };

interface Device extends Mover {
  deviceId: string;
  codes: string[];
  seq: number;
  next: number;
  /** Sent once more in a turn to come, and what they have to be answered. */
  waiting: { due: number; again: Scan; first: ScanAnswer }[];
}

/** What a stream makes of a lane's people: this time the goods go the other way. */
function devicesOf(lane: Lane, { carried }: Stream): Device[] {
  const way = (lane.streams += 1) % 2;
  return lane.movers.map((mover, at) => {
    const [here, there] = [mover.bins[way]!, mover.bins[1 - way]!];
    const codes = carried[at]!.flatMap(({ units, wrong }) => [
      ...Array.from({ length: units }, () => mover.goods.barcode),
      ...(wrong ? [WRONG] : []),
      there,
    ]);
    const moved = carried[at]!.reduce((sum, { units }) => sum + units, 0);
    mover.units[way]! -= moved;
    mover.units[1 - way]! += moved;
    return { ...mover, deviceId: newId(), codes: [here, ...codes], seq: 0, next: 0, waiting: [] };
  });
}

/** What is due by a turn, in one list, as a device sends what it has kept. */
async function sendAgain(device: Device, turn: number): Promise<void> {
  const due = device.waiting.filter((one) => one.due <= turn);
  if (due.length === 0) return;
  device.waiting = device.waiting.filter((one) => one.due > turn);
  const list = due.map(({ again }) => again);
  const answers = await post(device.person, list);
  expect(answers.map(bare)).toEqual(due.map(({ first }) => bare(first)));
  reached.marked += answers.filter(({ replayed }) => replayed === true).length;
}

/** Sends every scan of every device in the device's order, repeated and shuffled as the stream says. */
async function send(lane: Lane, stream: Stream, repeat: Repeat): Promise<void> {
  const { turns, sent } = stream;
  const devices = devicesOf(lane, stream);
  const expected = new Map<string, boolean>();
  for (let turn = 0; devices.some(({ next, codes }) => next < codes.length); turn++) {
    const wanted = devices[turns[turn % turns.length]!]!;
    const device = wanted.next < wanted.codes.length ? wanted : devices.find(({ next, codes }) => next < codes.length)!;
    const code = device.codes[device.next]!;
    const number = () => (device.seq += 1);
    const at = server.clock.now().toISOString();
    const scan: Scan = { deviceId: device.deviceId, seq: number(), at, code, source: 'wedge', flow: 'move' };
    device.next += 1;
    expected.set(`${scan.deviceId} ${scan.seq}`, code !== WRONG);
    const { repeats, late, atOnce } = sent[turn % sent.length]!;
    const again = Array.from({ length: repeats }, () => repeat(scan, number));
    const twins = atOnce && repeats > 0 ? post(device.person, again) : [];
    const first = await post(device.person, scan);
    expect(first.ok, `${code}: ${JSON.stringify(first)}`).toBe(code !== WRONG);
    for (const twin of await twins) expect(bare(twin)).toEqual(bare(first));
    if (!atOnce) device.waiting.push(...again.map((twin) => ({ due: turn + late, again: twin, first })));
    reached.scans += 1;
    reached.repeats += repeats;
    reached.late += atOnce ? 0 : repeats;
    reached.refused += Number(!first.ok);
    for (const one of devices) await sendAgain(one, turn);
  }
  for (const one of devices) await sendAgain(one, Infinity);
  await judge(devices, expected);
  reached.streams += 1;
}

/** The goods lie where they were meant to, and every number is stored once, in its order, as what it was. */
async function judge(devices: Device[], expected: Map<string, boolean>): Promise<void> {
  const { rows: lying } = (await server.db.raw(
    `SELECT place, quantity FROM balance WHERE site_id = ? AND item_id = ANY(?) AND quantity > 0`,
    [ground.siteId, devices.map(({ goods }) => goods.itemId)],
  )) as { rows: { place: string; quantity: number }[] };
  const meant = devices.flatMap(({ bins, units }) => bins.map((bin, at) => [`bin/${bin}`, units[at]!] as const));
  expect(new Map(lying.map(({ place, quantity }) => [place, quantity]))).toEqual(new Map(meant));
  const { rows } = (await server.db.raw(
    `SELECT device_id || ' ' || seq AS id, ok, gap FROM scan WHERE device_id = ANY(?) ORDER BY device_id, seq`,
    [devices.map(({ deviceId }) => deviceId)],
  )) as { rows: { id: string; ok: boolean; gap: boolean }[] };
  expect(new Map(rows.map(({ id, ok }) => [id, ok]))).toEqual(expected);
  expect(rows.some(({ gap }) => gap)).toBe(false);
}

/** Each lane takes the next stream once it is through with one. */
async function run(runs: number, repeat: Repeat): Promise<void> {
  const streams = fc.sample(drawn, { numRuns: runs, seed });
  let next = 0;
  const failures: unknown[] = [];
  const work = async (lane: Lane) => {
    while (next < streams.length && failures.length === 0) {
      const number = next++;
      await send(lane, streams[number]!, repeat).catch((error: unknown) => {
        failures.push(new Error(`stream ${number}: ${JSON.stringify(streams[number])}`, { cause: error }));
      });
    }
  };
  await Promise.all(lanes.map(work));
  if (failures.length > 0) throw failures[0];
}

describe(`streams of scans that are doubled, late and shuffled between devices (seed ${seed})`, () => {
  it('leave what each scan once and in its turn would have left', async () => {
    await run(RUNS, underItsNumber);
    noteReached('streams', reached);
    expect(reached.streams).toBe(RUNS);
    for (const [branch, times] of Object.entries(reached)) expect(times, branch).toBeGreaterThan(0);
    expect(await judgeBooks(server)).toEqual([]);
  });

  it('would be caught in devices that number their repeats anew', async () => {
    await expect(run(20, underAnother)).rejects.toThrow(/^stream \d+: /);
  });
});
