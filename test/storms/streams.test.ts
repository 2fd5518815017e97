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

const RUNS = lengthOf(60, 10_000);
const DEVICES = 2;
/** Of each device, in each of its two bins: what one stream carries away the next one brings back, more or less. */
const UNITS = 900;

let server: TestServer;
let ground: Ground;
/** Somebody with goods of his own, which go from one bin to another and, in the next stream, back. */
let movers: { person: Person; goods: Goods; bins: [string, string] }[];
let streams = 0;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  movers = [];
  for (let at = 0; at < DEVICES; at++) {
    const goods = await addItem(ground, { size_mm: [10, 10, 10], weight_g: 1 });
    const bins: [string, string] = [ground.bins[2 * at]!, ground.bins[2 * at + 1]!];
    for (const bin of bins) await stow(ground, goods.itemId, bin, UNITS);
    movers.push({ person: await server.as('picker'), goods, bins });
  }
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

const post = async (person: Person, scan: Scan) => (await person.post('/v1/scans', scan)).body as ScanAnswer;
/** An answer without the mark of its repeats. */
function bare(answer: ScanAnswer): object {
  const { replayed: _, ...rest } = answer;
  return rest;
}

const unitsIn = async (bin: string, itemId: string) => {
  const { rows } = (await server.db.raw(
    'SELECT quantity FROM balance WHERE site_id = ? AND place = ? AND item_id = ?',
    [ground.siteId, `bin/${bin}`, itemId],
  )) as { rows: { quantity: number }[] };
  return rows[0]!.quantity;
};

const reached = { scans: 0, repeats: 0, late: 0, refused: 0 };

/** Sends every scan of every device in the device's order, repeated and shuffled as the stream says. */
async function send({ carried, turns, sent }: Stream, repeat: Repeat): Promise<void> {
  const way = (streams += 1) % 2;
  const devices = movers.map((mover, at) => {
    const [here, there] = [mover.bins[way]!, mover.bins[1 - way]!];
    const moves = carried[at]!;
    const codes = moves.flatMap(({ units, wrong }) => [
      ...Array.from({ length: units }, () => mover.goods.barcode),
      ...(wrong ? [WRONG] : []),
      there,
    ]);
    const moved = moves.reduce((sum, { units }) => sum + units, 0);
    return { ...mover, here, there, codes: [here, ...codes], moved, deviceId: newId(), seq: 0, next: 0 };
  });
  const before = await Promise.all(devices.map(({ goods, there }) => unitsIn(there, goods.itemId)));
  let waiting: { due: number; ask: () => Promise<unknown> }[] = [];
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
    const again = () => post(device.person, repeat(scan, number));
    const twins = atOnce ? Array.from({ length: repeats }, again) : [];
    const first = await post(device.person, scan);
    expect(first.ok, `${code}: ${JSON.stringify(first)}`).toBe(code !== WRONG);
    for (const twin of await Promise.all(twins)) expect(bare(twin)).toEqual(bare(first));
    const alike = async () => expect(bare(await again())).toEqual(bare(first));
    if (!atOnce) for (let one = 0; one < repeats; one++) waiting.push({ due: turn + late, ask: alike });
    reached.scans += 1;
    reached.repeats += repeats;
    reached.late += atOnce ? 0 : repeats;
    reached.refused += Number(!first.ok);
    const due = waiting.filter((one) => one.due <= turn);
    waiting = waiting.filter((one) => one.due > turn);
    for (const { ask } of due) await ask();
  }
  for (const { ask } of waiting) await ask();
  for (const [at, { goods, there, moved }] of devices.entries()) {
    expect((await unitsIn(there, goods.itemId)) - before[at]!).toBe(moved);
  }
  const { rows } = (await server.db.raw(
    `SELECT device_id || ' ' || seq AS id, ok, gap FROM scan WHERE device_id = ANY(?) ORDER BY device_id, seq`,
    [devices.map(({ deviceId }) => deviceId)],
  )) as { rows: { id: string; ok: boolean; gap: boolean }[] };
  expect(new Map(rows.map(({ id, ok }) => [id, ok]))).toEqual(expected);
  expect(rows.some(({ gap }) => gap)).toBe(false);
}

const run = (runs: number, repeat: Repeat) =>
  fc.assert(
    fc.asyncProperty(drawn, (stream) => send(stream, repeat)),
    { numRuns: runs, seed, endOnFailure: true },
  );

describe(`streams of scans that are doubled, late and shuffled between devices (seed ${seed})`, () => {
  it('leave what each scan once and in its turn would have left', async () => {
    await run(RUNS, underItsNumber);
    noteReached('streams', { runs: RUNS, ...reached });
    for (const [branch, times] of Object.entries(reached)) expect(times, branch).toBeGreaterThan(0);
    expect(await judgeBooks(server)).toEqual([]);
  });

  it('would be caught in devices that number their repeats anew', async () => {
    await expect(run(20, underAnother)).rejects.toThrow('Property failed');
  });
});
