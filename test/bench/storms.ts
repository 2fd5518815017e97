import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { PROJECT } from '../../src/platform/program.ts';
import { barOf, type Bench, type Findings } from './bench.ts';
import { OptionError, type BenchOptions } from './options.ts';

/** What a storm noted: how often each branch that it is about was reached. */
interface Noted {
  storm: string;
  reached: Record<string, number>;
}

const SHIFT = 'test/storms/soak.test.ts';
/** Drills that are as long as they are, and the shift, which is asked for by its hours. */
const LEFT_OUT = ['test/storms/restore.test.ts', 'test/storms/brokenBackup.test.ts', SHIFT];
const ELSEWHERE = ['test/platform/cutMigration.test.ts', 'test/locks/fuzz.test.ts'];

/** All of them, or those whose name begins so. */
function stormsIn(root: string, only = ''): string[] {
  const here = readdirSync(join(root, 'test/storms')).map((name) => `test/storms/${name}`);
  const files = [...here.filter((file) => file.endsWith('.test.ts')), ...ELSEWHERE];
  const storms = files.filter((file) => !LEFT_OUT.includes(file));
  const chosen = storms.filter((file) => basename(file).startsWith(only));
  if (chosen.length > 0) return chosen;
  const names = storms.map((file) => basename(file, '.test.ts')).join(', ');
  throw new OptionError(`--only: got ${JSON.stringify(only)}, expected the beginning of one of ${names}`);
}

/** Of each storm, on a machine with nothing else to do: at most so long until all is served again, or as late an event loop. */
const BARS: Record<string, { branch: string; most: number; unit: string }> = {
  'app killed': { branch: 'slowest_ms', most: 3000, unit: 'ms until it serves again' },
  'database killed': { branch: 'slowest_ms', most: 10_000, unit: 'ms until it serves again' },
  'full disk': { branch: 'slowest_ms', most: 10_000, unit: 'ms until it serves again' },
  'offline shift': { branch: 'slowest_ms', most: 30_000, unit: 'ms until the queue is empty' },
  outbox: { branch: 'lag_p99_ms', most: 1000, unit: 'ms until a fact is heard at rest, p99' },
  fuzz: { branch: 'loop_p99_ms', most: 100, unit: 'ms that the event loop is late, p99' },
};

export const bench: Bench = { run };

/** The same files that `npm test` runs, so that a long storm is judged as a short one is; clean where all passed. */
async function run(options: BenchOptions): Promise<Findings> {
  const root = PROJECT;
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { hours } = options;
  const files = hours === undefined ? stormsIn(root, options.only) : [SHIFT];
  const folder = await mkdtemp(join(tmpdir(), 'daybreak-storms-'));
  const figures = join(folder, 'reached.jsonl');
  // one after the other: a storm is to shake the app, not the machine
  // one of them holds a handheld in its hand
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const config = join(root, 'scanner-app/vite.config.ts');
  const built = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn', '--config', config], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  await once(built, 'exit');
  const child = spawn(process.execPath, [vitest, 'run', '--project', 'server', '--maxWorkers', '1', ...files], {
    cwd: root,
    env: {
      ...process.env,
      SEED: `${options.seed}`,
      STORM_ROUNDS: `${options.rounds}`,
      STORM_FIGURES: figures,
      ...(hours === undefined ? {} : { SOAK_HOURS: `${hours}` }),
    },
    stdio: ['ignore', 2, 2],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  const lines = (await readFile(figures, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  await rm(folder, { recursive: true, force: true });
  const length = hours === undefined ? `${options.rounds} times the length of npm test` : `${hours} h`;
  const noted = lines.map((line) => JSON.parse(line) as Noted);
  return {
    clean: code === 0 && noted.length > 0,
    tables: [
      {
        title: `branches reached, seed ${options.seed}, ${length}`,
        columns: ['storm', 'branch', 'times'],
        rows: noted.flatMap(({ storm, reached }) =>
          Object.entries(reached).map(([branch, times]) => [storm, branch, String(times)]),
        ),
      },
    ],
    bars: noted.flatMap(({ storm, reached }) => {
      const bar = BARS[storm];
      const measured = bar && reached[bar.branch];
      return bar === undefined || measured === undefined
        ? []
        : [barOf(`${storm}: ${bar.unit}`, measured, '<=', bar.most)];
    }),
    notes: [code === 0 ? 'all passed, and every wrong twin was caught' : 'something failed: see above'],
    figures: { seed: options.seed, rounds: options.rounds, storms: noted },
  };
}
