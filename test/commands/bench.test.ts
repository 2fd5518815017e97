import { spawn } from 'node:child_process';
import { expect, inject, it } from 'vitest';
import { built } from '../support/built.ts';
import type { Ended } from '../support/command.ts';

/** What `npm run bench -- …` starts, beside the databases of the tests. */
function bench(args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [...built('test/bench/main.ts'), ...args], {
    env: { ...process.env, DATABASE_URL: inject('testServer').url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((ended, fail) => {
    let [out, told] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
    child.once('error', fail);
    child.once('close', (code) => ended({ code, out, told }));
  });
}

it('lists the benchmarks, and names the one that is none', async () => {
  const [listed, wrong, unread, unknown] = await Promise.all([
    bench([]),
    bench(['speed']),
    bench(['stock', '--rounds', '0']),
    bench(['storms', '--only', 'calm']),
  ]);
  expect(listed).toMatchObject({ code: 0 });
  expect(listed.out).toMatch(/^ {2}stock +\S/m);
  expect(wrong).toMatchObject({ code: 1 });
  expect(wrong.told).toMatch(/^there is no benchmark speed$/m);
  expect(wrong.told).toMatch(/^ {2}stock +\S/m);
  expect(unread).toMatchObject({ code: 1 });
  expect(unread.told).toMatch(/--rounds: got "0", expected a number from 1/);
  expect(unknown).toMatchObject({ code: 1 });
  expect(unknown.told).toMatch(/--only: got "calm", expected the beginning of one of .*killed/);
}, 180_000);

it('measures promises three ways and leaves books that agree with every answer', async () => {
  const small = ['--seconds', '0.1', '--rounds', '1', '--items', '40', '--clients', '8'];
  const { code, out, told } = await bench(['stock', ...small, '--json']);
  expect(code, told).toBe(0);
  const found = JSON.parse(out) as {
    bars: { what: string; got: number; passed: boolean }[];
    samples: { way: string; round: number; perSecond: number }[];
    books: { answered: number; promised: number; rows: number; clean: boolean };
    failed: number;
  };
  expect(
    found.samples
      .filter(({ round }) => round > 0)
      .map(({ way }) => way)
      .sort(),
  ).toEqual(['hot bare', 'hot http', 'hot verb', 'wide bare', 'wide http', 'wide verb'].sort());
  expect(found.samples.every(({ perSecond }) => perSecond > 0)).toBe(true);
  expect(found.bars).toHaveLength(4);
  expect(found.failed).toBe(0);
  expect(found.books.answered).toBeGreaterThan(100);
  expect(found.books).toMatchObject({
    clean: true,
    promised: found.books.answered,
    rows: found.books.answered,
  });
}, 180_000);
