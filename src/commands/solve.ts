import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { SolveOptions } from '../../solver/shared/options.ts';
import { Misfit, type Read } from '../../solver/shared/shape.ts';
import { helpIfAsked } from './help.ts';

/**
 * npm run --silent solve -- KIND [--seconds S] [--seed N] [--threads T]
 *
 * Reads one JSON problem a line, or a single one over many, from standard input and prints one JSON answer a line; `affinity` reads one basket a line, SKUs
 * separated by blanks, and prints one summary. Nothing is printed before every line has been found good; otherwise exit 1, and on
 * standard error, for all that is wrong, the line, the field, what was got and what is expected.
 */
const USAGE = 'usage: npm run --silent solve -- KIND [--seconds S] [--seed N] [--threads T] < problems';

const HELP = `${USAGE}

  reads one JSON problem a line, or a single one over many; prints one JSON answer a line

  KIND is one of
    routes      stops on vehicles, in VROOM's JSON and more: docs/routes.md
    pickpath    the shortest way through the bins of one walk
    batching    which orders one picker carries together
    slotting    which item lies in which bin
    cartons     the box for each order, and how its items lie in it
    loading     where each parcel lies in a vehicle
    waveplan    which orders go out in which wave
    affinity    what is bought together: one basket a line, its SKUs separated by blanks

  --seconds S   when to stop, starting and reading included where there is one problem; without it after a fixed amount of work
  --seed N      the same seed gives the same answer, without --seconds and with one thread
  --threads T   for routes: how many search side by side

  an example:
    echo '{"vehicles":[{"id":1,"start":[127.02,37.50],"end":[127.02,37.50]}],"jobs":[{"id":1,"location":[127.03,37.51]},{"id":2,"location":[127.04,37.49]}]}' |
      npm run --silent solve -- routes --seconds 1
`;

interface Kind {
  read: Read<unknown>;
  solve(problem: unknown, options: SolveOptions): unknown;
}

function kind<T>(read: Read<T>, solve: (problem: T, options: SolveOptions) => unknown): Kind {
  return { read, solve: (problem, options) => solve(problem as T, options) };
}

/** Each solver is loaded only when asked for, so that a call pays for no other. */
const kinds: Record<string, () => Promise<Kind>> = {
  routes: async () => {
    const { readRoutes } = await import('../../solver/routes/validate.ts');
    return kind(readRoutes, (await import('../../solver/routes/solve.ts')).solveRoutes);
  },
  pickpath: async () => {
    const { readPickPath } = await import('../../solver/pickpath/problem.ts');
    return kind(readPickPath, (await import('../../solver/pickpath/solve.ts')).solvePickPath);
  },
  batching: async () => {
    const { readBatching } = await import('../../solver/batching/problem.ts');
    return kind(readBatching, (await import('../../solver/batching/solve.ts')).solveBatching);
  },
  slotting: async () => {
    const { readSlotting } = await import('../../solver/slotting/problem.ts');
    return kind(readSlotting, (await import('../../solver/slotting/solve.ts')).solveSlotting);
  },
  cartons: async () => {
    const { readCartons } = await import('../../solver/cartons/problem.ts');
    return kind(readCartons, (await import('../../solver/cartons/solve.ts')).solveCartons);
  },
  loading: async () => {
    const { readLoading } = await import('../../solver/loading/problem.ts');
    return kind(readLoading, (await import('../../solver/loading/solve.ts')).solveLoading);
  },
  waveplan: async () => {
    const { readWavePlan } = await import('../../solver/waveplan/problem.ts');
    return kind(readWavePlan, (await import('../../solver/waveplan/solve.ts')).solveWavePlan);
  },
};

/** What the caller did wrong, in words for standard error. */
class BadInput extends Error {}

async function* inputLines(): AsyncGenerator<string> {
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  for await (const line of lines) yield line;
}

function numberOption(
  name: string,
  text: string | undefined,
  ok: (n: number) => boolean,
  wanted: string,
): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() === '' || !ok(number)) throw new BadInput(`--${name}: got ${text}, expected ${wanted}`);
  return number;
}

function readArguments(): { name: string; options: SolveOptions } {
  const text = { type: 'string' } as const;
  let parsed;
  try {
    parsed = parseArgs({ allowPositionals: true, options: { seconds: text, seed: text, threads: text } });
  } catch (error) {
    throw new BadInput(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
  const { values, positionals } = parsed;
  const name = positionals[0] ?? '';
  if (positionals.length !== 1 || (name !== 'affinity' && !Object.hasOwn(kinds, name)))
    throw new BadInput(
      `KIND: got ${positionals.join(' ') || 'nothing'}, expected one of ${[...Object.keys(kinds), 'affinity'].join(', ')}\n${USAGE}`,
    );
  const seconds = numberOption('seconds', values.seconds, (n) => n > 0 && Number.isFinite(n), 'a number above 0');
  const seed = numberOption('seed', values.seed, Number.isSafeInteger, 'a whole number');
  const threads = numberOption(
    'threads',
    values.threads,
    (n) => Number.isInteger(n) && n > 0 && n <= 256,
    'a whole number between 1 and 256',
  );
  return { name, options: { seconds, seed, threads } };
}

/** One problem a line; or one over all lines, as files are that people have written. */
async function readProblems({ read }: Kind): Promise<unknown[]> {
  const problems: unknown[] = [];
  const begun: string[] = [];
  let number = 0;
  for await (const line of inputLines()) {
    number++;
    if (begun.length > 0) begun.push(line);
    else if (line.trim() !== '') {
      const value = jsonOf(line);
      if (number === 1 && value instanceof SyntaxError) begun.push(line);
      else problems.push(problemOf(value, { line, number, read }));
    }
  }
  if (begun.length === 0) return problems;
  const whole = jsonOf(begun.join('\n'));
  // of lines that are no problem together, the first is the one that is wrong
  const value = whole instanceof SyntaxError ? jsonOf(begun[0]!) : whole;
  return [problemOf(value, { line: begun[0]!, number: 1, read })];
}

/** What a text says, or why it says nothing. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

function problemOf(value: unknown, from: { line: string; number: number; read: Kind['read'] }): unknown {
  const { line, number, read } = from;
  if (value instanceof SyntaxError)
    throw new BadInput(`line ${number}: got ${line.slice(0, 60)}, expected one JSON object (${value.message})`, {
      cause: value,
    });
  try {
    return read(value, '');
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new BadInput(error.all.map(({ message }) => `line ${number}: ${message}`).join('\n'), { cause: error });
  }
}

async function print(answer: unknown): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) await once(process.stdout, 'drain');
}

async function countBaskets(): Promise<void> {
  const { BasketCollector } = await import('../../solver/affinity/construct.ts');
  const { solveAffinity } = await import('../../solver/affinity/solve.ts');
  const started_ms = performance.now();
  const collector = new BasketCollector();
  for await (const line of inputLines()) {
    const basket = line.trim();
    if (basket !== '') collector.add(basket.split(/\s+/));
  }
  const summary = solveAffinity(collector.finish());
  const seconds = Math.round(performance.now() - started_ms) / 1000;
  await print({ ...summary, seconds, rss_mb: Math.round(process.memoryUsage.rss() / 1e6) });
}

async function main(): Promise<void> {
  const { name, options } = readArguments();
  if (name === 'affinity') return countBaskets();
  const chosen = await kinds[name]!();
  const problems = await readProblems(chosen);
  for (const problem of problems) {
    const seconds = problems.length === 1 ? left(options.seconds) : options.seconds;
    await print(chosen.solve(problem, { ...options, seconds }));
  }
}

/** Of one problem's seconds those that starting and reading have not used up yet; performance.now counts from the start. */
function left(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.max(seconds / 5, seconds - performance.now() / 1000);
}

helpIfAsked(HELP);
try {
  await main();
} catch (error) {
  if (!(error instanceof BadInput) && !(error instanceof Misfit)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
