import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { built } from '../support/built.ts';
import { SECRET_KEY, startCommand } from '../support/command.ts';
import { freshDatabase } from '../support/database.ts';

const root = join(import.meta.dirname, '../..');
const run = async (command: string, args: string[]) => (await promisify(execFile)(command, args, { cwd: root })).stdout;

/** What a script of package.json starts, from its source or its build. */
const sourceOf = (script: keyof typeof packageJson.scripts) =>
  packageJson.scripts[script].split(' ').at(-1)!.replace('dist/server/', '').replace(/js$/, 'ts') as `${string}.ts`;

it.each(['day', 'audit', 'backup', 'restore', 'rotate-key', 'bench'] as const)(
  'npm run %s tells what it takes, and does nothing else',
  async (name) => {
    // a database that is not there would be told of
    const asked = [process.execPath, ...built(sourceOf(name)), '--help'];
    const text = await run('env', ['DATABASE_URL=postgres://127.0.0.1:1/none', ...asked]);
    expect(text).toMatch(new RegExp(`^usage: npm run ${name} `));
  },
);

it.each([
  ['audit', 2],
  ['rotate-key', 1],
] as const)('npm run %s tells what it does not take, with its usage, and ends with %i', async (name, code) => {
  const asked = run(process.execPath, [...built(sourceOf(name)), '--bogus']);
  const stderr = expect.stringMatching(new RegExp(`^option_invalid: [^]*usage: npm run ${name} `)) as string;
  await expect(asked).rejects.toMatchObject({ code, stderr });
});

it('rotates no key where it was given no new one, and says what to give', async () => {
  const fresh = await freshDatabase();
  const ended = await startCommand('rotateKey', [], { DATABASE_URL: fresh.url, SECRET_KEY }).ended;
  await fresh.drop();
  expect(ended).toMatchObject({ code: 1, out: '' });
  expect(ended.told).toMatch(/^there is nothing to rotate: .* SECRET_KEYS_OLD$/m);
});

it('stops with the npm that started it', async () => {
  const fresh = await freshDatabase();
  await run('npm', ['run', '-s', 'build:server']);
  const npm = spawn('npm', ['start', '-s', '--ignore-scripts'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: fresh.url, SECRET_KEY, PORT: '0', HOST: '127.0.0.1', DEMO: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((found) => {
    let told = '';
    npm.stdout.on('data', (chunk: Buffer) => {
      const ready = /^ready (http:\S+)$/m.exec((told += chunk.toString()))?.[1];
      if (ready !== undefined) found(ready);
    });
  });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  npm.kill('SIGTERM');
  await once(npm.stdout, 'close');
  await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
  await fresh.drop();
});

it('has examples of routes that can be pasted, in its help and in its documentation', async () => {
  const help = await run('npm', ['run', '-s', 'solve', '--', '--help']);
  const docs = readFileSync(join(root, 'docs/routes.md'), 'utf8');
  const examples = [help.slice(help.indexOf('echo ')), /```sh\n(npm run [^`]*)```/.exec(docs)![1]!];
  const answers = await Promise.all(
    examples.map(async (text) => JSON.parse(await run('sh', ['-c', text])) as { unassigned: { reason: object }[] }),
  );
  expect(answers).toMatchObject([{ unassigned: [] }, { unassigned: [{ reason: { code: 'vehicles_full' } }] }]);
});
