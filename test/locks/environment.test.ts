import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/platform/config.ts';
import { built } from '../support/built.ts';

function start(environment: Record<string, string>): Promise<{ code: number | null; told: string }> {
  return new Promise((ended, fail) => {
    const child = spawn(process.execPath, built('src/main.ts'), {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let told = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (told += chunk.toString()));
    child.once('error', fail);
    child.once('exit', (code) => ended({ code, told }));
  });
}

describe('a wrong environment', () => {
  it('stops the start with exit code 1, naming each variable, what was got and what is expected', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'daybreak-environment-'));
    try {
      const { code, told } = await start({ DATA_DIR: dataDir, PORT: 'abc', ROLE: 'pilot' });
      expect(code, told).toBe(1);
      expect(told).toMatch(/^daybreak cannot start$/m);
      expect(told).toMatch(/^PORT: got "abc", .*number/m);
      expect(told).toMatch(/^ROLE: got "pilot", .*web/m);
      expect(told).not.toMatch(/\bready\b|\n\s+at /);
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('stops a second start on the same port before it changes anything that the first one goes by', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'daybreak-environment-'));
    const first = createServer();
    await new Promise<void>((ready) => first.listen(0, '127.0.0.1', ready));
    try {
      const { port } = first.address() as AddressInfo;
      const { code, told } = await start({ DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1' });
      expect(code, told).toBe(1);
      expect(told).toMatch(/^PORT is taken: /m);
      expect(told).not.toMatch(/password/);
      expect(await readdir(dataDir)).not.toContain('postgres');
    } finally {
      first.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('stops where nobody answers at the database, naming the variable', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'daybreak-environment-'));
    try {
      const url = 'postgres://daybreak:opensesame@127.0.0.1:1/daybreak';
      const { code, told } = await start({ DATA_DIR: dataDir, PORT: '0', DATABASE_URL: url });
      expect(code, told).toBe(1);
      expect(told).toMatch(/^DATABASE_URL: nobody answers there/m);
      expect(told).not.toMatch(/opensesame/);
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['DATABASE_URL', 'mysql://somewhere'],
    ['DATABASE_OWNER_URL', 'postgres://somewhere/shop'],
    ['REDIS_URL', 'localhost:6379'],
    ['ROADS_URL', 'http://somewhere:5000'],
    ['ROLE', 'all '],
    ['DEMO', 'yes'],
    ['LOG_LEVEL', 'loud'],
    ['CLOCK', 'sundial'],
    ['METRICS_FROM', 'the office'],
    ['METRICS_FROM', '10.0.0.0/33'],
    ['METRICS_FROM', '10.0.0.0/8/8'],
    ['METRICS_FROM', 'fd00::/129'],
  ])('%s=%s is refused by its name before anything is opened', (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${name}: got ${JSON.stringify(value)}`));
  });

  it.each([
    ['DEMO_PASSWORD', 'secret', 'secret'],
    ['SECRET_KEY', 'not hexadecimal', 'hexadecimal,'],
    ['DATABASE_URL', 'mysql://daybreak:opensesame@somewhere', 'opensesame'],
  ])('%s is refused by its name and its secret is not told', (name, value, secret) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(new RegExp(`^${name}: got `));
    expect(read).not.toThrow(secret);
  });

  it('does not start on a key that was only half written', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'daybreak-environment-'));
    try {
      await writeFile(join(dataDir, 'secret.key'), '');
      expect(() => readConfig({ DATA_DIR: dataDir })).toThrow(/^SECRET_KEY: got 0 characters/);
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
