import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readBaskets } from '../../src/commands/day/baskets.ts';
import { readOptions } from '../../src/commands/day/options.ts';
import { readStops } from '../../src/commands/day/stops.ts';
import { built } from '../support/built.ts';

const folder = mkdtempSync(join(tmpdir(), 'day-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string | Buffer) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const day = (...args: string[]) =>
  spawnSync(process.execPath, [...built('src/commands/day.ts'), ...args], { encoding: 'utf8' });

const BASKETS = `inv\tsku\tqty\tts
1\tA\t9\t2011-01-02T10:00
1\tA\t1\t2011-01-02T10:00
C2\tA\t1\t2011-01-03T10:00
3\tPOST\t1\t2011-01-03T10:00
4\tBB\t-2\t2011-01-03T10:00
5\tBB\ttwo\t2011-01-03T10:00
6\tBB\t1\tyesterday
7\tBB\t2\t2011-01-01T10:00
`;

describe('the input of a day', () => {
  it('lists malformed lines by number, counts what it leaves out, and goes on without them', () => {
    const read = readBaskets(file('baskets.tsv.gz', gzipSync(BASKETS)));
    expect(read.malformed.map(({ line }) => line)).toEqual([7, 8]);
    expect(read.malformed[0]!.why).toContain('"two"');
    expect(read.leftOut).toEqual({ 'cancelled invoice': 1, 'no goods': 1, 'quantity of zero or less': 1 });
    expect(read.baskets).toEqual([
      { id: '7', at: '2011-01-01T10:00', lines: [{ sku: 'BB', quantity: 2 }] },
      { id: '1', at: '2011-01-02T10:00', lines: [{ sku: 'A', quantity: 6 }] },
    ]);
  });

  it('keeps the first twelve lines of an order', () => {
    const lines = Array.from({ length: 20 }, (_, at) => `1,S${at},1,2011-01-02T10:00`);
    const read = readBaskets(file('long.csv', ['invoice,sku,quantity,timestamp', ...lines].join('\n')));
    expect(read.baskets[0]!.lines.map(({ sku }) => sku)).toEqual(Array.from({ length: 12 }, (_, at) => `S${at}`));
  });

  it('reads stops by the names of their columns, and names the line that is none', () => {
    expect(readStops(file('stops.csv', 'stop_id,dong,lat,lon\n7,역삼동,37.5,127.03\n'))).toEqual([
      { id: '7', lat: 37.5, lon: 127.03, name: '역삼동' },
    ]);
    const wrong = file('wrong.csv', 'id,lat,lon,name\n1,37.5,127,a\n2,0,0,b\n');
    expect(() => readStops(wrong)).toThrow(/line 3 is no stop/);
  });

  it('names the option that is wrong, what was got and what is expected', () => {
    expect(() => readOptions(['--orders', 'many'])).toThrow(
      '--orders: got many, expected a whole number from 1 to 100000',
    );
    expect(() => readOptions(['--short-rate', '2'])).toThrow('--short-rate: got 2, expected a number from 0 to 0.5');
  });

  it('stops with exit 1 and the name of a file that is missing', () => {
    const missing = day('--baskets', join(folder, 'nowhere.tsv.gz'));
    expect(missing.status).toBe(1);
    expect(missing.stderr).toContain('nowhere.tsv.gz');
    expect(missing.stderr).not.toContain('    at ');
  });

  it('stops with exit 1 where the file is no basket file at all', () => {
    const unreadable = day('--baskets', file('picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2])));
    expect(unreadable.status).toBe(1);
    expect(unreadable.stderr).toContain('no column invoice');
  });
});
