import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const solvers = pathToFileURL(join(import.meta.dirname, '../../src/platform/solve.ts')).href;

/** Prints how many compilers the process has before and after a thread of its own has solved something. */
const program = `
  import { execFileSync } from 'node:child_process';
  const { closeSolvers, solve } = await import(${JSON.stringify(solvers)});
  const compilers = () => execFileSync('ps', ['-A', '-o', 'ppid=,comm='], { encoding: 'utf8' }).split('\\n')
    .filter((line) => Number.parseInt(line) === process.pid && line.includes('esbuild')).length;
  const before = compilers();
  const { cartons } = await solve('cartons', { cartons: [], items: [] }, { seconds: 0.1 });
  console.log(JSON.stringify({ cartons, more: compilers() - before }));
  await closeSolvers();
`;

it('solves in threads that start no compilers, which would be nobody’s once the threads end', async () => {
  // where nothing has ever been compiled
  const folder = await mkdtemp(join(tmpdir(), 'daybreak-solve-'));
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', program],
      { env: { ...process.env, TMPDIR: folder } },
    );
    expect(JSON.parse(stdout)).toEqual({ cartons: [], more: 0 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
