import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');
const run = async (command: string, args: string[]) => (await promisify(execFile)(command, args, { cwd: root })).stdout;

it.each(['day', 'audit', 'backup', 'restore', 'rotate-key', 'bench'] as const)(
  'npm run %s tells what it takes, and does nothing else',
  async (name) => {
    const file = packageJson.scripts[name].split(' ').at(-1)!;
    // a database that is not there would be told of
    const text = await run('env', [
      'DATABASE_URL=postgres://127.0.0.1:1/none',
      process.execPath,
      '--import',
      'tsx',
      file,
      '--help',
    ]);
    expect(text).toMatch(new RegExp(`^usage: npm run ${name} `));
  },
);

it('has examples of routes that can be pasted, in its help and in its documentation', async () => {
  const help = await run('npm', ['run', '-s', 'solve', '--', '--help']);
  const docs = readFileSync(join(root, 'docs/routes.md'), 'utf8');
  const examples = [help.slice(help.indexOf('echo ')), /```sh\n(npm run [^`]*)```/.exec(docs)![1]!];
  const answers = await Promise.all(
    examples.map(async (text) => JSON.parse(await run('sh', ['-c', text])) as { unassigned: { reason: object }[] }),
  );
  expect(answers).toMatchObject([{ unassigned: [] }, { unassigned: [{ id: 3, reason: { code: 'vehicles_full' } }] }]);
});
